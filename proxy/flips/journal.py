"""The history of flips: a file that only grows, each line proving the one before it."""

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from proxy.errors import JournalBroken, StateUnwritable
from proxy.flips.entries import (
    NOTHING_BEFORE,
    Entry,
    EntryKind,
    chained,
    entry_of,
    line_digest,
    line_of,
    sealed,
)
from proxy.flips.lock import LOCK, remember, remembered
from proxy.flips.state_files import (
    ensure_folder,
    open_state_file,
    sync_folder,
    writable,
    write_whole,
)

JOURNAL = "journal.jsonl"
#: What moves in place of a lot's stage when everything goes to legacy.
KILL_SWITCH = "kill switch"
#: Number and digest of the last line, so that cutting lines off the end is seen; the lock file
#: has the same, so that taking the head away with them is seen as well.
HEAD = "journal.head"


@dataclass(frozen=True, slots=True)
class Reading:
    """A journal as it was found.

    Shape: `torn` is what follows the last whole line: the trace of a writer that was killed.
    """

    entries: tuple[Entry, ...] = ()
    torn: bytes = b""

    @property
    def last(self) -> Entry | None:
        """The last whole entry."""
        return self.entries[-1] if self.entries else None

    @property
    def unfinished(self) -> Entry | None:
        """The intent that nothing has ended yet."""
        ended = {entry.of for entry in self.entries}
        intents = [entry for entry in self.entries if entry.kind is EntryKind.INTENT]
        return next((entry for entry in reversed(intents) if entry.number not in ended), None)

    @property
    def file_digest(self) -> str:
        """The routing file's digest as the journal last knew it; empty when it never did."""
        return known_digest(self.entries)

    @property
    def stages(self) -> dict[str, str]:
        """Every lot's stage as the journal last knew it."""
        return known_stages(self.entries)

    @property
    def rules(self) -> dict[str, str]:
        """What holds flips back, as the journal last knew it; empty when it never did."""
        return known_rules(self.entries)


def known_digest(entries: Sequence[Entry]) -> str:
    """The routing file's digest after the last flip or hand edit."""
    for entry in reversed(entries):
        if entry.kind in {EntryKind.DONE, EntryKind.NOTE} and entry.after:
            return entry.after
    return ""


def known_stages(entries: Sequence[Entry]) -> dict[str, str]:
    """Every lot's stage after the last flip or hand edit."""
    stages: dict[str, str] = {}
    for entry in entries:
        if entry.stages:
            stages = dict(entry.stages)
        if entry.kind is EntryKind.DONE and entry.lot:
            stages[entry.lot] = entry.to_stage
    return stages


def known_rules(entries: Sequence[Entry]) -> dict[str, str]:
    """What holds flips back after the last hand edit, and the kill switch as it was last thrown."""
    rules: dict[str, str] = {}
    for entry in entries:
        if entry.rules:
            rules = dict(entry.rules)
        switched = entry.to_stage.removeprefix(f"{KILL_SWITCH} ")
        if rules and entry.kind is EntryKind.DONE and switched != entry.to_stage:
            rules["kill_switch"] = switched
    return rules


def read_journal(state_dir: Path) -> Reading:
    """The journal, once its whole chain is checked.

    Errors: JournalBroken, at the first bad line; StateUnwritable, when it cannot be read.
    """
    reading, broken = read_good_part(state_dir)
    if broken is not None:
        raise broken
    return reading


def read_good_part(state_dir: Path) -> tuple[Reading, JournalBroken | None]:
    """The journal up to its first bad line, and what is wrong with that one.

    Errors: StateUnwritable, when it cannot be read.
    """
    data, known = _read(state_dir)
    if data and not known:
        # The journal may just have begun: the head is older than its first line.
        data, known = _read(state_dir)
    *lines, torn = data.split(b"\n")
    entries: list[Entry] = []
    try:
        for entry in chained(lines):
            entries.append(entry)  # noqa: PERF402, those before the bad line are kept
        _compare(entries, known)
    except JournalBroken as broken:
        return Reading(tuple(entries)), broken
    return Reading(tuple(entries), torn), None


