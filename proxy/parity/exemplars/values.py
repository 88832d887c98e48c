"""What an exemplar holds: two pages or two texts beside each other, and what differs in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from proxy.parity.differences import Difference
from proxy.parity.side_by_side import Stretch


class PieceKind(StrEnum):
    """What a piece of a page is."""

    OPEN = "open"
    CLOSE = "close"
    TEXT = "text"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Piece:
    """One mark of a page as it is shown.

    Shape: `numbers` are the notes that stand here; an absent piece stands where the other page
           has something.
    """

    kind: PieceKind
    tag: str = ""
    attributes: tuple[tuple[str, Sequence[Stretch]], ...] = ()
    stretches: Sequence[Stretch] = ()
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One side's page. Shape: how many marks were left out before and after a window on it."""

    pieces: tuple[Piece, ...] = ()
    left_out: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of two texts beside each other.

    Shape: `numbers` count from 1, 0 where a side has no such line; `run` numbers the stretches of
           lines that differ, 0 for lines alike; `folded` lines alike stand here unseen.
    """

    numbers: tuple[int, int]
    control: Sequence[Stretch] = ()
    candidate: Sequence[Stretch] = ()
    run: int = 0
    folded: int = 0


class Remark(StrEnum):
    """Why an answer's body is not shown, or not all of it."""

    NONE = ""
    ALIKE = "alike"
    BINARY = "binary"
    KINDS = "kinds"
    TOO_LARGE = "too large"
    CUT = "cut"


@dataclass(frozen=True, slots=True)
class Note:
    """One difference. Shape: `is_placed` when it is marked in the pages; `accepted` by which entry."""

    number: int
    found: Difference
    accepted: str = ""
    is_placed: bool = False


@dataclass(frozen=True, slots=True)
class Exemplar:
    """Both answers to one request, redacted.

    Shape: `heads` are what each side said before its body, by name; either `sheets` or `lines` or
           neither.
    """

    heads: tuple[tuple[str, str, str], ...] = ()
    notes: tuple[Note, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    lines: tuple[Line, ...] = ()
    remark: Remark = Remark.NONE
