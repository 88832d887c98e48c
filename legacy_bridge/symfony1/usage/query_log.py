"""Statements that really ran: MariaDB's general log, or any file with one statement a line."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from legacy_bridge.symfony1.usage.mentions import Dictionary
from legacy_bridge.symfony1.usage.sql import Use, looks_like_sql, uses_of

#: Time and connection before a command in the general log. Source: MariaDB's general query log.
_HEAD = re.compile(
    r"^(?:\d{6}\s+\d{1,2}:\d\d:\d\d|[\d-]+T[\d:.]+Z?)?\s*\d*\s*(Query|Execute)\s+(.*)"
)
_OTHER = re.compile(
    r"^(?:\d{6}\s+\d{1,2}:\d\d:\d\d|[\d-]+T[\d:.]+Z?)?\s*\d+\s+"
    r"(Connect|Quit|Init DB|Prepare|Close stmt|Statistics|Ping|Reset stmt|Change user)\b"
)
_TAG = re.compile(r"/\*\s*((?:\w+='[^']*'[, ]*)+)\*/")
_PAIR = re.compile(r"(\w+)='([^']*)'")
_LITERAL = re.compile(r"'(?:[^'\\]|\\.|'')*'|\"(?:[^\"\\]|\\.)*\"|\b\d+(?:\.\d+)?\b")

#: Different statements that are remembered; an endless log does not fill the memory.
MOST = 50_000


@dataclass(frozen=True, slots=True)
class Counted:
    """A use with how often it was seen, on which side and by which lot and route."""

    use: Use
    side: str
    lot: str
    route: str
    count: int


def uses_in_log(lines: Iterable[str], names: Dictionary) -> tuple[Counted, ...]:
    """Every use in a log, statements that differ by their values alone counted as one.

    Shape: a statement without a tag is PHP's: Python's all bear one.
    """
    shapes: Counter[tuple[str, str]] = Counter()
    for statement in _statements(lines):
        tag = _TAG.search(statement)
        shape = " ".join(_LITERAL.sub("?", _TAG.sub(" ", statement)).split())
        if looks_like_sql(shape) and (
            len(shapes) < MOST or (shape, tag[1] if tag else "") in shapes
        ):
            shapes[shape, tag[1] if tag else ""] += 1
    found: Counter[tuple[Use, str, str, str]] = Counter()
    for (shape, tag_text), count in shapes.items():
        told = dict(_PAIR.findall(tag_text))
        who = (told.get("side", "php"), told.get("lot", ""), told.get("route", ""))
        for use in uses_of(shape, names):
            found[use, *who] += count
    return tuple(Counted(*key, count) for key, count in found.items())


def _statements(lines: Iterable[str]) -> Iterator[str]:
    """Statements; those of several lines put together where the log has heads to tell them by."""
    current: list[str] = []
    has_heads = False
    for line in lines:
        text = line.rstrip("\n")
        head, is_other = _HEAD.match(text), bool(_OTHER.match(text))
        if head or is_other:
            has_heads = True
            if current:
                yield "\n".join(current)
            current = [head[2]] if head else []
        elif has_heads and current:
            current.append(text)
        elif not has_heads:
            yield text
    if current:
        yield "\n".join(current)
