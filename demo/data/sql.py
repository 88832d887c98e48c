"""Rows as INSERT statements that any MariaDB client loads."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

Value: TypeAlias = str | int | bool | Decimal | date | datetime | None
Row: TypeAlias = dict[str, Value]

#: Rows in one statement: big enough to load fast, far below max_allowed_packet (16 MiB).
BATCH = 500

ESCAPES = str.maketrans(
    {"\\": "\\\\", "'": "\\'", "\0": "\\0", "\n": "\\n", "\r": "\\r", "\x1a": "\\Z"}
)


def literal(value: Value) -> str:
    """The value as MariaDB reads it with sql_mode '' and a utf8mb4 connection."""
    match value:
        case None:
            return "NULL"
        case bool():
            return str(int(value))
        case int() | Decimal():
            return str(value)
        case datetime():
            return f"'{value:%Y-%m-%d %H:%M:%S}'"
        case date():
            return f"'{value:%Y-%m-%d}'"
        case str():
            return f"'{value.translate(ESCAPES)}'"


def inserts(table: str, rows: Sequence[Row]) -> Iterator[str]:
    """Multi-row INSERT statements, each ending with a newline.

    Errors: ValueError when a row has not the columns of the first one.
    """
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        columns = list(rows[0])
        if any(list(row) != columns for row in batch):
            raise ValueError(f"{table}: every row needs the columns {columns}, in that order")
        names = ", ".join(f"`{name}`" for name in columns)
        lines = ",\n".join(f"({', '.join(map(literal, row.values()))})" for row in batch)
        yield f"INSERT INTO `{table}` ({names}) VALUES\n{lines};\n"


def script(schema: str, tables: Mapping[str, Sequence[Row]]) -> Iterator[str]:
    """The schema, then every table's rows, in one lax session and one transaction."""
    yield schema
    yield "\nSET SESSION foreign_key_checks = 0;\nSET SESSION unique_checks = 0;\nSTART TRANSACTION;\n"
    for table, rows in tables.items():
        yield from inserts(table, rows)
    yield "COMMIT;\nSET SESSION unique_checks = 1;\nSET SESSION foreign_key_checks = 1;\n"
