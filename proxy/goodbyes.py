"""Goodbyes of the legacy carried to who forgets remember keys, away from every request."""

import hashlib
import logging
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from queue import Empty, Full, SimpleQueue
from typing import NamedTuple

from proxy.core.goodbyes import MET_MARK, SESSION_MARK, GoodbyeSign
from proxy.core.messages import Headers

log = logging.getLogger("figuier")

#: How long to wait before each further try: a database that restarts is back within them.
PAUSES_S = (0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 40.0)

#: Further looks at a session that PHP had not written when its answer began.
_MET_TRIES = 2

#: Goodbyes that may wait while the database is away.
LONGEST_QUEUE = 1000


class GoodbyeDelayed(Exception):
    """The key could not be forgotten now; the same may work in a moment."""


@dataclass(slots=True)
class GoodbyeCounts:
    """What became of the goodbyes of this process."""

    heard: int = 0
    forgotten: int = 0
    tried_again: int = 0
    lost: int = 0
    met: int = 0

    def snapshot(self) -> dict[str, int]:
        """The counts as plain values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Farewells:
    """What a door does with the goodbyes in the legacy's answers, and with sign-ins before them."""

    sign: GoodbyeSign
    hear: Callable[[str], None]

    def in_line(self, line: bytes, head: bytes) -> None:
        """Look at one rare field line of an answer to the request of this head."""
        if self.sign.is_line(line):
            who = self.sign.who_in_head(head)
        else:
            who = self.sign.met_in_line(line, head)
        if who:
            self.hear(who)

    def in_exchange(self, asked: Headers, answered: Headers) -> None:
        """Look at all fields of an answer."""
        who = self.sign.who_in_exchange(asked, answered)
        if who := who or self.sign.met_in_exchange(asked, answered):
            self.hear(who)


class _Look(NamedTuple):
    """When a session that could not be read is looked at again, and how often it was."""

    due: float
    tries: int


_NEVER = _Look(0, 0)


class Goodbyes:
    """A thread of its own, started by the first goodbye, that forgets remember keys.

    Shape: a `key` is what GoodbyeSign says of who left; `forget` raises GoodbyeDelayed to be called
           again; `hear` never waits.
    """

    def __init__(self, forget: Callable[[str], None], pauses_s: Sequence[float] = PAUSES_S) -> None:
        self.counts = GoodbyeCounts()
        self._forget = forget
        self._pauses_s = pauses_s
        self._waiting: SimpleQueue[str] = SimpleQueue()
        self._unmet: dict[str, _Look] = {}  # the thread's own
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._closing = threading.Event()

    def hear(self, key: str) -> None:
        """Somebody signed out who had this key, or was given this session."""
        if key.startswith(MET_MARK):
            self.counts.met += 1
        else:
            self.counts.heard += 1
        if self._waiting.qsize() >= LONGEST_QUEUE:
            self._lose(key, Full())
            return
        self._waiting.put(key)
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, daemon=True, name="goodbyes")
                self._thread.start()

    def close(self) -> None:
        """Make no further try; what waits is lost, and said to be."""
        self._closing.set()

    def _work(self) -> None:
        while True:
            with suppress(Empty):
                self._attend(self._waiting.get(timeout=self._next_look_s()))
            now = time.monotonic()
            for key in [key for key, look in self._unmet.items() if look.due <= now]:
                self._attend(key)

    def _attend(self, key: str) -> None:
        try:
            if key.startswith(MET_MARK):
                self._meet(key)
            else:
                self._carry(key)
        except Exception as error:  # noqa: BLE001 - a thread that dies would lose all others
            self._lose(key, error)

    def _carry(self, key: str) -> None:
        met = MET_MARK + key.partition(SESSION_MARK)[2]
        if met in self._unmet:
            self._meet(met)  # who leaves is to be known first
        for pause_s in (*self._pauses_s, None):
            try:
                self._forget(key)
            except GoodbyeDelayed as error:
                if pause_s is None or self._closing.wait(pause_s):
                    self._lose(key, error)
                    return
                self.counts.tried_again += 1
            else:
                self.counts.forgotten += 1
                return

    def _meet(self, key: str) -> None:
        """Look at a session; one that PHP is still writing is looked at later, others meanwhile."""
        tries = self._unmet.pop(key, _NEVER).tries
        try:
            self._forget(key)
        except GoodbyeDelayed as error:
            pauses_s = self._pauses_s[:_MET_TRIES]
            is_last = tries == len(pauses_s) or len(self._unmet) >= LONGEST_QUEUE
            if is_last or self._closing.is_set():
                self._lose(key, error)
                return
            self.counts.tried_again += 1
            self._unmet[key] = _Look(time.monotonic() + pauses_s[tries], tries + 1)

    def _next_look_s(self) -> float | None:
        if not self._unmet:
            return None
        return max(0.0, min(look.due for look in self._unmet.values()) - time.monotonic())

    def _lose(self, key: str, error: Exception) -> None:
        if key.startswith(MET_MARK):
            log.warning("who was given a new session is not known (%s)", type(error).__name__)
            return
        self.counts.lost += 1
        log.error(
            "a visitor signed out and the remember keys of %s… could not be deleted (%s: %s); a"
            " copy of that cookie still signs in: delete its rows of sf_guard_remember_key",
            hashlib.sha256(key.encode()).hexdigest()[:12],
            type(error).__name__,
            error,
        )
