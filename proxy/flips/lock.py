"""One flip at a time on one machine: a lock that the kernel drops with its holder."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from proxy.errors import FlipUnderWay
from proxy.flips.state_files import ensure_folder, open_state_file, writable

LOCK = "flip.lock"
_RETRY_S = 0.02
#: Far more than the two lines ever hold.
_MOST = 4096


@contextmanager
def flip_lock(state_dir: Path, who: str, timeout_s: float) -> Iterator[None]:
    """A block that no other flip of this state directory runs at the same time.

    Errors: FlipUnderWay, when the lock is not free in time; StateUnwritable.
    """
    path = state_dir / LOCK
    ensure_folder(state_dir)
    with writable(path):
        descriptor = open_state_file(path, os.O_RDWR)
    try:
        _wait(descriptor, path, timeout_s)
        _sign(descriptor, f"{who}, process {os.getpid()}")
        yield
    finally:
        os.close(descriptor)


def _wait(descriptor: int, path: Path, timeout_s: float) -> None:
    deadline = time.monotonic() + timeout_s
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                holder = _holder(descriptor) or "somebody"
                message = f"another flip is under way ({holder}), after {timeout_s:g} s: try again"
                raise FlipUnderWay(f"{path}: {message}") from None
            time.sleep(_RETRY_S)
        else:
            return


def _holder(descriptor: int) -> str:
    return _lines(os.pread(descriptor, _MOST, 0))[0].decode(errors="replace")


def remember(state_dir: Path, mark: str) -> None:
    """Keep one line beside the name of whoever holds the lock; it outlives the holder.

    Shape:  only for the holder; empty to forget.
    Errors: StateUnwritable.
    """
    path = state_dir / LOCK
    with writable(path):
        descriptor = open_state_file(path, os.O_RDWR)
        try:
            _rewrite(descriptor, mark=mark.encode())
        finally:
            os.close(descriptor)


def remembered(state_dir: Path) -> str:
    """The line that was kept beside the lock; empty when there is none."""
    try:
        data = (state_dir / LOCK).read_bytes()[:_MOST]
    except OSError:
        return ""
    return _lines(data)[1].decode(errors="replace")


def _sign(descriptor: int, holder: str) -> None:
    # Only a courtesy to whoever waits: a full disk must not stop a flip here.
    with suppress(OSError):
        _rewrite(descriptor, holder=holder.encode(errors="replace"))


def _rewrite(descriptor: int, holder: bytes | None = None, mark: bytes | None = None) -> None:
    old = _lines(os.pread(descriptor, _MOST, 0))
    lines = (old[0] if holder is None else holder, old[1] if mark is None else mark)
    text = b"".join(line.replace(b"\n", b" ") + b"\n" for line in lines)
    # Written at once: a process killed before the rest is cut off leaves two good lines.
    os.pwrite(descriptor, text, 0)
    os.ftruncate(descriptor, len(text))


def _lines(data: bytes) -> tuple[bytes, bytes]:
    """The holder and the mark; what follows them is the rest of something longer."""
    holder, _, rest = data.partition(b"\n")
    mark, end, _ = rest.partition(b"\n")
    return holder, mark if end else b""
