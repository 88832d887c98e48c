"""Tables and columns in files that are not PHP: SQL scripts and routes to rows."""

import re
from collections.abc import Iterator

import sqlglot
from sqlglot import TokenType
from sqlglot.errors import SqlglotError

from legacy_bridge.symfony1.places import Spot
from legacy_bridge.symfony1.usage.mentions import Dictionary, How, Mention, folded
from legacy_bridge.symfony1.usage.sql import looks_like_sql, uses_of

_DATA = re.compile(r"\s*insert\b[^;]*\bvalues\b", re.IGNORECASE)
_ROUTE = re.compile(r"^(?=\w)", re.MULTILINE)
_MODEL = re.compile(r"\bmodel:\s*['\"]?(\w+)")
_URL = re.compile(r"\burl:\s*(\S+)")


def sql_mentions(text: str, file: str, names: Dictionary) -> Iterator[Mention]:
    """What the statements of a script use; tables it defines and rows it loads are no use.

    Shape: nobody can tell when a script runs: all is `perhaps`.
    """
    for statement, line in _statements(text):
        if looks_like_sql(statement) and not _DATA.match(statement):
            for use in uses_of(statement, names):
                yield Mention(use.table, use.column, use.how, Spot(file, line), is_certain=False)


def _statements(text: str) -> Iterator[tuple[str, int]]:
    try:
        tokens = sqlglot.tokenize(text, dialect="mysql")
    except SqlglotError:
        return
    first = last = None
    for token in tokens:
        if token.token_type is TokenType.SEMICOLON:
            if first is not None and last is not None:
                yield text[first.start : last.end + 1], first.line
            first = None
            continue
        first, last = first or token, token
    if first is not None and last is not None:
        yield text[first.start : last.end + 1], first.line


def routed_mentions(text: str, file: str, names: Dictionary) -> Iterator[Mention]:
    """Columns by which routes with a model find their row, as /ville/:slug does."""
    at = 0
    for block in _ROUTE.split(text):
        line = text.count("\n", 0, at) + 1
        at += len(block)
        model, url = _MODEL.search(block), _URL.search(block)
        table = names.table_of_class(model[1]) if model else ""
        for word in re.findall(r":(\w+)", url[1]) if url and table else ():
            for owner, column in names.by_column.get(folded(word), ()):
                if owner == table:
                    yield Mention(table, column, How.READS, Spot(file, line))
