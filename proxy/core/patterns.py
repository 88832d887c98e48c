"""Route patterns: their segments, how segments rank, and an example address of each."""

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple


class Kind(IntEnum):
    """What a segment accepts, in the order routes are preferred: the lower wins."""

    LITERAL = 0
    LITERAL_FORMAT = 1
    INTEGER_EXTENSION = 2
    NAME_EXTENSION = 3
    INTEGER_FORMAT = 4
    NAME_FORMAT = 5
    INTEGER = 6
    NAME = 7
    REST = 8


#: Far more than any application has; the tree is walked by recursion, one call a segment.
MAX_SEGMENTS = 32

_FORMAT = ".:sf_format"
_WITH_FORMAT = {
    Kind.LITERAL: Kind.LITERAL_FORMAT,
    Kind.INTEGER: Kind.INTEGER_FORMAT,
    Kind.NAME: Kind.NAME_FORMAT,
}
_VARIABLE = re.compile(r":([A-Za-z_][A-Za-z0-9_]*)(<int>)?(?:\.([A-Za-z0-9_-]+))?", re.ASCII)
_REST = re.compile(r"\*[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
_LITERAL = re.compile(r"[^/:*<>?#%\\\s\x00-\x1f\x7f]+")


class PatternFaulty(ValueError):
    """A pattern that cannot be read, or that no address can match."""


class Segment(NamedTuple):
    """What stands between two slashes of a pattern.

    Shape: `text` is the literal, or the variable's name; `extension` is the fixed one of
           `:name.ext`, without its dot.
    """

    kind: Kind
    text: str
    extension: str = ""

    @property
    def key(self) -> tuple[Kind, str]:
        """What tells two shapes apart: names of variables do not."""
        if self.kind in {Kind.LITERAL, Kind.LITERAL_FORMAT}:
            return self.kind, self.text
        return self.kind, self.extension


Shape = tuple[Segment, ...]


def parse_pattern(pattern: str) -> tuple[Shape, ...]:
    """The shapes that a pattern stands for: two when it ends in `.:sf_format`, else one.

    Shape:  `/a/:b<int>.:sf_format` → `/a/:b<int>` and `/a/:b<int>.<any extension>`.
    Errors: PatternFaulty, saying which segment and what to write instead.
    Source: Symfony 1.4 sfRoute, whose variables exclude both separators, slash and dot.
    """
    if not pattern.startswith("/"):
        raise PatternFaulty(f"a pattern starts with a slash: /{pattern}")
    body = pattern.removesuffix(_FORMAT)
    shape = _shape(body[1:]) if body != "/" else ()
    if body == pattern:
        return (shape,)
    if not shape or shape[-1].kind not in _WITH_FORMAT or not shape[-1].text:
        raise PatternFaulty(f"{_FORMAT} follows a literal or :name segment")
    last = shape[-1]._replace(kind=_WITH_FORMAT[shape[-1].kind])
    return shape, (*shape[:-1], last)


def _shape(body: str) -> Shape:
    pieces = body.split("/")
    last = pieces.pop()
    if len(pieces) >= MAX_SEGMENTS:
        raise PatternFaulty(f"more than {MAX_SEGMENTS} segments")
    if "" in pieces or (not last and not pieces):
        raise PatternFaulty("two slashes follow each other; write one")
    return (*map(_segment, pieces), _last_segment(last))


@lru_cache(maxsize=4096)
def _segment(piece: str) -> Segment:
    if piece[0] == ":":
        return _variable(piece)
    if not _LITERAL.fullmatch(piece):
        raise PatternFaulty(
            f"{piece}: a literal is written decoded, without : * < > ? # % or spaces; "
            "a *rest stands at the end"
        )
    if piece in {".", ".."}:
        raise PatternFaulty("dot segments never reach the table; remove them")
    return Segment(Kind.LITERAL, piece)


def _last_segment(piece: str) -> Segment:
    """The last one may be a rest, or nothing: the pattern then ends in a slash."""
    if not piece:
        return Segment(Kind.LITERAL, "")
    if _REST.fullmatch(piece):
        return Segment(Kind.REST, piece[1:])
    return _segment(piece)


def _variable(piece: str) -> Segment:
    match = _VARIABLE.fullmatch(piece)
    if not match:
        raise PatternFaulty(f"{piece}: write :name, :name<int> or :name.ext")
    name, integer, extension = match.groups()
    if extension:
        kind = Kind.INTEGER_EXTENSION if integer else Kind.NAME_EXTENSION
        return Segment(kind, name, extension)
    return Segment(Kind.INTEGER if integer else Kind.NAME, name)


def spelled_segment(segment: Segment) -> str:
    """A segment as a pattern spells it."""
    match segment.kind:
        case Kind.LITERAL:
            return segment.text
        case Kind.LITERAL_FORMAT:
            return f"{segment.text}{_FORMAT}"
        case Kind.INTEGER:
            return f":{segment.text}<int>"
        case Kind.INTEGER_EXTENSION:
            return f":{segment.text}<int>.{segment.extension}"
        case Kind.INTEGER_FORMAT:
            return f":{segment.text}<int>{_FORMAT}"
        case Kind.NAME:
            return f":{segment.text}"
        case Kind.NAME_EXTENSION:
            return f":{segment.text}.{segment.extension}"
        case Kind.NAME_FORMAT:
            return f":{segment.text}{_FORMAT}"
        case _:
            return f"*{segment.text}"


@dataclass(frozen=True, slots=True)
class Words:
    """What stands for the variables of a pattern in an example."""

    name: str = "exemple"
    number: str = "123"
    extension: str = "txt"


def example_path(shape: Shape, words: Words = Words()) -> str:
    """An address path that the shape accepts, for messages."""
    return "/" + "/".join(_example(segment, words) for segment in shape)


def _example(segment: Segment, words: Words) -> str:
    extension = segment.extension or words.extension
    match segment.kind:
        case Kind.LITERAL:
            return segment.text
        case Kind.LITERAL_FORMAT:
            return f"{segment.text}.{extension}"
        case Kind.INTEGER:
            return words.number
        case Kind.INTEGER_EXTENSION | Kind.INTEGER_FORMAT:
            return f"{words.number}.{extension}"
        case Kind.NAME_EXTENSION | Kind.NAME_FORMAT:
            return f"{words.name}.{extension}"
        case _:
            return words.name
