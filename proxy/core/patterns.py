"""Route patterns: their segments, how segments rank, and an example address of each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import IntEnum


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


#: Kinds whose segments hold a dot: a stem, then an extension that is fixed or free.
DOTTED = frozenset(
    {
        Kind.LITERAL_FORMAT,
        Kind.INTEGER_EXTENSION,
        Kind.NAME_EXTENSION,
        Kind.INTEGER_FORMAT,
        Kind.NAME_FORMAT,
    }
)

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


@dataclass(frozen=True, slots=True)
class Segment:
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

    @property
    def example(self) -> str:
        """A piece of an address that this segment accepts."""
        stem = {
            Kind.LITERAL: self.text,
            Kind.LITERAL_FORMAT: self.text,
            Kind.INTEGER: "1",
            Kind.INTEGER_EXTENSION: "1",
            Kind.INTEGER_FORMAT: "1",
        }.get(self.kind, "x")
        if self.kind not in DOTTED:
            return stem
        return f"{stem}.{self.extension or 'csv'}"


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
    shape = tuple(_segments(body[1:])) if body != "/" else ()
    if body == pattern:
        return (shape,)
    if not shape or shape[-1].kind not in _WITH_FORMAT or not shape[-1].text:
        raise PatternFaulty(f"{_FORMAT} follows a literal or :name segment")
    last = replace(shape[-1], kind=_WITH_FORMAT[shape[-1].kind])
    return shape, (*shape[:-1], last)


def _segments(body: str) -> Iterator[Segment]:
    pieces = body.split("/")
    for number, piece in enumerate(pieces, 1):
        is_last = number == len(pieces)
        if not piece:
            if not is_last or number == 1:
                raise PatternFaulty("two slashes follow each other; write one")
            yield Segment(Kind.LITERAL, "")
        elif piece[0] == "*":
            if not is_last or not _REST.fullmatch(piece):
                raise PatternFaulty(f"{piece}: only the last segment may be a rest, as in *rest")
            yield Segment(Kind.REST, piece[1:])
        elif piece[0] == ":":
            yield _variable(piece)
        else:
            yield _literal(piece)


def _variable(piece: str) -> Segment:
    match = _VARIABLE.fullmatch(piece)
    if not match:
        raise PatternFaulty(f"{piece}: write :name, :name<int> or :name.ext")
    name, integer, extension = match.groups()
    if extension:
        kind = Kind.INTEGER_EXTENSION if integer else Kind.NAME_EXTENSION
        return Segment(kind, name, extension)
    return Segment(Kind.INTEGER if integer else Kind.NAME, name)


def _literal(piece: str) -> Segment:
    if piece in {".", ".."}:
        raise PatternFaulty("dot segments never reach the table; remove them")
    if not _LITERAL.fullmatch(piece):
        raise PatternFaulty(
            f"{piece}: a literal is written decoded, without : * < > ? # % or spaces"
        )
    return Segment(Kind.LITERAL, piece)


def example_path(shape: Shape) -> str:
    """An address path that the shape accepts, for messages."""
    return "/" + "/".join(segment.example for segment in shape)
