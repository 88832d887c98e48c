"""What must hold before a lot moves forward, each with a reason a person understands."""

from dataclasses import dataclass
from enum import StrEnum

from proxy.core.stages import Stage, StageName
from proxy.core.table import Lot, RoutingTable

_ORDER = tuple(StageName)
_ON_PYTHON = frozenset({StageName.PYTHON, StageName.RETIRED})


#: The lots that have pages of Python: the backend each answers for, and its name.
Code = frozenset[tuple[str, str]]


class GateName(StrEnum):
    """The conditions of a forward move."""

    CODE = "code"
    NEEDS = "needs"
    EVIDENCE = "evidence"


@dataclass(frozen=True, slots=True)
class Gate:
    """One condition, whether it holds, and why.

    Shape: a strict gate refuses even where gates only advise.
    """

    name: GateName
    is_open: bool
    reason: str
    is_strict: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """A lot about to go from its stage to another; all that a gate may look at.

    Shape: `code` is None where nobody can tell.
    """

    table: RoutingTable
    lot: Lot
    after: Stage
    code: Code | None = None

    @property
    def is_forward(self) -> bool:
        """Whether Python gets a greater part than before."""
        return _rank(self.after) > _rank(self.lot.stage)


def gates_of(move: Move) -> tuple[Gate, ...]:
    """The gates of a move; a way back has none, nor has shadow, which changes no answer."""
    if not move.is_forward or move.after.name is StageName.SHADOW:
        return ()
    gates = (_needs(move), _evidence())
    if move.code is None or move.after.name is StageName.RETIRED:
        return gates
    return (_code(move.lot, move.code), *gates)


def _code(lot: Lot, code: Code) -> Gate:
    backends = sorted({route.backend for route in lot.routes})
    missing = [backend for backend in backends if (backend, lot.name) not in code]
    if missing:
        reason = f"{lot.name} has no Python code for {', '.join(missing)}: nobody would find a page"
        return Gate(GateName.CODE, is_open=False, reason=reason, is_strict=True)
    return Gate(GateName.CODE, is_open=True, reason="its pages are written in Python")


def _needs(move: Move) -> Gate:
    needed = [lot for name in move.lot.needs if (lot := move.table.lot(name)) is not None]
    missing = [f"{lot.name} (at {lot.stage})" for lot in needed if lot.stage.name not in _ON_PYTHON]
    if missing:
        reason = f"{move.lot.name} needs these lots on Python first: {', '.join(missing)}"
        return Gate(GateName.NEEDS, is_open=False, reason=reason)
    names = ", ".join(lot.name for lot in needed)
    reason = f"on Python already: {names}" if names else "needs no other lot"
    return Gate(GateName.NEEDS, is_open=True, reason=reason)


def _evidence() -> Gate:
    # No data is not good news: a gate that cannot know stays closed.
    reason = "no evidence yet: the requests of this lot are not counted"
    return Gate(GateName.EVIDENCE, is_open=False, reason=reason)


def _rank(stage: Stage) -> tuple[int, int]:
    return _ORDER.index(stage.name), stage.percent
