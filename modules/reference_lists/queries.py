"""Reads of the reference lists beyond their own pages."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from modules.reference_lists.models import Municipality, ProcedureKind


def municipality_choices(session: Session) -> Sequence[tuple[str, str]]:
    """Every town, by number and name, in the database's alphabetical order."""
    query = select(Municipality.id, Municipality.name)
    query = query.order_by(Municipality.name, Municipality.id)
    return [(str(number), name or f"n° {number}") for number, name in session.execute(query)]


def kind_before(session: Session, kind: ProcedureKind) -> ProcedureKind | None:
    """The kind of procedure that comes just before another one; None for the first.

    Shape: a kind without a rank comes after none.
    """
    if kind.rank is None:
        return None
    earlier = select(ProcedureKind).where(ProcedureKind.rank < kind.rank)
    return session.scalars(earlier.order_by(ProcedureKind.rank.desc()).limit(1)).first()
