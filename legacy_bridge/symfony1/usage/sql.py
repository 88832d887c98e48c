"""Tables and columns that an SQL statement, or a piece of DQL, uses."""

import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from legacy_bridge.symfony1.usage.mentions import Dictionary, How, folded

# Its warnings say which statement it keeps as text; the fallback below reads those.
logging.getLogger("sqlglot").setLevel(logging.ERROR)

_STARTS = re.compile(
    r"(?:\s|\(|/\*.*?\*/|--\s[^\n]*\n|\#[^\n]*\n)*"
    r"(?:(?:select|insert|update|delete|replace|from|truncate)\b|load\s+data\b|"
    r"with\s+(?:recursive\s+)?\w+[^)]*?\sas\s*\()",
    re.IGNORECASE | re.DOTALL,
)
#: What stands for a name or a value that only PHP knows.
_UNKNOWN = "php_variable"
#: Doctrine's own shorthand, which takes the columns that the schema declares, not all of them.
_IS_DQL = re.compile(r"\s*from\b", re.IGNORECASE)
_QUALIFIED = re.compile(r"\b([A-Za-z_]\w*)\.([A-Za-z_]\w*)\b")
_ALIASES = re.compile(
    r"\b(?:from|join|update|into\s+table|into|table)\s+`?([A-Za-z_][\w.]*)`?(?:\s+(?:as\s+)?([A-Za-z_]\w*))?",
    re.IGNORECASE,
)
_KEYWORDS = {"set", "where", "on", "left", "inner", "join", "order", "group", "limit", "values"}


@dataclass(frozen=True, slots=True)
class Use:
    """One column, or a table as such (empty column), that a text uses."""

    table: str
    column: str
    how: How
    is_certain: bool = True


def looks_like_sql(text: str) -> bool:
    """Whether a string of PHP is a statement rather than a sentence."""
    return bool(_STARTS.match(text)) and " " in text.strip()


def uses_of(text: str, names: Dictionary) -> tuple[Use, ...]:
    """What a statement uses; names that are no table of the dictionary are left out.

    Shape: a statement that cannot be parsed, DQL for one, is read word by word.
    """
    # PHP puts variables in its strings: a name we cannot know reads as one that no table has.
    cleaned = re.sub(r"\{?\$\w+(?:->\w+(?:\(\))?|\[[^\]]*\])*\}?|%[sd]|:\w+", _UNKNOWN, text)
    if _IS_DQL.match(cleaned):
        return tuple(dict.fromkeys(_by_words(cleaned, names)))
    try:
        tree = sqlglot.parse_one(cleaned, dialect="mysql")
    except (SqlglotError, RecursionError):
        return tuple(dict.fromkeys(_by_words(cleaned, names)))
    if isinstance(tree, exp.Command):
        return tuple(dict.fromkeys(_by_words(cleaned, names)))
    found = tuple(dict.fromkeys(_by_tree(cast("exp.Expression", tree), names)))
    return found or tuple(dict.fromkeys(_by_words(cleaned, names)))


def _by_tree(tree: exp.Expression, names: Dictionary) -> Iterator[Use]:
    aliases = _tables(tree, names)
    written = _written(tree, aliases)
    for table in dict.fromkeys(aliases.values()):
        yield Use(table, "", How.WRITES if table in written else How.READS)
    targets = _target_columns(tree)
    for column in tree.find_all(exp.Column):
        how = How.WRITES if id(column) in targets else How.READS
        yield from _column(column.name, column.table, aliases, names, how)
    yield from _insert(tree, names)
    for star in tree.find_all(exp.Star):
        if not isinstance(star.parent, exp.Count):
            for table in _own_tables(star, aliases):
                yield Use(table, "*", How.READS)
    for select in tree.find_all(exp.Select):
        if any(isinstance(one, exp.Column) and one.name == _UNKNOWN for one in select.expressions):
            # Columns that only PHP knows may be any.
            for table in _own_tables(select, aliases):
                yield Use(table, "*", How.READS, is_certain=False)


def _own_tables(part: exp.Expression, aliases: Mapping[str, str]) -> tuple[str, ...]:
    """The tables that a star, or a whole SELECT, takes its columns from."""
    parent = part.parent
    if isinstance(parent, exp.Column) and parent.table:
        owner = aliases.get(parent.table.lower())
        return (owner,) if owner else ()
    select = part if isinstance(part, exp.Select) else part.find_ancestor(exp.Select)
    if select is None:
        return tuple(dict.fromkeys(aliases.values()))
    near = [one for one in select.find_all(exp.Table) if one.find_ancestor(exp.Select) is select]
    known = (aliases.get((one.alias or one.name).lower()) for one in near)
    return tuple(dict.fromkeys(one for one in known if one))


