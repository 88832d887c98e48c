"""An exemplar made of two answers: redacted before anything of it is kept."""

from collections.abc import Iterator
from dataclasses import replace

from proxy.parity.answers import Answer, BodyKind
from proxy.parity.compare import Terms
from proxy.parity.differences import Difference
from proxy.parity.drawing import drawing_of
from proxy.parity.exemplars.lines import lines_beside, pairs_of
from proxy.parity.exemplars.sheets import sheets_of
from proxy.parity.exemplars.values import Exemplar, Note, Remark, Sheet
from proxy.parity.ledger import Settled
from proxy.parity.pages import Placed, placed_differences
from proxy.parity.redaction import redacted, redacted_target, redacted_value

#: A body that is longer is not kept; nobody reads a page of that length beside another.
MOST_BYTES = 1 << 20

_PAGES = frozenset({BodyKind.HTML, BodyKind.NOTHING})


def exemplar_of(
    control: Answer, candidate: Answer, outcome: Settled, terms: Terms,
    personal: tuple[str, ...] = (),
) -> Exemplar:  # fmt: skip
    """Both answers beside each other, what was found in them marked.

    Shape: `personal` are selectors of what names somebody on the lot's pages. What is noise or
           masked is not marked.
    """
    told = dict.fromkeys(outcome.unexplained, "")
    told |= {found: key for key, found in outcome.accepted}
    heads = tuple(_heads(control, candidate))
    if max(len(control.body), len(candidate.body)) > MOST_BYTES:
        return Exemplar(heads, _notes(told, []), remark=Remark.TOO_LARGE)
    if {control.kind, candidate.kind} <= _PAGES:
        return _of_pages((control, candidate), told, terms, personal, heads)
    if control.kind is not candidate.kind:
        return Exemplar(heads, _notes(told, []), remark=Remark.KINDS)
    return _of_lines((control, candidate), told, terms, heads)


def _of_pages(
    answers: tuple[Answer, Answer], told: dict[Difference, str], terms: Terms,
    personal: tuple[str, ...], heads: tuple[tuple[str, str, str], ...],
) -> Exemplar:  # fmt: skip
    one, other = (
        drawing_of(each.text, terms.masks, terms.origin, personal=personal) for each in answers
    )
    is_alike = one.marks == other.marks
    placed = [] if is_alike else [p for p in placed_differences(one, other) if p.found in told]
    notes = _notes(told, placed)
    numbered = [
        (note.number, each)
        for note, each in zip((n for n in notes if n.is_placed), placed, strict=True)
    ]
    sheets: tuple[Sheet, ...] = sheets_of(one, other, numbered)
    if not any(sum(sheet.left_out) for sheet in sheets):
        return Exemplar(heads, notes, sheets, remark=Remark.ALIKE if is_alike else Remark.NONE)
    seen = {number for sheet in sheets for piece in sheet.pieces for number in piece.numbers}
    kept = tuple(replace(note, is_placed=note.number in seen) for note in notes)
    return Exemplar(heads, kept, sheets, remark=Remark.CUT)


def _of_lines(
    answers: tuple[Answer, Answer], told: dict[Difference, str], terms: Terms,
    heads: tuple[tuple[str, str, str], ...],
) -> Exemplar:  # fmt: skip
    one, other = (pairs_of(each, terms.masks) for each in answers)
    if one is None or other is None:
        return Exemplar(heads, _notes(told, []), remark=Remark.BINARY)
    lines, is_cut = lines_beside(one, other)
    return Exemplar(
        heads, _notes(told, []), lines=lines, remark=Remark.CUT if is_cut else Remark.NONE
    )


def _notes(told: dict[Difference, str], placed: list[Placed]) -> tuple[Note, ...]:
    """What does not stand in the pages first, then what does, in the order of the page."""
    standing = {each.found for each in placed}
    beside = [found for found in told if found not in standing]
    order = [(found, False) for found in beside] + [(each.found, True) for each in placed]
    return tuple(
        Note(number, redacted(found), told[found], is_placed)
        for number, (found, is_placed) in enumerate(order, 1)
    )


def _heads(control: Answer, candidate: Answer) -> Iterator[tuple[str, str, str]]:
    yield "status", str(control.status), str(candidate.status)
    for name in ("content-type", "location"):
        values = [each.header(name) or "" for each in (control, candidate)]
        if any(values):
            clean = redacted_target if name == "location" else _plain
            yield name, clean(values[0]), clean(values[1])


def _plain(value: str) -> str:
    return redacted_value(value, "")
