"""What stands in the way, and what waits for somebody: gates as the console asks them."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date

from proxy.console.counted import Counted
from proxy.console.french import brief, stage
from proxy.console.progress import LotLine, Standing
from proxy.console.sources import Sources
from proxy.console.state_of_play import Decision
from proxy.console.timeline import Stay
from proxy.console.translation import told
from proxy.core.stages import Stage, StageName
from proxy.core.table import Lot, RoutingTable
from proxy.errors import StateDatabaseUnavailable
from proxy.evidence.periods import DAY, ROUTE_DAYS_KEPT
from proxy.evidence.queries import answered_routes
from proxy.flips.approvals import pending
from proxy.flips.evidence import Evidence
from proxy.flips.gates import Gate, GateName, Move, gates_of
from proxy.flips.gathering import Gathering, compared, stage_since
from proxy.flips.journal import Reading, read_good_part

#: Gates ask for every route: of larger lots the board says only where to look.
_MOST_ROUTES = 2000
#: What a lot on Python must go on having to count as migrated.
_OF_TABLE = frozenset({GateName.CODE, GateName.NEEDS})
#: And what must have been counted there.
_OF_EVIDENCE = frozenset({GateName.EVIDENCE, GateName.TRAFFIC, GateName.ROUTES})
_ON_PYTHON = frozenset({StageName.PYTHON, StageName.RETIRED})


def evidence_of(here: Sources, lot: Lot) -> Evidence:
    """What is known of a lot at its present stage."""
    reading, _ = read_good_part(here.settings.state_dir)
    since = stage_since(reading, lot.name)
    return Gathering(here.state, here.settings).of(lot, since, here.at)


def gates_before(here: Sources, lot: Lot, after: Stage) -> tuple[Gate, ...]:
    """The gates of a move, with what is known now; a way back and shadow have none."""
    move = Move(here.running.table, lot, after, here.code())
    if not move.is_forward or after.name is StageName.SHADOW:
        return ()
    return gates_of(replace(move, evidence=evidence_of(here, lot)))


def standing_gates(
    here: Sources, found: Counted, lot: Lot, known: Sequence[Stay]
) -> tuple[str, ...]:
    """What a lot on Python lacks to count as migrated, each in a sentence.

    Errors by legacy's measure are not asked for: long after a flip there is nothing left to
    compare with, and `progress` has a measure of its own.
    """
    if lot.stage.name not in _ON_PYTHON:
        return ()
    at_start = replace(lot, stage=Stage(StageName.LEGACY))
    arrival = Move(here.running.table, at_start, Stage(StageName.PYTHON), here.code())
    gates = [gate for gate in gates_of(arrival) if gate.name in _OF_TABLE and not gate.is_open]
    broken = [
        f"incident bloquant ouvert : {each.what}"
        for each in found.incidents
        if each.is_blocking and each.lot in {lot.name, ""}
    ]
    closed = (gate.french or gate.reason for gate in (*gates, *_uncounted(here, found, lot, known)))
    return (*closed, *broken, *_parity(here, found, lot))


def _uncounted(here: Sources, found: Counted, lot: Lot, known: Sequence[Stay]) -> tuple[Gate, ...]:
    """The gates of evidence that a lot on Python leaves closed: traffic, and every route tried.

    A retired lot passed them on its way, and what was counted then is not kept for ever.
    """
    if found.fault or lot.stage.name is StageName.RETIRED:
        return ()
    # The first stage that the journal tells may be as old as the lot.
    since = known[-1].at if len(known) > 1 else None
    evidence = Gathering(here.state, here.settings, _not_asked).of(lot, since, here.at)
    if evidence.untried and (since is None or since < here.at - ROUTE_DAYS_KEPT * DAY):
        # The days on which its rare routes were asked may be forgotten by now.
        with suppress(StateDatabaseUnavailable):
            ever = answered_routes(here.state, lot.name)
            untried = tuple(route for route in evidence.untried if route not in ever)
            evidence = replace(evidence, untried=untried)
    leaving = Move(here.running.table, lot, Stage(StageName.RETIRED), evidence=evidence)
    return tuple(
        gate for gate in gates_of(leaving) if gate.name in _OF_EVIDENCE and not gate.is_open
    )


def _not_asked(_lot: Lot, _now: float) -> None:
    """Parity has a measure of its own."""


def _parity(here: Sources, found: Counted, lot: Lot) -> tuple[str, ...]:
    """Why parity is not proven; nothing where nothing is compared, or nobody asks PHP any more."""
    if found.fault or lot.stage.name is StageName.RETIRED:
        return ()
    try:
        reasons = compared(here.state, here.settings)(lot, here.at)
    except StateDatabaseUnavailable:
        return ()
    return tuple(f"parité : {told(reason)}" for reason in reasons or ())


def next_stage(stage: Stage) -> Stage | None:
    """The usual next step of a lot; None where there is none."""
    match stage.name:
        case StageName.LEGACY:
            return Stage(StageName.SHADOW)
        case StageName.SHADOW:
            return Stage(StageName.CANARY, 5)
        case StageName.CANARY:
            return Stage(StageName.CANARY, 25) if stage.percent < 25 else Stage(StageName.PYTHON)
        case StageName.PYTHON:
            return Stage(StageName.RETIRED)
        case _:
            return None


def decisions_of(
    here: Sources, table: RoutingTable, lines: Sequence[LotLine], reading: Reading
) -> tuple[Decision, ...]:
    """What waits for somebody: approvals, contradictions, closed gates, acceptance, late lots."""
    titles = {lot.name: lot.title for lot in table.lots}
    found = [
        Decision(
            f"accord d’une seconde personne demandé par {entry.who} pour"
            f" « {stage(entry.to_stage)} »",
            titles.get(entry.lot, entry.lot),
            f"/-/lots/{entry.lot}/plan?etape={entry.to_stage.replace('%', '%25')}",
        )
        for entry in pending(reading)
    ]
    for lot, line in zip(table.lots, lines, strict=True):
        found += _of_lot(here, lot, line)
    return (*found, *_late(here, table, lines))


def _of_lot(here: Sources, lot: Lot, line: LotLine) -> list[Decision]:
    where = f"/-/lots/{lot.name}"
    match line.standing:
        case Standing.CONTRADICTED:
            what = "déclaré sur Python, encore servi par PHP : corriger ou revenir"
        case Standing.UNPROVEN:
            why, *more = line.why.split(" ; ")
            others = f" (et {len(more)} autre(s))" if more else ""
            what = f"rien ne prouve encore la migration. {why}{others}"
        case Standing.MIGRATED if not lot.accepted_on:
            what = "migré : recette à prononcer"
        case Standing.UNDER_WAY:
            return _closed(here, lot, where)
        case _:
            return []
    return [Decision(brief(what), lot.title, where)]


def _closed(here: Sources, lot: Lot, where: str) -> list[Decision]:
    after = next_stage(lot.stage)
    if len(lot.routes) > _MOST_ROUTES:
        what = f"conditions avant « {stage(str(after))} » : à lire sur sa page"
        return [Decision(what, lot.title, where)]
    closed = [gate for gate in gates_before(here, lot, after) if not gate.is_open] if after else []
    if not closed:
        return []
    more = f" (et {len(closed) - 1} autre(s))" if len(closed) > 1 else ""
    reason = closed[0].french or closed[0].reason
    what = f"à lever avant « {stage(str(after))} » : {brief(reason)}{more}"
    return [Decision(what, lot.title, where)]


def _late(here: Sources, table: RoutingTable, lines: Sequence[LotLine]) -> list[Decision]:
    sprint = current_sprint(here, table)
    late = [
        line
        for line in lines
        if sprint is not None
        and line.sprint is not None
        and line.sprint < sprint
        and not line.is_done
    ]
    if not late:
        return []
    names = ", ".join(line.title for line in late[:4]) + ("…" if len(late) > 4 else "")
    return [Decision(f"en retard sur leur sprint (nous sommes au sprint {sprint}) : {names}")]


def current_sprint(here: Sources, table: RoutingTable) -> int | None:
    """The number of the sprint of today, counted from 1; None without a calendar."""
    calendar = table.sprints
    if calendar is None:
        return None
    days = (here.today.date() - date.fromisoformat(calendar.first)).days
    return days // calendar.days + 1 if days >= 0 else None
