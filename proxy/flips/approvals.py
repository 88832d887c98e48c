"""Who asked for a second person's yes to a plan, and who gave it, as the journal tells."""

from dataclasses import replace

from proxy.flips.entries import Entry, EntryKind
from proxy.flips.journal import Reading

#: What the note of a move says that waits for a second person.
ASKED = "waits for the approval of a second person"


def approvals(reading: Reading, plan: str) -> tuple[Entry, ...]:
    """Who agreed to this plan since the file last changed."""
    return tuple(
        entry
        for entry in _since_last_change(reading)
        if entry.kind is EntryKind.APPROVAL and entry.plan == plan
    )


def asked(reading: Reading, plan: str) -> tuple[Entry, ...]:
    """Who asked for a yes to this plan since the file last changed."""
    recent = _since_last_change(reading)
    return tuple(entry for entry in recent if entry.text == ASKED and entry.plan == plan)


def pending(reading: Reading) -> tuple[Entry, ...]:
    """Moves that wait for a second person: asked since the file last changed, and not agreed to.

    Shape: notes with the lot, the move, the plan, who asked and why.
    """
    recent = _since_last_change(reading)
    agreed = {entry.plan for entry in recent if entry.kind is EntryKind.APPROVAL}
    wanted = [entry for entry in recent if entry.text == ASKED]
    latest = {entry.plan: entry for entry in wanted if entry.plan not in agreed}
    return tuple(latest.values())


def _since_last_change(reading: Reading) -> list[Entry]:
    changed = [
        entry.number
        for entry in reading.entries
        if entry.kind is EntryKind.DONE or (entry.kind is EntryKind.NOTE and entry.after)
    ]
    last = max(changed, default=0)
    return [entry for entry in reading.entries if entry.number > last]


def note_of_asking(intent: Entry) -> Entry:
    """The note that somebody wants closed gates passed."""
    return replace(intent, kind=EntryKind.NOTE, text=ASKED, before="", after="")
