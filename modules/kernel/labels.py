"""What rows are called in lists, selects and titles."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session


def label_of(words: Iterable[object], number: object) -> str:
    """The words that are there, one space apart; a row without any is called by its number."""
    found = [str(word) for word in words if word not in (None, "")]
    return " ".join(found) or f"n° {number}"


def rows_of(
    model: type[Any], *order: InstrumentedAttribute[Any]
) -> Callable[[Session], Sequence[tuple[str, str]]]:
    """The lines of a select that offers every row of a model: its number and what it is called.

    Shape: in the database's order of these attributes; rows that are equal there, by number.
    """

    def lines(session: Session) -> Sequence[tuple[str, str]]:
        rows = session.scalars(select(model).order_by(*order, model.id))
        return [(str(row.id), str(row)) for row in rows]

    return lines