def _tables(tree: exp.Expression, names: Dictionary) -> dict[str, str]:
    """Tables by the names they go by in the statement."""
    found = {}
    for table in tree.find_all(exp.Table):
        name = _known(table.name, names)
        if name:
            found[(table.alias or table.name).lower()] = name
    return found


def _written(tree: exp.Expression, aliases: Mapping[str, str]) -> set[str]:
    named: list[str] = []
    match tree:
        case exp.Update():
            first = tree.this.alias_or_name
            named = [one.table or first for one in _assigned(tree)]
        case exp.Delete() if tree.args.get("tables"):
            named = [one.name for one in tree.args["tables"]]
        case exp.Insert() | exp.Delete() | exp.TruncateTable() | exp.Drop() | exp.Alter():
            table = tree.find(exp.Table)
            named = [table.alias_or_name] if table is not None else []
        case _:
            pass
    return {aliases.get(name.lower(), name.lower()) for name in named}


def _assigned(tree: exp.Expression) -> list[exp.Column]:
    """The columns that a statement gives a value by name."""
    pairs = tree.expressions if isinstance(tree, exp.Update) else []
    if isinstance(tree, exp.Insert) and isinstance(tree.args.get("conflict"), exp.OnConflict):
        pairs = tree.args["conflict"].expressions
    return [
        one.this for one in pairs if isinstance(one, exp.EQ) and isinstance(one.this, exp.Column)
    ]


def _target_columns(tree: exp.Expression) -> set[int]:
    return {id(one) for one in _assigned(tree)}


def _insert(tree: exp.Expression, names: Dictionary) -> Iterator[Use]:
    if not isinstance(tree, exp.Insert):
        return
    table = tree.find(exp.Table)
    name = _known(table.name, names) if table is not None else ""
    if not name:
        return
    if not isinstance(tree.this, exp.Schema):
        yield Use(name, "*", How.WRITES)
        return
    for column in tree.this.expressions:
        yield Use(name, column.name.lower(), How.WRITES)


def _column(
    name: str, qualifier: str, aliases: Mapping[str, str], names: Dictionary, how: How
) -> Iterator[Use]:
    name, tables = name.lower(), tuple(dict.fromkeys(aliases.values()))
    if qualifier:
        owner = aliases.get(qualifier.lower())
        tables = (owner,) if owner else ()
    having = [table for table in tables if _has(names, table, name)]
    for table in having:
        yield Use(table, _spelled(names, table, name), how, is_certain=len(having) == 1)


def _by_words(text: str, names: Dictionary) -> Iterator[Use]:
    """Tables after FROM and JOIN, and every alias.column, as DQL writes them."""
    aliases = {}
    how = (
        How.WRITES
        if re.match(r"\s*(insert|update|delete|replace|load)", text, re.IGNORECASE)
        else How.READS
    )
    for found in _ALIASES.finditer(text):
        table = _known(found[1], names)
        if table:
            alias = found[2] if found[2] and found[2].lower() not in _KEYWORDS else found[1]
            aliases[alias.lower()] = table
            yield Use(table, "", how)
    yield from qualified(text, names, aliases, how)
    if re.match(r"\s*load\b", text, re.IGNORECASE):
        for table in dict.fromkeys(aliases.values()):
            yield Use(table, "*", How.WRITES)
    if re.search(r"\bselect\s+\*", text, re.IGNORECASE):
        for table in dict.fromkeys(aliases.values()):
            yield Use(table, "*", How.READS)


def qualified(
    text: str, names: Dictionary, aliases: Mapping[str, str], how: How = How.READS
) -> Iterator[Use]:
    """Every alias.column of a piece of a query; without its alias, any table that has it."""
    for found in _QUALIFIED.finditer(text):
        alias, column = found[1].lower(), found[2].lower()
        owner = aliases.get(alias) or _known(found[1], names)
        if owner and _has(names, owner, column):
            yield Use(owner, _spelled(names, owner, column), how)
        elif not owner:
            candidates = sorted(names.by_column.get(folded(column), ()))
            for table, name in candidates:
                yield Use(table, name, how, is_certain=len(candidates) == 1)


def _known(name: str, names: Dictionary) -> str:
    lower = name.lower().rpartition(".")[2]
    return lower if lower in names.tables else names.classes.get(lower, "")


def _has(names: Dictionary, table: str, column: str) -> bool:
    return (table, column) in names.by_column.get(folded(column), ()) or any(
        owner == table for owner, _ in names.by_column.get(folded(column), ())
    )


def _spelled(names: Dictionary, table: str, column: str) -> str:
    return next(name for owner, name in names.by_column[folded(column)] if owner == table)
