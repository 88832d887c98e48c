"""The journal told as a history: one record for each flip, note and approval."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from proxy.flips.entries import Entry, EntryKind

#: The lines that make a record; the others end one.
_TOLD = frozenset({EntryKind.INTENT, EntryKind.NOTE, EntryKind.APPROVAL})


class Result(StrEnum):
    """What came of it."""

    DONE = "done"
    WITHDRAWN = "withdrawn"
    UNDER_WAY = "under way"
    NOTE = "note"
    APPROVAL = "approval"


@dataclass(frozen=True, slots=True)
class Record:
    """A flip from its intent to its end, a note or an approval.

    Shape: `ending` is the line that ended the flip, None for others or while it is under way.
    """

    entry: Entry
    result: Result
    ending: Entry | None = None

    @property
    def move(self) -> str:
        """From where to where; empty for a note about the whole file, and where nobody moved."""
        if not self.entry.to_stage or self.entry.to_stage == self.entry.from_stage:
            return ""
        return f"{self.entry.from_stage} → {self.entry.to_stage}"

    @property
    def text(self) -> str:
        """What the program itself had to say."""
        told = (self.entry.text, self.ending.text if self.ending else "")
        return "; ".join(dict.fromkeys(text for text in told if text))

    def concerns(self, lot: str) -> bool:
        """Whether it says something of that lot; a note about the whole file concerns all."""
        return self.entry.lot in {lot, ""}


def records(entries: Iterable[Entry]) -> tuple[Record, ...]:
    """The history, in the order of the journal."""
    known = tuple(entries)
    endings = {entry.of: entry for entry in known if entry.of is not None}
    return tuple(
        _record(entry, endings.get(entry.number)) for entry in known if entry.kind in _TOLD
    )


def _record(entry: Entry, ending: Entry | None) -> Record:
    if entry.kind is not EntryKind.INTENT:
        return Record(entry, Result(entry.kind.value))
    if ending is None:
        return Record(entry, Result.UNDER_WAY)
    return Record(entry, Result(ending.kind.value), ending)
