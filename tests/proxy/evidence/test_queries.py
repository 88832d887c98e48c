from functools import partial
from zoneinfo import ZoneInfo

import pytest

from proxy.core.latency import BUCKETS
from proxy.evidence import queries
from proxy.evidence.periods import DAY, HOUR, MINUTE
from proxy.evidence.queries import Span
from proxy.evidence.retention import keep_visitors, visitors_of
from proxy.evidence.tables import (
    BUCKET_COLUMNS,
    RECORDERS,
    REQUESTS,
    ROUTE_DAYS,
    ROUTES,
    SIGNALS,
    TRAFFIC,
    VISITOR_DAYS,
    VISITORS,
)
from proxy.evidence.values import ALL
from proxy.state_database import StateDatabase, put

PARIS = ZoneInfo("Europe/Paris")
NOON = 1_795_431_600  # 2026-11-23 12:00 in Paris


def counted(count: int, bucket: int = 3) -> dict[str, object]:
    buckets = dict.fromkeys(BUCKET_COLUMNS, 0) | {BUCKET_COLUMNS[bucket]: count}
    return {"requests": count, "seconds": count * 0.04, **buckets}


def traffic_row(at: int, status: int, count: int, **place: object) -> dict[str, object]:
    usual: dict[str, object] = {
        "grain": MINUTE, "at": at, "backend": "gestion", "lot": "events", "stage": "python",
        "side": "python", "reason": "stage", "status": status,
    }  # fmt: skip
    return usual | place | counted(count)


def request_row(number: int, **facts: object) -> dict[str, object]:
    usual: dict[str, object] = {
        "at": NOON + number, "request_id": f"r{number}", "backend": "gestion",
        "application": "frontend", "method": "GET", "path": "/communes", "route": "/communes",
        "lot": "reference_lists", "stage": "canary", "side": "python", "reason": "canary-in",
        "status": 200, "ms": 12.0, "bucket": 17, "table_digest": "abc",
    }  # fmt: skip
    return usual | facts


def hour() -> Span:
    return Span(NOON - HOUR, NOON + MINUTE, NOON + MINUTE, PARIS)


def test_nothing_counted_is_not_the_same_as_no_requests(state: StateDatabase) -> None:
    found = queries.traffic(state, hour())

    assert (found.rows, found.as_of) == ((), None)
    assert queries.freshness(state).began is None
    assert queries.log_extent(state).oldest is None


def test_traffic_tells_errors_statuses_and_durations_apart(state: StateDatabase) -> None:
    with state.write() as connection:
        rows = [
            traffic_row(NOON, 200, 90),
            traffic_row(NOON - MINUTE, 404, 5),
            traffic_row(NOON, 502, 5),
            traffic_row(NOON, 200, 7, side="legacy", stage="canary", reason="canary-out"),
            traffic_row(NOON - 2 * HOUR, 200, 1000),
            traffic_row(NOON, 200, 3000, grain=HOUR),
        ]
        put(connection, TRAFFIC, rows)
    found = queries.traffic(state, hour())
    python = found.only(side="python")

    assert (python.requests, python.errors, python.with_status(404, 403)) == (100, 5, 5)
    assert found.only(side="legacy").rows[0].reason == "canary-out"
    assert python.latency.quantile(0.5) == pytest.approx((BUCKETS[2] + BUCKETS[3]) / 2)
    assert queries.traffic(state, hour(), "companies").requests == 0


def test_the_course_has_a_point_for_each_period_and_side(state: StateDatabase) -> None:
    with state.write() as connection:
        put(connection, TRAFFIC, [traffic_row(NOON, 200, 3), traffic_row(NOON, 500, 2)])
    points = queries.course(state, hour(), "events")

    assert [(p.at, p.side, p.requests, p.errors) for p in points] == [(NOON, "python", 5, 2)]


def test_routes_that_python_answered_are_told_from_those_that_were_asked(
    state: StateDatabase,
) -> None:
    named = {"backend": "gestion", "application": "frontend", "lot": "events"}
    day: dict[str, object] = {
        "day": "2026-11-23", "route_id": "a", "stage": "python", "side": "python", "lot": "events",
    }  # fmt: skip
    seen: dict[str, object] = {
        "first_seen": 1, "last_seen": 2, "requests": 9, "python": 9, "errors": 4,
    }  # fmt: skip
    with state.write() as connection:
        put(connection, ROUTES, [{"route_id": "a", "route": "/events", **named, **seen}])
        php = seen | {"python": 0, "requests": 1}
        put(connection, ROUTES, [{"route_id": "b", "route": "/php", **named, **php}])
        rows = [day | {"status_class": 2} | counted(5), day | {"status_class": 5} | counted(4)]
        put(connection, ROUTE_DAYS, rows)
    routes = partial(queries.asked_and_tried, state, "events", "python")

    assert routes("2026-11-20") == ({"/events", "/php"}, {"/events"})
    assert routes("2026-11-24") == ({"/events", "/php"}, frozenset())
    assert [each.route for each in queries.seen_routes(state, "events")] == [
        "/events",
        "/php",
    ]
    assert queries.seen_routes(state, "companies") == ()
    assert queries.answered_routes(state, "events") == {"/events"}
    assert [queries.has_answered(state, lot) for lot in ("events", "companies")] == [True, False]


