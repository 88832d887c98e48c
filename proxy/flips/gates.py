"""What must hold before a lot moves forward, each with a reason a person understands."""

from dataclasses import dataclass
from enum import StrEnum

from proxy.core.stages import Stage, StageName
from proxy.core.table import Lot, RoutingTable
from proxy.flips.evidence import Evidence
from proxy.flips.evidence_gates import Finding, evidence_findings

_ORDER = tuple(StageName)
_ON_PYTHON = frozenset({StageName.PYTHON, StageName.RETIRED})


#: The lots that have pages of Python: the backend each answers for, and its name.
Code = frozenset[tuple[str, str]]


class GateName(StrEnum):
    """The conditions of a forward move."""

    CODE = "code"
    NEEDS = "needs"
    EVIDENCE = "evidence"
    TRAFFIC = "traffic"
    ROUTES = "routes"
    ERRORS = "errors"
    LATENCY = "latency"
    LEGACY = "legacy"
    PARITY = "parity"
    INCIDENTS = "incidents"


@dataclass(frozen=True, slots=True)
class Gate:
    """One condition, whether it holds, and why, in English and for the console in French.

    Shape: a strict gate refuses even where gates only advise; one that is not configured lets
           everything pass, and says so.
    """

    name: GateName
    is_open: bool
    reason: str
    is_strict: bool = False
    is_configured: bool = True
    french: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """A lot about to go from its stage to another; all that a gate may look at.

    Shape: `code` is None where nobody can tell, `evidence` where nobody asked for any.
    """

    table: RoutingTable
    lot: Lot
    after: Stage
    code: Code | None = None
    evidence: Evidence | None = None

    @property
    def is_forward(self) -> bool:
        """Whether Python gets a greater part than before."""
        return _rank(self.after) > _rank(self.lot.stage)


def gates_of(move: Move) -> tuple[Gate, ...]:
    """The gates of a move; a way back has none, nor has shadow, which changes no answer."""
    if not move.is_forward or move.after.name is StageName.SHADOW:
        return ()
    found = evidence_findings(move.lot, move.after, move.evidence)
    gates = (_needs(move), *map(_gate, found))
    if move.code is None or move.after.name is StageName.RETIRED:
        return gates
    return (_code(move.lot, move.code), *gates)


def _gate(found: Finding) -> Gate:
    return Gate(
        GateName(found.gate),
        found.holds,
        found.reason,
        is_configured=found.is_configured,
        french=found.french,
    )


def _code(lot: Lot, code: Code) -> Gate:
    backends = sorted({route.backend for route in lot.routes})
    missing = [backend for backend in backends if (backend, lot.name) not in code]
    if missing:
        names = ", ".join(missing)
        reason = f"{lot.name} has no Python code for {names}: nobody would find a page"
        french = (
            f"{lot.title} n'a pas de code Python pour {names} : personne n'y trouverait de page"
        )
        return Gate(GateName.CODE, is_open=False, reason=reason, is_strict=True, french=french)
    french = "ses pages sont écrites en Python"
    return Gate(
        GateName.CODE, is_open=True, reason="its pages are written in Python", french=french
    )


def _needs(move: Move) -> Gate:
    needed = [lot for name in move.lot.needs if (lot := move.table.lot(name)) is not None]
    missing = [lot for lot in needed if lot.stage.name not in _ON_PYTHON]
    if missing:
        names = ", ".join(f"{lot.name} (at {lot.stage})" for lot in missing)
        reason = f"{move.lot.name} needs these lots on Python first: {names}"
        french = f"il faut d'abord sur Python : {', '.join(lot.title for lot in missing)}"
        return Gate(GateName.NEEDS, is_open=False, reason=reason, french=french)
    names = ", ".join(lot.name for lot in needed)
    reason = f"on Python already: {names}" if names else "needs no other lot"
    titles = ", ".join(lot.title for lot in needed)
    french = f"déjà sur Python : {titles}" if titles else "ne dépend d'aucun autre lot"
    return Gate(GateName.NEEDS, is_open=True, reason=reason, french=french)


def _rank(stage: Stage) -> tuple[int, int]:
    return _ORDER.index(stage.name), stage.percent
