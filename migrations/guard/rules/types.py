"""A column keeps holding what its readers and writers put in it."""

from collections.abc import Iterator

from migrations.guard.definitions import LARGE, TEXT, WHOLE
from migrations.guard.facts import Facts
from migrations.guard.findings import Case, Finding
from migrations.guard.operations import Act, ColumnType, Operation
from migrations.guard.rules.removals import column_users
from migrations.guard.usage import Mode

_BESIDE = (
    "add a column of the new type beside it, fill it, and drop this one when its lot is retired"
)
_TELL = "first teach PHP's schema and forms the new values, or wait until its lot is retired"


def retyped(case: Case) -> Iterator[Finding]:
    """Another kind of value, or fewer of them, than the readers expect."""
    operation = case.operation
    after = operation.type
    if operation.act not in {Act.MODIFY_COLUMN, Act.RENAME_COLUMN} or after is None:
        return
    before = case.facts.type_of(operation.table, operation.column)
    users = column_users(case)
    if not users:
        return
    if before is None:
        yield case.refused(
            "type-unknown", f"nobody could look what {operation.column} is now",
            "give the database (FIGUIER_DATABASE_URL) or the project with its schema.yml", users,
        )  # fmt: skip
        return
    for rule, why in _narrower(before, after):
        yield case.refused(rule, f"{operation.table}.{operation.column}: {why}", _BESIDE, users)


def _narrower(before: ColumnType, after: ColumnType) -> Iterator[tuple[str, str]]:
    if not _is_same_kind(before.family, after.family):
        yield "type-changed", f"{before.family} becomes {after.family}"
        return
    if _capacity(after) < _capacity(before):
        yield "type-narrowed", f"{_shown(before)} becomes {_shown(after)}"
    if before.is_unsigned != after.is_unsigned:
        yield "type-changed", "its sign changes"
    if (before.scale or 0) != (after.scale or 0):
        yield "type-changed", f"{before.scale or 0} decimals become {after.scale or 0}"
    if gone := [one for one in before.members if one not in after.members]:
        yield "value-removed", f"{', '.join(gone)} may no longer be stored"
    if before.charset and after.charset and before.charset != after.charset:
        yield "charset-changed", f"{before.charset} becomes {after.charset}"


def widened_beyond_php(case: Case) -> Iterator[Finding]:
    """Values that PHP was never written for: its schema does not have them."""
    operation, after = case.operation, case.operation.type
    if operation.act is not Act.MODIFY_COLUMN or after is None:
        return
    declared = case.facts.declared.get(operation.table, {}).get(operation.column)
    users = tuple(one for one in column_users(case) if one.side == "php")
    if declared is None or not users:
        return
    place = f"{operation.table}.{operation.column}"
    if new := [one for one in after.members if declared.members and one not in declared.members]:
        why = f"{place}: PHP does not know {', '.join(new)}"
        yield case.refused("value-unknown-to-php", why, _TELL, users)
    if after.is_nullable and not declared.is_nullable:
        why = f"{place}: PHP expects a value, never NULL"
        yield case.refused("null-unknown-to-php", why, _TELL, users)
    if (declared.length or 0) and _capacity(after) > _capacity(declared) and after.family in TEXT:
        why = f"{place}: PHP's forms take {declared.length} characters, the column would take more"
        yield case.warned("longer-than-php", why, "keep Python's form as short until then")


def tightened(case: Case) -> Iterator[Finding]:
    """NOT NULL where somebody may still write nothing, or rows hold nothing."""
    operation, after = case.operation, case.operation.type
    if operation.act is not Act.MODIFY_COLUMN or after is None or after.is_nullable:
        return
    before = case.facts.type_of(operation.table, operation.column)
    if before is not None and not before.is_nullable:
        return
    place = f"{operation.table}.{operation.column}"
    if writers := case.usages.of_table(operation.table, Mode.WRITES, Mode.DECLARES):
        why = f"{place} becomes NOT NULL while somebody may still write NULL"
        yield case.refused(
            "null-still-written", why, "tighten it once its writers are retired", writers
        )
    nulls = case.table.nulls.get(operation.column, 0) if case.table else 0
    if nulls:
        why = f"{nulls} rows of {place} are NULL: the statement would fail or invent values"
        yield case.refused("null-in-rows", why, "fill them in a backfill first")


def added_without_default(case: Case) -> Iterator[Finding]:
    """A new column that every INSERT must name, though its writers do not know it."""
    operation, after = case.operation, case.operation.type
    if operation.act is not Act.ADD_COLUMN or after is None:
        return
    if after.is_nullable or after.has_default or after.counts:
        blind = [
            one
            for one in case.usages.of_column(operation.table, "*", Mode.WRITES)
            if one.column == "*"
        ]
        if blind:
            why = f"an INSERT without column names writes {operation.table}: one more column breaks it"
            yield case.refused("insert-by-position", why, "name the columns there", tuple(blind))
        return
    if writers := case.usages.of_table(operation.table, Mode.WRITES, Mode.DECLARES):
        why = f"{operation.table}.{operation.column} is NOT NULL without a default"
        yield case.refused("no-default", why, "give it a default, or make it nullable", writers)


def default_removed(case: Case) -> Iterator[Finding]:
    """A default that an INSERT relies on."""
    operation = case.operation
    before = case.facts.type_of(operation.table, operation.column)
    after = operation.type
    is_dropped = operation.act is Act.DROP_DEFAULT or (
        operation.act is Act.MODIFY_COLUMN
        and after is not None
        and before is not None
        and before.has_default
        and not after.has_default
    )
    writers = case.usages.of_table(operation.table, Mode.WRITES, Mode.DECLARES)
    if writers and before is not None and before.counts and _stops_counting(operation):
        why = f"{operation.table}.{operation.column} no longer counts: INSERTs leave it out"
        yield case.refused("default-in-use", why, "say AUTO_INCREMENT again", writers)
    if not is_dropped:
        return
    if writers:
        why = f"INSERTs that leave {operation.table}.{operation.column} out rely on its default"
        yield case.refused("default-in-use", why, "keep the default until then", writers)


def _stops_counting(operation: Operation) -> bool:
    """Whether the column is defined anew without its AUTO_INCREMENT."""
    is_defined = operation.act in {Act.MODIFY_COLUMN, Act.RENAME_COLUMN}
    return is_defined and operation.type is not None and not operation.type.counts


def converted(case: Case) -> Iterator[Finding]:
    """A whole table in another character set."""
    if case.operation.act is not Act.CONVERT_CHARSET:
        return
    if users := case.usages.of_table(case.operation.table):
        why = f"{case.operation.table} changes its character set under its readers"
        yield case.refused("charset-changed", why, "wait until its lots are retired", users)


def php_type(facts: Facts, table: str, column: str) -> ColumnType | None:
    """What PHP takes the column for, else what it is."""
    return facts.declared.get(table, {}).get(column) or facts.type_of(table, column)


def _is_same_kind(before: str, after: str) -> bool:
    kinds = (
        frozenset(WHOLE), frozenset(LARGE) | {"varchar", "char"}, frozenset({"datetime", "timestamp"}),
        frozenset({"float", "double"}),
    )  # fmt: skip
    return before == after or any(before in kind and after in kind for kind in kinds)


def _capacity(kind: ColumnType) -> int:
    if kind.family in WHOLE:
        return WHOLE[kind.family]
    if kind.family in LARGE:
        return LARGE[kind.family]
    return kind.length or 0


def _shown(kind: ColumnType) -> str:
    return f"{kind.family}({kind.length})" if kind.length else kind.family
