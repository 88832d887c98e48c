"""Where each lot stands, told by evidence and not by what was typed; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from proxy.core.stages import StageName
from proxy.core.table import Lot

#: From this share of 5xx on, nobody calls a lot migrated.
ALARMING = 0.05

_ON_PYTHON = frozenset({StageName.PYTHON, StageName.RETIRED})


class Standing(StrEnum):
    """What may be said of a lot."""

    NOT_BEGUN = "not-begun"
    ROLLED_BACK = "rolled-back"
    UNDER_WAY = "under-way"
    MIGRATED = "migrated"
    UNPROVEN = "unproven"
    CONTRADICTED = "contradicted"


LABELS: dict[Standing, str] = {
    Standing.NOT_BEGUN: "Non commencé",
    Standing.ROLLED_BACK: "Revenu à PHP",
    Standing.UNDER_WAY: "En cours",
    Standing.MIGRATED: "Migré",
    Standing.UNPROVEN: "Sur Python, preuves à réunir",
    Standing.CONTRADICTED: "Déclaré, mais servi par PHP",
}


@dataclass(frozen=True, slots=True)
class Proof:
    """What evidence says of one lot.

    Shape: None stands for what nobody counted; `still_legacy` is an address that PHP answered
           after the lot was declared to be on Python; `closed` has a sentence for each closed gate;
           `has_moved` says that the lot has once been at another stage than legacy, `has_answered`
           that Python answered some request of it, this week or before.
    """

    requests: int | None = None
    python: int | None = None
    errors: int | None = None
    users: int | None = None
    still_legacy: str = ""
    closed: tuple[str, ...] = ()
    has_moved: bool = False
    has_answered: bool = False


@dataclass(frozen=True, slots=True)
class LotLine:
    """One lot on the page of the project lead.

    Shape: `share` is of real requests that Python answered, None where there were none, or where
           the lot has not begun: never 1 for nothing.
    """

    name: str
    title: str
    stage: str
    standing: Standing
    why: str
    routes: int
    sprint: int | None = None
    owner: str = ""
    accepted_on: str = ""
    requests: int | None = None
    share: float | None = None
    errors: int | None = None
    users: int | None = None
    still_legacy: str = ""

    @property
    def label(self) -> str:
        """The standing in words."""
        if self.standing is Standing.MIGRATED and self.stage == StageName.RETIRED:
            return "Retiré"
        return LABELS[self.standing]

    @property
    def is_done(self) -> bool:
        """Whether it counts as progress."""
        return self.standing is Standing.MIGRATED


@dataclass(frozen=True, slots=True)
class Whole:
    """What was counted of the whole site, addresses that no lot claims included.

    Shape: None where nobody counted; visitors are of the day `users_day`.
    """

    requests: int | None = None
    python_requests: int | None = None
    users: int | None = None
    python_users: int | None = None
    users_day: str = ""


@dataclass(frozen=True, slots=True)
class Totals:
    """The whole migration in figures.

    Shape: None where there is nothing to divide, or nobody counted.
    """

    lots: int
    lots_done: int
    lots_begun: int
    routes: int
    routes_done: int
    requests: int | None
    python_requests: int | None
    users: int | None
    python_users: int | None
    users_day: str = ""

    @property
    def routes_share(self) -> float | None:
        """Routes that are done; a dash while no lot has begun."""
        return self.routes_done / self.routes if self.routes and self.lots_begun else None

    @property
    def traffic_share(self) -> float | None:
        """Real requests that Python answered; a dash while no lot has begun."""
        if not self.requests or self.python_requests is None or not self.lots_begun:
            return None
        return self.python_requests / self.requests

    @property
    def users_share(self) -> float | None:
        """Distinct users whom Python answered on that day."""
        if not self.users or self.python_users is None or not self.lots_begun:
            return None
        return self.python_users / self.users


def lot_line(lot: Lot, proof: Proof) -> LotLine:
    """What may be said of a lot, and why."""
    standing, why = _standing(lot, proof)
    has_begun = standing is not Standing.NOT_BEGUN
    share = (
        proof.python / proof.requests
        if has_begun and proof.requests and proof.python is not None
        else None
    )
    return LotLine(
        name=lot.name,
        title=lot.title,
        stage=str(lot.stage),
        standing=standing,
        why=why,
        routes=sum(not route.is_alias for route in lot.routes),
        sprint=lot.sprint,
        owner=lot.owner,
        accepted_on=lot.accepted_on,
        requests=proof.requests,
        share=share,
        errors=proof.errors,
        users=proof.users,
        still_legacy=proof.still_legacy,
    )


def totals(lines: Sequence[LotLine], whole: Whole) -> Totals:
    """The lines added up, beside what was counted of the whole site."""
    return Totals(
        lots=len(lines),
        lots_done=sum(line.is_done for line in lines),
        lots_begun=sum(line.standing is not Standing.NOT_BEGUN for line in lines),
        routes=sum(line.routes for line in lines),
        routes_done=sum(line.routes for line in lines if line.is_done),
        requests=whole.requests,
        python_requests=whole.python_requests,
        users=whole.users,
        python_users=whole.python_users,
        users_day=whole.users_day,
    )


def _standing(lot: Lot, proof: Proof) -> tuple[Standing, str]:
    if lot.stage.name is StageName.LEGACY and proof.has_moved:
        return Standing.ROLLED_BACK, "Après une bascule, PHP répond de nouveau à tout le monde."
    if lot.stage.name is StageName.LEGACY:
        return Standing.NOT_BEGUN, "PHP répond à tout le monde."
    if lot.stage.name not in _ON_PYTHON:
        return Standing.UNDER_WAY, "La bascule est en cours."
    if proof.still_legacy:
        return (
            Standing.CONTRADICTED,
            f"PHP a encore répondu à {proof.still_legacy} depuis la bascule.",
        )
    if proof.requests is None:
        return Standing.UNPROVEN, "Aucun trafic n’est compté : rien ne le prouve."
    if not (proof.python or proof.has_answered):
        return Standing.UNPROVEN, "Aucune requête n’est arrivée depuis la bascule."
    if proof.errors and proof.requests and proof.errors >= ALARMING * proof.requests:
        return Standing.UNPROVEN, f"{proof.errors} erreurs sur {proof.requests} demandes."
    if proof.closed:
        return Standing.UNPROVEN, "Des conditions manquent : " + " ; ".join(proof.closed)
    return Standing.MIGRATED, "Servi par Python, conditions réunies, PHP n’est plus sollicité."
