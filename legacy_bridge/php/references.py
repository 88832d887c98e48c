"""How PHP numbers the values of a session, and what a change does to the numbers.

PHP counts every value once, containers before what they hold, keys not at all; `R:` takes no
number, `r:` does. The count runs through the whole session, so that adding one value moves the
number of all that follow.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from legacy_bridge.php.errors import PhpFormatError, PhpReferenceCut
from legacy_bridge.php.reading import Mark, Reader
from legacy_bridge.php.values import PhpValue

#: Values that PHP never counts as objects, and that hold no others.
_PLAIN = frozenset("idsSbN")
_LINK = re.compile(r"([rR]):([0-9]{1,10});")
#: What stands before and between the values of a class's own format.
_BETWEEN = re.compile(r"[;,:]*(?:[xm]:)?")


@dataclass(frozen=True, slots=True)
class Patch:
    """`text` instead of what is at [start, end)."""

    start: int
    end: int
    text: bytes


def numbered(marks: list[Mark]) -> list[Mark]:
    """The marks that have a number; the first has number 1.

    Source: php-src ext/standard/var_unserializer.re, var_push.
    """
    return [mark for mark in marks if mark.letter != "R"]


def named_value(text: str, number: int) -> PhpValue:
    """The value that has this number in the serialised `text`, one character a byte.

    Errors: PhpFormatError, when there is none.
    """
    marks: list[Mark] = []
    Reader(text, marks=marks).value(0)
    values = numbered(marks)
    if not 0 < number <= len(values):
        raise PhpFormatError(f"No value has the number {number}", len(text))
    found, _ = Reader(text).value(values[number - 1].offset)
    return found


def check_references(marks: list[Mark]) -> None:
    """Nothing, if every reference names an earlier value of the right kind.

    Errors: PhpFormatError, where PHP itself would refuse the session.
    """
    letters: list[str] = []
    for mark in marks:
        if mark.letter in "rR":
            named = letters[mark.number - 1] if 0 < mark.number <= len(letters) else ""
            if not named or (mark.letter == "r" and named not in "OCEr"):
                raise PhpFormatError(f"No value has the number {mark.number}", mark.offset)
        if mark.letter == "C":
            return  # how many values its own format holds is not known, so neither are the rest
        if mark.letter != "R":
            letters.append(mark.letter)


def linked_place(text: str, marks: list[Mark], offset: int) -> int:
    """Where the value begins that the link at `offset` is another name of.

    Errors: PhpReferenceCut, where it stands inside an object, or behind one with a format of its
        own: a class may part the two when it is read, or hide numbers, and only PHP has the class.
    """
    link = next(mark for mark in marks if mark.offset == offset)
    named = numbered(marks)[: link.number]
    place = named[-1].offset
    before = [mark for mark in marks if mark.offset < place]
    fewest, most = _counts(before)
    if (
        len(named) < link.number
        or fewest < most
        or any(mark.letter == "O" and Reader(text).value(mark.offset)[1] > place for mark in before)
    ):
        raise PhpReferenceCut("A linked variable of an object would change", offset)
    return place


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the session, and which numbers its values can have.

    Shape: `before` and `inside` are the fewest and the most values; they differ where a class's
        own format may, or may not, hold values that PHP numbers with the others.
    Source: PHP numbers them since 5.4 (bug 36424), if the class calls unserialize() at all.
    """

    start: int
    end: int
    before: tuple[int, int]
    inside: tuple[int, int]
    has_objects: bool

    @staticmethod
    def of(marks: list[Mark], start: int, end: int) -> "Region":
        """The region at [start, end)."""
        inside = [mark for mark in marks if start <= mark.offset < end]
        before = [mark for mark in marks if mark.offset < start]
        has_objects = any(mark.letter in "OCEr" for mark in inside)
        return Region(start, end, _counts(before), _counts(inside), has_objects)

    def may_hold(self, link: Mark) -> bool:
        """Whether the value named may be one of these."""
        if link.letter == "r" and not self.has_objects:
            return False
        return self.before[0] < link.number <= self.before[1] + self.inside[1]

    def is_other_name(self, link: Mark) -> bool:
        """Whether the link is another name of the whole value that is the region."""
        return (
            link.letter == "R"
            and not link.sealed
            and self.before[0] == self.before[1] == link.number - 1
        )

    def check_uncut(self, marks: list[Mark], *, stays: bool = False) -> None:
        """Nothing, if no link has one end in the region and the other outside.

        Shape: other names of the whole value may be outside where a value `stays` there.
        Errors: PhpReferenceCut.
        """
        for link in _links(marks):
            if stays and self.is_other_name(link):
                continue
            if link.offset >= self.end and self.may_hold(link):
                raise PhpReferenceCut("The value named here would go", link.offset)
            is_inside = self.start <= link.offset < self.end
            if is_inside and link.letter == "R" and link.number <= self.before[1]:
                raise PhpReferenceCut("One of two linked variables would change", link.offset)


