"""SQL statements of MariaDB and MySQL read as operations; what is not understood is said."""

import logging
import re
from collections.abc import Callable, Iterator, Sequence
from typing import cast

import sqlglot
from sqlglot import TokenType, exp
from sqlglot.errors import SqlglotError

from migrations.guard.definitions import column_type
from migrations.guard.operations import Act, Operation, Value

# It warns of each statement it keeps as text; such statements become findings here.
logging.getLogger("sqlglot").setLevel(logging.ERROR)

_NAME = r"(?:`?\w+`?\.)?`?(\w+)`?"
_ONLY_TEXT: tuple[tuple[Act, re.Pattern[str]], ...] = (
    (Act.CONVERT_CHARSET, re.compile(rf"alter\s+table\s+{_NAME}\s+convert\s+to\b", re.IGNORECASE)),
    (
        Act.ADD_TRIGGER,
        re.compile(rf"create\s+.*?trigger\s.*?\bon\s+{_NAME}", re.IGNORECASE | re.DOTALL),
    ),
    (Act.DROP_TRIGGER, re.compile(rf"drop\s+trigger\s+(?:if\s+exists\s+)?{_NAME}", re.IGNORECASE)),
    (Act.WRITE_ROWS, re.compile(rf"replace\s+(?:into\s+)?{_NAME}\s*\(", re.IGNORECASE)),
)
_RENAMES = re.compile(rf"rename\s+table\s+{_NAME}\s+to\s+{_NAME}\s*;?\s*$", re.IGNORECASE)
_HARMLESS = re.compile(
    r"(?:begin|start\s+transaction|commit|rollback)(?:\s+work)?\s*\Z|"
    r"(?:set\s+(session\s+)?(sql_mode|names|foreign_key_checks|time_zone|lock_wait_timeout|"
    r"innodb_lock_wait_timeout)\b|select\b|analyze\s+table)",
    re.IGNORECASE,
)
#: What MariaDB runs though it looks like a comment, and what only our parser takes for one.
_DISGUISED = re.compile(r"/\*M?!|--(?!\s|\Z)")


def operations_of(sql: str) -> tuple[Operation, ...]:
    """What a text does, statement by statement, one operation for each part of an ALTER TABLE.

    Shape: a statement that is not understood is one operation that says so; none is dropped.
    """
    if _DISGUISED.search(sql):
        return (Operation(Act.NOT_UNDERSTOOD, "", sql.strip()),)
    return tuple(one for statement in _split(sql) for one in _of_statement(statement))


def _split(sql: str) -> Iterator[str]:
    """The statements of a text, comments before and after them left out."""
    try:
        tokens = sqlglot.tokenize(sql, dialect="mysql")
    except SqlglotError:
        yield sql.strip()
        return
    start = end = -1
    for token in tokens:
        if token.token_type is not TokenType.SEMICOLON:
            start, end = (token.start if start < 0 else start), token.end
        elif start >= 0:
            yield sql[start : end + 1]
            start = -1
    if start >= 0:
        yield sql[start : end + 1]


def _of_statement(text: str) -> tuple[Operation, ...]:
    if _HARMLESS.match(text):
        return (Operation(Act.NOTHING, "", text),)
    try:
        tree = sqlglot.parse_one(text, dialect="mysql")
    except (SqlglotError, RecursionError):
        tree = exp.Command(this=text)
    found = tuple(_operations(cast("exp.Expression", tree), text))
    return found or (Operation(Act.NOT_UNDERSTOOD, "", text),)


def _operations(tree: exp.Expression, sql: str) -> Iterator[Operation]:
    if isinstance(tree, exp.Command):
        yield from _from_text(sql)
        return
    for kind, read in _STATEMENTS.items():
        if isinstance(tree, kind):
            yield from read(tree, sql)


def _from_text(sql: str) -> Iterator[Operation]:
    if renaming := _RENAMES.match(sql):
        yield Operation(Act.RENAME_TABLE, _name(renaming[1]), sql, renamed=_name(renaming[2]))
        return
    for act, pattern in _ONLY_TEXT:
        if found := pattern.match(sql):
            yield Operation(act, _name(found[1]), sql)
            if act is Act.WRITE_ROWS:
                # REPLACE deletes the row that is there, and writes another.
                yield Operation(Act.DELETE_ROWS, _name(found[1]), sql)
            return


def _alter(tree: exp.Alter, sql: str) -> Iterator[Operation]:
    table, actions = _table(tree.this), tree.args.get("actions") or []
    if not actions:
        yield Operation(Act.NOT_UNDERSTOOD, table, sql)
    for action in actions:
        yield next(_altered(table, action, sql), Operation(Act.NOT_UNDERSTOOD, table, sql))


