"""What the guard says of an operation, with who would be hurt."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from migrations.guard.facts import Facts, Table
from migrations.guard.operations import Operation
from migrations.guard.usage import Usage, Usages


class Phase(StrEnum):
    """The three steps in which a shared table changes without breaking anybody."""

    EXPAND = "expand"
    BACKFILL = "backfill"
    CONTRACT = "contract"


class Severity(StrEnum):
    """Whether a finding stops the migration."""

    REFUSED = "refused"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason to stop, or to look twice.

    Shape: `users` are those who would be hurt, evidence first; `remedy` says what to do.
    """

    rule: str
    severity: Severity
    operation: Operation
    why: str
    remedy: str
    users: tuple[Usage, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """One operation with all that a rule may look at.

    Shape: `fresh` are columns, as (table, column), that this very migration adds.
    """

    operation: Operation
    phase: Phase
    lot: str
    owned: frozenset[str]
    usages: Usages
    facts: Facts
    fresh: frozenset[tuple[str, str]] = frozenset()

    @property
    def is_about_fresh_columns(self) -> bool:
        """Whether every column it names is new: nobody can have used them yet."""
        operation = self.operation
        named = {(operation.table, column) for column in operation.columns}
        return bool(named) and named <= self.fresh

    @property
    def table(self) -> Table | None:
        """The live table, None where nobody could look or there is none."""
        return self.facts.tables.get(self.operation.table)

    def refused(self, rule: str, why: str, remedy: str, users: tuple[Usage, ...] = ()) -> Finding:
        """A reason to stop."""
        return Finding(rule, Severity.REFUSED, self.operation, why, remedy, users)

    def warned(self, rule: str, why: str, remedy: str, users: tuple[Usage, ...] = ()) -> Finding:
        """A reason to look twice."""
        return Finding(rule, Severity.WARNING, self.operation, why, remedy, users)


Rule = Callable[[Case], Iterator[Finding]]
