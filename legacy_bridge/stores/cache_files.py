"""Sessions of sfCacheSessionStorage over sfFileCache: one file a session, replaced whole."""

import os
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from legacy_bridge.stores.errors import SessionBusy, SessionStoreDown
from legacy_bridge.stores.held_files import FLAGS, content, held, opened
from legacy_bridge.stores.ids import checked_id
from legacy_bridge.stores.store import Rewrite

#: Two times of twelve digits: until when the value is good, and when it was written.
_TIME = 12


@dataclass(frozen=True, slots=True)
class CacheFileSessionStore:
    """Sessions in the cache folder.

    Shape: PHP replaces the file by another and locks nothing while a page runs: between Python's
        own workers no change is lost, yet a page of PHP writes the session as it found it.
    Units: `lifetime_s` is the cache's lifetime; times are seconds since 1970.
    Source: sfFileCache::read and write.
    """

    folder: Path
    lifetime_s: int = 86400
    wait_s: float = 10.0
    clock: Callable[[], float] = time.time

    def read(self, session_id: str) -> bytes | None:
        """The session as last written, unless its time is over."""
        file = opened(self._path(session_id), os.O_RDONLY)
        if file is None:
            return None
        try:
            return self._value(content(file))
        finally:
            os.close(file)

    def create(self, session_id: str, data: bytes) -> None:
        """A new file."""
        self._replace(self._path(session_id), data)

    def update(self, session_id: str, rewrite: Rewrite) -> bytes | None:
        """What `rewrite` made of the session; None when it is gone."""
        return self._updated(session_id, rewrite, self.wait_s)

    def refresh(self, session_id: str, rewrite: Rewrite) -> bool:
        """Whether no other worker was at it, and the session rewritten."""
        try:
            return self._updated(session_id, rewrite, 0) is not None
        except SessionBusy:
            return False

    def move(self, old_id: str, new_id: str, rewrite: Rewrite) -> bool:
        """Whether the session was there to be moved; its old file is removed."""
        path = self._path(old_id)
        with held(path, self.wait_s) as file:
            data = None if file is None else self._value(content(file))
            if data is None:
                return False
            self.create(new_id, rewrite(data))
            path.unlink(missing_ok=True)
        return True

    def delete(self, session_id: str) -> None:
        """No file of this id."""
        self._path(session_id).unlink(missing_ok=True)

    def _updated(self, session_id: str, rewrite: Rewrite, wait_s: float) -> bytes | None:
        path = self._path(session_id)
        with held(path, wait_s) as file:
            data = None if file is None else self._value(content(file))
            if data is None:
                return None
            new = rewrite(data)
            self._replace(path, new)
            return new

    def _path(self, session_id: str) -> Path:
        return self.folder / f"{checked_id(session_id)}.cache"

    def _value(self, stored: bytes) -> bytes | None:
        until = stored[:_TIME]
        if not until.isdigit() or int(until) < self.clock():
            return None
        return stored[2 * _TIME :]

    def _replace(self, path: Path, data: bytes) -> None:
        now = int(self.clock())
        head = f"{now + self.lifetime_s:012d}{now:012d}".encode()
        beside = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        try:
            file = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | FLAGS, 0o666)
            with os.fdopen(file, "wb") as stream:
                stream.write(head + data)
            beside.replace(path)
        except OSError as error:
            beside.unlink(missing_ok=True)
            raise SessionStoreDown(f"{path.parent}: {error.strerror}") from error
