"""Sessions in a server of keys and values: the promises of a store, made of its few commands."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from legacy_bridge.stores.errors import SessionBusy, SessionStoreDown
from legacy_bridge.stores.ids import checked_id
from legacy_bridge.stores.store import Rewrite


class Cells(Protocol):
    """What such a server can do with one session; each command is whole in itself.

    Errors: SessionStoreDown.
    """

    def get(self, session_id: str) -> bytes | None:
        """What is stored, or None."""

    def put(self, session_id: str, data: bytes) -> None:
        """Store, for as long as a session lives."""

    def add(self, session_id: str, data: bytes) -> bool:
        """Store, unless something is there already."""

    def swap(self, session_id: str, old: bytes, new: bytes) -> bool:
        """Store `new` if `old` is still what is stored."""

    def remove(self, session_id: str) -> None:
        """Store nothing any more."""

    def lock(self, session_id: str) -> bool:
        """Take the lock PHP's handler takes, if it is free."""

    def unlock(self, session_id: str) -> None:
        """Give back the lock that `lock` took."""


class CellSessionStore:
    """Sessions where PHP's memcached and redis handlers keep them.

    Shape: `is_locking` says whether PHP locks (memcached.sess_locking, redis.session
        .locking_enabled). Without, Python's own workers lose nothing of each other, yet a page of
        PHP writes the session as it found it: what was written meanwhile is lost.
    Units: `wait_s` bounds the wait for PHP.
    """

    def __init__(self, cells: Cells, *, is_locking: bool, wait_s: float = 10.0) -> None:
        self.cells = cells
        self.is_locking = is_locking
        self.wait_s = wait_s

    def read(self, session_id: str) -> bytes | None:
        """The session as last written; one command, whole, without a lock."""
        return self.cells.get(checked_id(session_id))

    def create(self, session_id: str, data: bytes) -> None:
        """A new session."""
        if not self.cells.add(checked_id(session_id), data):
            raise SessionStoreDown("A new session id is in use already")

    def update(self, session_id: str, rewrite: Rewrite) -> bytes | None:
        """What `rewrite` made of the session; None when it is gone."""
        with self._held(checked_id(session_id), self.wait_s):
            return self._rewritten(session_id, rewrite)

    def refresh(self, session_id: str, rewrite: Rewrite) -> bool:
        """Whether the lock was free, and the session rewritten."""
        try:
            with self._held(checked_id(session_id), 0):
                return self._rewritten(session_id, rewrite) is not None
        except SessionBusy:
            return False

    def move(self, old_id: str, new_id: str, rewrite: Rewrite) -> bool:
        """Whether the session was there to be moved."""
        with self._held(checked_id(old_id), self.wait_s):
            data = self.cells.get(old_id)
            if data is None:
                return False
            self.create(new_id, rewrite(data))
            self.cells.remove(old_id)
        return True

    def delete(self, session_id: str) -> None:
        """No session of this id."""
        with self._held(checked_id(session_id), self.wait_s):
            self.cells.remove(session_id)

    def _rewritten(self, session_id: str, rewrite: Rewrite) -> bytes | None:
        deadline = time.monotonic() + self.wait_s
        while (old := self.cells.get(session_id)) is not None:
            new = rewrite(old)
            if self.is_locking:
                self.cells.put(session_id, new)
                return new
            if self.cells.swap(session_id, old, new):
                return new
            if time.monotonic() >= deadline:
                raise SessionBusy("Other workers keep writing this session")
        return None

    @contextmanager
    def _held(self, session_id: str, wait_s: float) -> Iterator[None]:
        if not self.is_locking:
            yield
            return
        deadline, pause = time.monotonic() + wait_s, 0.001
        while not self.cells.lock(session_id):
            if time.monotonic() >= deadline:
                raise SessionBusy(f"PHP has held this session for {wait_s} s")
            time.sleep(pause)
            pause = min(pause * 2, 0.02)
        try:
            yield
        finally:
            self.cells.unlock(session_id)
