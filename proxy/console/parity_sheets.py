"""A kept page as the console draws it: nothing of it is HTML any more, so that nothing of it can run."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from proxy.parity.exemplars.values import Piece, PieceKind, Sheet
from proxy.parity.markup import BLOCKS
from proxy.parity.side_by_side import Stretch

#: What is drawn in a way of its own; the stylesheet has a rule for each.
_OWN = frozenset(
    {"h1", "h2", "h3", "h4", "h5", "h6", "table", "tr", "td", "th", "thead", "tbody", "tfoot",
     "caption", "li", "a", "button", "select", "option", "textarea", "label", "fieldset", "legend",
     "form", "strong", "b", "em", "i", "pre", "code", "br", "hr", "img", "title", "dt", "dd"}
)  # fmt: skip
#: What holds cells and nothing else: its numbers stand in the first of them.
_ROWS = frozenset({"table", "thead", "tbody", "tfoot", "tr"})
#: What nobody sees; drawn only where it differs.
_UNSEEN = frozenset({"script", "style", "meta", "link", "base", "template", "noscript", "doctype"})
_TICKS = {("checkbox", False): "☐", ("checkbox", True): "☑", ("radio", False): "○",
          ("radio", True): "◉"}  # fmt: skip
_BUTTONS = frozenset({"submit", "reset", "button", "image"})


@dataclass(frozen=True, slots=True)
class Drawn:
    """One step of the drawing.

    Shape: `kind` is open, close, text or absent; `look` names its rule in the stylesheet; `chips`
           are attributes that are written out; `is_marked` when its own number stands here or in
           its first cell, `is_whole` when all of the element differs.
    """

    kind: str
    look: str = ""
    word: str = ""
    numbers: tuple[int, ...] = ()
    stretches: Sequence[Stretch] = ()
    chips: tuple[tuple[str, Sequence[Stretch]], ...] = ()
    is_marked: bool = False
    is_whole: bool = False


def drawn(sheet: Sheet) -> Iterator[Drawn]:
    """The page, element after element; what nobody sees and does not differ is left out."""
    pieces = sheet.pieces
    index = 0
    waiting: tuple[int, ...] = ()
    while index < len(pieces):
        piece = pieces[index]
        if piece.kind is PieceKind.OPEN and _is_unseen(piece):
            end = _end_of(pieces, index)
            if not any(each.numbers for each in pieces[index:end]):
                index = end
                continue
        index += 1
        if piece.tag == "doctype" and not piece.numbers:
            continue
        step = _step(piece)
        if step.look in _ROWS:
            waiting += step.numbers
            yield replace(step, numbers=(), is_marked=bool(step.numbers))
        elif waiting and step.kind in {"open", "text"}:
            yield replace(step, numbers=waiting + step.numbers)
            waiting = ()
        else:
            yield step


def _end_of(pieces: Sequence[Piece], start: int) -> int:
    """The place behind the end of the element that begins there."""
    depth = 0
    for index in range(start, len(pieces)):
        depth += {PieceKind.OPEN: 1, PieceKind.CLOSE: -1}.get(pieces[index].kind, 0)
        if depth == 0:
            return index + 1
    return len(pieces)


def _is_unseen(piece: Piece) -> bool:
    is_hidden = piece.tag == "input" and _plain(piece, "type") == "hidden"
    return is_hidden or piece.tag in _UNSEEN


def _step(piece: Piece) -> Drawn:
    match piece.kind:
        case PieceKind.OPEN:
            return _opened(piece)
        case PieceKind.CLOSE:
            return Drawn("close")
        case PieceKind.ABSENT:
            return Drawn("absent", numbers=piece.numbers)
        case _:
            return Drawn("text", numbers=piece.numbers, stretches=piece.stretches)


def _opened(piece: Piece) -> Drawn:
    changed = tuple(
        (name, value)
        for name, value in piece.attributes
        if not value or any(each.differs for each in value)
    )
    is_whole = bool(piece.numbers) and not changed
    chips = piece.attributes if piece.numbers and _is_unseen(piece) else changed
    look, word = _look(piece.tag), f"<{piece.tag}>" if _is_unseen(piece) else ""
    stretches: Sequence[Stretch] = ()
    if piece.tag == "input" and not word:
        look, word, stretches = _field(piece)
    elif piece.tag == "img":
        stretches = _value(piece, "alt") or _value(piece, "src")
    elif piece.tag == "option":
        word = "▸" if _has(piece, "selected") else ""
    is_marked = bool(piece.numbers)
    return Drawn("open", look, word, piece.numbers, stretches, chips, is_marked, is_whole)


def _look(tag: str) -> str:
    if tag in _OWN:
        return tag
    return "block" if tag in BLOCKS else "inline"


def _field(piece: Piece) -> tuple[str, str, Sequence[Stretch]]:
    kind = _plain(piece, "type") or "text"
    if kind in {"checkbox", "radio"}:
        return "tick", _TICKS[kind, _has(piece, "checked")], ()
    return "button" if kind in _BUTTONS else "field", "", _value(piece, "value")


def _has(piece: Piece, name: str) -> bool:
    return any(key == name and value for key, value in piece.attributes)


def _value(piece: Piece, name: str) -> Sequence[Stretch]:
    return next((value for key, value in piece.attributes if key == name), ())


def _plain(piece: Piece, name: str) -> str:
    return "".join(each.text for each in _value(piece, name))
