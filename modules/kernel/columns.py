"""Column types that keep what the legacy stores, whatever that is."""

from collections.abc import Callable, Sequence

from sqlalchemy import String, Text, TypeDecorator
from sqlalchemy.orm import InstrumentedAttribute, Session


class StoredEnum(TypeDecorator[str]):
    """An ENUM column: its members are known, yet an invalid row's '' is read as it is.

    Source: MariaDB stores '' in an ENUM for a value it refused under a lax sql_mode.
    """

    impl = String
    cache_ok = True

    def __init__(self, *members: str) -> None:
        super().__init__(max(map(len, members)))
        self.members = members


class Serialized(TypeDecorator[str]):
    """A column of PHP's serialize(): the text as it is stored, written only when it is replaced.

    Shape: `request_state.serialized()` reads the values in it, and writes new ones.
    """

    impl = Text
    cache_ok = True


def members_of(
    attribute: InstrumentedAttribute[str] | InstrumentedAttribute[str | None],
) -> Callable[[Session], Sequence[tuple[str, str]]]:
    """The lines of a select for an ENUM column: each member is shown as it is stored."""
    kind = attribute.property.columns[0].type
    if not isinstance(kind, StoredEnum):
        raise TypeError(f"{attribute} is not an ENUM column")
    lines = [(member, member) for member in kind.members]
    return lambda _: lines
