"""What is known of a lot, asked of the state database and put into one value for the gates."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from proxy.config import Settings
from proxy.core.stages import StageName
from proxy.core.table import Lot, spelled_route
from proxy.errors import StateDatabaseUnavailable
from proxy.evidence import queries
from proxy.evidence.periods import DAY, day_of
from proxy.evidence.queries import Span
from proxy.evidence.values import Traffic
from proxy.flips.evidence import Evidence, SideCounts, Thresholds
from proxy.flips.incidents import incidents
from proxy.state_database import StateDatabase

#: Legacy's own past, where it does not answer beside Python any more, in days.
_PAST_DAYS = 30
#: A lot is not asked of legacy any more when it was not for so long, in days.
_LATELY_DAYS = 7

#: Why the parity of a lot is not proven: no reasons when it is, None when nothing compares it.
Parity = Callable[[Lot, float], tuple[str, ...] | None]


def nothing_is_compared(_lot: Lot, _now: float) -> None:
    """The parity of a site that compares nothing."""
    return


@dataclass(frozen=True, slots=True)
class Gathering:
    """Where evidence is asked for.

    Shape: `parity` says what was compared of a lot.
    """

    state: StateDatabase
    settings: Settings
    parity: Parity = nothing_is_compared

    def of(self, lot: Lot, since: float | None, now: float) -> Evidence:
        """What is known of a lot that came to its present stage at this moment.

        Shape: a database that does not answer gives an evidence that says so.
        Units: seconds since 1970; `since` is None where the journal does not tell.
        """
        thresholds = thresholds_of(self.settings)
        try:
            known = self._counted(lot, since, now)
            names = tuple(
                f"#{each.id} {each.what}"
                for each in incidents(self.state, lot=lot.name, only_open=True)
                if each.is_blocking
            )
        except StateDatabaseUnavailable as fault:
            return Evidence(now, fault=str(fault), thresholds=thresholds)
        parity = self.parity(lot, now)
        return replace(known, incidents=names, parity=parity, thresholds=thresholds)

    def _counted(self, lot: Lot, since: float | None, now: float) -> Evidence:
        zone = self.settings.time_zone
        fresh = queries.freshness(self.state)
        began = max(since or 0.0, fresh.began or now)
        here = queries.traffic(self.state, Span(began, now + 1, now, zone), lot.name)
        stage = lot.stage.name.value
        at_stage = Traffic(
            tuple(row for row in here.rows if row.stage == stage),
            here.since,
            here.until,
            here.as_of,
        )
        past = Span(now - _PAST_DAYS * DAY, now + 1, now, zone)
        routes = {spelled_route(route) for route in lot.routes if not route.is_alias}
        lately = Span(max(began, now - _LATELY_DAYS * DAY), now + 1, now, zone)
        today = day_of(now, zone)
        days = queries.route_traffic(self.state, lot.name, day_of(began, zone), today)
        tried = {row.route for row in days if row.side == "python" and row.stage == stage}
        asked = queries.asked_routes(self.state, lot.name)
        legacy = at_stage.only(side="legacy")
        if lot.stage.name is not StageName.CANARY or not legacy.requests:
            legacy = queries.traffic(self.state, past, lot.name).only(side="legacy")
        return Evidence(
            now,
            as_of=fresh.as_of,
            since=since,
            requests=at_stage.requests,
            days=queries.days_counted(self.state, lot.name, stage, day_of(began, zone)),
            python=_side(at_stage.only(side="python")),
            legacy=_side(legacy),
            routes=len(routes),
            unasked=tuple(sorted(routes - asked)),
            untried=tuple(sorted(routes - tried)),
            legacy_lately=queries.traffic(self.state, lately, lot.name)
            .only(side="legacy")
            .requests,
        )


def thresholds_of(settings: Settings) -> Thresholds:
    """From what on these settings take evidence for enough."""
    return Thresholds(
        requests=settings.gate_requests,
        days=settings.gate_days,
        error_margin=settings.gate_error_points / 100,
        slow_margin=settings.gate_slow_points / 100,
    )


def _side(traffic: Traffic) -> SideCounts:
    return SideCounts(traffic.requests, traffic.errors, traffic.latency)
