"""Two pages as pieces that can be shown beside each other, what differs marked where it stands."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from proxy.parity.differences import Change
from proxy.parity.drawing import Drawing, Mark
from proxy.parity.exemplars.privacy import private_attribute, private_marks, private_text
from proxy.parity.exemplars.values import Piece, PieceKind, Sheet
from proxy.parity.markup import VOID
from proxy.parity.pages import Placed
from proxy.parity.side_by_side import Stretch, side_by_side

#: How many marks of a page are kept: a list of 20 rows has about 1,000.
MOST_MARKS = 6000

#: A text without differences is cut to this, and none is compared word by word beyond the second.
_LONGEST_ALIKE, _LONGEST = 600, 8000

Numbered = Sequence[tuple[int, Placed]]


def sheets_of(one: Drawing, other: Drawing, numbered: Numbered) -> tuple[Sheet, Sheet]:
    """Both pages, with the number of each difference where it stands."""
    pens = (_Pen(one, private_marks(one)), _Pen(other, private_marks(other)))
    for number, each in numbered:
        for pen, index, is_absent in (
            (pens[0], each.control, _is_absent(each, Change.ADDED)),
            (pens[1], each.candidate, _is_absent(each, Change.MISSING)),
        ):
            (pen.absent if is_absent else pen.standing)[index].append((number, each))
    first = numbered[0][1] if numbered else None
    return (
        pens[0].sheet(pens[1], 0, first.control if first else 0),
        pens[1].sheet(pens[0], 1, first.candidate if first else 0),
    )


def _is_absent(each: Placed, change: Change) -> bool:
    return each.is_one_sided and each.found.change is change


def stretches_of(values: tuple[str, str], side: int) -> Sequence[Stretch]:
    """One of two values that differ, cut where the difference begins and ends.

    Shape: values alike once they are redacted differ as a whole.
    """
    if values[0] == values[1] or max(map(len, values)) > _LONGEST:
        return [Stretch(_short(values[side], _LONGEST), differs=True)]
    found = side_by_side(*values)[side]
    return [
        Stretch(each.text if each.differs else _short(each.text), each.differs) for each in found
    ]


def _short(text: str, most: int = _LONGEST_ALIKE) -> str:
    half = most // 2
    return text if len(text) <= most else f"{text[:half]} … {text[-half:]}"


@dataclass
class _Pen:
    drawing: Drawing
    private: Sequence[bool]
    standing: dict[int, list[tuple[int, Placed]]] = field(default_factory=lambda: defaultdict(list))
    absent: dict[int, list[tuple[int, Placed]]] = field(default_factory=lambda: defaultdict(list))

    def sheet(self, other: "_Pen", side: int, first: int) -> Sheet:
        """The page, or a window of it around its first difference."""
        marks = self.drawing.marks
        start = max(0, min(first - MOST_MARKS // 2, len(marks) - MOST_MARKS))
        end = min(len(marks), start + MOST_MARKS)
        opened = _open_at(marks, start)
        pieces = [Piece(PieceKind.OPEN, tag) for tag in opened]
        for index in range(start, end + 1):
            if index in self.absent:
                pieces.append(self._absent(index))
            if index < end:
                pieces += self._piece(index, other, side)
        pieces += [Piece(PieceKind.CLOSE, tag) for tag in reversed(_open_at(marks, end))]
        return Sheet(tuple(pieces), (start, len(marks) - end))

    def _absent(self, index: int) -> Piece:
        numbers = tuple(number for number, _ in self.absent[index])
        return Piece(PieceKind.ABSENT, numbers=numbers)

    def _piece(self, index: int, other: "_Pen", side: int) -> Iterator[Piece]:
        mark = self.drawing.marks[index]
        here = self.standing.get(index, [])
        numbers = tuple(number for number, _ in here)
        if isinstance(mark, tuple):
            yield Piece(PieceKind.OPEN, mark[0], self._attributes(index, other, side), (), numbers)
            if mark[0] in VOID:
                yield Piece(PieceKind.CLOSE, mark[0])
        elif mark[0] == "/":
            yield Piece(PieceKind.CLOSE, mark[1:])
        else:
            tag = "" if mark[0] == "'" else "doctype"
            yield Piece(PieceKind.TEXT, tag, (), self._text(index, other, side), numbers)

    def _text(self, index: int, other: "_Pen", side: int) -> Sequence[Stretch]:
        text = self.said(index)
        here = self.standing.get(index)
        if not here:
            return [Stretch(_short(text), differs=False)]
        found = here[0][1]
        if found.is_one_sided:
            return [Stretch(_short(text, _LONGEST), differs=True)]
        theirs = other.said(found.candidate if side == 0 else found.control)
        return stretches_of((text, theirs) if side == 0 else (theirs, text), side)

    def _attributes(
        self, index: int, other: "_Pen", side: int
    ) -> tuple[tuple[str, Sequence[Stretch]], ...]:
        changed = {each.attribute: each for _, each in self.standing.get(index, [])}
        found: list[tuple[str, Sequence[Stretch]]] = []
        for name, value in self.attributes(index).items():
            if name in changed:
                there = changed[name].candidate if side == 0 else changed[name].control
                theirs = other.attributes(there).get(name, "")
                pair = (value, theirs) if side == 0 else (theirs, value)
                found.append((name, stretches_of(pair, side)))
            else:
                found.append((name, [Stretch(_short(value), differs=False)]))
        found += [(name, ()) for name in changed if name and name not in self.attributes(index)]
        return tuple(found)

    def said(self, index: int) -> str:
        """The text of a mark, as it may be kept."""
        return private_text(str(self.drawing.marks[index])[1:], is_private=self.private[index])

    def attributes(self, index: int) -> dict[str, str]:
        """The attributes of an element, as they may be kept."""
        mark = self.drawing.marks[index]
        pairs = mark[1] if isinstance(mark, tuple) else ()
        is_private = self.private[index]
        return {
            name: private_attribute(name, value, is_private=is_private) for name, value in pairs
        }


def _open_at(marks: Sequence[Mark], end: int) -> list[str]:
    """The elements that are open before a mark."""
    found: list[str] = []
    for mark in marks[:end]:
        if isinstance(mark, tuple):
            if mark[0] not in VOID:
                found.append(mark[0])
        elif mark[0] == "/" and found:
            found.pop()
    return found
