"""Two pages compared: only the part that differs is aligned, each difference named by its place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice

from proxy.parity.differences import Change, Difference, Part, difference
from proxy.parity.drawing import Drawing, Mark, drawing_of
from proxy.parity.markup import VOID, is_spoken
from proxy.parity.masks import Mask

#: A page that shares nothing with the other has thousands of differences, and one cause.
MOST_DIFFERENCES = 200

#: How far neighbours may end alike; a row's actions are some twenty marks.
_LONGEST_SLIDE = 100

_FORM_TAGS = frozenset({"form", "input", "select", "option", "textarea", "button", "optgroup"})
_HEAD_TAGS = frozenset({"title", "meta", "link", "base", "html"})
#: What is named even inside something that is missing as a whole.
_NOTABLE = _FORM_TAGS | _HEAD_TAGS | {"a", "img", "tr", "h1", "h2", "h3", "label", "th"}
_SPOKEN_TAGS = frozenset({"label", "caption", "legend", "h1", "h2", "h3", "h4", "h5", "h6"})


@dataclass(frozen=True, slots=True)
class _Window:
    """The marks of one page that are not surely the other's."""

    drawing: Drawing
    start: int
    end: int

    @property
    def marks(self) -> Sequence[Mark]:
        return self.drawing.marks[self.start : self.end]

    def moved(self, down: int) -> "_Window":
        """The window that many marks further down."""
        return _Window(self.drawing, self.start + down, self.end + down)


@dataclass(frozen=True, slots=True)
class Placed:
    """A difference and where it stands.

    Shape: an index in the marks of each page; what one page lacks (`is_one_sided`) stands before
           the mark that the index names there. `attribute` is the one that differs, if any.
    """

    found: Difference
    control: int
    candidate: int
    is_one_sided: bool = False
    attribute: str = ""


def page_differences(
    control: str, candidate: str, masks: tuple[Mask, ...] = (), origin: str = ""
) -> list[Difference]:
    """What the candidate's page says otherwise, the first 200 of it; none for pages alike.

    Units: 50 KiB: 3 ms when they are alike after masks, 10 to 50 ms when not.
    """
    quick = [
        drawing_of(source, masks, origin, with_places=False) for source in (control, candidate)
    ]
    if quick[0].marks == quick[1].marks:
        return []
    one, other = (drawing_of(source, masks, origin) for source in (control, candidate))
    return [each.found for each in placed_differences(one, other)]


def placed_differences(one: Drawing, other: Drawing) -> list[Placed]:
    """The first 200 differences of two drawings that are not the same, each with its places."""
    found = list(islice(_differences(one, other), MOST_DIFFERENCES))
    if not found:
        nested = ("nested one way", "nested another way")
        found = [Placed(difference(Part.STRUCTURE, "structure", *nested), 0, 0)]
    return found


def _differences(one: Drawing, other: Drawing) -> Iterator[Placed]:
    mine, theirs = _windows(one, other)
    matcher = SequenceMatcher(None, mine.marks, theirs.marks, autojunk=len(mine.marks) > 2000)
    for verb, i1, i2, j1, j2 in matcher.get_opcodes():
        if verb == "equal":
            continue
        left = _Window(one, mine.start + i1, mine.start + i2)
        right = _Window(other, theirs.start + j1, theirs.start + j2)
        slide = 0
        if verb != "replace":
            slide = _slide(left, right) if verb == "delete" else _slide(right, left)
        yield from _aligned(left.moved(slide), right.moved(slide))


def _slide(window: _Window, lacking: _Window) -> int:
    """How far down a stretch that the other page lacks begins with an element and ends with it.

    Shape: where neighbours end or begin alike, as rows of a list do, the same marks can be missing
           in several ways; a row that is gone is one row, and not the end of one and most of
           another. Negative for further up; 0 where it cannot be said so.
    """
    marks, theirs = window.drawing.marks, lacking.drawing.marks
    for step in (1, -1):
        for slide in range(0, step * _LONGEST_SLIDE, step):
            start, end, beside = (at + slide for at in (window.start, window.end, lacking.start))
            if _is_whole(marks, start, end):
                return slide
            # What leaves the stretch at one end, what comes at the other, and what stays beside it.
            leaving, coming, kept = (
                (start, end, beside) if step > 0 else (end - 1, start - 1, beside - 1)
            )
            if min(coming, kept) < 0 or end >= len(marks) or kept >= len(theirs):
                break
            if not marks[leaving] == marks[coming] == theirs[kept]:
                break
    return 0


