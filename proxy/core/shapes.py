"""Sets of addresses: what two shapes have in common, and whether one covers the other."""

from collections.abc import Iterator
from itertools import zip_longest

from proxy.core.patterns import Kind, Segment, Shape

#: Kind → what its stem is made of: a literal, digits, or any name.
_STEMS = {
    Kind.LITERAL: Kind.LITERAL,
    Kind.LITERAL_FORMAT: Kind.LITERAL,
    Kind.INTEGER: Kind.INTEGER,
    Kind.INTEGER_EXTENSION: Kind.INTEGER,
    Kind.INTEGER_FORMAT: Kind.INTEGER,
    Kind.NAME: Kind.NAME,
    Kind.NAME_EXTENSION: Kind.NAME,
    Kind.NAME_FORMAT: Kind.NAME,
}
_FREE = frozenset({Kind.LITERAL_FORMAT, Kind.INTEGER_FORMAT, Kind.NAME_FORMAT})
_ANY = "*"


def meeting(one: Shape, other: Shape) -> Shape | None:
    """The shape of the addresses that both shapes accept; None when there are none."""
    met: list[Segment] = []
    for index, (mine, theirs) in enumerate(zip_longest(one, other)):
        if mine is not None and mine.kind is Kind.REST:
            return (*met, *other[index:])
        if theirs is not None and theirs.kind is Kind.REST:
            return (*met, *one[index:])
        segment = common(mine, theirs) if mine and theirs else None
        if segment is None:
            return None
        met.append(segment)
    return tuple(met)


def covers(wide: Shape, narrow: Shape) -> bool:
    """Whether every address of one shape is an address of the other."""
    met = meeting(wide, narrow)
    return met is not None and keys(met) == keys(narrow)


def keys(shape: Shape) -> tuple[tuple[Kind, str], ...]:
    """What tells shapes apart."""
    return tuple(segment.key for segment in shape)


def common(one: Segment, other: Segment) -> Segment | None:
    """The segment that accepts what both accept; neither is a rest."""
    my_stem, my_extension = _parts(one)
    their_stem, their_extension = _parts(other)
    stem = _common_stem(my_stem, their_stem)
    if stem is None:
        return None
    if my_extension == their_extension:
        return _composed(stem, my_extension)
    if my_extension == _ANY and their_extension:
        return _composed(stem, their_extension)
    if their_extension == _ANY and my_extension:
        return _composed(stem, my_extension)
    return None


Stem = tuple[Kind, str]


def _parts(segment: Segment) -> tuple[Stem, str]:
    """The stem, and the extension: empty without one, a star when it is free."""
    kind = segment.kind
    if kind is Kind.LITERAL:
        stem, dot, extension = segment.text.rpartition(".")
        if dot and extension:
            return (Kind.LITERAL, stem), extension
        return (Kind.LITERAL, segment.text), ""
    text = segment.text if kind is Kind.LITERAL_FORMAT else ""
    return (_STEMS[kind], text), _ANY if kind in _FREE else segment.extension


def _common_stem(one: Stem, other: Stem) -> Stem | None:
    narrow, wide = sorted((one, other))
    if narrow[0] is not Kind.LITERAL or wide[0] is Kind.LITERAL:
        return narrow if narrow[0] is not Kind.LITERAL or narrow == wide else None
    text = narrow[1]
    if wide[0] is Kind.INTEGER:
        return narrow if text.isascii() and text.isdigit() else None
    return narrow if text and "." not in text else None


def _composed(stem: Stem, extension: str) -> Segment:
    kind, text = stem
    if not extension:
        return Segment(kind, text)
    if extension == _ANY:
        free = {Kind.LITERAL: Kind.LITERAL_FORMAT, Kind.INTEGER: Kind.INTEGER_FORMAT}
        return Segment(free.get(kind, Kind.NAME_FORMAT), text)
    if kind is Kind.LITERAL:
        return Segment(Kind.LITERAL, f"{text}.{extension}")
    fixed = Kind.INTEGER_EXTENSION if kind is Kind.INTEGER else Kind.NAME_EXTENSION
    return Segment(fixed, text, extension)


def fresh_words(taken: set[str]) -> Iterator[str]:
    """A name, a number and an extension that no literal of a table spells."""
    for word, more in (("exemple", "-x"), ("123", "4"), ("txt", "x")):
        while word in taken:
            word += more  # noqa: PLW2901, until it is nobody's
        yield word
