"""What legacy says otherwise when asked twice: learned by field, taken away from what is found."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from proxy.parity.differences import Difference

_LONG = re.compile(r"[0-9A-Za-z_+/=-]{16,}")
_NUMBER = re.compile(r"\d+")


def shape_of(value: str) -> str:
    """What values of one field share: numbers and long tokens, whatever they say."""
    return _NUMBER.sub("9", _LONG.sub(_token, value))


def _token(match: re.Match[str]) -> str:
    is_token = any(letter.isdigit() for letter in match[0])
    return f"‹{len(match[0])}›" if is_token else match[0]


@dataclass(frozen=True, slots=True)
class Noise:
    """The fields that are never twice the same on legacy, each with the shapes it was seen in.

    Shape: a field of noise still differs when the candidate's value has another shape: a token
           that is gone is no noise.
    """

    shapes: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def covers(self, found: Difference) -> bool:
        """Whether legacy itself would have answered such another value."""
        known = self.shapes.get(found.cause, frozenset())
        return {shape_of(found.control), shape_of(found.candidate)} <= known

    def without(self, differences: Iterable[Difference]) -> tuple[Difference, ...]:
        """The differences that are not noise."""
        return tuple(each for each in differences if not self.covers(each))

    def learned(self, differences: Iterable[Difference]) -> "Noise":
        """What two answers of legacy to one request taught, added to what is known."""
        shapes = {name: set(known) for name, known in self.shapes.items()}
        for each in differences:
            both = {shape_of(each.control), shape_of(each.candidate)}
            shapes.setdefault(each.cause, set()).update(both)
        return Noise({name: frozenset(known) for name, known in shapes.items()})