def _is_whole(marks: Sequence[Mark], start: int, end: int) -> bool:
    """Whether marks begin with an element and leave none open."""
    if end <= start or not isinstance(marks[start], tuple):
        return False
    depth = 0
    for mark in marks[start:end]:
        if isinstance(mark, tuple):
            depth += mark[0] not in VOID
        elif mark[0] == "/":
            depth -= 1
            if depth < 0:
                return False
    return depth == 0


def _windows(one: Drawing, other: Drawing) -> tuple[_Window, _Window]:
    """What remains between the beginning and the end that both pages share."""
    a, b = one.marks, other.marks
    shorter = min(len(a), len(b))
    head = 0
    while head < shorter and a[head] == b[head]:
        head += 1
    tail = 0
    while tail < shorter - head and a[-1 - tail] == b[-1 - tail]:
        tail += 1
    return _Window(one, head, len(a) - tail), _Window(other, head, len(b) - tail)


def _aligned(left: _Window, right: _Window) -> Iterator[Placed]:
    """The differences of two stretches: what has the same place and kind changed, the rest is
    missing or added.
    """
    keys = [_keys(left), _keys(right)]
    matcher = SequenceMatcher(None, keys[0], keys[1], autojunk=False)
    for verb, i1, i2, j1, j2 in matcher.get_opcodes():
        if verb == "equal":
            for i, j in zip(range(i1, i2), range(j1, j2), strict=True):
                places = left.start + i, right.start + j
                for found, name in _changed(left, places[0], right, places[1]):
                    yield Placed(found, *places, attribute=name)
            continue
        gone = _Window(left.drawing, left.start + i1, left.start + i2)
        new = _Window(right.drawing, right.start + j1, right.start + j2)
        for at, found in _one_sided(gone, Change.MISSING):
            yield Placed(found, at, new.start, is_one_sided=True)
        for at, found in _one_sided(new, Change.ADDED):
            yield Placed(found, gone.end, at, is_one_sided=True)


def _keys(window: _Window) -> list[tuple[str, str]]:
    places = window.drawing.places[window.start : window.end]
    return [(_kind(mark), place) for mark, place in zip(window.marks, places, strict=True)]


def _kind(mark: Mark) -> str:
    if isinstance(mark, tuple):
        return mark[0]
    return mark if mark[0] == "/" else mark[0]


def _changed(left: _Window, i: int, right: _Window, j: int) -> Iterator[tuple[Difference, str]]:
    """The differences of two marks in the same place, each with the attribute's name."""
    before, after = left.drawing.marks[i], right.drawing.marks[j]
    if before == after:
        return
    place, at = left.drawing.places[i], _row(left.drawing, i)
    if isinstance(before, tuple) and isinstance(after, tuple):
        yield from _changed_attributes(before, after, place, at)
        return
    tag = _tag_around(left.drawing, i)
    yield difference(
        _part_of(tag, place, left.drawing, i), place or "text", str(before)[1:], str(after)[1:],
        at=at, is_accessibility=tag in _SPOKEN_TAGS,
    ), ""  # fmt: skip


def _changed_attributes(
    before: tuple[str, tuple[tuple[str, str], ...]],
    after: tuple[str, tuple[tuple[str, str], ...]],
    place: str,
    at: str,
) -> Iterator[tuple[Difference, str]]:
    tag, old = before[0], dict(before[1])
    new = dict(after[1])
    for name in sorted({*old, *new}):
        if old.get(name) == new.get(name):
            continue
        change = (
            Change.ADDED if name not in old
            else Change.MISSING if name not in new
            else Change.CHANGED
        )  # fmt: skip
        yield difference(
            _part_of_attribute(tag, name), f"{place}@{name}", old.get(name, ""), new.get(name, ""),
            change, at=at, is_accessibility=is_spoken(name),
        ), name  # fmt: skip


