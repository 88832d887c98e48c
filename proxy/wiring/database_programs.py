"""What views, triggers, routines and events of the database use, as usages of a side of its own."""

import re
from collections.abc import Iterable, Iterator

from legacy_bridge.symfony1.usage.mentions import Dictionary
from legacy_bridge.symfony1.usage.sql import uses_of
from migrations.guard.programs import Program
from migrations.guard.usage import Mode, Usage

#: Where a statement begins inside a body with BEGIN, IF or a loop around it.
_STATEMENT = re.compile(r"\b(?:select|insert|update|delete|replace)\b[^;]*", re.IGNORECASE)
_ROW = re.compile(r"\b(NEW|OLD)\s*\.\s*`?(\w+)`?(\s*:?=(?!=))?", re.IGNORECASE)


def program_usages(programs: Iterable[Program], names: Dictionary) -> Iterator[Usage]:
    """Who of them reads and writes what.

    Shape: a body that may not be read uses its trigger's whole table, perhaps.
    """
    for program in programs:
        found = dict.fromkeys(_uses(program, names))
        if program.table:
            mode = Mode.READS
            yield Usage(program.table, "", mode, "database", str(program))
            if not program.body:
                yield Usage(program.table, "*", mode, "database", str(program), is_certain=False)
        for table, column, mode, is_certain in found:
            yield Usage(table, column, mode, "database", str(program), is_certain=is_certain)


def _uses(program: Program, names: Dictionary) -> Iterator[tuple[str, str, Mode, bool]]:
    columns = names.columns.get(program.table, frozenset())
    for row in _ROW.finditer(program.body):
        if row[2].lower() in columns:
            is_given = row[1].upper() == "NEW" and row[3] and "set" in program.body.lower()
            mode = Mode.WRITES if is_given else Mode.READS
            yield program.table, row[2].lower(), mode, True
    # The database's own name before each table says nothing to us.
    body = _ROW.sub("NULL", program.body)
    for statement in _STATEMENT.findall(body):
        for use in uses_of(statement, names):
            yield use.table, use.column, Mode(use.how.value), use.is_certain
