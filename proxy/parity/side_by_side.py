"""Two values beside each other, what differs marked in its place."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORDS = re.compile(r"\w+|\W")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a value. Shape: `differs` when the other value does not have it there."""

    text: str
    differs: bool


def side_by_side(control: str, candidate: str) -> tuple[Sequence[Stretch], Sequence[Stretch]]:
    """The two values cut where they begin and cease to differ, word by word."""
    one, other = _WORDS.findall(control), _WORDS.findall(candidate)
    left: list[Stretch] = []
    right: list[Stretch] = []
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    for verb, i1, i2, j1, j2 in matcher.get_opcodes():
        differs = verb != "equal"
        if i2 > i1:
            left.append(Stretch("".join(one[i1:i2]), differs))
        if j2 > j1:
            right.append(Stretch("".join(other[j1:j2]), differs))
    return left, right
