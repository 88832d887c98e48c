"""What evidence says for the console's pages; nothing is invented where it says nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import func, select

from proxy.console.progress import Proof, Whole
from proxy.console.sources import Sources
from proxy.console.timeline import ON_PYTHON, Stay
from proxy.core.decision import Reason
from proxy.core.stages import StageName
from proxy.core.table import Lot, Route, spelled_route
from proxy.errors import StateDatabaseUnavailable
from proxy.evidence.counting import Labels
from proxy.evidence.folding import route_id
from proxy.evidence.periods import day_of, days_before
from proxy.evidence.queries import Span, has_answered, requests, traffic, users
from proxy.evidence.tables import ROUTE_DAYS
from proxy.evidence.values import ALL, Traffic, UserDay
from proxy.flips.incidents import Incident, incidents
from proxy.state_database import StateDatabase

#: What the share of real traffic is told of.
WINDOW = timedelta(days=7)
#: A request that was on its way when the lot moved is no contradiction.
_GRACE_S = 60.0


@dataclass(frozen=True, slots=True)
class Counted:
    """Traffic, visitors and incidents, as far as the state database knows them.

    Shape: `fault` says why nothing is known; `users` are of one whole day, `day`.
    Units: seconds since 1970.
    """

    fault: str = ""
    as_of: float | None = None
    traffic: Traffic | None = None
    last_hour: Traffic | None = None
    users: Sequence[UserDay] = ()
    day: str = ""
    incidents: Sequence[Incident] = field(default=())

    def visitors(self, lot: str = ALL, side: str = ALL) -> int | None:
        """Distinct visitors of the day; None where nobody counted, or not yet today."""
        if not self.day:
            return None
        is_whole = any(each.is_whole for each in self.users)
        found = (
            each.users
            for each in self.users
            if each.lot == lot and each.side == side and each.backend == ALL
        )
        # Of the present day they are counted every two minutes: until then 0 says nothing.
        return next(found, 0) or (0 if is_whole else None)


def counted(here: Sources) -> Counted:
    """What is known now."""
    now, zone = here.at, here.settings.time_zone
    try:
        week = traffic(here.state, Span(now - WINDOW.total_seconds(), now, now, zone))
        hour = traffic(here.state, Span(now - 3600, now, now, zone))
        today = day_of(now, zone)
        days = users(here.state, days_before(today, WINDOW.days), today)
        opened = incidents(here.state, only_open=True)
    except StateDatabaseUnavailable as fault:
        return Counted(fault=str(fault))
    whole = [each.day for each in days if each.is_whole] or [each.day for each in days]
    day = max(whole, default="")
    of_day = tuple(each for each in days if each.day == day)
    return Counted("", week.as_of, week, hour, of_day, day, opened)


def proof_of(
    here: Sources, found: Counted, lot: Lot, known: Sequence[Stay], closed: tuple[str, ...]
) -> Proof:
    """What speaks for, or against, a lot's stage."""
    has_moved = any(stay.stage != StageName.LEGACY for stay in known)
    if found.traffic is None or found.as_of is None:
        return Proof(closed=closed, has_moved=has_moved)
    mine = found.traffic.only(lot=lot.name)
    return Proof(
        requests=sum(row.requests for row in mine.rows if row.side in {"legacy", "python"}),
        python=mine.only(side="python").requests,
        errors=mine.errors,
        users=found.visitors(lot.name),
        still_legacy=_still_legacy(here, lot, known),
        closed=closed,
        has_moved=has_moved or any(row.stage not in {"", StageName.LEGACY} for row in mine.rows),
        has_answered=_has_answered(here, lot),
    )


def _has_answered(here: Sources, lot: Lot) -> bool:
    """Whether Python ever answered for a lot on Python: a quiet week takes no progress back."""
    if lot.stage.name.value not in ON_PYTHON:
        return False
    try:
        return has_answered(here.state, lot.name)
    except StateDatabaseUnavailable:
        return False


def _still_legacy(here: Sources, lot: Lot, known: Sequence[Stay]) -> str:
    """An address of a lot on Python that PHP has answered since; empty when there is none."""
    if lot.stage.name.value not in ON_PYTHON:
        return ""
    arrived = _arrived_at(known)
    if arrived is None:
        return ""
    try:
        # What the kill switch gave back to PHP was meant to be there.
        late = requests(
            here.state,
            lot=lot.name,
            side="legacy",
            since=arrived + _GRACE_S,
            unless=Reason.KILL_SWITCH.value,
            limit=1,
        )
    except StateDatabaseUnavailable:
        return ""
    return f"{late[0].method} {late[0].path}" if late else ""


def _arrived_at(known: Sequence[Stay]) -> float | None:
    """When the lot came to Python for the last time; None for what the journal does not know."""
    moment = None
    for stay in known:
        if stay.stage not in ON_PYTHON:
            moment = None
        elif moment is None:
            moment = stay.at
    return moment


def whole_of(found: Counted) -> Whole:
    """The site as a whole; addresses that no lot claims count as well, or the share would flatter."""
    if found.traffic is None or found.as_of is None:
        return Whole()
    python, legacy = (found.traffic.only(side=side).requests for side in ("python", "legacy"))
    people = found.visitors(), found.visitors(side="python")
    return Whole(python + legacy, python, *people, found.day)


def requests_of(
    state: StateDatabase, routes: Sequence[Route], since_day: str, until_day: str
) -> list[tuple[int, int, int]]:
    """Requests, errors and requests that Python answered, of each of these routes on these days.

    Errors: StateDatabaseUnavailable.
    """
    names = [_named(route) for route in routes]
    days = ROUTE_DAYS.c
    question = (
        select(days.route_id, days.side, days.status_class, func.sum(days.requests))
        .where(
            days.lot.in_({route.lot for route in routes}),
            days.route_id.in_(names),
            days.day >= since_day,
            days.day <= until_day,
        )
        .group_by(days.route_id, days.side, days.status_class)
    )
    sums = {name: [0, 0, 0] for name in names}
    with state.read() as connection:
        for name, side, status_class, count in connection.execute(question):
            sums[name][0] += int(count)
            sums[name][1] += int(count) if status_class == 5 else 0
            sums[name][2] += int(count) if side == "python" else 0
    return [(asked, errors, python) for asked, errors, python in (sums[name] for name in names)]


def _named(route: Route) -> str:
    labels = Labels(route.backend, route.application, route.lot, spelled_route(route), "", "", "")
    return route_id(labels)