def renumbering(marks: list[Mark], patch: Patch, added: list[Mark]) -> list[Patch]:
    """What else must be rewritten when `patch` puts the values `added` in its place.

    Shape: a value in place of another is put for all who share that, as PHP would.
    Errors: PhpReferenceCut, when one end of a link would go and the other stay, when a value
        that is put there has links of its own, or when a class's own format hides the numbers.
    """
    gone = [mark.letter for mark in marks if patch.start <= mark.offset < patch.end]
    if len(gone) == len(added) == 1 and {gone[0], added[0].letter} <= _PLAIN:
        return []
    if any(_links(added)):
        raise PhpReferenceCut("A value with links of its own, to be put", patch.start)
    region = Region.of(marks, patch.start, patch.end)
    stays = bool(gone and added)
    region.check_uncut(marks, stays=stays)
    fewest, most = _counts(added)
    shifts = (fewest - region.inside[1], most - region.inside[0])
    patches = []
    for link in _links(marks):
        if shifts == (0, 0) or link.offset < patch.end or link.number <= region.before[0]:
            continue
        if stays and region.is_other_name(link):
            continue
        if (
            link.number <= region.before[1] + region.inside[1]
            and region.before[1] > region.before[0]
        ):
            raise PhpReferenceCut("The numbers that a class's own format hides", link.offset)
        if shifts[0] != shifts[1] or link.sealed:
            raise PhpReferenceCut("The numbers that a class's own format hides", link.offset)
        digits = (link.offset + len("R:"), link.end - len(";"))
        patches.append(Patch(*digits, b"%d" % (link.number + shifts[0])))
    return patches


def _links(marks: list[Mark]) -> Iterator[Mark]:
    """All links, those inside a class's own format as well; these have no place of their own."""
    for mark in marks:
        if mark.letter in "rR":
            yield mark
        for letter, number in _LINK.findall(mark.sealed):
            yield Mark(mark.offset, mark.end, letter, int(number), mark.sealed)


def _counts(marks: list[Mark]) -> tuple[int, int]:
    """The fewest and the most values that PHP numbers here."""
    count = len(numbered(marks))
    return count, count + sum(_most_values(mark.sealed) for mark in marks)


def _most_values(sealed: str) -> int:
    """How many values a class's own format can hold: those read in it, or one in two bytes.

    Shape: what ArrayObject (x:…;m:…), SplObjectStorage, the Spl lists and serialize() write.
    """
    marks: list[Mark] = []
    position = 0
    try:
        while position < len(sealed):
            between = _BETWEEN.match(sealed, position)
            position = between.end() if between else position
            if position < len(sealed):
                _, position = Reader(sealed, marks=marks).value(position)
    except PhpFormatError:
        return len(sealed) // 2
    return len(numbered(marks)) + sum(_most_values(mark.sealed) for mark in marks)
