"""Sessions in files, by the locking rule of PHP's own handler.

PHP locks the session's file itself, from the start of a page to its end, and rewrites it in place.
A temporary file renamed over it, the usual way to write safely, loses a third of the updates:
PHP, waiting on the file that was replaced, writes into it.
"""

import fcntl
import os
import time
from collections.abc import Callable
from pathlib import Path

from legacy_bridge.stores.errors import SessionBusy, SessionStoreDown
from legacy_bridge.stores.held_files import (
    FLAGS,
    content,
    held,
    is_file_of,
    locks,
    opened,
)
from legacy_bridge.stores.ids import is_legal_id
from legacy_bridge.stores.in_place import Filler, rewrite_in_place
from legacy_bridge.stores.save_path import SavePath
from legacy_bridge.stores.store import Rewrite


class FileSessionStore:
    """Sessions in PHP's `save_path`.

    Shape: `is_whole` tells whether bytes are a session from end to end; it decides whether what
        was read while PHP holds the lock can be trusted.
        `filler(n)`, when given, makes at least n bytes that a session may end with, so that kill -9
        leaves no half session.
    Units: `wait_s` bounds the wait for PHP before a write, `read_wait_s` before a read.
    Source: php-src ext/session/mod_files.c.
    """

    def __init__(
        self,
        save_path: SavePath,
        is_whole: Callable[[bytes], bool],
        *,
        filler: Filler | None = None,
        wait_s: float = 10.0,
        read_wait_s: float = 0.25,
    ) -> None:
        self.save_path = save_path
        self.is_whole = is_whole
        self.filler = filler
        self.wait_s = wait_s
        self.read_wait_s = read_wait_s

    def read(self, session_id: str) -> bytes | None:
        """The session as last written; PHP never waits for more than one read of the file.

        Shape: an id too short for the folders has none, as in PHP.
        """
        if is_legal_id(session_id) and len(session_id) <= self.save_path.depth:
            return None
        path = self.save_path.file(session_id)
        deadline = time.monotonic() + self.read_wait_s
        while (file := opened(path, os.O_RDONLY)) is not None:
            try:
                data = self._read_once(file, path, is_last=time.monotonic() >= deadline)
            finally:
                os.close(file)
            if data is not None:
                return data
        return None

    def create(self, session_id: str, data: bytes) -> None:
        """A new file that only its owner can read."""
        path = self.save_path.file(session_id)
        try:
            file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | FLAGS, self.save_path.mode)
        except OSError as error:
            raise SessionStoreDown(f"{path.parent}: {error.strerror}") from error
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            rewrite_in_place(file, b"", data)
        finally:
            os.close(file)

    def update(self, session_id: str, rewrite: Rewrite) -> bytes | None:
        """What `rewrite` made of the session, under PHP's lock; None when it is gone."""
        with held(self.save_path.file(session_id), self.wait_s) as file:
            return None if file is None else self._updated(file, rewrite)

    def refresh(self, session_id: str, rewrite: Rewrite) -> bool:
        """Whether the lock was free, and the session rewritten."""
        try:
            with held(self.save_path.file(session_id), 0) as file:
                return file is not None and self._updated(file, rewrite) is not None
        except SessionBusy:
            return False

    def move(self, old_id: str, new_id: str, rewrite: Rewrite) -> bool:
        """Whether the session was there to be moved; its old file is removed."""
        with held(self.save_path.file(old_id), self.wait_s) as file:
            if file is None:
                return False
            self.create(new_id, rewrite(content(file)))
            self.save_path.file(old_id).unlink(missing_ok=True)
        return True

    def delete(self, session_id: str) -> None:
        """No file of this id; a page of PHP that holds it is waited for."""
        with held(self.save_path.file(session_id), self.wait_s) as file:
            if file is not None:
                self.save_path.file(session_id).unlink(missing_ok=True)

    def _read_once(self, file: int, path: Path, *, is_last: bool) -> bytes | None:
        """The content if it is sure; None to try again."""
        if locks(file, fcntl.LOCK_SH):
            return content(file) if is_file_of(file, path) else None
        # PHP empties a file just before it writes less into it: what is read without the lock
        # counts only when it is whole, twice the same, and not empty.
        first = content(file)
        time.sleep(0.002)
        again = content(file)
        if first == again and (first or is_last) and self.is_whole(first):
            return first
        if is_last:
            raise SessionBusy("PHP is writing this session")
        return None

    def _updated(self, file: int, rewrite: Rewrite) -> bytes:
        old = content(file)
        new = rewrite(old)
        if new == old:
            os.utime(file)  # PHP's garbage collection goes by the time of the last use
        else:
            rewrite_in_place(file, old, new, self.filler)
        return new
