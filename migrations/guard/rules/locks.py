"""Statements that hold a big table, and tools for that which lose keys and triggers."""

from collections.abc import Iterator

from migrations.guard.findings import Case, Finding
from migrations.guard.operations import Act, Operation

#: What MariaDB does only by copying the table with writes locked out.
#: Source: MariaDB's page on InnoDB online DDL operations with ALGORITHM=COPY.
_COPIES = {Act.CONVERT_CHARSET, Act.DROP_PRIMARY_KEY, Act.ADD_PRIMARY_KEY, Act.MODIFY_COLUMN}
_LOCKS = {Act.ADD_FOREIGN_KEY, Act.ADD_CHECK}


def long_lock(case: Case) -> Iterator[Finding]:
    """Nobody can write to a big table while it is copied."""
    operation, table = case.operation, case.table
    if table is None or table.rows < case.facts.big or not _locks(case, operation):
        return
    surprises = []
    if table.foreign_keys or table.pointed_at_by:
        others = {key.other_table for key in table.foreign_keys} | set(table.pointed_at_by)
        surprises.append(f"its foreign keys with {', '.join(sorted(others))}")
    if table.triggers:
        surprises.append(f"its triggers {', '.join(table.triggers)}")
    why = f"{operation.act} copies {table.name} (about {table.rows} rows) with writes locked out"
    remedy = "add a column beside it and fill it by portions, or take a closing hour"
    if surprises:
        remedy += f"; an online tool would lose or refuse {' and '.join(surprises)}"
    else:
        remedy += "; or use an online tool such as gh-ost: no key nor trigger stands in its way"
    yield case.refused("big-table-locked", why, remedy)


def _locks(case: Case, operation: Operation) -> bool:
    if operation.act in _LOCKS or (operation.act is Act.ADD_INDEX and operation.is_fulltext):
        return True
    if operation.act not in _COPIES:
        return False
    if operation.act is not Act.MODIFY_COLUMN or operation.type is None:
        return True
    before = case.facts.type_of(operation.table, operation.column)
    # A longer varchar, or one more member at the end of an enum, only changes the dictionary.
    return before is None or not (
        before.family == operation.type.family
        and (operation.type.length or 0) >= (before.length or 0)
        and operation.type.members[: len(before.members)] == before.members
        and operation.type.is_nullable == before.is_nullable
        and (not operation.type.charset or operation.type.charset == before.charset)
    )
