"""What a backfill writes can be read by those who never heard of it."""

from collections.abc import Iterator

from migrations.guard.definitions import TEXT
from migrations.guard.findings import Case, Finding
from migrations.guard.operations import Act, ColumnType, Value
from migrations.guard.rules.types import php_type
from migrations.guard.usage import Mode

_READABLE = "write a value that PHP's schema allows, or wait until its lot is retired"
_ENCODINGS = {"latin1": "cp1252", "ascii": "ascii", "utf8": "utf-8", "utf8mb3": "utf-8"}


def unreadable_value(case: Case) -> Iterator[Finding]:
    """A value too long, unknown, empty or of another alphabet for its PHP readers."""
    operation = case.operation
    if operation.act is not Act.WRITE_ROWS:
        return
    for value in operation.values:
        readers = tuple(
            one for one in case.usages.of_column(operation.table, value.column) if one.side == "php"
        )
        kind = php_type(case.facts, operation.table, value.column)
        if not readers or kind is None:
            continue
        live = case.facts.type_of(operation.table, value.column)
        charset = (live.charset if live else "") or (case.table.charset if case.table else "")
        for why in _why_unreadable(value, kind, charset):
            place = f"{operation.table}.{value.column}"
            yield case.refused("value-unreadable", f"{place}: {why}", _READABLE, readers)


def unknown_value(case: Case) -> Iterator[Finding]:
    """A value that only the server can tell, in a column that PHP reads within limits."""
    operation = case.operation
    if operation.act is not Act.WRITE_ROWS:
        return
    told = {value.column for value in operation.values if value.text is None and not value.is_null}
    computed = told | ({"*"} if "*" in operation.columns else set())
    for column in sorted(computed):
        is_row = column == "*"
        everybody = case.usages.of_table(operation.table)
        users = everybody if is_row else case.usages.of_column(operation.table, column)
        readers = tuple(one for one in users if one.side == "php")
        kind = php_type(case.facts, operation.table, column)
        has_limits = is_row or (kind is not None and (kind.length or kind.members))
        if readers and has_limits:
            yield case.warned(
                "value-not-evaluated",
                f"{operation.table}.{column} gets values that are known only when it runs",
                "look that none is too long or unknown for PHP's schema: SELECT them first",
                readers,
            )  # fmt: skip


def left_out(case: Case) -> Iterator[Finding]:
    """A new row without a value where PHP expects one: a lax server makes one up."""
    operation = case.operation
    if not operation.adds_rows or "*" in operation.columns or case.table is None:
        return
    for column, kind in case.table.columns.items():
        is_filled = kind.is_nullable or kind.has_default or kind.counts
        readers = case.usages.of_column(operation.table, column)
        if not is_filled and column not in operation.columns and readers:
            why = f"{operation.table}.{column} is left out: '', 0 or a zero date takes its place"
            yield case.refused("value-unreadable", why, "give it a value", readers)


def _why_unreadable(value: Value, kind: ColumnType, charset: str) -> Iterator[str]:
    if value.is_null:
        if not kind.is_nullable:
            yield "PHP expects a value, never NULL"
        return
    text = value.text
    if text is None:
        return
    if kind.members and text not in kind.members:
        yield f"{text!r} is none of {', '.join(kind.members)}"
    elif kind.family in TEXT and kind.length and len(text) > kind.length:
        yield f"{len(text)} characters where PHP takes {kind.length}"
    if kind.family in {"date", "datetime", "timestamp"} and text.startswith("0000-00-00"):
        yield "a zero date, which each side reads in its own way"
    if kind.family in TEXT and not _fits(text, charset):
        yield f"the table's {charset} has no such letters"


def _fits(text: str, charset: str) -> bool:
    if charset in {"utf8", "utf8mb3"} and any(ord(letter) > 0xFFFF for letter in text):
        return False
    try:
        text.encode(_ENCODINGS.get(charset, "utf-8"))
    except UnicodeEncodeError:
        return False
    return True


def deleted_rows(case: Case) -> Iterator[Finding]:
    """Rows that vanish under their readers."""
    if case.operation.act is not Act.DELETE_ROWS:
        return
    if users := case.usages.of_table(case.operation.table, Mode.READS, Mode.WRITES):
        why = f"rows of {case.operation.table} disappear while somebody reads them"
        remedy = "delete through the application, or wait until its lots are retired"
        yield case.refused("rows-in-use", why, remedy, users)
