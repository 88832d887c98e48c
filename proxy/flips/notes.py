"""A line of the journal about something that moves nobody."""

from proxy.errors import JournalBroken, StateUnwritable
from proxy.flips.desk import Desk
from proxy.flips.entries import Entry, EntryKind
from proxy.flips.journal import Journal
from proxy.flips.lock import flip_lock


def note(desk: Desk, lot: str, text: str) -> tuple[str, ...]:
    """Write the line; gives warnings, for a journal that cannot take it.

    Errors: FlipUnderWay.
    """
    with flip_lock(desk.state_dir, desk.who, desk.lock_timeout_s):
        try:
            Journal(desk.state_dir).append(
                Entry(EntryKind.NOTE, desk.at, desk.who, lot=lot, text=text)
            )
        except (JournalBroken, StateUnwritable) as fault:
            return (f"this is not in the journal: {fault}",)
    return ()
