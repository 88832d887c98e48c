"""What stands in the way, and what waits for somebody: gates as the console asks them."""

from collections.abc import Sequence
from dataclasses import replace

from proxy.console.progress import LotLine, Standing
from proxy.console.sources import Sources
from proxy.console.state_of_play import Decision
from proxy.core.stages import Stage, StageName
from proxy.core.table import Lot, RoutingTable
from proxy.flips.gates import Code, GateName, Move, gates_of

#: What evidence says is compared by `progress` itself.
_BY_TABLE = frozenset({GateName.CODE, GateName.NEEDS})


def standing_gates(table: RoutingTable, lot: Lot, code: Code | None) -> tuple[str, ...]:
    """The gates that would keep the lot from Python if it stood at legacy, each in a sentence."""
    if lot.stage.name not in {StageName.PYTHON, StageName.RETIRED}:
        return ()
    at_start = replace(lot, stage=Stage(StageName.LEGACY))
    gates = gates_of(Move(table, at_start, Stage(StageName.PYTHON), code))
    return tuple(
        gate.french or gate.reason for gate in gates if gate.name in _BY_TABLE and not gate.is_open
    )


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
    here: Sources, table: RoutingTable, lines: Sequence[LotLine]
) -> tuple[Decision, ...]:
    """What waits for somebody: contradictions, closed gates of lots on their way, late lots."""
    found: list[Decision] = []
    code = here.code()
    for lot, line in zip(table.lots, lines, strict=True):
        where = f"/-/lots/{lot.name}"
        if line.standing is Standing.CONTRADICTED:
            what = "déclaré sur Python, encore servi par PHP : corriger ou revenir"
            found.append(Decision(what, lot.title, where))
        elif line.standing is Standing.UNPROVEN:
            found.append(Decision(f"rien ne prouve la migration. {line.why}", lot.title, where))
        elif line.standing is Standing.MIGRATED and not lot.accepted_on:
            found.append(Decision("migré : recette à prononcer", lot.title, where))
        elif lot.stage.name in {StageName.SHADOW, StageName.CANARY}:
            found += _closed(table, lot, code, where)
    return (*found, *_late(here, table, lines))


def _closed(table: RoutingTable, lot: Lot, code: Code | None, where: str) -> list[Decision]:
    after = next_stage(lot.stage)
    gates = gates_of(Move(table, lot, after, code)) if after else ()
    closed = [gate for gate in gates if not gate.is_open]
    if not closed:
        return []
    count = f"{len(closed)} condition{'s' if len(closed) > 1 else ''}"
    what = f"{count} à lever avant « {after} » : {', '.join(gate.name for gate in closed)}"
    return [Decision(what, lot.title, where)]


def _late(here: Sources, table: RoutingTable, lines: Sequence[LotLine]) -> list[Decision]:
    sprint = current_sprint(here, table)
    if sprint is None:
        return []
    late = [
        line
        for line in lines
        if line.sprint is not None and line.sprint < sprint and not line.is_done
    ]
    if not late:
        return []
    names = ", ".join(line.title for line in late[:4]) + ("…" if len(late) > 4 else "")
    return [Decision(f"{len(late)} lot(s) prévu(s) avant le sprint {sprint} : {names}")]


def current_sprint(here: Sources, table: RoutingTable) -> int | None:
    """The number of the sprint of today, counted from 1; None without a calendar."""
    calendar = table.sprints
    if calendar is None:
        return None
    days = (here.today.date() - here.today.date().fromisoformat(calendar.first)).days
    return days // calendar.days + 1 if days >= 0 else None
