"""The guard's verdict on a migration: every rule asked about every operation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from migrations.guard.facts import Facts
from migrations.guard.findings import Case, Finding, Phase, Rule, Severity
from migrations.guard.operations import Act, Operation
from migrations.guard.rules import keys, locks, phases, removals, rows, types
from migrations.guard.usage import Usages

#: Every rule, in the order a report gives them.
RULES: tuple[Rule, ...] = (
    phases.is_understood,
    phases.keeps_to_its_phase,
    phases.keeps_to_its_tables,
    removals.removed_table,
    removals.removed_column,
    types.retyped,
    types.widened_beyond_php,
    types.tightened,
    types.added_without_default,
    types.default_removed,
    types.converted,
    keys.tightening_key,
    keys.dropped_key,
    keys.trigger,
    rows.unreadable_value,
    rows.unknown_value,
    removals.unknown_column,
    rows.left_out,
    rows.deleted_rows,
    locks.long_lock,
)


@dataclass(frozen=True, slots=True)
class Revision:
    """One migration: which lot's, in which phase, what it does.

    Shape: `path` as a report shows it; `lot` and `phase` empty where the file does not say.
    """

    name: str
    path: str
    lot: str
    phase: Phase | None
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found in one migration."""

    revision: Revision
    findings: tuple[Finding, ...]

    @property
    def is_refused(self) -> bool:
        """Whether it may not run."""
        return any(one.severity is Severity.REFUSED for one in self.findings)


def judge(
    revision: Revision, usages: Usages, facts: Facts, owned: Mapping[str, Iterable[str]]
) -> Verdict:
    """What the rules say of a migration.

    Shape: `owned` gives each lot's tables; tables that this migration makes are its lot's own,
           and nobody can use them yet.
    """
    made = {one.table for one in revision.operations if one.act is Act.CREATE_TABLE}
    tables = frozenset(owned.get(revision.lot, ())) | made
    added = {
        (one.table, column)
        for one in revision.operations
        if one.act is Act.ADD_COLUMN
        for column in one.columns
    }
    fresh = frozenset(place for place in added if facts.type_of(*place) is None)
    found: list[Finding] = []
    phase = revision.phase or Phase.EXPAND
    for operation in revision.operations:
        case = Case(operation, phase, revision.lot, tables, usages, facts, fresh)
        is_new = operation.table in made and operation.table not in facts.tables
        if is_new and operation.other_table in {*made, ""}:
            continue
        found += [finding for rule in RULES for finding in rule(case)]
    return Verdict(revision, tuple(dict.fromkeys(found)))
