"""A session's file, open and locked as PHP locks it; read whole."""

import errno
import fcntl
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from legacy_bridge.stores.errors import SessionBusy, SessionOwnerDiffers, SessionStoreDown

#: Without waiting for whoever opens the other end of a pipe that somebody laid there.
FLAGS = os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK


@contextmanager
def held(path: Path, wait_s: float) -> Iterator[int | None]:
    """The open file with the lock held; None when there is no such file.

    Errors: SessionBusy after `wait_s`, SessionOwnerDiffers, SessionStoreDown.
    """
    deadline = time.monotonic() + wait_s
    while (file := opened(path, os.O_RDWR)) is not None:
        try:
            pause = 0.0005
            while not locks(file, fcntl.LOCK_EX):
                if time.monotonic() >= deadline:
                    raise SessionBusy(f"PHP has held this session for {wait_s} s")
                time.sleep(pause)
                pause = min(pause * 2, 0.01)
            if is_file_of(file, path):
                yield file
                return
        finally:
            os.close(file)
    yield None


def opened(path: Path, flags: int) -> int | None:
    """The open file; None when there is none, or something that is no file.

    Errors: SessionOwnerDiffers, SessionStoreDown.
    """
    try:
        file = os.open(path, flags | FLAGS)
    except FileNotFoundError:
        return None
    except PermissionError as error:
        raise SessionOwnerDiffers(f"{path}: user {os.geteuid()} may not open it") from error
    except OSError as error:
        if error.errno in {errno.ENAMETOOLONG, errno.EISDIR}:
            return None  # PHP takes ids of 256 characters, file names end at 255
        raise SessionStoreDown(f"{path}: {error.strerror}") from error
    found = os.fstat(file)
    if not stat.S_ISREG(found.st_mode):
        os.close(file)
        return None
    owner = found.st_uid
    if owner not in {0, os.geteuid()} and os.geteuid():
        os.close(file)
        raise SessionOwnerDiffers(f"{path}: it belongs to user {owner}, we are {os.geteuid()}")
    return file


def locks(file: int, kind: int) -> bool:
    """Whether the lock could be had without waiting."""
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def is_file_of(file: int, path: Path) -> bool:
    """Whether `path` still names the open file; a sign-in may have deleted it meanwhile."""
    try:
        named = path.stat()
    except FileNotFoundError:
        return False
    held = os.fstat(file)
    return (held.st_dev, held.st_ino) == (named.st_dev, named.st_ino)


def content(file: int) -> bytes:
    """All of the open file."""
    pieces, position = [], 0
    while piece := os.pread(file, 1 << 20, position):
        pieces.append(piece)
        position += len(piece)
    return b"".join(pieces)
