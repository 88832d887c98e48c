from dataclasses import replace

import pytest

from proxy.core.schedules import UNTIMED
from proxy.core.table import RoutingTable
from proxy.evidence.values import LoggedRequest
from proxy.flips.foresight import foresee
from proxy.routing_file.reader import parse_table
from tests.fakes.routing_files import routing_text


def tables(before: str, after: str) -> tuple[RoutingTable, RoutingTable]:
    first, second = (parse_table(routing_text(lists=stage).encode()) for stage in (before, after))
    return first, second


def logged(number: int, **differing: object) -> LoggedRequest:
    usual: dict[str, object] = {
        "id": number, "at": 1.0, "request_id": "r", "backend": "gestion",
        "application": "frontend", "method": "GET", "path": "/communes", "route": "/communes",
        "lot": "lists", "stage": "legacy", "side": "legacy", "reason": "stage", "status": 200,
        "ms": 1.0, "bucket": None, "table_digest": "x",
    }  # fmt: skip
    return LoggedRequest(**(usual | differing))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "after", "buckets", "sure"),
    [
        pytest.param("legacy", "python", [None, 5, 9999], {0, 1, 2}, id="everybody"),
        pytest.param("legacy", "canary 10%", [5, 999, 1000], {0, 1}, id="the first tenth"),
        pytest.param("canary 10%", "canary 25%", [5, 1000, 2499, 2500], {1, 2}, id="a ramp"),
        pytest.param("canary 10%", "legacy", [5, 999, 1000], {0, 1}, id="the way back"),
        pytest.param("canary 25%", "canary 10%", [999, 1000, 3000], {1}, id="fewer"),
        pytest.param("legacy", "shadow", [None, 5], set(), id="shadow changes no answer"),
        pytest.param("canary 100%", "python", [None, 5], set(), id="everybody was there"),
    ],
)
def test_the_requests_that_change_side_are_known(
    before: str, after: str, buckets: list[int | None], sure: set[int]
) -> None:
    log = [logged(number, bucket=bucket) for number, bucket in enumerate(buckets)]

    assert foresee(*tables(before, after), log, UNTIMED).sure == sure


def test_visitors_without_a_bucket_change_by_chance() -> None:
    log = [logged(number) for number in range(50)]
    found = foresee(*tables("legacy", "canary 10%"), log, UNTIMED)

    assert found.sure == frozenset()
    assert (found.drawn, found.expected) == (50, 5.0)
    assert [(m.before, m.after, m.drawn, m.drawn_percent) for m in found.moving] == [
        ("legacy", "python", 50, 10)
    ]


def test_a_ramp_moves_the_part_that_it_adds() -> None:
    found = foresee(*tables("canary 10%", "canary 25%"), [logged(1)], UNTIMED)

    assert [(m.drawn, m.drawn_percent) for m in found.moving] == [(1, 15)]


def test_a_form_follows_the_page_that_it_was_on() -> None:
    post = logged(1, method="POST", path="/communes/batch/action", bucket=5)

    assert foresee(*tables("legacy", "canary 10%"), [post], UNTIMED).sure == {1}


def test_other_lots_and_what_nobody_claims_stay() -> None:
    log = [
        logged(1, path="/evenements", lot="events"),
        logged(2, path="/elsewhere", lot="", route=""),
    ]
    found = foresee(*tables("legacy", "python"), log, UNTIMED)

    assert (found.sure, found.moving, found.replayed) == (frozenset(), (), 2)


def test_requests_that_are_alike_are_summed_up() -> None:
    alike = [logged(number) for number in range(5)]
    alias = [
        replace(each, id=each.id + 10, path="/commune/edit/id/3", route="") for each in alike[:2]
    ]
    found = foresee(*tables("legacy", "python"), [*alike, *alias], UNTIMED)

    assert [(m.route, m.sure) for m in found.moving] == [("/communes", 5), ("", 2)]
    assert found.lots == {"lists"}


def test_what_cannot_be_asked_again_is_counted_apart() -> None:
    log = [logged(1, backend="gone"), logged(2, path="/a%2fb")]
    found = foresee(*tables("legacy", "python"), log, UNTIMED)

    assert (found.unreadable, found.sure) == (2, frozenset())


def test_a_request_of_an_application_that_is_gone_stops_no_plan() -> None:
    log = [logged(1), logged(2, application="backend")]
    found = foresee(*tables("legacy", "python"), log, UNTIMED)

    assert (found.sure, found.unreadable) == ({1}, 1)
