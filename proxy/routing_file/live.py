"""The table a process runs: swapped whole when the file is good, kept when it is not."""

import hashlib
import logging
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from proxy.core.table import RoutingTable
from proxy.leisure import at_leisure
from proxy.routing_file.last_good import keep_last_good, last_good
from proxy.routing_file.mistakes import RoutingFileRefused
from proxy.routing_file.reader import parse_table
from proxy.routing_file.settling import USUAL, Glance, Patience, ending, glance_at, is_signed
from proxy.routing_file.workers import WorkerState, publish, withdraw

_LOG = logging.getLogger("figuier")

#: File systems date changes to a few milliseconds: a young file is read again, whatever its date.
YOUNG_S = 2.0


@dataclass(frozen=True, slots=True)
class Fault:
    """Why the file is not the running table.

    Units: `since` is seconds since 1970, when the file stopped being good.
    """

    text: str
    since: float
    file_digest: str


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A content that is not taken yet.

    Units: `since` is the moment it was first seen, by the clock of the table.
    """

    glance: Glance
    digest: str
    since: float
    table: RoutingTable | None = None


class LiveTable:
    """The current table of `routing.yaml`, watched by one daemon thread a process.

    Errors: RoutingFileRefused or OSError when made, if there is no good table to start from.
    """

    def __init__(
        self,
        path: Path | str,
        interval_s: float = 0.25,
        *,
        state_dir: Path | str | None = None,
        role: str = "worker",
        patience: Patience = USUAL,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Read the file once; the thread starts at the first use in each process."""
        self._path = Path(path)
        self._interval_s = interval_s
        self._state_dir = None if state_dir is None else Path(state_dir)
        self._role = role
        self._swapped: list[Callable[[RoutingTable], None]] = []
        self._lock = threading.Lock()
        self._starting = threading.Lock()
        self._stop = threading.Event()
        self._pid = 0
        self._fault: Fault | None = None
        self._patience = patience
        self._clock = clock
        self._waiting: _Waiting | None = None
        self._refused_digest = ""
        self._glance = glance_at(self._path)
        data = self._whole_to_start()
        self._table = parse_table(data, self._path.name)
        self._ending = ending(data)
        self._loaded_at = time.time()
        self._keep(data)

    @property
    def table(self) -> RoutingTable:
        """The table in charge; a request keeps the one it started with."""
        if self._pid != os.getpid():
            self._watch()
        return self._table

    @property
    def fault(self) -> Fault | None:
        """What is wrong with the file now; None when it is the running table."""
        if self._pid != os.getpid():
            self._watch()
        return self._fault

    def on_swap(self, call: Callable[[RoutingTable], None]) -> None:
        """Call this with each new table, from the watching thread."""
        self._swapped.append(call)

    @property
    def loaded_at(self) -> float:
        """When the table in charge was taken, in seconds since 1970."""
        return self._loaded_at

    def close(self) -> None:
        """Stop watching, and say no more of this process; the last table stays."""
        self._stop.set()
        if self._state_dir is not None and self._pid == os.getpid():
            withdraw(self._state_dir, os.getpid())

    def refresh(self) -> bool:
        """Look at the file now, as the thread does; whether a change is waiting to settle."""
        with self._lock:
            return self._look()

    def _whole_to_start(self) -> bytes:
        """The file, or what it was while somebody writes it again from the start."""
        data = self._path.read_bytes()
        kept = None if self._state_dir is None else last_good(self._state_dir)
        if kept is not None and data != kept and kept.startswith(data):
            digest = hashlib.sha256(data).hexdigest()
            is_young = _age_s(self._glance) < self._patience.doubt_s
            if is_young and not self._glance.was_moved and not is_signed(self._glance, digest):
                self._glance = replace(self._glance, inode=0)
                return kept
        return data

    def _watch(self) -> None:
        """Start this process's thread: a thread does not survive a fork."""
        if not self._starting.acquire(blocking=False):
            return
        try:
            if self._pid != os.getpid():
                self._lock = threading.Lock()
                self._stop = threading.Event()
                threading.Thread(target=self._run, name="routing-table", daemon=True).start()
                self._pid = os.getpid()
        finally:
            self._starting.release()

    def _run(self) -> None:
        self._publish()
        is_waiting = self._refresh_safely()
        while not self._stop.wait(min(self._interval_s, 0.1) if is_waiting else self._interval_s):
            is_waiting = self._refresh_safely()

    def _refresh_safely(self) -> bool:
        try:
            return self.refresh()
        except Exception:  # noqa: BLE001, a fault of ours ends no watch
            _LOG.exception("watching %s", self._path)
            return False

    def _look(self) -> bool:
        try:
            glance = glance_at(self._path)
            if not self._is_worth_reading(glance):
                return False
            data = self._path.read_bytes()
            if glance_at(self._path) != glance:
                return True
        except OSError as error:
            self._refused_digest = ""
            self._blame(f"{self._path.name} cannot be read: {error.strerror}", "")
            return False
        digest = hashlib.sha256(data).hexdigest()
        if digest == self._table.digest:
            self._clear()
        elif digest != self._refused_digest and not self._is_settled(glance, digest, data):
            return True
        self._waiting = None
        self._glance = glance
        return False

    def _is_worth_reading(self, glance: Glance) -> bool:
        return glance != self._glance or _age_s(glance) < YOUNG_S or self._fault is not None

    def _is_settled(self, glance: Glance, digest: str, data: bytes) -> bool:
        """Whether a new content has been decided upon: taken, or refused."""
        waiting = self._waiting
        if waiting is None or (waiting.glance, waiting.digest) != (glance, digest):
            waiting = self._waiting = _Waiting(glance, digest, self._clock())
        rested_s = self._clock() - waiting.since
        is_new = glance.inode != self._glance.inode
        is_whole = is_signed(glance, digest) or (is_new and glance.was_moved)
        if not is_whole and rested_s < self._patience.rest_s:
            return False
        try:
            with at_leisure():
                table = waiting.table or parse_table(data, self._path.name)
        except RoutingFileRefused as refused:
            self._refused_digest = digest
            self._blame(str(refused), digest)
            return True
        is_doubtful = not is_whole and ending(data) != self._ending
        if is_doubtful and rested_s < self._patience.doubt_s:
            self._waiting = replace(waiting, table=table)
            return False
        self._take(table, data)
        return True

    def _take(self, table: RoutingTable, data: bytes) -> None:
        self._table = table
        self._ending = ending(data)
        self._loaded_at = time.time()
        self._refused_digest = ""
        self._fault = None
        self._publish()
        self._keep(data)
        for call in self._swapped:
            call(table)

    def _blame(self, text: str, digest: str) -> None:
        if self._fault is not None and (self._fault.text, self._fault.file_digest) == (
            text,
            digest,
        ):
            return
        since = time.time() if self._fault is None else self._fault.since
        self._fault = Fault(text, since, digest)
        self._publish()

    def _clear(self) -> None:
        if self._fault is not None:
            self._fault = None
            self._refused_digest = ""
            self._publish()

    def _keep(self, data: bytes) -> None:
        if self._state_dir is None:
            return
        try:
            keep_last_good(self._state_dir, data)
        except OSError:
            # What is kept serves a rollback from a broken file; traffic needs none of it.
            _LOG.warning("%s: the last good table cannot be kept", self._state_dir)

    def _publish(self) -> None:
        if self._state_dir is None:
            return
        fault = self._fault
        state = WorkerState(
            pid=os.getpid(),
            role=self._role,
            digest=self._table.digest,
            loaded_at=self._loaded_at,
            fault=fault.text if fault else None,
            since=fault.since if fault else None,
        )
        try:
            publish(self._state_dir, state)
        except OSError:
            # A full or read-only disk must not stop the thread: traffic does not need the file.
            return


def _age_s(glance: Glance) -> float:
    """Seconds since the content or the date last changed; a date in the future counts as old."""
    age = time.time() - max(glance.modified_ns, glance.changed_ns) / 1e9
    return age if age >= 0 else YOUNG_S
