"""What one process tells of its requests, every few seconds and beside their path."""

import json
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from proxy.config import Settings
from proxy.evidence.counting import Series, Taken
from proxy.evidence.happenings import Happening
from proxy.evidence.periods import day_of
from proxy.evidence.signals import Lookout, Signal
from proxy.evidence.spool import Batch, Spool
from proxy.evidence.visitors import VisitorHashes
from proxy.leisure import in_turns

_Item = TypeVar("_Item")

#: PHP's own name for a session, which Symfony 4 keeps unless told otherwise.
_SYMFONY4_COOKIE = "PHPSESSID"
#: How often a process leaves what it counted for the recorder.
SPOOL_S = 1.0
#: Requests that may wait to be looked at one by one; beyond, they are counted but not logged.
MOST_HAPPENINGS = 2000
#: Requests one process logs in one batch; beyond, they are counted but not logged.
MOST_LOGGED = 500
#: Happenings looked at before traffic has the interpreter again: a fraction of a millisecond.
_AT_ONCE = 100


class Tally:
    """Counts and happenings of one process until they lie in the spool.

    Shape: `happened` takes happenings from the request's path, its oldest go when nobody takes
           them; neither that nor `add` and `signal` wait for anything. `spool` runs in a thread
           beside, and gives way to requests all the time.
    """

    def __init__(
        self,
        state_dir: Path,
        *,
        zone: ZoneInfo,
        session_cookies: Sequence[str],
        wall: Callable[[], float] = time.time,
    ) -> None:
        self.happened: deque[Happening] = deque(maxlen=MOST_HAPPENINGS)
        #: What keeps counts from reaching the recorder; empty while all is well.
        self.fault = ""
        self._wall = wall
        self._zone = zone
        self._salt_file = state_dir / "evidence" / "salt.json"
        self._spool = Spool(state_dir)
        self._hashes = VisitorHashes(session_cookies)
        self._lookout = Lookout()
        self._batch = Batch(wall())
        self._taken: deque[Taken] = deque()
        self._signals: deque[tuple[str, str, str, str]] = deque()
        self._seen: set[tuple[str, str, str, str, str]] = set()
        self._lock = threading.Lock()
        #: Since the process started.
        self._counted = self._logged = self._unlogged = 0

    def add(self, taken: Taken) -> None:
        """Add what was counted lately."""
        self._taken.append(taken)

    def signal(self, backend: str, lot: str, side: str, signal: Signal) -> None:
        """Count a signal that somebody else has seen."""
        self._signals.append((backend, lot, side, signal.value))

    def spool(self, *, is_last: bool = False) -> None:
        """Leave what was counted for the recorder; on a full spool or disk, keep it."""
        with self._lock:
            self._add_counts()
            self._look_at_happenings()
            batch = self._batch
            if batch.is_empty:
                return
            if self._spool.is_full() and not is_last:
                self.fault = "the recorder is behind: counts wait in this process"
                self._keep_counts_only()
                return
            batch.until = self._wall()
            try:
                self._spool.write(batch)
            except OSError as error:
                self.fault = (
                    f"counts cannot be written ({error.strerror}): they wait in this process"
                )
                self._keep_counts_only()
                return
            self.fault = ""
            self._batch = Batch(batch.until)

    def _keep_counts_only(self) -> None:
        """Keep what cannot grow without bound: counts by label, never single requests."""
        self._logged -= len(self._batch.requests)
        self._batch.requests.clear()

    def _add_counts(self) -> None:
        for taken in _all_of(self._taken):
            for labels, by_status in taken:
                known = self._batch.series.setdefault(labels, {})
                for status, series in by_status.items():
                    known.setdefault(status, Series()).add_all(series)
                    self._counted += series.count
        for key in _all_of(self._signals):
            self._count_signal(key)

    def _look_at_happenings(self) -> None:
        self._learn_salt()
        for together in in_turns(_all_of(self.happened), _AT_ONCE):
            for happening in together:
                self._look_at(happening)
        # A request is told of before its count is taken: what is missing for good is unlogged.
        missing = self._counted - self._logged - len(self.happened) - self._unlogged
        if missing > 0:
            self._unlogged += missing
            self._batch.unlogged += missing

    def _look_at(self, happening: Happening) -> None:
        labels = happening.place.labels
        if labels.side == "ours":
            # Who watches the console, or asks our health each second, would fill the log alone.
            self._logged += 1
            return
        if len(self._batch.requests) < MOST_LOGGED:
            self._batch.requests.append(_row(happening))
            self._logged += 1
        who = self._hashes.of(happening)
        if who is None or labels.side not in {"legacy", "python"}:
            return
        place = (self._hashes.day, who, labels.backend, labels.lot, labels.side)
        if place not in self._seen:
            self._seen.add(place)
            self._batch.visitors.add(place)
        signal = self._lookout.look(who, happening)
        if signal is not None:
            self._count_signal((labels.backend, labels.lot, labels.side, signal.value))

    def _count_signal(self, key: tuple[str, str, str, str]) -> None:
        self._batch.signals[key] = self._batch.signals.get(key, 0) + 1

    def _learn_salt(self) -> None:
        """Take the salt of today, which the recorder draws; without one, nobody is counted."""
        today = day_of(self._wall(), self._zone)
        if self._hashes.day == today:
            return
        self._seen.clear()
        self._hashes.begin(today, _salt_of(self._salt_file, today))
        if not self._hashes.has_salt:
            self._hashes.begin("", b"")


def tally_of(settings: Settings) -> Tally:
    """The tally of a process with these settings."""
    cookies = (settings.symfony1_session_cookie, _SYMFONY4_COOKIE)
    return Tally(settings.state_dir, zone=settings.time_zone, session_cookies=cookies)


def _all_of(waiting: deque[_Item]) -> list[_Item]:
    """As many as wait now, taken away: what comes meanwhile must not keep this thread here."""
    return [waiting.popleft() for _ in range(len(waiting))]


def _salt_of(path: Path, day: str) -> bytes:
    try:
        found = json.loads(path.read_text(encoding="ascii"))
        return bytes.fromhex(found["salt"]) if found["day"] == day else b""
    except (OSError, ValueError, KeyError, TypeError):
        return b""


def _row(happening: Happening) -> dict[str, Any]:
    place, labels = happening.place, happening.place.labels
    return {
        "at": round(happening.at, 3),
        "request_id": happening.request_id.decode("latin-1")[:64],
        "backend": labels.backend[:64],
        "application": labels.application[:64],
        "method": happening.method.decode("latin-1")[:16],
        # A database takes no surrogates, and one such path would keep a whole batch out.
        "path": place.path.encode("utf-8", "backslashreplace").decode()[:500],
        "route": labels.route[:500],
        "lot": labels.lot[:64],
        "stage": labels.stage,
        "side": labels.side,
        "reason": labels.reason,
        "status": happening.status,
        "ms": round(happening.seconds * 1000, 2),
        "bucket": happening.bucket,
        "table_digest": place.table[:12],
    }