def _altered(table: str, action: exp.Expression, sql: str) -> Iterator[Operation]:
    match action:
        case exp.ColumnDef():
            kind = column_type(action)
            yield Operation(Act.ADD_COLUMN, table, sql, (_name(action.name),), type=kind)
        case exp.ModifyColumn():
            yield from _modified(table, action, sql)
        case exp.RenameColumn():
            renamed = _name(action.args["to"].name)
            yield Operation(Act.RENAME_COLUMN, table, sql, (_name(action.this.name),), renamed)
        case exp.AlterRename():
            yield Operation(Act.RENAME_TABLE, table, sql, renamed=_table(action.this))
        case exp.AlterColumn():
            act = Act.DROP_DEFAULT if action.args.get("drop") else Act.SET_DEFAULT
            yield Operation(act, table, sql, (_name(action.name),))
        case exp.DropPrimaryKey():
            yield Operation(Act.DROP_PRIMARY_KEY, table, sql)
        case exp.Drop():
            yield from _dropped_part(table, action, sql)
        case exp.AddConstraint():
            for one in action.expressions:
                yield from _constraint(table, one, sql)


def _modified(table: str, action: exp.ModifyColumn, sql: str) -> Iterator[Operation]:
    before, after = action.args.get("rename_from"), _name(action.this.name)
    name = _name(before.name) if before else after
    act = Act.RENAME_COLUMN if name != after else Act.MODIFY_COLUMN
    renamed = after if name != after else ""
    yield Operation(act, table, sql, (name,), renamed, type=column_type(action.this))


def _dropped_part(table: str, action: exp.Drop, sql: str) -> Iterator[Operation]:
    name = _name(action.args["tables"][0].name) if action.args.get("tables") else ""
    match str(action.args.get("kind")).upper():
        case "COLUMN":
            yield Operation(Act.DROP_COLUMN, table, sql, (name or _name(action.name),))
        case "INDEX" | "KEY":
            yield Operation(Act.DROP_INDEX, table, sql, index=name)
        case "FOREIGN KEY" | "CONSTRAINT":
            yield Operation(Act.DROP_FOREIGN_KEY, table, sql, index=name)


def _constraint(table: str, one: exp.Expression, sql: str) -> Iterator[Operation]:
    inner = one.expressions[0] if isinstance(one, exp.Constraint) else one
    name = one.name if isinstance(one, exp.Constraint) else ""
    match inner:
        case exp.ForeignKey():
            other = inner.args["reference"].find(exp.Table)
            yield Operation(
                Act.ADD_FOREIGN_KEY, table, sql, _columns(inner.expressions), index=name,
                other_table=_table(other) if other else "", reaction=_reaction(inner),
            )  # fmt: skip
        case exp.PrimaryKey():
            yield Operation(Act.ADD_PRIMARY_KEY, table, sql, _columns(inner.expressions))
        case exp.UniqueColumnConstraint():
            named = inner.this
            unique = _columns(named.expressions if isinstance(named, exp.Schema) else [])
            yield Operation(Act.ADD_UNIQUE, table, sql, unique, index=name or named.name)
        case exp.IndexColumnConstraint():
            is_fulltext = str(inner.args.get("kind") or "").upper() in {"FULLTEXT", "SPATIAL"}
            columns = _columns(inner.expressions)
            yield Operation(Act.ADD_INDEX, table, sql, columns, is_fulltext=is_fulltext)
        case exp.CheckColumnConstraint():
            yield Operation(Act.ADD_CHECK, table, sql, _columns(inner.find_all(exp.Column)))


def _reaction(key: exp.ForeignKey | exp.Reference) -> str:
    """What deletes of the other table's rows do to this one's; empty when they are refused."""
    reference = key.args["reference"] if isinstance(key, exp.ForeignKey) else key
    options = [*reference.args.get("options", []), key.args.get("delete") or ""]
    said = " ".join(map(str, options)).upper()
    return next((one for one in ("CASCADE", "SET NULL") if f"DELETE {one}" in said), "")


