"""What a flip would change, known before it is made: a plan, or every reason why not."""

import hashlib
from dataclasses import dataclass, replace
from enum import StrEnum

from proxy.core.stages import MOVES, Stage, StageName, may_move, share_of
from proxy.core.table import GateMode, Lot, Route, RoutingTable, standings
from proxy.flips.evidence import Evidence
from proxy.flips.gates import Code, Gate, Move, gates_of


class ObjectionKind(StrEnum):
    """Why there is no plan."""

    LOT_UNKNOWN = "lot-unknown"
    MOVE_FORBIDDEN = "move-forbidden"


@dataclass(frozen=True, slots=True)
class Objection:
    """One reason why there is no plan."""

    kind: ObjectionKind
    text: str


@dataclass(frozen=True, slots=True)
class RouteChange:
    """A route whose visitors change side.

    Units: percent of visitors whom Python answers, before and after.
    """

    route: Route
    share_before: int
    share_after: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A flip that may be made on the table of this digest, and on no other.

    Shape: `warnings` never stop a flip; `gates` do when they are closed, and enforced or strict;
           `needs_approval` says that a second person must agree before closed ones are passed.
    """

    lot: Lot
    before: Stage
    after: Stage
    table_digest: str
    mode: GateMode
    changes: tuple[RouteChange, ...] = ()
    gates: tuple[Gate, ...] = ()
    warnings: tuple[str, ...] = ()
    needs_approval: bool = False

    @property
    def is_change(self) -> bool:
        """Whether there is anything to do."""
        return self.before != self.after

    @property
    def closed(self) -> tuple[str, ...]:
        """The reasons of the closed gates."""
        return tuple(_told(gate) for gate in self.gates if not gate.is_open)

    @property
    def refusals(self) -> tuple[str, ...]:
        """The reasons of the closed gates that refuse it."""
        is_enforced = self.mode is GateMode.ENFORCED
        closed = (gate for gate in self.gates if not gate.is_open)
        return tuple(_told(gate) for gate in closed if is_enforced or gate.is_strict)

    @property
    def is_stopped(self) -> bool:
        """Whether closed gates refuse it."""
        return bool(self.refusals)

    @property
    def digest(self) -> str:
        """What names this plan: the same table, lot and move have the same one."""
        facts = (self.table_digest, self.lot.name, str(self.before), str(self.after))
        return hashlib.sha256("\n".join(("plan", *facts)).encode()).hexdigest()


def plan_flip(
    table: RoutingTable,
    name: str,
    after: Stage,
    code: Code | None = None,
    evidence: Evidence | None = None,
) -> Plan | tuple[Objection, ...]:
    """The plan of moving a lot, or every reason why there is none.

    Shape: `code` is the lots that have pages of Python, None where nobody can tell; `evidence` is
           what is known of this lot, None where nobody asked.
    """
    lot = table.lot(name)
    if lot is None:
        known = ", ".join(lot.name for lot in table.lots)
        text = f"{name!r} is not a lot of {table.source}; its lots: {known or 'none'}"
        return (Objection(ObjectionKind.LOT_UNKNOWN, text),)
    if lot.stage == after:
        return Plan(lot, after, after, table.digest, table.gates)
    if not may_move(lot.stage, after):
        return (Objection(ObjectionKind.MOVE_FORBIDDEN, _forbidden(lot, after)),)
    move = Move(table, lot, after, code, evidence)
    return Plan(
        lot,
        lot.stage,
        after,
        table.digest,
        table.gates,
        changes=_changes(lot, after),
        gates=gates_of(move),
        warnings=_warnings(move),
        needs_approval=table.needs_approval,
    )


def way_back(stage: Stage) -> Stage:
    """Where a rollback leads: to legacy, but from retired only to python."""
    is_retired = stage.name is StageName.RETIRED
    return Stage(StageName.PYTHON if is_retired else StageName.LEGACY)


def _told(gate: Gate) -> str:
    return f"{gate.name}: {gate.reason}"


def _forbidden(lot: Lot, after: Stage) -> str:
    allowed = [name for name in StageName if name in MOVES[lot.stage.name]]
    ways = ", ".join("canary N%" if name is StageName.CANARY else name.value for name in allowed)
    reason = ""
    if lot.stage.name is StageName.RETIRED:
        reason = "; legacy may no longer understand the database of a retired lot"
    return f"{lot.name} may not go from {lot.stage} to {after}, only to: {ways}{reason}"


def _changes(lot: Lot, after: Stage) -> tuple[RouteChange, ...]:
    shares = share_of(lot.stage), share_of(after)
    return tuple(RouteChange(route, *shares) for route in lot.routes if shares[0] != shares[1])


def _warnings(move: Move) -> tuple[str, ...]:
    share = share_of(move.after)
    dependents = [lot for lot in move.table.lots if move.lot.name in lot.needs]
    left_ahead = [
        f"{lot.name} (at {lot.stage}) needs {move.lot.name}, which would be behind it"
        for lot in dependents
        if not move.is_forward and share_of(lot.stage) > share
    ]
    shared = [
        f"{module} is also a Symfony module of {lot.name} (at {lot.stage}): a cluster cut in two"
        for lot in move.table.lots
        for module in lot.symfony_modules
        if lot.name != move.lot.name
        and module in move.lot.symfony_modules
        and share_of(lot.stage) != share
    ]
    return (*left_ahead, *shared, *_waiting(move))


def _waiting(move: Move) -> tuple[str, ...]:
    lot = replace(move.lot, stage=move.after)
    lots = tuple(lot if each.name == lot.name else each for each in move.table.lots)
    holder = standings(lots)[lot.name].waits_for
    if holder is None:
        return ()
    text = f"{lot.name} waits for {holder.name} (at {holder.stage}): cluster {lot.cluster} moves"
    return (f"{text} when its last lot does",)
