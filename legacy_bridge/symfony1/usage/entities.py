"""Tables and columns that Doctrine 2 entities declare, in annotations or attributes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_CLASS = re.compile(r"^\s*(?:(?:final|abstract|readonly)\s+)*class\s+(\w+)", re.MULTILINE)
_ENTITY = re.compile(r"\bORM\\(?:Entity|Table|MappedSuperclass)\b")
_TABLE = re.compile(r"\bORM\\Table\s*\((?P<inside>[^)]*)\)")
_MAPPED = re.compile(
    r"\bORM\\(?P<kind>Column|JoinColumn|Id|ManyToOne|OneToOne)\b(?:\s*\((?P<inside>(?:[^()]|\([^()]*\))*)\))?"
)
_NAME = re.compile(r"\bname\s*[=:]\s*[\"'](\w+)[\"']")
_PROPERTY = re.compile(
    r"\b(?:private|protected|public|var)\s+(?:readonly\s+)?(?:[?\w\\|]+\s+)?\$(\w+)"
)


@dataclass(frozen=True, slots=True)
class Entity:
    """A class and its table. Shape: `columns` with the line that declares each."""

    name: str
    table: str
    line: int
    columns: tuple[tuple[str, int], ...]


def entities_of(text: str) -> tuple[Entity, ...]:
    """The entities of a PHP file; names that are not said follow Doctrine's underscores.

    Source: Doctrine ORM's reference on attributes, and Symfony's default naming strategy.
    """
    named = _CLASS.search(text)
    if named is None or not _ENTITY.search(text[: named.start()]):
        return ()
    table = _TABLE.search(text)
    said = _NAME.search(table["inside"]) if table else None
    name = said[1] if said else underscored(named[1])
    return (Entity(named[1], name.lower(), _line(text, named.start()), tuple(_columns(text))),)


def underscored(name: str) -> str:
    """CodePostal as code_postal."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def _columns(text: str) -> Iterator[tuple[str, int]]:
    start = 0
    for found in _PROPERTY.finditer(text):
        above = list(_MAPPED.finditer(text, start, found.start()))
        kinds = {one["kind"]: one for one in above}
        start = found.end()
        column = kinds.get("Column") or kinds.get("JoinColumn")
        said = _NAME.search(column["inside"] or "") if column else None
        if said and column:
            yield said[1].lower(), _line(text, column.start())
        elif "ManyToOne" in kinds or "JoinColumn" in kinds:
            yield f"{underscored(found[1])}_id", _line(text, found.start())
        elif column or "Id" in kinds:
            yield underscored(found[1]), _line(text, found.start())


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1
