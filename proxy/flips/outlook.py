"""What a plan means for visitors: the request log replayed, users a day, routes never seen."""

import time
from dataclasses import dataclass
from statistics import mean

from proxy.config import Settings
from proxy.core.decision import DecisionOptions
from proxy.core.stages import share_of
from proxy.core.table import spelled_route
from proxy.errors import StateDatabaseUnavailable
from proxy.evidence import queries
from proxy.evidence.periods import DAY, day_of, days_before
from proxy.evidence.queries import Span
from proxy.evidence.values import ALL
from proxy.flips.foresight import Foresight, foresee
from proxy.flips.proposal import Proposal
from proxy.reception import moment_at
from proxy.state_database import StateDatabase

#: The days that are looked back at, and the most requests that are replayed.
DAYS = 7
MOST_REPLAYED = 10_000


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a move would change for visitors, as far as requests were counted.

    Shape: `fault` says why nothing is known; empty otherwise. `counted` are the lot's requests of
           the last days, all of them; `foresight` is of those that the log still has, from `oldest`
           on. `users_a_day` is the mean of whole days, None before the first one; `moving_users`
           the part of them that changes side. `never_asked` are routes nobody asked since
           counting began.
    Units: seconds since 1970.
    """

    fault: str = ""
    as_of: float | None = None
    counted: int = 0
    logged: int = 0
    oldest: float | None = None
    foresight: Foresight | None = None
    users_a_day: float | None = None
    moving_users: float | None = None
    never_asked: tuple[str, ...] = ()


def outlook(
    state: StateDatabase,
    settings: Settings,
    proposal: Proposal,
    now: float | None = None,
    most: int = MOST_REPLAYED,
) -> Outlook:
    """What this proposal would change for visitors; a database that does not answer is said.

    Shape: `most` is how many of the newest logged requests are replayed.
    """
    moment = time.time() if now is None else now
    try:
        return _outlook(state, settings, proposal, moment, most)
    except StateDatabaseUnavailable as fault:
        return Outlook(fault=str(fault))


def _outlook(
    state: StateDatabase, settings: Settings, proposal: Proposal, now: float, most: int
) -> Outlook:
    plan, zone = proposal.plan, settings.time_zone
    since = now - DAYS * DAY
    log = queries.logged_since(state, since, most)
    options = DecisionOptions(
        allow_dev_controllers=settings.allow_dev_controllers,
        own_hosts=frozenset(settings.console_hosts),
    )
    tables = (proposal.table, proposal.table.restaged(plan.lot.name, plan.after))
    users = _users_a_day(state, settings, plan.lot.name, now)
    change = abs(share_of(plan.after) - share_of(plan.before)) / 100
    asked = queries.asked_routes(state, plan.lot.name)
    own = {spelled_route(route) for route in plan.lot.routes if not route.is_alias}
    return Outlook(
        as_of=queries.freshness(state).as_of,
        counted=queries.traffic(state, Span(since, now + 1, now, zone), plan.lot.name).requests,
        logged=len(log),
        oldest=log[-1].at if log else None,
        foresight=foresee(*tables, log, moment_at(now, zone), options),
        users_a_day=users,
        moving_users=None if users is None else users * change,
        never_asked=tuple(sorted(own - asked)),
    )


def _users_a_day(state: StateDatabase, settings: Settings, lot: str, now: float) -> float | None:
    today = day_of(now, settings.time_zone)
    days = [
        each.users
        for each in queries.users(state, days_before(today, DAYS), today)
        if (each.backend, each.lot, each.side) == (ALL, lot, ALL) and each.is_whole
    ]
    return mean(days) if days else None
