"""Nothing that somebody still uses is dropped, renamed or emptied."""

from collections.abc import Iterator

from migrations.guard.findings import Case, Finding
from migrations.guard.operations import Act
from migrations.guard.usage import Mode, Usage

_WAIT = (
    "keep it, and add what you need beside it (expand); remove it once the lots named here are"
    " retired"
)


def removed_table(case: Case) -> Iterator[Finding]:
    """A table that disappears under its readers."""
    if case.operation.act not in {Act.DROP_TABLE, Act.RENAME_TABLE, Act.EMPTY_TABLE}:
        return
    table = case.operation.table
    if users := case.usages.of_table(table):
        yield case.refused("table-in-use", f"{table} is still used", _WAIT, users)
    live = case.table
    if live is not None and live.pointed_at_by and case.operation.act is Act.DROP_TABLE:
        others = ", ".join(live.pointed_at_by)
        yield case.refused(
            "table-pointed-at", f"foreign keys of {others} point at {table}",
            "drop those constraints first, in a migration of their own",
        )  # fmt: skip


def removed_column(case: Case) -> Iterator[Finding]:
    """A column that disappears under its readers, or under a `SELECT *`."""
    operation = case.operation
    if operation.act not in {Act.DROP_COLUMN, Act.RENAME_COLUMN}:
        return
    if users := column_users(case):
        place = f"{operation.table}.{operation.column}"
        yield case.refused("column-in-use", f"{place} is still used", _WAIT, users)


def column_users(case: Case, *modes: Mode) -> tuple[Usage, ...]:
    """Who uses the operation's columns."""
    operation = case.operation
    found = [
        usage
        for column in operation.columns
        for usage in case.usages.of_column(operation.table, column, *modes)
    ]
    return tuple(dict.fromkeys(found))


def unknown_column(case: Case) -> Iterator[Finding]:
    """A column that the live table does not have, nor this migration adds."""
    operation, table = case.operation, case.table
    acts = {
        Act.WRITE_ROWS, Act.ADD_INDEX, Act.ADD_UNIQUE, Act.ADD_FOREIGN_KEY, Act.DROP_COLUMN,
        Act.RENAME_COLUMN, Act.MODIFY_COLUMN, Act.SET_DEFAULT, Act.DROP_DEFAULT,
    }  # fmt: skip
    if operation.act not in acts or table is None or not table.columns:
        return
    known = {*table.columns, "*", *(column for name, column in case.fresh if name == table.name)}
    if missing := [column for column in operation.columns if column not in known]:
        yield case.refused(
            "no-such-column", f"{table.name} has no {', '.join(missing)}",
            "name a column of the table, or add it earlier in this migration",
        )  # fmt: skip
