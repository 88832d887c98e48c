"""Sessions in files, by the locking rule of PHP's own handler.

PHP locks the session's file itself, from the start of a page to its end, and rewrites it in place.
A temporary file renamed over it, the usual way to write safely, loses a third of the updates:
PHP, waiting on the file that was replaced, writes into it.
"""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from legacy_bridge.stores.errors import SessionBusy, SessionOwnerDiffers, SessionStoreDown
from legacy_bridge.stores.save_path import SavePath
from legacy_bridge.stores.store import Rewrite

_FLAGS = os.O_CLOEXEC | os.O_NOFOLLOW


class FileSessionStore:
    """Sessions in PHP's `save_path`.

    Shape: `is_whole` tells whether bytes are a session from end to end; it decides whether what
        was read while PHP holds the lock can be trusted.
        `filler(n)`, when given, makes n bytes that a session may end with: a session that gets
        shorter is written with it first and cut after, so that kill -9 leaves no half session.
    Units: `wait_s` bounds the wait for PHP before a write, `read_wait_s` before a read.
    Source: php-src ext/session/mod_files.c.
    """

    def __init__(
        self,
        save_path: SavePath,
        is_whole: Callable[[bytes], bool],
        *,
        filler: Callable[[int], bytes] | None = None,
        wait_s: float = 5.0,
        read_wait_s: float = 0.25,
    ) -> None:
        self.save_path = save_path
        self.is_whole = is_whole
        self.filler = filler
        self.wait_s = wait_s
        self.read_wait_s = read_wait_s

    def read(self, session_id: str) -> bytes | None:
        """The session as last written; PHP never waits for more than one read of the file."""
        path = self.save_path.file(session_id)
        deadline = time.monotonic() + self.read_wait_s
        while (file := _opened(path, os.O_RDONLY)) is not None:
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
            file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | _FLAGS, self.save_path.mode)
        except OSError as error:
            raise SessionStoreDown(f"{path.parent}: {error.strerror}") from error
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            _rewrite(file, b"", data)
        finally:
            os.close(file)

    def update(self, session_id: str, rewrite: Rewrite) -> bytes | None:
        """What `rewrite` made of the session, under PHP's lock; None when it is gone."""
        with self._locked(session_id, self.wait_s) as file:
            return None if file is None else self._updated(file, rewrite)

    def refresh(self, session_id: str, rewrite: Rewrite) -> bool:
        """Whether the lock was free, and the session rewritten."""
        try:
            with self._locked(session_id, 0) as file:
                return file is not None and self._updated(file, rewrite) is not None
        except SessionBusy:
            return False

    def move(self, old_id: str, new_id: str, rewrite: Rewrite) -> bool:
        """Whether the session was there to be moved; its old file is removed."""
        with self._locked(old_id, self.wait_s) as file:
            if file is None:
                return False
            self.create(new_id, rewrite(_content(file)))
            self.save_path.file(old_id).unlink(missing_ok=True)
        return True

    def delete(self, session_id: str) -> None:
        """No file of this id; a page of PHP that holds it is waited for."""
        with self._locked(session_id, self.wait_s) as file:
            if file is not None:
                self.save_path.file(session_id).unlink(missing_ok=True)

    def _read_once(self, file: int, path: Path, *, is_last: bool) -> bytes | None:
        """The content if it is sure; None to try again."""
        if _locks(file, fcntl.LOCK_SH):
            return _content(file) if _is_file_of(file, path) else None
        # PHP empties a file just before it writes less into it: what is read without the lock
        # counts only when it is whole, twice the same, and not empty.
        first = _content(file)
        time.sleep(0.002)
        again = _content(file)
        if first == again and (first or is_last) and self.is_whole(first):
            return first
        if is_last:
            raise SessionBusy("PHP is writing this session")
        return None

    def _updated(self, file: int, rewrite: Rewrite) -> bytes:
        old = _content(file)
        new = rewrite(old)
        if new == old:
            os.utime(file)  # PHP's garbage collection goes by the time of the last use
        else:
            shorter = len(old) - len(new)
            filling = self.filler(shorter) if self.filler and shorter > 0 and new else b""
            _rewrite(file, old, new, filling)
        return new

    @contextmanager
    def _locked(self, session_id: str, wait_s: float) -> Iterator[int | None]:
        """The session's open file with the lock held; None when there is no such session."""
        path = self.save_path.file(session_id)
        deadline = time.monotonic() + wait_s
        while (file := _opened(path, os.O_RDWR)) is not None:
            try:
                pause = 0.0005
                while not _locks(file, fcntl.LOCK_EX):
                    if time.monotonic() >= deadline:
                        raise SessionBusy(f"PHP has held this session for {wait_s} s")
                    time.sleep(pause)
                    pause = min(pause * 2, 0.01)
                # While we waited, a sign-in may have deleted the file we hold.
                if _is_file_of(file, path):
                    yield file
                    return
            finally:
                os.close(file)
        yield None


def _opened(path: Path, flags: int) -> int | None:
    """The open file; None when there is none.

    Errors: SessionOwnerDiffers, SessionStoreDown.
    """
    try:
        file = os.open(path, flags | _FLAGS)
    except FileNotFoundError:
        return None
    except PermissionError as error:
        raise SessionOwnerDiffers(f"{path}: user {os.geteuid()} may not open it") from error
    except OSError as error:
        raise SessionStoreDown(f"{path}: {error.strerror}") from error
    owner = os.fstat(file).st_uid
    if owner not in {0, os.geteuid()} and os.geteuid():
        os.close(file)
        raise SessionOwnerDiffers(f"{path}: it belongs to user {owner}, we are {os.geteuid()}")
    return file


def _locks(file: int, kind: int) -> bool:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_file_of(file: int, path: Path) -> bool:
    try:
        named = path.stat()
    except FileNotFoundError:
        return False
    held = os.fstat(file)
    return (held.st_dev, held.st_ino) == (named.st_dev, named.st_ino)


def _content(file: int) -> bytes:
    pieces, position = [], 0
    while piece := os.pread(file, 1 << 20, position):
        pieces.append(piece)
        position += len(piece)
    return b"".join(pieces)


def _rewrite(file: int, old: bytes, new: bytes, filling: bytes = b"") -> None:
    """The new bytes in place of the old ones; only what differs is written.

    Errors: SessionStoreDown, with the old bytes back in place.
    """
    start, end = _difference(old, new)
    try:
        _write(file, new[start:end] + filling, start)
        if len(new) < len(old):
            os.ftruncate(file, len(new))
    except OSError as error:
        _write(file, old[start:], start)
        os.ftruncate(file, len(old))
        raise SessionStoreDown(f"The session could not be written: {error.strerror}") from error


def _difference(old: bytes, new: bytes) -> tuple[int, int]:
    """The smallest [start, end) of `new` to write over `old`."""
    size = min(len(old), len(new))
    bits = int.from_bytes(old[:size], "big") ^ int.from_bytes(new[:size], "big")
    start = size - (bits.bit_length() + 7) // 8
    if len(old) != len(new):
        return start, len(new)
    return start, size - ((bits & -bits).bit_length() - 1) // 8


def _write(file: int, data: bytes, position: int) -> None:
    while data:
        written = os.pwrite(file, data, position)
        data, position = data[written:], position + written
