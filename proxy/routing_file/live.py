"""The table a process runs: swapped whole when the file is good, kept when it is not."""

import hashlib
import logging
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from proxy.core.table import RoutingTable
from proxy.routing_file.last_good import keep_last_good
from proxy.routing_file.mistakes import RoutingFileRefused
from proxy.routing_file.reader import parse_table
from proxy.routing_file.workers import WorkerState, publish, withdraw

_LOG = logging.getLogger("figuier")

#: A file that is written in place may be half of itself for a while; one that was renamed into
#: place is whole. Both stay under one second, the delay promised for a flip.
SETTLE_IN_PLACE_S = 0.6
SETTLE_RENAMED_S = 0.05
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
class _Glance:
    """What the file system says of the file."""

    inode: int
    size: int
    modified_ns: int
    changed_ns: int


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
        self._glance = _glance(self._path)
        self._refused_digest = ""
        data = self._path.read_bytes()
        self._table = parse_table(data, self._path.name)
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
            glance = _glance(self._path)
            if not self._is_worth_reading(glance):
                return False
            data = self._path.read_bytes()
            if _glance(self._path) != glance:
                return True
        except OSError as error:
            self._refused_digest = ""
            self._blame(f"{self._path.name} cannot be read: {error.strerror}", "")
            return False
        digest = hashlib.sha256(data).hexdigest()
        if digest == self._table.digest:
            self._clear()
        elif digest != self._refused_digest:
            is_in_place = glance.inode == self._glance.inode
            if _age_s(glance) < (SETTLE_IN_PLACE_S if is_in_place else SETTLE_RENAMED_S):
                return True
            self._take(data, digest)
        self._glance = glance
        return False

    def _is_worth_reading(self, glance: _Glance) -> bool:
        return glance != self._glance or _age_s(glance) < YOUNG_S or self._fault is not None

    def _take(self, data: bytes, digest: str) -> None:
        try:
            table = parse_table(data, self._path.name)
        except RoutingFileRefused as refused:
            self._refused_digest = digest
            self._blame(str(refused), digest)
            return
        self._table = table
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


def _glance(path: Path) -> _Glance:
    found = path.stat()
    return _Glance(found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def _age_s(glance: _Glance) -> float:
    """Seconds since the content or the date last changed; a date in the future counts as old."""
    age = time.time() - max(glance.modified_ns, glance.changed_ns) / 1e9
    return age if age >= 0 else YOUNG_S
