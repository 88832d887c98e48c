"""Counting for the WSGI door: many threads, processes that fork, and a recorder among them."""

import atexit
import os
import threading
import time
from collections.abc import Callable

from proxy.access_log import redacted
from proxy.core.decision import Decision
from proxy.core.messages import RequestHead
from proxy.evidence.counting import Counters, labels_of
from proxy.evidence.happenings import Happening, Place
from proxy.evidence.recording import Recording
from proxy.evidence.signals import Signal
from proxy.evidence.tally import SPOOL_S, Tally
from proxy.visit import Visit

#: What a line of the log holds of a path, as the gateway's.
_LONGEST_PATH = 500


class DoorTally:
    """Counts visits of one process, with a thread that leaves them in the spool.

    Shape: counts nothing until it is started, in the process that answers: threads do not survive
           a fork. Of all processes of a door, the one that holds the folder's lock records.
    """

    def __init__(
        self, tally: Callable[[], Tally], recording: Callable[[], Recording] | None = None
    ) -> None:
        self._make_tally = tally
        self._make_recording = recording
        self._lock = threading.Lock()
        self._pid = 0
        self._counters = Counters()
        self._tally = tally()
        self._stopping = threading.Event()

    def start(self) -> None:
        """Begin to count in this process."""
        self._pid = os.getpid()
        self._stopping = threading.Event()
        self._counters, self._tally = Counters(), self._make_tally()
        threading.Thread(target=self._run, daemon=True, name="counters").start()
        if self._make_recording is not None:
            self._make_recording().start(self._stopping)
        atexit.register(self.close)

    @property
    def fault(self) -> str:
        """What keeps counts from reaching the recorder; empty while all is well."""
        return self._tally.fault

    def count(self, visit: Visit) -> None:
        """Count a visit that is over; never waits for a disk or a database."""
        if self._pid != os.getpid():
            return
        seconds = time.monotonic() - visit.began
        labels = labels_of(visit.verdict)
        with self._lock:
            series = self._counters.of(labels)
            (series.by_status.get(visit.status) or series.begin(visit.status)).add(
                seconds, visit.sent
            )
            self._tally.happened.append(
                Happening(
                    Place(labels, _path(visit), visit.table),
                    time.time() - seconds,
                    visit.status,
                    seconds,
                    visit.method.encode("latin-1"),
                    visit.request_id.encode("latin-1"),
                    visit.client.address.encode("latin-1"),
                    _cookies(visit.head),
                    -1 if visit.bucket is None else visit.bucket,
                )
            )

    def signal(self, backend: str, lot: str, signal: Signal) -> None:
        """Count what a page of Python has seen; behind the gateway the first one starts us."""
        with self._lock:
            if self._pid != os.getpid():
                self.start()
            self._tally.signal(backend, lot, "python", signal)

    def close(self) -> None:
        """Leave what was counted; the recorder, if it runs here, folds it."""
        self._stopping.set()
        if self._pid == os.getpid():
            self._pid = 0
            self._collect()
            self._tally.spool(is_last=True)

    def _run(self) -> None:
        while not self._stopping.wait(SPOOL_S):
            self._collect()
            self._tally.spool()

    def _collect(self) -> None:
        with self._lock:
            taken = self._counters.take()
        self._tally.add(taken)


def _path(visit: Visit) -> str:
    verdict = visit.verdict
    if isinstance(verdict, Decision):
        # A database takes no surrogates, and one such path would keep a whole batch out.
        storable = verdict.path.encode("utf-8", "backslashreplace").decode()
        return redacted(storable)[:_LONGEST_PATH]
    raw = visit.head.target.decode("latin-1").partition("?")[0] if visit.head else ""
    return redacted(raw)[:_LONGEST_PATH]


def _cookies(head: RequestHead | None) -> bytes:
    if head is None:
        return b""
    return b"".join(
        b"\r\nCookie: %b" % value for name, value in head.headers if name.lower() == b"cookie"
    )
