"""What the live tables are like, as far as a verdict needs to know."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from migrations.guard.operations import ColumnType


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """A constraint between two tables; `reaction` is what ON DELETE and ON UPDATE do."""

    name: str
    columns: tuple[str, ...]
    other_table: str
    reaction: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One live table.

    Units: `rows` is the engine's estimate.
    Shape: `nulls` and `duplicates` are counted only for the columns a migration tightens.
    """

    name: str
    columns: Mapping[str, ColumnType]
    rows: int = 0
    charset: str = ""
    unique: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    foreign_keys: tuple[ForeignKey, ...] = ()
    pointed_at_by: tuple[str, ...] = ()
    triggers: tuple[str, ...] = ()
    nulls: Mapping[str, int] = field(default_factory=dict)


#: What PHP's schema.yml declares, by table and column: the values PHP was written for.
Declared = Mapping[str, Mapping[str, ColumnType]]


@dataclass(frozen=True, slots=True)
class Facts:
    """What the database and PHP's schema say; an empty mapping where nobody could look.

    Units: `big` is the number of rows from which a table's lock is felt.
    """

    tables: Mapping[str, Table] = field(default_factory=dict)
    declared: Declared = field(default_factory=dict)
    big: int = 100_000

    def type_of(self, table: str, column: str) -> ColumnType | None:
        """The column as it is now: live, else as PHP declares it."""
        live = self.tables.get(table)
        if live is not None and column in live.columns:
            return live.columns[column]
        return self.declared.get(table, {}).get(column)