def _read(state_dir: Path) -> tuple[bytes, dict[str, tuple[int, str]]]:
    """The journal's bytes, and the last line that each other file knows of it."""
    # Those are read first: a line added in between is newer than they are, which is allowed.
    known = {HEAD: _head(state_dir), LOCK: _known(remembered(state_dir))}
    path = state_dir / JOURNAL
    with writable(path):
        data = path.read_bytes() if path.exists() else b""
    return data, {name: last for name, last in known.items() if last is not None}


def _head(state_dir: Path) -> tuple[int, str] | None:
    try:
        return _known((state_dir / HEAD).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None


def _known(text: str) -> tuple[int, str] | None:
    try:
        number, digest = text.split()
        return int(number), digest
    except ValueError:
        return None


def _compare(entries: Sequence[Entry], known: Mapping[str, tuple[int, str]]) -> None:
    for name, (number, digest) in known.items():
        if number > len(entries):
            why = f"lines are gone from the end: {name} knows {number} of them"
            raise JournalBroken(len(entries) + 1, why)
        if number > 0 and line_digest(entries[number - 1]) != digest:
            raise JournalBroken(number, f"it is not the line that {name} knows")
    if entries and HEAD not in known:
        why = f"{HEAD} is gone or damaged: nothing proves that no line was cut off here"
        raise JournalBroken(len(entries) + 1, why)


class Journal:
    """The journal open for writing; only the holder of the flip lock may have one."""

    def __init__(self, state_dir: Path) -> None:
        """Read what is there.

        Errors: JournalBroken, StateUnwritable.
        """
        ensure_folder(state_dir)
        self._state_dir = state_dir
        self.reading = read_journal(state_dir)

    def append(self, entry: Entry) -> Entry:
        """Add the entry, on the disk when this returns.

        Errors: StateUnwritable; the journal is then as it was.
        """
        path = self._state_dir / JOURNAL
        written = sealed(entry, self.reading.last)
        line = line_of(written)
        entry_of(line, written.number)
        is_new = not path.exists()
        if is_new:
            # There first: from the first line on, a journal without its head is not whole.
            self._write_head(0, NOTHING_BEFORE)
        with writable(path):
            descriptor = open_state_file(path, os.O_WRONLY | os.O_APPEND)
            try:
                _append_whole(descriptor, line + b"\n")
            finally:
                os.close(descriptor)
            if is_new:
                sync_folder(path.parent)
        self._advance(written)
        return written

    def drop_torn(self, note: Entry) -> None:
        """Replace the torn end by a note that keeps it.

        Errors: StateUnwritable; the torn end is then still there.
        """
        written = sealed(note, self.reading.last)
        lines = [line_of(entry) for entry in (*self.reading.entries, written)]
        write_whole(self._state_dir / JOURNAL, b"\n".join(lines) + b"\n")
        self._advance(written)

    def _advance(self, entry: Entry) -> None:
        self.reading = Reading((*self.reading.entries, entry))
        # The line is on the disk; a head that lags behind is allowed, one that runs ahead is not.
        with suppress(StateUnwritable):
            self._write_head(entry.number, line_digest(entry))
        with suppress(StateUnwritable):
            remember(self._state_dir, f"{entry.number} {line_digest(entry)}")

    def _write_head(self, number: int, digest: str) -> None:
        write_whole(self._state_dir / HEAD, f"{number} {digest}\n".encode())


def _append_whole(descriptor: int, line: bytes) -> None:
    size = os.fstat(descriptor).st_size
    try:
        written = os.write(descriptor, line)
        while written < len(line):
            written += os.write(descriptor, line[written:])
        os.fsync(descriptor)
    except OSError:
        os.ftruncate(descriptor, size)
        raise
