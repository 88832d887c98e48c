"""Who comes to a split lot: the visitor's card read, drawn and written, and a moment to decide at."""

import os
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Lock
from typing import Protocol
from zoneinfo import ZoneInfo

from proxy.config import Settings
from proxy.core.assignment import Choice, Posture, choose
from proxy.core.cards import bucket_of, card_in, sealed, session_in, set_cookie
from proxy.core.cohorts import BELIEVED_S, binding, must_ask, told
from proxy.core.schedules import Moment
from proxy.core.table import Backend, BackendKind, RoutingTable
from proxy.core.visitors import ANYBODY, BUCKETS, Visitor

#: How long nobody is asked again after an answer that did not come.
FAILED_S = 5
#: Sessions whose words a process remembers; beyond, it forgets all.
_MEMORY = 4096
_NO_WORDS: frozenset[str] = frozenset()


class IdentityUnknown(Exception):
    """Who the visitor is cannot be found out now."""


class Asking(Protocol):
    """Who knows a visitor by the legacy's own session."""

    def __call__(self, cookies: bytes) -> Sequence[str]:
        """The cohort words that are true of whom these cookies belong to.

        Errors: IdentityUnknown.
        """


def nobody_knows(cookies: bytes) -> Sequence[str]:
    """No words: there is no session to look at."""
    del cookies
    return ()


def moment_at(now: float, zone: ZoneInfo) -> Moment:
    """A time as decisions look at it."""
    local = datetime.fromtimestamp(now, zone)
    return Moment(int(now), local.strftime("%Y-%m-%d %H:%M"), local.weekday())


@dataclass(frozen=True, slots=True)
class Arrival:
    """A visitor at a split lot.

    Shape: `is_new` when the card must be written; `asks_for` names a session that must be asked
           about first, empty when all is known.
    """

    visitor: Visitor
    is_new: bool = False
    asks_for: str = ""


class Reception:
    """What both doors do with a request to a split lot, apart from asking.

    Shape: `key` signs cards; without one nobody is assigned, and legacy answers below 100 %.
    """

    def __init__(
        self,
        key: bytes,
        zone: ZoneInfo,
        session_cookie: bytes,
        now: Callable[[], float] = time.time,
        draw: Callable[[], int] | None = None,
    ) -> None:
        self._key = key
        self._draw = draw or drawn
        self._zone = zone
        self._session_cookie = session_cookie
        self._now = now
        self._moment = Moment(-1, "", 0)
        self._known: dict[str, tuple[int, frozenset[str] | None]] = {}
        self._lock = Lock()

    @property
    def moment(self) -> Moment:
        """Now."""
        now = int(self._now())
        if now != self._moment.at:
            self._moment = moment_at(now, self._zone)
        return self._moment

    def arrival(
        self,
        cookies: Sequence[bytes],
        posture: Posture,
        backend: Backend,
        table: RoutingTable,
    ) -> Arrival:
        """The visitor of these Cookie values, with a bucket where one matters here."""
        found = card_in(cookies, self._key)
        visitor = found or ANYBODY
        is_new = found is None and posture.draws and bool(self._key)
        session = session_in(cookies, self._session_cookie)
        if is_new:
            # Pages asked for at the same moment agree, where PHP has given a session already.
            bucket = bucket_of(session, self._key) if session else self._draw()
            visitor = replace(visitor, bucket=bucket)
        if not posture.cohorts or not self._key or backend.kind is not BackendKind.SYMFONY1:
            return Arrival(visitor, is_new)
        bound_to = binding(session, table.vocabulary)
        if not must_ask(visitor, bound_to, self.moment.at):
            believed = (
                visitor if visitor.asked_for == bound_to else replace(visitor, words=_NO_WORDS)
            )
            return Arrival(believed, is_new)
        return self._from_memory(replace(visitor, words=_NO_WORDS), bound_to, is_new=is_new)

    def introduce(self, bound_to: str, words: Iterable[str] | None, table: RoutingTable) -> None:
        """Remember what is true of a session's owner; None when it could not be found out."""
        known = None if words is None else told(words, table.vocabulary)
        with self._lock:
            if len(self._known) >= _MEMORY:
                self._known.clear()
            self._known[bound_to] = (self.moment.at, known)

    def choice(self, arrival: Arrival, posture: Posture, method: str) -> Choice:
        """The side that answers, and the visitor as to be remembered."""
        return choose(posture, arrival.visitor, self.moment, method, is_new=arrival.is_new)

    def cookie(self, choice: Choice, *, is_secure: bool) -> bytes:
        """The value of the Set-Cookie field of the answer; empty when there is none."""
        if choice.visitor is None or not self._key:
            return b""
        return set_cookie(sealed(choice.visitor, self._key), is_secure=is_secure)

    def _from_memory(self, visitor: Visitor, bound_to: str, *, is_new: bool) -> Arrival:
        at, words = self._known.get(bound_to, (0, None))
        age = self.moment.at - at
        if words is None:
            # Meanwhile the visitor is in no cohort; nothing of it is written down.
            return Arrival(visitor, is_new, "" if at and age < FAILED_S else bound_to)
        if age > BELIEVED_S:
            return Arrival(visitor, is_new, bound_to)
        known = replace(visitor, words=words, asked_for=bound_to, asked_at=at)
        return Arrival(known, is_new=True)


def drawn() -> int:
    """A bucket, once for each visitor."""
    return int.from_bytes(os.urandom(8)) % BUCKETS


def reception_of(settings: Settings) -> Reception:
    """The reception of the settings."""
    return Reception(
        settings.secret_key.encode(),
        settings.time_zone,
        settings.symfony1_session_cookie.encode(),
    )
