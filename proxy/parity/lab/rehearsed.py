"""What a rehearsal found, table by table: rows one side wrote and the other took up."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Step(StrEnum):
    """What somebody does with a row that the other side wrote."""

    WRITE = "write"
    LIST = "list"
    OPEN = "open"
    PREFILL = "prefill"
    SAVE = "save untouched"
    EDIT = "edit one field"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that went wrong.

    Shape: `way` is php → python for rows that PHP wrote and Python took up, or `every row`.
    """

    table: str
    way: str
    step: Step
    target: str
    why: str

    def __str__(self) -> str:
        """In words, for a report."""
        return f"{self.table}, {self.way}, {self.step}: {self.why} ({self.target})"


#: The rows that were there before, opened and saved by each side.
EXISTING = "existing rows"


@dataclass
class Rehearsal:
    """A run from end to end.

    Shape: `rows` counts, by table and way, the rows that were taken through every step; `untried`
           are forms with which no row could be made; `outside` names tables of the original that changed.
    """

    lot: str
    backend: str
    rows: Counter[tuple[str, str]] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)
    untried: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    stopped: str = ""

    @property
    def is_clean(self) -> bool:
        """Whether rows were taken up, every form was tried, and nothing was wrong."""
        return bool(self.rows) and not (self.faults or self.untried or self.outside or self.stopped)

    def note(self, text: str) -> None:
        """Say something once."""
        if text not in self.notes:
            self.notes.append(text)


def fields_of(found: Rehearsal) -> Mapping[str, Any]:
    """The report for programs."""
    return {
        "lot": found.lot,
        "backend": found.backend,
        "is_clean": found.is_clean,
        "tables": {
            table: {way: found.rows[table, way] for where, way in sorted(found.rows) if where == table}
            for table in sorted({table for table, _ in found.rows})
        },
        "faults": [
            {
                "table": one.table,
                "way": one.way,
                "step": one.step.value,
                "target": one.target,
                "why": one.why,
            }
            for one in found.faults
        ],
        "untried": found.untried,
        "notes": found.notes,
        "outside": found.outside,
        "stopped": found.stopped or None,
    }  # fmt: skip


def lines_of(found: Rehearsal) -> Iterator[str]:
    """The report for people."""
    for (table, way), count in sorted(found.rows.items()):
        wrong = sum((one.table, one.way) == (table, way) for one in found.faults)
        rows = "1 row" if count == 1 else f"{count} rows"
        said = f"{wrong} faults" if wrong else "no byte but the intended ones"
        yield f"{table:<28} {way:<16} {rows:<10} {said}"
    if found.faults:
        yield "Faults:"
    for fault in found.faults:
        yield f"  {fault}"
    for each in found.untried:
        yield f"Not tried: {each}: give its fields values under `fill` in the lot's parity.yaml"
    for note in found.notes:
        yield f"Note: {note}"
    if found.outside:
        yield f"Outside: the original's tables changed during the run: {', '.join(found.outside)}"
    if found.stopped:
        yield f"Stopped: {found.stopped}"
