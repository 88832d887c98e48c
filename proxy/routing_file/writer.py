"""A routing file put on disk: whole or not at all."""

import glob
import hashlib
import os
import pwd
import stat
import time
from contextlib import suppress
from pathlib import Path
from tempfile import mkstemp

from proxy.errors import TableMoved
from proxy.routing_file.settling import signed_date_ns

#: How the names of files not yet renamed end; a killed process leaves one behind.
DRAFT = ".figuier-draft"


def replace_file(path: Path, before_digest: str, data: bytes) -> None:
    """Put the data in the place of the file, if the file is still the one with this digest.

    Shape:  a new file beside it, synced, of the same mode and, where we may give it away, owner
            and group, with a date that says it is whole, renamed over it, and the folder synced:
            after a crash there is the one or the other. A link stays a link.
    Errors: TableMoved; OSError, with the file untouched.
    """
    target = path.resolve()
    found = target.stat()
    handle, name = mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=DRAFT)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            _keep_owner(file.fileno(), found)
            os.fchmod(file.fileno(), found.st_mode & 0o7777)
            date_ns = signed_date_ns(time.time_ns(), data)
            os.utime(file.fileno(), ns=(date_ns, date_ns))
            os.fsync(file.fileno())
        # As late as can be: a person may save the file at any moment, and no lock binds an editor.
        _require_unmoved(target, before_digest)
        Path(name).replace(target)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
    _sync_folder(target.parent)


def rehearse(path: Path) -> None:
    """Write the file's content beside it, and remove it again: what a flip needs of the disk.

    Errors: OSError, as replacing the file would have.
    """
    target = path.resolve()
    handle, name = mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=DRAFT)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(target.read_bytes())
            file.flush()
            os.fsync(file.fileno())
    finally:
        with suppress(OSError):
            Path(name).unlink()


def _require_unmoved(file: Path, before_digest: str) -> None:
    if hashlib.sha256(file.read_bytes()).hexdigest() != before_digest:
        raise TableMoved(f"{file} has changed since it was read; look at it and try again")


def _keep_owner(descriptor: int, found: os.stat_result) -> None:
    """Give the file the owner and group of the old one, or the group alone, as far as we may."""
    if (found.st_uid, found.st_gid) == (os.geteuid(), os.getegid()):
        return
    for owner in (found.st_uid, -1):
        # Whoever may replace the file but not give it away keeps it: a rollback matters more.
        with suppress(PermissionError):
            os.fchown(descriptor, owner, found.st_gid)
            return


def unwritable(path: Path) -> str:
    """Why this process cannot put another content in place of the file; empty when it can.

    Source: a new name in the folder is all it takes (rename(2)); in a sticky folder, the owner of
            the file or of the folder alone may (inode(7)).
    """
    target = path.resolve()
    user = _user()
    try:
        found, folder = target.stat(), target.parent.stat()
    except OSError as error:
        return f"{target}: {error.strerror}"
    if not os.access(target.parent, os.W_OK | os.X_OK, effective_ids=True):
        return f"{user} may not write in {target.parent}"
    owners = {0, found.st_uid, folder.st_uid}
    if folder.st_mode & stat.S_ISVTX and os.geteuid() not in owners:
        return f"{target.parent} is sticky, and {target} is not {user}'s"
    return ""


def sweep_drafts(path: Path) -> None:
    """Remove what killed processes left beside the file; only for who holds the flip lock."""
    target = path.resolve()
    for draft in target.parent.glob(f".{glob.escape(target.name)}.*{DRAFT}"):
        with suppress(OSError):
            draft.unlink()


def _user() -> str:
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return f"user {os.geteuid()}"


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