def test_users_are_distinct_over_lots_and_sides(state: StateDatabase) -> None:
    day = {"day": "2026-11-23", "backend": "gestion"}
    places = [("a", "events", "python"), ("a", "events", "legacy"), ("b", "", "legacy")]
    with state.write() as connection:
        put(
            connection,
            VISITORS,
            [{**day, "visitor": v, "lot": lot, "side": side} for v, lot, side in places],
        )
        closed = {"day": "2026-11-22", "backend": ALL, "lot": ALL, "side": ALL, "users": 41}
        put(connection, VISITOR_DAYS, [closed])
        keep_visitors(connection, visitors_of(connection, "2026-11-23", is_whole=False))
    found = {
        (each.day, each.lot, each.side): each
        for each in queries.users(state, "2026-11-22", "2026-11-23")
    }

    assert found["2026-11-23", ALL, ALL].users == 2
    assert found["2026-11-23", "events", ALL].users == 1
    assert found["2026-11-23", ALL, "legacy"].users == 2
    assert not found["2026-11-23", ALL, ALL].is_whole
    assert (found["2026-11-22", ALL, ALL].users, found["2026-11-22", ALL, ALL].is_whole) == (
        41,
        True,
    )


def test_the_log_is_read_by_lot_side_and_status_in_pages(state: StateDatabase) -> None:
    with state.write() as connection:
        rows = [request_row(n, status=500 if n % 2 else 200, bucket=-1) for n in range(10)]
        put(connection, REQUESTS, [*rows, request_row(99, lot="events", side="legacy")])
    page = queries.requests(state, lot="reference_lists", limit=3)
    following = queries.requests(state, lot="reference_lists", limit=3, before=page[-1].id)

    assert [each.request_id for each in (*page, *following)] == ["r9", "r8", "r7", "r6", "r5", "r4"]
    assert {each.bucket for each in page} == {None}
    assert {each.status for each in queries.requests(state, status_class=5)} == {500}
    assert [each.bucket for each in queries.requests(state, side="legacy")] == [17]
    assert [each.request_id for each in queries.requests(state, since=NOON + 50)] == ["r99"]
    assert queries.log_extent(state).rows == 11


def test_signals_are_added_up_by_lot_and_side(state: StateDatabase) -> None:
    place = {"grain": MINUTE, "backend": "gestion", "lot": "events", "side": "python"}
    with state.write() as connection:
        rows = [{**place, "at": NOON - n * MINUTE, "signal": "csrf", "count": 2} for n in range(3)]
        put(connection, SIGNALS, rows)

    assert queries.signals(state, hour()) == {("events", "python", "csrf"): 6}


def test_the_slowest_recorder_says_how_far_counting_has_come(state: StateDatabase) -> None:
    usual = {"unlogged_requests": 0, "damaged_batches": 0}
    with state.write() as connection:
        rows = [
            {"machine": "one", "began": 5.0, "as_of": 90.0, **usual},
            {"machine": "two", "began": 3.0, "as_of": 80.0, **usual},
        ]
        put(connection, RECORDERS, rows)
    found = queries.freshness(state)

    assert (found.began, found.as_of) == (3.0, 80.0)


@pytest.mark.parametrize(
    ("length", "age", "grain"),
    [
        pytest.param(HOUR, 0, MINUTE, id="an hour, by minutes"),
        pytest.param(HOUR, 10 * DAY, HOUR, id="an hour long ago, by hours"),
        pytest.param(DAY, 0, HOUR, id="a day, by hours"),
        pytest.param(30 * DAY, 0, DAY, id="a month, by days"),
    ],
)
def test_a_time_is_answered_by_periods_that_are_kept(length: int, age: int, grain: int) -> None:
    assert Span(NOON - age - length, NOON - age, NOON, PARIS).grain == grain


def test_a_day_begins_at_midnight_of_the_site() -> None:
    span = Span(NOON - 20 * DAY, NOON, NOON, PARIS)

    assert (NOON - span.start) % DAY == 12 * HOUR
