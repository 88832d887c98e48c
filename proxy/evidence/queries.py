"""What the evidence says: questions to the state database, answered with frozen values."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import Column, Select, case, func, select

from proxy.core.latency import Latency
from proxy.evidence.periods import grain_for, start_of
from proxy.evidence.tables import (
    BUCKET_COLUMNS,
    RECORDERS,
    REQUESTS,
    ROUTE_DAYS,
    ROUTES,
    SIGNALS,
    TRAFFIC,
    VISITOR_DAYS,
)
from proxy.evidence.values import (
    Freshness,
    LogExtent,
    LoggedRequest,
    Point,
    Recorder,
    SeenRoute,
    Traffic,
    TrafficRow,
    UserDay,
)
from proxy.state_database import StateDatabase

#: The most rows one question about single requests or routes is answered with.
MOST_ROWS: Final = 1000


@dataclass(frozen=True, slots=True)
class Span:
    """The time a question is about.

    Shape: `now` decides which grains are still kept; `zone` where calendar days begin.
    Units: seconds since 1970; `until` is not part of it.
    """

    since: float
    until: float
    now: float
    zone: ZoneInfo

    @property
    def grain(self) -> int:
        """The length of the periods that answer it."""
        return grain_for(self.since, self.until, self.now)

    @property
    def start(self) -> int:
        """Where the first of these periods begins."""
        return start_of(self.since, self.grain, self.zone)


def freshness(state: StateDatabase) -> Freshness:
    """How far counting has come; without recorders, nothing was ever counted.

    Errors: StateDatabaseUnavailable, as all of these.
    """
    with state.read() as connection:
        rows = connection.execute(select(RECORDERS).order_by(RECORDERS.c.machine)).mappings()
        return Freshness(tuple(Recorder(**row) for row in rows))


def traffic(state: StateDatabase, span: Span, lot: str | None = None) -> Traffic:
    """Requests of a time, by lot, stage, side, reason and status; one lot, or all of them."""
    table = TRAFFIC.c
    dimensions = [table.backend, table.lot, table.stage, table.side, table.reason]
    question = (
        select(*dimensions, table.status, *_sums(table))
        .where(table.grain == span.grain, table.at >= span.start, table.at < span.until)
        .group_by(*dimensions, table.status)
    )
    if lot is not None:
        question = question.where(table.lot == lot)
    rows = tuple(
        TrafficRow(
            **place,
            by_status={int(row["status"]): int(row["requests"]) for row in many},
            latency=_latency(many),
        )
        for place, many in _grouped(_rows(state, question), dimensions)
    )
    return Traffic(rows, float(span.start), span.until, freshness(state).as_of)


def course(state: StateDatabase, span: Span, lot: str | None = None) -> tuple[Point, ...]:
    """Requests of each period of a time and from each side; periods without any are left out."""
    table = TRAFFIC.c
    errors = func.sum(case((table.status >= 500, table.requests), else_=0))
    question = (
        select(table.at, table.side, func.sum(table.requests), errors)
        .where(table.grain == span.grain, table.at >= span.start, table.at < span.until)
        .group_by(table.at, table.side)
        .order_by(table.at, table.side)
    )
    if lot is not None:
        question = question.where(table.lot == lot)
    with state.read() as connection:
        found = connection.execute(question).all()
    return tuple(Point(float(at), side, int(count), int(bad)) for at, side, count, bad in found)


def asked_and_tried(
    state: StateDatabase, lot: str, stage: str, since_day: str
) -> tuple[frozenset[str], frozenset[str]]:
    """The routes of a lot ever asked, and those Python has answered at a stage from this day on."""
    days, names = ROUTE_DAYS.c, ROUTES.c
    tried = (
        select(days.route_id)
        .where(days.lot == lot, days.stage == stage, days.side == "python", days.day >= since_day)
        .distinct()
    )
    with state.read() as connection:
        ids = frozenset(connection.execute(tried).scalars())
        of_lot = select(names.route_id, names.route).where(names.lot == lot)
        spelled = connection.execute(of_lot).all()
    asked = frozenset(route for _, route in spelled)
    return asked, frozenset(route for route_id, route in spelled if route_id in ids)


def seen_routes(
    state: StateDatabase, lot: str | None = None, *, limit: int = MOST_ROWS, offset: int = 0
) -> tuple[SeenRoute, ...]:
    """Routes that were asked since counting began, the busiest first; those of one lot, or all."""
    question = select(ROUTES).order_by(ROUTES.c.requests.desc(), ROUTES.c.route_id)
    if lot is not None:
        question = question.where(ROUTES.c.lot == lot)
    return tuple(
        SeenRoute(**{name: value for name, value in row.items() if name != "route_id"})
        for row in _rows(state, question.limit(min(limit, MOST_ROWS)).offset(offset))
    )


def asked_routes(state: StateDatabase, lot: str) -> frozenset[str]:
    """The routes of a lot that were ever asked, however many there are."""
    question = select(ROUTES.c.route).where(ROUTES.c.lot == lot)
    with state.read() as connection:
        return frozenset(connection.execute(question).scalars())


def answered_routes(state: StateDatabase, lot: str) -> frozenset[str]:
    """The routes of a lot that Python has ever answered; days are forgotten, this is not."""
    question = select(ROUTES.c.route).where(ROUTES.c.lot == lot, ROUTES.c.python > 0)
    with state.read() as connection:
        return frozenset(connection.execute(question).scalars())


def has_answered(state: StateDatabase, lot: str) -> bool:
    """Whether Python has ever answered for a lot."""
    question = select(ROUTES.c.route_id).where(ROUTES.c.lot == lot, ROUTES.c.python > 0).limit(1)
    with state.read() as connection:
        return connection.execute(question).first() is not None


def days_counted(state: StateDatabase, lot: str, stage: str, since_day: str) -> int:
    """On how many calendar days from this one on requests of a lot were counted at a stage."""
    days = ROUTE_DAYS.c
    question = select(func.count(days.day.distinct())).where(
        days.lot == lot, days.stage == stage, days.day >= since_day
    )
    with state.read() as connection:
        return int(connection.execute(question).scalar_one())


def users(state: StateDatabase, since_day: str, until_day: str) -> tuple[UserDay, ...]:
    """Distinct visitors of each calendar day (inclusive), by backend, lot and side and of all.

    Shape: of the present day as far as it was last counted, two minutes ago at most; never
           added up over days or lots.
    """
    days = VISITOR_DAYS.c
    columns = [days.day, days.backend, days.lot, days.side, days.users, days.is_whole]
    question = select(*columns).where(days.day >= since_day, days.day <= until_day)
    found = (
        UserDay(**{**row, "is_whole": bool(row["is_whole"])}) for row in _rows(state, question)
    )
    return tuple(sorted(found, key=lambda each: (each.day, each.backend, each.lot, each.side)))


def requests(  # noqa: PLR0913, one for each thing to look for
    state: StateDatabase,
    *,
    lot: str | None = None,
    side: str | None = None,
    status_class: int | None = None,
    since: float | None = None,
    before: int | None = None,
    unless: str = "",
    limit: int = 100,
) -> tuple[LoggedRequest, ...]:
    """Requests of the log, the newest first.

    Shape: `before` is the id after which the page before ended; those whose side was chosen for
           the reason `unless` are left out.
    """
    log = REQUESTS.c
    question = select(REQUESTS).order_by(log.id.desc()).limit(min(limit, MOST_ROWS))
    if lot is not None:
        question = question.where(log.lot == lot)
    if side is not None:
        question = question.where(log.side == side)
    if since is not None:
        question = question.where(log.at >= since)
    if before is not None:
        question = question.where(log.id < before)
    if unless:
        question = question.where(log.reason != unless)
    if status_class is not None:
        question = question.where(
            log.status >= status_class * 100, log.status < (status_class + 1) * 100
        )
    return tuple(_logged(row) for row in _rows(state, question))


def logged_since(state: StateDatabase, since: float, most: int) -> tuple[LoggedRequest, ...]:
    """Requests of the log that a side answered, the newest first, from this moment on."""
    log = REQUESTS.c
    question = (
        select(REQUESTS)
        .where(log.at >= since, log.side.in_(("legacy", "python")))
        .order_by(log.id.desc())
        .limit(most)
    )
    return tuple(_logged(row) for row in _rows(state, question))


def logged(state: StateDatabase, request_id: str) -> LoggedRequest | None:
    """The newest request of the log that bears this id; None when there is none (any more)."""
    log = REQUESTS.c
    question = select(REQUESTS).where(log.request_id == request_id).order_by(log.id.desc()).limit(1)
    return next(map(_logged, _rows(state, question)), None)


def log_extent(state: StateDatabase) -> LogExtent:
    """How many requests the log holds, and from when to when."""
    log = REQUESTS.c
    question = select(func.count(log.id), func.min(log.at), func.max(log.at))
    with state.read() as connection:
        rows, oldest, newest = connection.execute(question).one()
    return LogExtent(int(rows), oldest, newest)


def signals(
    state: StateDatabase, span: Span, lot: str | None = None
) -> Mapping[tuple[str, str, str], int]:
    """How often each signal was seen, by lot, side and signal (proxy/evidence/signals.py)."""
    table = SIGNALS.c
    question = (
        select(table.lot, table.side, table.signal, func.sum(table["count"]))
        .where(table.grain == span.grain, table.at >= span.start, table.at < span.until)
        .group_by(table.lot, table.side, table.signal)
    )
    if lot is not None:
        question = question.where(table.lot == lot)
    with state.read() as connection:
        return {
            (of_lot, side, signal): int(count)
            for of_lot, side, signal, count in connection.execute(question)
        }


def _rows(state: StateDatabase, question: Select[Any]) -> list[dict[str, Any]]:
    with state.read() as connection:
        return [dict(row) for row in connection.execute(question).mappings()]


def _grouped(
    rows: Sequence[Mapping[str, Any]], dimensions: Sequence[Column[Any]]
) -> list[tuple[dict[str, Any], list[Mapping[str, Any]]]]:
    names = [column.name for column in dimensions]
    grouped: dict[tuple[str, ...], list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        grouped[tuple(row[name] for name in names)].append(row)
    return [(dict(zip(names, key, strict=True)), many) for key, many in sorted(grouped.items())]


def _sums(columns: Any) -> list[Any]:
    names = ("requests", "seconds", *BUCKET_COLUMNS)
    return [func.sum(columns[name]).label(name) for name in names]


def _latency(many: Sequence[Mapping[str, Any]]) -> Latency:
    counts = tuple(sum(int(row[name]) for row in many) for name in BUCKET_COLUMNS)
    return Latency(counts, sum(float(row["seconds"]) for row in many))


def _logged(row: Mapping[str, Any]) -> LoggedRequest:
    bucket = row["bucket"]
    return LoggedRequest(**{**row, "bucket": None if bucket < 0 else bucket})
