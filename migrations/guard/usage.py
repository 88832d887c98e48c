"""Who reads and writes the tables, on which side, with the evidence."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Mode(StrEnum):
    """What is done with it; a `declares` says only that the schema knows it."""

    READS = "reads"
    WRITES = "writes"
    DECLARES = "declares"


@dataclass(frozen=True, slots=True, order=True)
class Usage:
    """Somebody uses a table, or one column of it.

    Shape: an empty `column` is the table as such; `*` all its columns, whichever they are.
           `source` is file:line, or what was counted in a log; `is_certain` is False when the
           words fit but other tables have such a column too. `lot` is empty for PHP that no lot
           claims; `is_live` is False when that lot is retired.
    """

    table: str
    column: str
    mode: Mode
    side: str
    source: str
    lot: str = ""
    is_live: bool = True
    is_certain: bool = True
    count: int = 0

    def __str__(self) -> str:
        """In words, for a report."""
        who = f"{self.side}, lot {self.lot}" if self.lot else self.side
        doubt = "" if self.is_certain else ", perhaps"
        times = f", {self.count} statements" if self.count else ""
        return f"{self.source} {self.mode} it ({who}{doubt}{times})"


class Usages:
    """Every usage, found by table and column."""

    def __init__(self, usages: Iterable[Usage]) -> None:
        """Sorted once, so that reports never change their order by themselves."""
        self.all = tuple(sorted(set(usages)))
        self._tables: dict[str, list[Usage]] = {}
        for usage in self.all:
            self._tables.setdefault(usage.table, []).append(usage)

    def of_table(self, table: str, *modes: Mode) -> tuple[Usage, ...]:
        """Live usages of a table or of any column of it."""
        found = self._tables.get(table, ())
        return tuple(one for one in found if one.is_live and (not modes or one.mode in modes))

    def of_column(self, table: str, column: str, *modes: Mode) -> tuple[Usage, ...]:
        """Live usages that name the column, or take all of them."""
        return tuple(one for one in self.of_table(table, *modes) if one.column in {column, "*"})
