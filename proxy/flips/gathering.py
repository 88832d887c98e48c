"""What is known of a lot, asked of the state database and put into one value for the gates."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from proxy.config import Settings
from proxy.core.stages import StageName
from proxy.core.table import Lot, RoutingTable, spelled_route
from proxy.errors import FiguierError, StateDatabaseUnavailable, StateUnwritable
from proxy.evidence import queries
from proxy.evidence.periods import DAY, day_of
from proxy.evidence.queries import Span
from proxy.evidence.values import Traffic
from proxy.flips.entries import EntryKind
from proxy.flips.evidence import Evidence, SideCounts, Thresholds
from proxy.flips.incidents import incidents
from proxy.flips.journal import Reading, read_good_part
from proxy.parity.code_version import code_version
from proxy.parity.observations import evidence_of
from proxy.parity.rules_file import parity_folder, read_rules
from proxy.state_database import StateDatabase, open_state

#: Legacy's own past, where it does not answer beside Python any more, in days.
_PAST_DAYS = 30
#: A lot is not asked of legacy any more when it was not for so long, in days.
_LATELY_DAYS = 7

#: Why the parity of a lot is not proven: no reasons when it is, None when nothing compares it.
Parity = Callable[[Lot, float], tuple[str, ...] | None]


def compared(state: StateDatabase, settings: Settings) -> Parity:
    """What `figuier parity` knows of lots; a lot that was never compared is not configured."""

    def reasons(lot: Lot, now: float) -> tuple[str, ...] | None:
        """Why to wait; None where nothing was compared."""
        try:
            thresholds = read_rules(parity_folder(settings), lot.name).thresholds
        except FiguierError as refused:
            return (str(refused),)
        routes = [spelled_route(route) for route in lot.routes if not route.is_alias]
        code = code_version(parity_folder(settings), lot.name)
        found = evidence_of(state, lot.name, code, routes, now, thresholds)
        if found.as_of is not None and not found.samples:
            return None
        return found.reasons_to_wait(now)

    return reasons


@dataclass(frozen=True, slots=True)
class Gathering:
    """Where evidence is asked for.

    Shape: `parity` says what was compared of a lot; None for what `figuier parity` knows.
    """

    state: StateDatabase
    settings: Settings
    parity: Parity | None = None

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
        parity = (self.parity or compared(self.state, self.settings))(lot, now)
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
        asked, tried = queries.asked_and_tried(self.state, lot.name, stage, day_of(began, zone))
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


def gathering_of(settings: Settings) -> Gathering:
    """Where commands ask for evidence."""
    return Gathering(open_state(settings), settings)


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


def stage_since(reading: Reading, lot: str) -> float | None:
    """When a lot came to its present stage, as the journal tells; None when it does not.

    Units: seconds since 1970.
    """
    stages: dict[str, str] = {}
    since: dict[str, float] = {}
    for entry in reading.entries:
        moved = dict(entry.stages)
        if entry.kind is EntryKind.DONE and entry.lot:
            moved[entry.lot] = entry.to_stage
        for name, stage in moved.items():
            # The first time a stage is told, it may be as old as the lot.
            if name in stages and stages[name] != stage:
                since[name] = datetime.fromisoformat(entry.at).timestamp()
            stages[name] = stage
    return since.get(lot)


def known_of(gathering: Gathering, table: RoutingTable, name: str) -> Evidence | None:
    """What is known of a lot of this table now; None for a lot that it does not have."""
    lot = table.lot(name)
    if lot is None:
        return None
    try:
        since = stage_since(read_good_part(gathering.settings.state_dir)[0], name)
    except StateUnwritable:
        since = None
    return gathering.of(lot, since, time.time())
