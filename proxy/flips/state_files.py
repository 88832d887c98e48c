"""Files of the state directory: whole or not at all, and usable by the directory's owner."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from proxy.errors import StateUnwritable

_FILE_MODE = 0o640
_FOLDER_MODE = 0o750

#: What an operator can do about the errors that have a remedy.
_REMEDY = {
    errno.ENOSPC: "free some space, then do it again",
    errno.EDQUOT: "free some space, then do it again",
    errno.EFBIG: "raise the limit on file sizes (ulimit -f), then do it again",
    errno.EROFS: "the disk is mounted read-only",
    errno.EACCES: "do it as the owner of the state directory, or as root",
    errno.EPERM: "do it as the owner of the state directory, or as root",
    errno.ELOOP: "a symbolic link is there; remove it",
}


@contextmanager
def writable(path: Path) -> Iterator[None]:
    """A block in which an OSError becomes a StateUnwritable that names the file.

    Errors: StateUnwritable.
    """
    try:
        yield
    except OSError as error:
        remedy = _REMEDY.get(error.errno or 0)
        advice = f"; {remedy}" if remedy else ""
        raise StateUnwritable(f"{path}: {error.strerror or error}{advice}") from error


def ensure_folder(folder: Path) -> None:
    """Make the folder, its parents too, owned by whoever owns the nearest one that exists.

    Errors: StateUnwritable.
    """
    if folder.is_dir():
        return
    with writable(folder):
        ensure_folder(folder.parent)
        folder.mkdir(mode=_FOLDER_MODE, exist_ok=True)
        _give_to_owner_of(folder.parent, folder)


def open_state_file(path: Path, flags: int) -> int:
    """A descriptor of a file that is made when absent, and given to its folder's owner.

    Errors: OSError; the caller knows what to say.
    """
    # A link planted in the folder must not lead root elsewhere.
    safe = flags | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
    descriptor = os.open(path, safe, _FILE_MODE)
    try:
        _give_to_owner_of(path.parent, descriptor)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def write_whole(path: Path, data: bytes) -> None:
    """Put data in place of the file: the old content or the new one, never anything else.

    Errors: StateUnwritable; the old content is then still there.
    """
    # One name for all: the flip lock is held, and a killed writer leaves one file, not hundreds.
    fresh = path.with_name(f".{path.name}.new")
    with writable(path):
        try:
            descriptor = open_state_file(fresh, os.O_WRONLY | os.O_TRUNC)
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(path)
        except OSError:
            fresh.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in the folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _give_to_owner_of(folder: Path, target: Path | int) -> None:
    if os.geteuid() == 0:
        owner = folder.stat()
        os.chown(target, owner.st_uid, owner.st_gid)
