"""One flip at a time on one machine: a lock that the kernel drops with its holder."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from proxy.errors import FlipUnderWay
from proxy.flips.state_files import ensure_folder, open_state_file, writable

_RETRY_S = 0.02


@contextmanager
def flip_lock(state_dir: Path, who: str, timeout_s: float) -> Iterator[None]:
    """A block that no other flip of this state directory runs at the same time.

    Errors: FlipUnderWay, when the lock is not free in time; StateUnwritable.
    """
    path = state_dir / "flip.lock"
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
                holder = os.pread(descriptor, 200, 0).decode(errors="replace") or "somebody"
                message = f"another flip is under way ({holder}), after {timeout_s:g} s: try again"
                raise FlipUnderWay(f"{path}: {message}") from None
            time.sleep(_RETRY_S)
        else:
            return


def _sign(descriptor: int, holder: str) -> None:
    # Only a courtesy to whoever waits: a full disk must not stop a flip here.
    with suppress(OSError):
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, holder.encode(errors="replace"), 0)
