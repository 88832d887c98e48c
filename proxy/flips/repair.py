"""Beginning a new journal beside one that is broken, which is kept and named for ever."""

import hashlib
from itertools import count
from pathlib import Path

from proxy.errors import JournalBroken, ReasonMissing
from proxy.flips.desk import Desk, present
from proxy.flips.entries import Entry, EntryKind
from proxy.flips.journal import HEAD, JOURNAL, Journal, read_journal
from proxy.flips.lock import flip_lock, remember
from proxy.flips.proposal import content_of
from proxy.flips.recovery import settle
from proxy.flips.state_files import sync_folder, writable


def set_aside(desk: Desk, why: str) -> Path:
    """Keep a broken journal under another name and begin a new one, whose first line says so.

    Errors: ReasonMissing, FlipUnderWay, StateUnwritable, RoutingFileRefused.
    """
    if not why.strip() or not why.isprintable():
        raise ReasonMissing("say why the journal is broken, in one line: the new one keeps it")
    with flip_lock(desk.state_dir, desk.who, desk.lock_timeout_s):
        try:
            read_journal(desk.state_dir)
        except JournalBroken as broken:
            fault = str(broken)
        else:
            raise ReasonMissing("the journal is whole: there is nothing to set aside")
        kept = _moved(desk.state_dir)
        digest = hashlib.sha256(kept.read_bytes()).hexdigest() if kept.exists() else "nothing left"
        text = f"a broken journal was set aside as {kept.name} (SHA-256 {digest}): {fault}"
        journal = Journal(desk.state_dir)
        journal.append(Entry(EntryKind.NOTE, desk.at, desk.who, why=why.strip(), text=text))
        data = content_of(desk.routing_file)
        settle(journal, present(data, desk.routing_file.name), desk.who, desk.at)
        return kept


def _moved(state_dir: Path) -> Path:
    names = (state_dir / f"journal.broken-{number}.jsonl" for number in count(1))
    kept = next(path for path in names if not path.exists())
    journal = state_dir / JOURNAL
    with writable(journal):
        if journal.exists():
            journal.rename(kept)
        (state_dir / HEAD).unlink(missing_ok=True)
        remember(state_dir, "")
        sync_folder(state_dir)
    return kept
