"""Old addresses and the new ones they lead to."""

from proxy.core.patterns import Kind, Segment, parse_pattern
from proxy.core.shapes import meeting

_FORMAT = "sf_format"
_WITH_FORMAT = frozenset({Kind.LITERAL_FORMAT, Kind.INTEGER_FORMAT, Kind.NAME_FORMAT})
_EXTENDED = _WITH_FORMAT | {Kind.INTEGER_EXTENSION, Kind.NAME_EXTENSION}
_LITERAL = frozenset({Kind.LITERAL, Kind.LITERAL_FORMAT})


def successor(old: str, new: str, path: str) -> str:
    """The new path of an old one, its variables carried over by name.

    Shape: `old` is the pattern that claims `path`, `new` the one it leads to; what an old rest
           holds may be nothing.
    """
    values = _values(old, path)
    shapes = parse_pattern(new)
    shape = shapes[-1] if values.get(_FORMAT) else shapes[0]
    return "/" + "/".join(_filled(segment, values) for segment in shape)


def variables(pattern: str) -> frozenset[str]:
    """The names that a pattern gives values to, a free format aside."""
    shape = parse_pattern(pattern)[0]
    return frozenset(segment.text for segment in shape if segment.kind not in _LITERAL)


def _values(pattern: str, path: str) -> dict[str, str]:
    asked = tuple(Segment(Kind.LITERAL, text) for text in path[1:].split("/"))
    shapes = (shape for shape in parse_pattern(pattern) if meeting(shape, asked) is not None)
    values: dict[str, str] = {}
    for place, segment in enumerate(next(shapes, ())):
        if segment.kind is Kind.REST:
            values[segment.text] = "/".join(each.text for each in asked[place:])
            break
        stem, _, extension = asked[place].text.rpartition(".")
        if segment.kind in _WITH_FORMAT:
            values[_FORMAT] = extension
        if segment.kind not in _LITERAL:
            values[segment.text] = stem if segment.kind in _EXTENDED else extension
    return values


def _filled(segment: Segment, values: dict[str, str]) -> str:
    text = segment.text if segment.kind in _LITERAL else values.get(segment.text, "")
    if segment.kind in _WITH_FORMAT:
        return f"{text}.{values.get(_FORMAT, '')}"
    return f"{text}.{segment.extension}" if segment.extension else text
