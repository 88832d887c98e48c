"""Keys, constraints and triggers change what a write may do."""

from collections.abc import Iterator

from migrations.guard.findings import Case, Finding
from migrations.guard.operations import Act
from migrations.guard.usage import Mode, Usage

_LATER = "wait until the writers named here are retired"


def _writers(case: Case, *tables: str) -> tuple[Usage, ...]:
    found = [
        usage
        for table in tables
        for usage in case.usages.of_table(table, Mode.WRITES, Mode.DECLARES)
    ]
    return tuple(dict.fromkeys(found))


def tightening_key(case: Case) -> Iterator[Finding]:
    """A key that refuses what somebody may still write."""
    operation = case.operation
    acts = {Act.ADD_UNIQUE, Act.ADD_FOREIGN_KEY, Act.ADD_CHECK, Act.ADD_PRIMARY_KEY}
    if operation.act not in acts or case.is_about_fresh_columns:
        return
    # Where rows follow the other table's, deletes over there go on as before.
    others = () if operation.reaction else (operation.other_table,)
    if writers := _writers(case, operation.table, *others):
        why = f"{operation.act} on {operation.table}: writes that pass today would be refused"
        yield case.refused("key-tightens", why, _LATER, writers)


def dropped_key(case: Case) -> Iterator[Finding]:
    """A key that somebody's writes rely on."""
    operation, table = case.operation, case.table
    users = case.usages.of_table(operation.table)
    if operation.act is Act.DROP_PRIMARY_KEY and users:
        why = f"{operation.table} loses its primary key"
        yield case.refused("primary-key-in-use", why, _LATER, users)
    if operation.act is Act.DROP_INDEX and users:
        is_unique = table is not None and operation.index in table.unique
        if is_unique:
            why = f"{operation.index} keeps duplicates out of {operation.table}"
            yield case.refused("unique-key-in-use", why, _LATER, users)
        else:
            why = f"queries of {operation.table} may need {operation.index}"
            yield case.warned("index-in-use", why, "look at their EXPLAIN first", users)
    if operation.act is Act.DROP_FOREIGN_KEY:
        yield from _dropped_constraint(case)


def _dropped_constraint(case: Case) -> Iterator[Finding]:
    operation, table = case.operation, case.table
    keys = table.foreign_keys if table is not None else ()
    key = next((one for one in keys if one.name == operation.index), None)
    parents = (key.other_table,) if key is not None else ()
    writers = _writers(case, operation.table, *parents)
    if not writers:
        return
    reaction = f" ({key.reaction})" if key is not None and key.reaction else ""
    why = f"deletes rely on {operation.index}{reaction}"
    yield case.refused("constraint-in-use", why, _LATER, writers)


def trigger(case: Case) -> Iterator[Finding]:
    """A trigger that changes what somebody else writes."""
    if case.operation.act is not Act.ADD_TRIGGER:
        return
    if writers := _writers(case, case.operation.table):
        why = f"a trigger on {case.operation.table} runs in everybody's writes"
        yield case.refused("trigger-on-shared-table", why, "do it in the lot's action", writers)