def _create(tree: exp.Create, sql: str) -> Iterator[Operation]:
    kind = str(tree.args.get("kind")).upper()
    if kind == "INDEX":
        index = tree.this
        parameters = index.args.get("params")
        columns = _columns(parameters.find_all(exp.Column)) if parameters else ()
        act = Act.ADD_UNIQUE if tree.args.get("unique") else Act.ADD_INDEX
        yield Operation(act, _table(index.args["table"]), sql, columns, index=index.name)
    elif kind in {"TABLE", "VIEW"}:
        table = _table(tree.find(exp.Table))
        if tree.args.get("replace"):
            # What stood under that name is gone, with its rows.
            yield Operation(Act.DROP_TABLE, table, sql)
        yield Operation(Act.CREATE_TABLE, table, sql)
        for key in tree.find_all(exp.ForeignKey):
            yield from _constraint(table, key, sql)
        for reference in tree.find_all(exp.Reference):
            if not isinstance(reference.parent, exp.ForeignKey):
                other = _table(reference.find(exp.Table))
                yield Operation(
                    Act.ADD_FOREIGN_KEY, table, sql, other_table=other,
                    reaction=_reaction(reference),
                )  # fmt: skip


def _drop(tree: exp.Drop, sql: str) -> Iterator[Operation]:
    kind, tables = str(tree.args.get("kind")).upper(), tree.args.get("tables") or []
    if kind == "INDEX":
        on = tree.find(exp.OnProperty)
        table = _table(on.this) if on else ""
        yield Operation(Act.DROP_INDEX, table, sql, index=_name(tables[0].name))
    elif kind in {"TABLE", "VIEW"}:
        for table in tables:
            yield Operation(Act.DROP_TABLE, _table(table), sql)


def _truncate(tree: exp.TruncateTable, sql: str) -> Iterator[Operation]:
    for table in tree.expressions:
        yield Operation(Act.EMPTY_TABLE, _table(table), sql)


def _update(tree: exp.Update, sql: str) -> Iterator[Operation]:
    aliases = _aliases(tree)
    first = _table(tree.this)
    by_table: dict[str, list[Value]] = {}
    for one in tree.expressions:
        target = one.this
        owner = aliases.get(_name(target.table), _name(target.table)) if target.table else first
        by_table.setdefault(owner, []).append(_value(_name(target.name), one.expression))
    for table, values in by_table.items():
        columns = tuple(value.column for value in values)
        yield Operation(Act.WRITE_ROWS, table, sql, columns, values=tuple(values))


def _aliases(tree: exp.Expression) -> dict[str, str]:
    """Tables by the names they go by in the statement."""
    return {_name(one.alias_or_name): _table(one) for one in tree.find_all(exp.Table) if one.alias}


def _insert(tree: exp.Insert, sql: str) -> Iterator[Operation]:
    target = tree.this
    columns = _columns(target.expressions) if isinstance(target, exp.Schema) else ()
    rows = tree.expression.expressions if isinstance(tree.expression, exp.Values) else []
    values = tuple(
        _value(column, cell)
        for row in rows
        for column, cell in zip(columns, row.expressions, strict=False)
    )
    table = _table(tree.find(exp.Table))
    yield Operation(Act.WRITE_ROWS, table, sql, columns or ("*",), values=values, adds_rows=True)
    if isinstance(again := tree.args.get("conflict"), exp.OnConflict):
        # ON DUPLICATE KEY UPDATE writes other columns than the insert names.
        given = tuple(_value(_name(one.this.name), one.expression) for one in again.expressions)
        columns = tuple(value.column for value in given)
        yield Operation(Act.WRITE_ROWS, table, sql, columns, values=given)


def _delete(tree: exp.Delete, sql: str) -> Iterator[Operation]:
    aliases = _aliases(tree)
    for table in tree.args.get("tables") or [tree.this]:
        name = _table(table)
        yield Operation(Act.DELETE_ROWS, aliases.get(name, name), sql)


def _value(column: str, given: exp.Expression) -> Value:
    if isinstance(given, exp.Null):
        return Value(column, None, is_null=True)
    return Value(column, given.name if isinstance(given, exp.Literal) else None)


def _columns(given: Sequence[exp.Expression] | Iterator[exp.Expression]) -> tuple[str, ...]:
    return tuple(_name(one.name or one.this.name) for one in given)


def _table(tree: exp.Expression | None) -> str:
    return _name(tree.name) if tree is not None else ""


def _name(text: str) -> str:
    """Names compare without their case, as MariaDB's columns do."""
    return text.lower()


_Read = Callable[..., Iterator[Operation]]
_STATEMENTS: dict[type[exp.Expression], _Read] = {
    exp.Alter: _alter,
    exp.Create: _create,
    exp.Drop: _drop,
    exp.TruncateTable: _truncate,
    exp.Update: _update,
    exp.Insert: _insert,
    exp.Delete: _delete,
}
