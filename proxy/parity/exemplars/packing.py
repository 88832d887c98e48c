"""An exemplar as bytes for the state database, and back."""

import json
import zlib
from collections.abc import Sequence
from typing import Any

from proxy.parity.differences import Change, Difference, Part
from proxy.parity.exemplars.values import Exemplar, Line, Note, Piece, PieceKind, Remark, Sheet
from proxy.parity.side_by_side import Stretch

#: Grows when the format changes; what an older program kept is then no exemplar.
_VERSION = 1


def packed(exemplar: Exemplar) -> bytes:
    """The exemplar, compressed."""
    fields = {
        "version": _VERSION,
        "heads": exemplar.heads,
        "notes": [_note(each) for each in exemplar.notes],
        "sheets": [
            [[_piece(each) for each in sheet.pieces], sheet.left_out] for sheet in exemplar.sheets
        ],
        "lines": [
            [each.numbers, _said(each.control), _said(each.candidate), each.run, each.folded]
            for each in exemplar.lines
        ],
        "remark": exemplar.remark.value,
    }
    return zlib.compress(json.dumps(fields, ensure_ascii=False).encode("utf-8", "replace"))


def unpacked(data: bytes) -> Exemplar | None:
    """The exemplar; None for what another version of the program kept."""
    try:
        fields = json.loads(zlib.decompress(data))
        return _exemplar(fields) if fields["version"] == _VERSION else None
    except (zlib.error, ValueError, KeyError, TypeError, IndexError):
        return None


def _exemplar(fields: dict[str, Any]) -> Exemplar:
    return Exemplar(
        tuple((name, one, other) for name, one, other in fields["heads"]),
        tuple(_noted(each) for each in fields["notes"]),
        tuple(
            Sheet(tuple(_pieced(each) for each in pieces), (left_out[0], left_out[1]))
            for pieces, left_out in fields["sheets"]
        ),
        tuple(
            Line((numbers[0], numbers[1]), _heard(control), _heard(candidate), run, folded)
            for numbers, control, candidate, run, folded in fields["lines"]
        ),
        Remark(fields["remark"]),
    )


def _said(stretches: Sequence[Stretch]) -> list[list[Any]]:
    return [[each.text, int(each.differs)] for each in stretches]


def _heard(stretches: list[list[Any]]) -> Sequence[Stretch]:
    return tuple(Stretch(text, bool(differs)) for text, differs in stretches)


def _piece(piece: Piece) -> list[Any]:
    attributes = [[name, _said(value)] for name, value in piece.attributes]
    return [piece.kind.value, piece.tag, attributes, _said(piece.stretches), piece.numbers]


def _pieced(fields: list[Any]) -> Piece:
    kind, tag, attributes, stretches, numbers = fields
    pairs = tuple((name, _heard(value)) for name, value in attributes)
    return Piece(PieceKind(kind), tag, pairs, _heard(stretches), tuple(numbers))


def _note(note: Note) -> list[Any]:
    found = note.found
    return [
        note.number, note.accepted, int(note.is_placed), found.part.value, found.field,
        found.control, found.candidate, found.change.value, found.at, int(found.is_accessibility),
    ]  # fmt: skip


def _noted(fields: list[Any]) -> Note:
    number, accepted, is_placed, part, field, control, candidate, change, at, is_spoken = fields
    found = Difference(Part(part), field, control, candidate, Change(change), at, bool(is_spoken))
    return Note(number, found, accepted, bool(is_placed))
