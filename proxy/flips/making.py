"""A change of the routing file, before the line of the journal that tells its end."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from proxy.errors import StateUnwritable, TableMoved
from proxy.flips.desk import Desk
from proxy.flips.entries import Entry, EntryKind
from proxy.flips.journal import Journal
from proxy.routing_file.last_good import keep_last_good


def make(
    desk: Desk, journal: Journal, end: Entry, change: Callable[[], None], after: bytes
) -> tuple[Entry | None, str]:
    """Make a change whose intent is written; its end as written, or None and why it is not.

    Shape:  `end` says what a change that is made is called; one that is not is withdrawn.
    Errors: TableMoved, StateUnwritable, with the file untouched.
    """
    try:
        change()
    except (TableMoved, StateUnwritable) as fault:
        # What cannot be written now is withdrawn by the next flip: the file does not have it.
        with suppress(StateUnwritable):
            gone = replace(end, kind=EntryKind.WITHDRAWN, text=str(fault), stages={})
            journal.append(replace(gone, at=desk.at))
        raise
    keep(desk, after)
    try:
        return journal.append(replace(end, at=desk.at)), ""
    except StateUnwritable as fault:
        return None, f"it is done, its end is not in the journal yet: {fault}"


def keep(desk: Desk, after: bytes) -> None:
    """Keep what is in charge now; a folder that cannot be written takes nothing back."""
    # Where no process runs to keep it, a later rollback would go back behind this.
    with suppress(OSError):
        keep_last_good(desk.state_dir, after)


def end_of(intent: Entry) -> Entry:
    """How a change that was made is told: what it was, without the reasons again."""
    return replace(intent, kind=EntryKind.DONE, of=intent.number, why="", gates=(), override="")
