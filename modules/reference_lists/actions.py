"""What can be done to the reference lists beyond writing their rows."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from modules.kernel.admin.pages import Outcome
from modules.reference_lists.models import District, Municipality, Partner, ProcedureKind, School
from modules.reference_lists.queries import kind_before

METROPOLIS = "Valmont Métropole"


def duplicate(session: Session, town: Municipality) -> Outcome:
    """A copy of a town, whose form is shown next; its slug is made anew."""
    copy = Municipality(
        name=f"{town.name} (copie)",
        insee_code=town.insee_code,
        postal_code=town.postal_code,
        intermunicipality=town.intermunicipality,
        latitude=town.latitude,
        longitude=town.longitude,
    )
    session.add(copy)
    return Outcome("La commune a été dupliquée.", edited=copy)


def join_metropolis(_: Session, towns: Sequence[Municipality]) -> str:
    """Towns put under the metropolis; the sentence says how many were chosen."""
    for town in towns:
        town.intermunicipality = METROPOLIS
    return f"{len(towns)} commune(s) rattachée(s) à {METROPOLIS}."


def clear_descriptions(_: Session, districts: Sequence[District]) -> str:
    """Districts without a description: an empty text, as the legacy leaves."""
    for district in districts:
        district.description = ""
    return f"{len(districts)} description(s) effacée(s)."


def declare_public(_: Session, schools: Sequence[School]) -> str:
    """Schools declared public."""
    return _declare(schools, "public")


def declare_private(_: Session, schools: Sequence[School]) -> str:
    """Schools declared private."""
    return _declare(schools, "prive")


def _declare(schools: Sequence[School], status: str) -> str:
    for school in schools:
        school.status = status
    return f"{len(schools)} établissement(s) : statut « {status} »."


def record_backlinks(_: Session, partners: Sequence[Partner]) -> str:
    """Partners that now link back to the service."""
    for partner in partners:
        partner.has_backlink = True
    return f"{len(partners)} lien(s) réciproque(s) obtenu(s)."


def move_up(session: Session, kind: ProcedureKind) -> Outcome:
    """A kind of procedure exchanged with the one before it."""
    before = kind_before(session, kind)
    if before is not None:
        kind.rank, before.rank = before.rank, kind.rank
    return Outcome("L'ordre des démarches a été modifié.")
