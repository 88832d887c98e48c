"""Bodies that are data compared: JSON by path, CSV by row and column, text by line, files by hash."""

import csv
import hashlib
import io
import json
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import islice

from proxy.parity.differences import Change, Difference, Part, difference
from proxy.parity.masks import Mask, mask_text
from proxy.parity.pages import MOST_DIFFERENCES

_BOM = "\ufeff"
# An export may hold whole texts in its cells; Python's own limit is 128 KiB, and a refusal.
csv.field_size_limit(1 << 30)


class _Fraction(str):
    """A number with a fraction as it is spelled; no text, whatever it says."""

    __slots__ = ()


def json_differences(
    control: str, candidate: str, masks: tuple[Mask, ...] = ()
) -> list[Difference]:
    """Differences of two JSON documents; the order of an object's names means nothing."""
    try:
        one = json.loads(mask_text(control, masks), parse_float=_Fraction)
        other = json.loads(mask_text(candidate, masks), parse_float=_Fraction)
        return list(islice(_values(one, other, "json"), MOST_DIFFERENCES))
    except (ValueError, RecursionError):
        return text_differences(control, candidate, masks)


def _values(one: object, other: object, field: str, at: str = "") -> Iterator[Difference]:
    if isinstance(one, dict) and isinstance(other, dict):
        for name in [*one, *(name for name in other if name not in one)]:
            yield from _members(one, other, name, field, at)
    elif isinstance(one, list) and isinstance(other, list):
        for number in range(max(len(one), len(other))):
            where = f"{at}[{number}]"
            if number >= len(other):
                yield difference(Part.DATA, f"{field}[]", _said(one[number]), "", Change.MISSING,
                                 at=where)  # fmt: skip
            elif number >= len(one):
                yield difference(Part.DATA, f"{field}[]", "", _said(other[number]), Change.ADDED,
                                 at=where)  # fmt: skip
            else:
                yield from _values(one[number], other[number], f"{field}[]", where)
    elif type(one) is not type(other) or one != other:
        yield difference(Part.DATA, field, _said(one), _said(other), at=at)


def _members(
    one: dict[str, object], other: dict[str, object], name: str, field: str, at: str
) -> Iterator[Difference]:
    place = f"{field}.{name}"
    if name not in other:
        yield difference(Part.DATA, place, _said(one[name]), "", Change.MISSING, at=at)
    elif name not in one:
        yield difference(Part.DATA, place, "", _said(other[name]), Change.ADDED, at=at)
    else:
        yield from _values(one[name], other[name], place, at)


def _said(value: object) -> str:
    if isinstance(value, _Fraction):
        return str(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def csv_differences(control: str, candidate: str, masks: tuple[Mask, ...] = ()) -> list[Difference]:
    """Differences of two tables with a heading row, named by their column.

    Shape: separator and byte order mark count, since a spreadsheet opens the file by them; how a
           cell is quoted and how lines end do not.
    """
    one, other = (mask_text(text, masks) for text in (control, candidate))
    found = [
        difference(Part.DATA, f"csv {what}", before, after)
        for what, before, after in (
            ("byte order mark", _mark(one), _mark(other)),
            ("separator", separator_of(one), separator_of(other)),
        )
        if before != after
    ]
    rows, others = table_of(one), table_of(other)
    head = rows[0] if rows else []
    if others[:1] != rows[:1]:
        found += _cells(head, others[0] if others else [], head, "heading")
    found += islice(_lines(rows[1:], others[1:], head), MOST_DIFFERENCES)
    return found


def _lines(one: list[list[str]], other: list[list[str]], head: list[str]) -> Iterator[Difference]:
    keys = [[tuple(row) for row in rows] for rows in (one, other)]
    matcher = SequenceMatcher(None, keys[0], keys[1], autojunk=False)
    for verb, i1, i2, j1, j2 in matcher.get_opcodes():
        if verb == "equal":
            continue
        shared = min(i2 - i1, j2 - j1)
        for step in range(shared):
            yield from _cells(one[i1 + step], other[j1 + step], head, f"line {i1 + step + 2}")
        for number in range(i1 + shared, i2):
            yield difference(Part.DATA, "csv row", "; ".join(one[number]), "", Change.MISSING,
                             at=f"line {number + 2}")  # fmt: skip
        for number in range(j1 + shared, j2):
            yield difference(Part.DATA, "csv row", "", "; ".join(other[number]), Change.ADDED,
                             at=f"line {number + 2}")  # fmt: skip


def _cells(one: list[str], other: list[str], head: list[str], at: str) -> list[Difference]:
    found = []
    for number in range(max(len(one), len(other))):
        before = one[number] if number < len(one) else None
        after = other[number] if number < len(other) else None
        if before != after:
            name = head[number] if number < len(head) else f"column {number + 1}"
            change = Change.MISSING if after is None else Change.ADDED if before is None else None
            found.append(
                difference(Part.DATA, f"csv {name}", before or "", after or "", change, at=at)
            )
    return found


def _mark(text: str) -> str:
    return "there" if text.startswith(_BOM) else "none"


def separator_of(text: str) -> str:
    """What separates the cells of a table, by its first line."""
    first = text.split("\n", 1)[0]
    return max(";,\t|", key=first.count) if first else ""


def table_of(text: str) -> list[list[str]]:
    """The rows of a table, each as its cells."""
    reader = csv.reader(
        io.StringIO(text.removeprefix(_BOM), newline=""), delimiter=separator_of(text) or ";"
    )
    return list(reader)


def text_differences(
    control: str, candidate: str, masks: tuple[Mask, ...] = (), name: str = "text"
) -> list[Difference]:
    """Differences of two texts, line by line; how lines end means nothing."""
    one, other = (mask_text(text, masks).splitlines() for text in (control, candidate))
    found: list[Difference] = []
    matcher = SequenceMatcher(None, one, other, autojunk=len(one) > 2000)
    for verb, i1, i2, j1, j2 in matcher.get_opcodes():
        if verb != "equal":
            change = {"delete": Change.MISSING, "insert": Change.ADDED}.get(verb)
            found.append(
                difference(
                    Part.TEXT,
                    f"{name} line",
                    "\n".join(one[i1:i2]),
                    "\n".join(other[j1:j2]),
                    change,
                    at=f"line {i1 + 1}",
                )
            )
    return found[:MOST_DIFFERENCES]


def file_differences(control: bytes, candidate: bytes) -> list[Difference]:
    """Whether two files are the same, by their digest."""
    one, other = (f"{len(data)} bytes, sha256 {hashlib.sha256(data).hexdigest()[:16]}"
                  for data in (control, candidate))  # fmt: skip
    return [] if one == other else [difference(Part.FILE, "file", one, other)]
