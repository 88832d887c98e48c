"""The live tables, looked at without changing or locking anything."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy import text
from sqlalchemy.engine import Connection

from migrations.guard.definitions import live_type
from migrations.guard.facts import ForeignKey, Table
from migrations.guard.operations import Act, ColumnType, Operation

_COLUMNS = text(
    "SELECT table_name, column_name, column_type, is_nullable, column_default, extra,"
    " COALESCE(character_set_name, '') FROM information_schema.columns"
    " WHERE table_schema = DATABASE() ORDER BY table_name, ordinal_position"
)
_TABLES = text(
    "SELECT t.table_name, COALESCE(t.table_rows, 0), COALESCE(c.character_set_name, '')"
    " FROM information_schema.tables t LEFT JOIN"
    " information_schema.collation_character_set_applicability c"
    " ON c.collation_name = t.table_collation WHERE t.table_schema = DATABASE()"
)
_KEYS = text(
    "SELECT k.constraint_name, k.table_name, k.column_name, k.referenced_table_name,"
    " r.delete_rule, r.update_rule FROM information_schema.key_column_usage k"
    " JOIN information_schema.referential_constraints r"
    " ON r.constraint_schema = k.constraint_schema AND r.constraint_name = k.constraint_name"
    " WHERE k.table_schema = DATABASE() AND k.referenced_table_name IS NOT NULL"
    " ORDER BY k.table_name, k.constraint_name, k.ordinal_position"
)
_UNIQUE = text(
    "SELECT table_name, index_name, column_name FROM information_schema.statistics"
    " WHERE table_schema = DATABASE() AND non_unique = 0 ORDER BY table_name, index_name, seq_in_index"
)
_TRIGGERS = text(
    "SELECT event_object_table, trigger_name FROM information_schema.triggers"
    " WHERE trigger_schema = DATABASE()"
)


def live_tables(connection: Connection) -> dict[str, Table]:
    """Every table of the database, by its name in lower case."""
    columns: dict[str, dict[str, ColumnType]] = defaultdict(dict)
    for table, name, kind, nullable, default, extra, charset in connection.execute(_COLUMNS):
        is_nullable = nullable == "YES"
        found = live_type(
            kind, is_nullable=is_nullable, charset=charset,
            has_default=default is not None and str(default).upper() != "NULL",
        )  # fmt: skip
        counts = "auto_increment" in str(extra)
        columns[table.lower()][name.lower()] = replace(found, counts=counts)
    keys: dict[tuple[str, str], list[Sequence[str]]] = defaultdict(list)
    for row in connection.execute(_KEYS):
        keys[row[1].lower(), row[0]].append(row)
    unique: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for table, index, column in connection.execute(_UNIQUE):
        unique[table.lower()][index.lower()].append(column.lower())
    triggers: dict[str, list[str]] = defaultdict(list)
    for table, trigger in connection.execute(_TRIGGERS):
        triggers[table.lower()].append(trigger)
    foreign = {place: _key(place[1], rows) for place, rows in keys.items()}
    return {
        name.lower(): Table(
            name.lower(),
            columns[name.lower()],
            int(rows),
            charset,
            {index: tuple(names) for index, names in unique[name.lower()].items()},
            tuple(key for (table, _), key in foreign.items() if table == name.lower()),
            tuple(
                sorted({t for (t, _), key in foreign.items() if key.other_table == name.lower()})
            ),
            tuple(triggers[name.lower()]),
        )
        for name, rows, charset in connection.execute(_TABLES)
    }


def with_nulls(
    connection: Connection, tables: dict[str, Table], operations: Iterable[Operation]
) -> dict[str, Table]:
    """The same with NULLs counted in each column that a migration makes NOT NULL."""
    found = dict(tables)
    for operation in operations:
        table, kind = found.get(operation.table), operation.type
        if operation.act is not Act.MODIFY_COLUMN or table is None or kind is None:
            continue
        if kind.is_nullable or operation.column not in table.columns:
            continue
        quote = connection.dialect.identifier_preparer.quote_identifier
        statement = (
            f"SELECT COUNT(*) FROM {quote(table.name)}"  # noqa: S608, both names are live and quoted
            f" WHERE {quote(operation.column)} IS NULL"
        )
        count = int(connection.execute(text(statement)).scalar_one())
        found[table.name] = replace(table, nulls={**table.nulls, operation.column: count})
    return found


def _key(name: str, rows: Sequence[Sequence[str]]) -> ForeignKey:
    rules = {f"ON DELETE {rows[0][4]}", f"ON UPDATE {rows[0][5]}"}
    reaction = ", ".join(
        sorted(one for one in rules if not one.endswith(("RESTRICT", "NO ACTION")))
    )
    return ForeignKey(name, tuple(row[2].lower() for row in rows), rows[0][3].lower(), reaction)
