"""New bytes in place of a file's old ones, so that a process killed meanwhile leaves old or new."""

import errno
import mmap
import os
from collections.abc import Callable

from legacy_bridge.stores.errors import SessionStoreDown

#: Makes at least so many bytes that may stand at the end of a session without a meaning.
Filler = Callable[[int], bytes]


def rewrite_in_place(file: int, old: bytes, new: bytes, filler: Filler | None = None) -> None:
    """The new bytes in place of the old ones, on the same inode.

    Shape: with a `filler`, kill -9 at any moment leaves the old bytes or the new ones, whole,
        perhaps with filler behind them; without, whole where what differs lies in one page.
    Errors: SessionStoreDown, with the old bytes back in place.
    """
    try:
        if filler is None or not old or not new:
            _write_difference(file, old, new)
        elif not _is_put_in_one_page(file, old, new, filler):
            _put_at_once(file, old, new, filler)
        if len(new) != os.fstat(file).st_size:
            os.ftruncate(file, len(new))
    except OSError as error:
        _write(file, old, 0)
        os.ftruncate(file, len(old))
        raise SessionStoreDown(f"The session could not be written: {error.strerror}") from error


def _is_put_in_one_page(file: int, old: bytes, new: bytes, filler: Filler) -> bool:
    """Whether what differs could be written at once, since the kernel stops between pages alone."""
    longer = _padded(new, len(old), filler)
    start, end = _difference(old, longer)
    if start // mmap.PAGESIZE != max(start, end - 1) // mmap.PAGESIZE:
        return False
    _write(file, longer[start:end], start)
    return True


def _put_at_once(file: int, old: bytes, new: bytes, filler: Filler) -> None:
    """The file made long enough with filler, then all of it replaced in one system call.

    Shape: a write to a file can be cut short by a kill, between two pages; a read into memory
        that is the file's cannot, once the pages are there.
    Source: Linux mm/filemap.c, generic_perform_write; mm/shmem.c, shmem_file_read_iter.
    """
    size = len(old)
    while len(whole := _padded(new, size, filler)) > size:
        # Within a page, so that a kill leaves a whole filler or none.
        room = mmap.PAGESIZE - size % mmap.PAGESIZE
        size += _write(file, filler(min(room, len(whole) - size)), size)
    source = os.memfd_create("session", os.MFD_CLOEXEC)
    try:
        pages = _mapped(file, size)
        if pages is None:
            _write(file, whole, 0)
            return
        with pages:
            # Once as they are: no page is missing afterwards, and a full disk is known of.
            for content in (pages[:], whole):
                _write(source, content, 0)
                if os.preadv(source, [pages], 0) != size:
                    raise OSError(errno.EIO, "not all of it could be put")
    finally:
        os.close(source)


def _mapped(file: int, size: int) -> mmap.mmap | None:
    """The file as memory; None where its file system has no such thing (some network folders)."""
    try:
        return mmap.mmap(file, size)
    except OSError:
        return None


def _padded(new: bytes, size: int, filler: Filler) -> bytes:
    """The new bytes, filled up to at least `size`."""
    return new + filler(size - len(new)) if size > len(new) else new


def _write_difference(file: int, old: bytes, new: bytes) -> None:
    start, end = _difference(old, new)
    _write(file, new[start:end], start)


def _difference(old: bytes, new: bytes) -> tuple[int, int]:
    """The smallest [start, end) of `new` to write over `old`."""
    size = min(len(old), len(new))
    bits = int.from_bytes(old[:size], "big") ^ int.from_bytes(new[:size], "big")
    start = size - (bits.bit_length() + 7) // 8
    if len(old) != len(new):
        return start, len(new)
    return start, size - ((bits & -bits).bit_length() - 1) // 8


def _write(file: int, data: bytes, position: int) -> int:
    """How much was written, which is all of it."""
    done = 0
    while done < len(data):
        done += os.pwrite(file, data[done:], position + done)
    return done