def _one_sided(window: _Window, change: Change) -> Iterator[tuple[int, Difference]]:
    """The outermost elements of a stretch, and what is notable inside them, each with its index."""
    depth = 0
    for index in range(window.start, window.end):
        mark = window.drawing.marks[index]
        if isinstance(mark, tuple):
            if depth == 0 or mark[0] in _NOTABLE:
                yield index, _whole(window, index, change, mark[0])
            depth += mark[0] not in VOID
        elif mark[0] == "/":
            depth = max(0, depth - 1)
        elif depth == 0:
            place = window.drawing.places[index]
            tag = _tag_around(window.drawing, index)
            yield index, _sided(
                _part_of(tag, place, window.drawing, index), place, mark[1:], change,
                at=_row(window.drawing, index), is_accessibility=tag in _SPOKEN_TAGS,
            )  # fmt: skip


def _whole(window: _Window, index: int, change: Change, tag: str) -> Difference:
    drawing = window.drawing
    return _sided(
        _part_of(tag, drawing.places[index], drawing, index),
        f"{drawing.places[index]} <{tag}>",
        _summary(drawing, index),
        change,
        at=_row(drawing, index),
        is_accessibility=tag in _SPOKEN_TAGS,
    )


def _sided(
    part: Part, field: str, said: str, change: Change, *, at: str, is_accessibility: bool
) -> Difference:
    values = (said, "") if change is Change.MISSING else ("", said)
    return difference(part, field, *values, change, at=at, is_accessibility=is_accessibility)


def _summary(drawing: Drawing, index: int) -> str:
    """An element's attributes, and the words in it."""
    mark = drawing.marks[index]
    assert isinstance(mark, tuple)  # noqa: S101 - only elements are summed up
    attributes = " ".join(f'{name}="{value}"' for name, value in mark[1])
    words: list[str] = []
    end, place = f"/{mark[0]}", drawing.places[index]
    for later in range(index + 1, min(len(drawing.marks), index + 40)):
        said = drawing.marks[later]
        if isinstance(said, str) and said[0] == "'":
            words.append(said[1:])
        if said == end and drawing.places[later] == place:
            break
    text = "" if mark[0] in VOID else " ".join(words)
    return f"<{' '.join(filter(None, (mark[0], attributes)))}>{text}"


def _tag_around(drawing: Drawing, index: int) -> str:
    """The element a text stands in."""
    depth = 0
    for earlier in range(index - 1, -1, -1):
        mark = drawing.marks[earlier]
        if isinstance(mark, tuple):
            if mark[0] in VOID:
                continue
            if depth == 0:
                return mark[0]
            depth -= 1
        elif mark[0] == "/":
            depth += 1
    return ""


def _row(drawing: Drawing, index: int) -> str:
    """Which row of its table a mark stands in; empty outside tables."""
    rows, depth = 0, 0
    for earlier in range(index, -1, -1):
        mark = drawing.marks[earlier]
        if mark == "/table":
            depth += 1
        elif isinstance(mark, tuple) and mark[0] == "table":
            if depth == 0:
                return f"row {rows}" if rows else ""
            depth -= 1
        elif depth == 0 and isinstance(mark, tuple) and mark[0] == "tr":
            rows += 1
    return ""


def _part_of(tag: str, place: str, drawing: Drawing, index: int) -> Part:
    if tag in _FORM_TAGS:
        return Part.FORM
    if tag in _HEAD_TAGS:
        return Part.METADATA
    if tag == "a":
        return Part.LINK
    if tag in {"td", "th", "tr", "caption"} or (not place and _row(drawing, index)):
        return Part.TABLE
    return Part.TEXT if isinstance(drawing.marks[index], str) else Part.STRUCTURE


def _part_of_attribute(tag: str, name: str) -> Part:
    if tag in _FORM_TAGS:
        return Part.FORM
    if tag == "a" and name == "href":
        return Part.LINK
    if tag in _HEAD_TAGS:
        return Part.METADATA
    return Part.STRUCTURE
