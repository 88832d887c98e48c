"""Two texts line by line beside each other: CSV, JSON, the words of a PDF, plain text."""

import json
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import islice

from proxy.parity.answers import Answer, BodyKind
from proxy.parity.data import separator_of, table_of
from proxy.parity.exemplars.sheets import stretches_of
from proxy.parity.exemplars.values import Line
from proxy.parity.masks import Mask, mask_text
from proxy.parity.pdf import PdfUnreadable, pdf_text
from proxy.parity.redaction import is_personal, redacted_value, shape
from proxy.parity.side_by_side import Stretch

#: Lines kept of one exemplar, and lines alike that are shown before and after those that differ.
MOST_LINES, _AROUND = 1000, 3

#: Each line as it is compared, and as it may be kept.
Pairs = Sequence[tuple[str, str]]


def pairs_of(answer: Answer, masks: tuple[Mask, ...]) -> Pairs | None:
    """The lines of an answer; None for a file that has none."""
    text = mask_text(answer.text, masks)
    match answer.kind:
        case BodyKind.JSON:
            return _json_lines(text)
        case BodyKind.CSV:
            return _csv_lines(text)
        case BodyKind.TEXT | BodyKind.NOTHING:
            return _plain(text)
        case BodyKind.PDF:
            try:
                return _plain(mask_text(pdf_text(answer.body), masks))
            except PdfUnreadable:
                return None
        case _:
            return None


def lines_beside(one: Pairs, other: Pairs) -> tuple[tuple[Line, ...], bool]:
    """The two beside each other, lines alike folded; and whether some were left out at the end."""
    found = list(islice(_lines(one, other), MOST_LINES + 1))
    return tuple(found[:MOST_LINES]), len(found) > MOST_LINES


def _lines(one: Pairs, other: Pairs) -> Iterator[Line]:
    texts = [[line for line, _ in pairs] for pairs in (one, other)]
    matcher = SequenceMatcher(None, texts[0], texts[1], autojunk=max(map(len, texts)) > 2000)
    run = 0
    for verb, i1, i2, j1, j2 in matcher.get_opcodes():
        if verb == "equal":
            yield from _alike(one, i1, i2, j1 - i1, len(one))
            continue
        run += 1
        for step in range(max(i2 - i1, j2 - j1)):
            i, j = i1 + step, j1 + step
            mine = one[i][1] if i < i2 else None
            theirs = other[j][1] if j < j2 else None
            yield Line(
                (i + 1 if mine is not None else 0, j + 1 if theirs is not None else 0),
                *_stretches(mine, theirs),
                run=run,
            )


def _alike(pairs: Pairs, start: int, end: int, shift: int, last: int) -> Iterator[Line]:
    head = start + (_AROUND if start else 0)
    tail = end - (_AROUND if end < last else 0)
    for index in range(start, end):
        if tail - head > 1 and head <= index < tail:
            if index == head:
                yield Line((0, 0), folded=tail - head)
            continue
        said = [Stretch(pairs[index][1], differs=False)]
        yield Line((index + 1, index + 1 + shift), said, said)


def _stretches(mine: str | None, theirs: str | None) -> tuple[Sequence[Stretch], Sequence[Stretch]]:
    if mine is None or theirs is None:
        return _alone(mine), _alone(theirs)
    return stretches_of((mine, theirs), 0), stretches_of((mine, theirs), 1)


def _alone(line: str | None) -> Sequence[Stretch]:
    return () if line is None else (Stretch(line, differs=True),)


def _plain(text: str) -> Pairs:
    return [(line, redacted_value(line, "")) for line in text.splitlines()]


def _csv_lines(text: str) -> Pairs:
    separator = separator_of(text) or ";"
    head, *rows = table_of(text) or [[]]
    personal = [is_personal(name) for name in head]
    first = separator.join(head)
    return [(first, first)] + [
        (separator.join(row), separator.join(
            shape(cell) if number < len(personal) and personal[number] else redacted_value(cell, "")
            for number, cell in enumerate(row)
        ))
        for row in rows
    ]  # fmt: skip


def _json_lines(text: str) -> Pairs:
    try:
        value = json.loads(text)
        shown = [_written(each) for each in (value, _kept(value, is_private=False))]
    except (ValueError, RecursionError):
        return _plain(text)
    return list(zip(*shown, strict=True))


def _written(value: object) -> list[str]:
    return json.dumps(value, indent=2, ensure_ascii=False, sort_keys=True).splitlines()


def _kept(value: object, *, is_private: bool) -> object:
    """A value as it may be kept, on as many lines."""
    if isinstance(value, dict):
        return {
            name: _kept(each, is_private=is_private or is_personal(name))
            for name, each in value.items()
        }
    if isinstance(value, list):
        return [_kept(each, is_private=is_private) for each in value]
    if isinstance(value, str):
        return shape(value) if is_private else redacted_value(value, "")
    return shape(str(value)) if is_private and not isinstance(value, bool) and value else value
