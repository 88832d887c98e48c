"""One difference between two answers: where, what, and which kind of thing it touches."""

import re
from dataclasses import dataclass
from enum import StrEnum

_NUMBER = re.compile(r"\d+")

#: What a value may weigh in a difference; the rest is cut.
LONGEST_VALUE = 500


class Part(StrEnum):
    """The part of an answer that differs."""

    STATUS = "status"
    HEADER = "header"
    COOKIE = "cookie"
    METADATA = "metadata"
    TEXT = "text"
    STRUCTURE = "structure"
    FORM = "form"
    LINK = "link"
    TABLE = "table"
    DATA = "data"
    FILE = "file"
    ROWS = "rows"
    MAIL = "mail"


class Change(StrEnum):
    """How the candidate differs from the control."""

    CHANGED = "changed"
    MISSING = "missing"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Difference:
    """What the candidate says otherwise than the control.

    Shape: `field` names the place so that it is the same on every page and row; `at` says which
           row or which occurrence, for people; an accessibility difference changes what assistive
           technology is told, and is shown apart.
    """

    part: Part
    field: str
    control: str
    candidate: str
    change: Change = Change.CHANGED
    at: str = ""
    is_accessibility: bool = False

    @property
    def cause(self) -> str:
        """The same text for differences that surely have one reason."""
        return f"{self.field} {self.change}"

    def __str__(self) -> str:
        """One line for people."""
        where = f"{self.field} ({self.at})" if self.at else self.field
        match self.change:
            case Change.MISSING:
                return f"{where}: missing: {self.control!r}"
            case Change.ADDED:
                return f"{where}: added: {self.candidate!r}"
            case _:
                return f"{where}: {self.control!r} became {self.candidate!r}"


def difference(  # noqa: PLR0913 - the columns of a difference
    part: Part, field: str, control: str, candidate: str,
    change: Change | None = None, *, at: str = "", is_accessibility: bool = False,
) -> Difference:  # fmt: skip
    """A difference whose values are cut to a bearable length.

    Shape: without a `change`, an empty side counts as the one where it is missing.
    """
    if change is None:
        change = Change.CHANGED
    return Difference(part, field, cut(control), cut(candidate), change, at, is_accessibility)


def generic(text: str) -> str:
    """The text with each number replaced by N, so that rows and records share it."""
    return _NUMBER.sub("N", text)


def cut(text: str) -> str:
    """The text, or its beginning with a sign that it goes on."""
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"
