"""What the doctor is told and what it finds."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.engine import Connection

from migrations.guard.facts import Table


class Severity(StrEnum):
    """How bad it is."""

    FAULT = "fault"
    RISK = "risk"
    FINE = "fine"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Shape: `what` bears counts and example ids; `remedy` is empty when all is well.
    """

    severity: Severity
    what: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A column that holds the number of a row elsewhere, as the code assumes."""

    table: str
    column: str
    other_table: str
    other_column: str = "id"


@dataclass(frozen=True, slots=True)
class Patient:
    """The database, with what the code assumes of it.

    Shape: `unique` gives tables and the columns that the code takes for unique; `now` is this
           machine's clock in the site's time zone.
    """

    connection: Connection
    tables: Mapping[str, Table]
    now: datetime
    unique: Sequence[tuple[str, tuple[str, ...]]] = ()
    links: Sequence[Link] = ()

    def quote(self, name: str) -> str:
        """A name as a statement may hold it."""
        return self.connection.dialect.identifier_preparer.quote_identifier(name)

    def key_of(self, table: str) -> str:
        """The column that names a row: its primary key, or its first column."""
        found = self.tables[table]
        return next(iter(found.unique.get("primary", ())), next(iter(found.columns)))


Look = Callable[[Patient], Iterator[Finding]]

#: Rows that a finding names.
EXAMPLES = 5
