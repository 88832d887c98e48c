"""One structured line a request, written beside the request's path and never in its way."""

import atexit
import contextlib
import json
import os
import queue
import re
import sys
import threading
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from proxy.core.decision import Decision, Reason, Verdict
from proxy.core.table import Route, spelled_route

#: Lines that may wait for a slow disk; beyond, they are dropped and counted.
WAITING = 10_000

_BATCH = 100

#: A path segment that looks like a key: long, with letters and digits, as sfGuard's
#: `/guard/forgot_password/<md5>`. Names of pages have no such segment.
_SECRET = re.compile(r"(?=[^/]*[0-9])(?=[^/]*[A-Za-z])[A-Za-z0-9_~+=-]{24,}")
#: A signed token as RFC 7515 writes it: parts between dots, the first being a JSON object.
_TOKEN = re.compile(r"ey[A-Za-z0-9_-]{6,}(?:\.[A-Za-z0-9_-]*){1,4}")
_SESSION_PARAMETER = re.compile(r";[^/]*")


@dataclass(frozen=True, slots=True)
class Line:
    """What is remembered of a request: no query, no field, no cookie, no address with a key in it.

    Units: `at` is UTC, `ms` milliseconds from the head to the last byte, `bytes` those of the body.
    """

    at: str
    request_id: str
    client: str
    method: str
    host: str
    path: str
    status: int
    bytes: int
    ms: float
    backend: str
    lot: str | None
    route: str | None
    stage: str | None
    side: str
    reason: str
    table: str
    error: str | None = None


def redacted(path: str) -> str:
    """The path without what could open a door: keys, and parameters after a semicolon."""
    return "/".join(map(_redacted_segment, _SESSION_PARAMETER.sub("", path).split("/")))


def _redacted_segment(segment: str) -> str:
    if _TOKEN.fullmatch(segment):
        return "[key]"
    # A key may have an extension, as `/guard/forgot_password/<md5>.html` does.
    return ".".join("[key]" if _SECRET.fullmatch(part) else part for part in segment.split("."))


@dataclass(frozen=True, slots=True)
class Who:
    """The part of a line that comes from the decision."""

    backend: str
    lot: str | None
    route: str | None
    stage: str | None
    side: str
    reason: str


def who_answered(verdict: Verdict | None) -> Who:
    """Who answered and why; without a decision, words that say so."""
    lot = verdict.lot if verdict else None
    side = "refused"
    route: Route | None = None
    if isinstance(verdict, Decision):
        route = verdict.route
        side = "ours" if verdict.reason is Reason.OURS else verdict.side.value
    return Who(
        backend=verdict.backend.name if verdict and verdict.backend else "",
        lot=lot.name if lot else None,
        route=spelled_route(route) if route else None,
        stage=str(lot.stage) if lot else None,
        side=side,
        reason=verdict.reason.value if verdict else "",
    )


def now() -> str:
    """The time of a line: UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


class AccessLog:
    """Lines on their way to a file or a pipe, which may be slow, full or closed."""

    def __init__(self, sink: BinaryIO, waiting: int = WAITING, *, owns_sink: bool = False) -> None:
        """Give `owns_sink` when the sink is to be closed with the log."""
        self._sink = sink
        self._owns_sink = owns_sink
        self._waiting = waiting
        self._pid = 0
        self._starting = threading.Lock()
        self._lines: queue.Queue[Line | None] = queue.Queue(self._waiting)
        self._thread: threading.Thread | None = None
        #: Lines that could not be written since the process started.
        self.dropped = 0

    def write(self, line: Line) -> None:
        """Hand over one line; never waits and never fails."""
        if self._pid != os.getpid():
            self._start()
        try:
            self._lines.put_nowait(line)
        except queue.Full:
            self.dropped += 1

    def close(self, patience_s: float = 2.0) -> None:
        """Write what waits, then stop; a sink that is stuck is waited for no longer than that."""
        thread, self._thread = self._thread, None
        if thread and self._pid == os.getpid():
            with contextlib.suppress(queue.Full):
                self._lines.put(None, timeout=patience_s)
                thread.join(patience_s)
            self._pid = 0
        if self._owns_sink:
            self._sink.close()

    def _start(self) -> None:
        """Start this process's thread: a thread does not survive a fork."""
        with self._starting:
            if self._pid == os.getpid():
                return
            self._lines = queue.Queue(self._waiting)
            self._thread = threading.Thread(target=self._run, name="access-log", daemon=True)
            self._thread.start()
            atexit.register(self.close)
            self._pid = os.getpid()

    def _run(self) -> None:
        while line := self._lines.get():
            batch = [line]
            while len(batch) < _BATCH and not self._lines.empty():
                following = self._lines.get()
                if following is None:
                    self._write_out(batch)
                    return
                batch.append(following)
            self._write_out(batch)

    def _write_out(self, batch: list[Line]) -> None:
        """One write of whole lines: processes that append to one file never mix theirs."""
        try:
            self._sink.write(b"".join(map(_as_json, batch)))
            self._sink.flush()
        except (OSError, ValueError):
            # A full disk, a closed pipe, a closed file: traffic is worth more than its line.
            self.dropped += len(batch)


def _as_json(line: Line) -> bytes:
    # Bytes of a path that are not UTF-8 are surrogates; JSON has an escape for them.
    text = json.dumps(asdict(line), ensure_ascii=False)
    return text.encode("utf-8", "backslashreplace") + b"\n"


def milliseconds_since(start: float) -> float:
    """Elapsed time of a monotonic start, as a line shows it."""
    return round((time.monotonic() - start) * 1000, 1)


def open_sink(place: str) -> BinaryIO:
    """Where lines go: a file, `-` for standard output, `none` for nowhere.

    Errors: OSError, when the file cannot be opened.
    """
    if place == "-":
        return sys.stdout.buffer
    if place == "none":
        return Path(os.devnull).open("ab", buffering=0)
    path = Path(place)
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.open("ab", buffering=0)
