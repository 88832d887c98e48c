"""How PHP numbers the values of a session, and what a change does to the numbers.

PHP counts every value once, containers before what they hold, keys not at all; `R:` takes no
number, `r:` does. The count runs through the whole session, so that adding one value moves the
number of all that follow.
"""

from dataclasses import dataclass

from legacy_bridge.php.errors import PhpFormatError, PhpReferenceCut
from legacy_bridge.php.reading import Mark, Reader
from legacy_bridge.php.values import PhpValue


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


def renumbering(marks: list[Mark], patch: Patch, added: list[Mark]) -> list[Patch]:
    """What else must be rewritten when `patch` puts the values `added` in its place.

    Errors: PhpReferenceCut, when one end of a link would go and the other stay, when a value
        that is put there has links of its own, or when a class's own format hides the numbers.
    """
    values = numbered(marks)
    before = sum(mark.offset < patch.start for mark in values)
    gone = sum(patch.start <= mark.offset < patch.end for mark in values)
    shift = len(added) - gone
    hidden = [mark.offset for mark in marks if mark.letter == "C"]
    is_hidden = bool(hidden and (shift or hidden[0] < patch.end))
    if is_hidden or (shift and any(mark.letter == "C" for mark in added)):
        raise PhpReferenceCut("The numbers that a class's own format hides", patch.start)
    if any(mark.letter in "rR" for mark in added):
        raise PhpReferenceCut("A value with links of its own, to be put", patch.start)
    patches: list[Patch] = []
    for mark in marks:
        if mark.letter not in "rR":
            continue
        names_gone = before < mark.number <= before + gone
        if patch.start <= mark.offset < patch.end:
            if mark.letter == "R" and not names_gone:
                raise PhpReferenceCut("One of two linked variables would change", mark.offset)
        elif names_gone:
            raise PhpReferenceCut("The value named here would go", mark.offset)
        elif shift and mark.number > before + gone:
            digits = (mark.offset + len("R:"), mark.end - len(";"))
            patches.append(Patch(*digits, b"%d" % (mark.number + shift)))
    return patches
