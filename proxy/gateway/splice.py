"""Long content moved from socket to socket by the kernel, without a copy in Python."""

import asyncio
import contextlib
import errno
import fcntl
import os
from collections.abc import Callable
from typing import Final

#: As much as an unprivileged pipe may hold (fs.pipe-max-size).
_PIPE: Final = 1 << 20
_FLAGS: Final = getattr(os, "SPLICE_F_NONBLOCK", 2) | getattr(os, "SPLICE_F_MOVE", 1)
_AGAIN: Final = (errno.EAGAIN, errno.EWOULDBLOCK)


def is_available() -> bool:
    """Whether this system can splice (Linux, Python 3.10)."""
    return hasattr(os, "splice")


class Splice:
    """A transfer of a known number of bytes between two transports whose reading is paused.

    Both sockets are watched through duplicates of their descriptors, since the event loop keeps
    the originals for the transports. The pipe between them is the only buffer: when the receiver
    is slow it fills, and nothing more is read.

    Shape: `done` is called with what is left: 0 when every byte has been handed to the receiver.
           `moved` is called with each step's count, 0 when the receiver took nothing.
    Source: splice(2).
    """

    def __init__(
        self,
        source: asyncio.Transport,
        target: asyncio.Transport,
        count: int,
        *,
        moved: Callable[[int], None],
        done: Callable[[int, OSError | None], None],
    ) -> None:
        self._loop = asyncio.get_running_loop()
        self._unread = count
        self._held = 0
        self._moved = moved
        self._done = done
        #: Where the bytes go.
        self.target = target
        self._source = os.dup(source.get_extra_info("socket").fileno())
        self._target = os.dup(target.get_extra_info("socket").fileno())
        self._out, self._in = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        with contextlib.suppress(OSError):
            fcntl.fcntl(self._in, fcntl.F_SETPIPE_SZ, _PIPE)
        self._is_over = False
        self._loop.add_reader(self._source, self._pull)

    @property
    def waits_for(self) -> asyncio.Transport | None:
        """The receiver, while it is slower than the sender."""
        return self.target if self._held else None

    def _pull(self) -> None:
        """Bytes have come: fill the pipe, and empty it as far as the receiver takes it."""
        try:
            taken = os.splice(
                self._source, self._in, min(self._unread, _PIPE - self._held), flags=_FLAGS
            )
        except OSError as error:
            if error.errno not in _AGAIN:
                self._finish(error)
            return
        if not taken:
            self._finish(None)
            return
        self._unread -= taken
        self._held += taken
        self._push()

    def _push(self) -> None:
        try:
            given = os.splice(self._out, self._target, self._held, flags=_FLAGS)
        except OSError as error:
            if error.errno not in _AGAIN:
                self._finish(error)
                return
            given = 0
        self._held -= given
        self._moved(given)
        if self._is_over:
            return
        if not (self._held or self._unread):
            self._finish(None)
        elif self._held:
            self._loop.remove_reader(self._source)
            self._loop.add_writer(self._target, self._drain)

    def _drain(self) -> None:
        """The receiver takes bytes again: empty the pipe before more is read."""
        self._loop.remove_writer(self._target)
        if self._unread:
            self._loop.add_reader(self._source, self._pull)
        self._push()

    def _finish(self, error: OSError | None) -> None:
        left = self._unread + self._held
        self.stop()
        self._done(left, error)

    def stop(self) -> None:
        """Give the descriptors back; nothing more is moved and `done` is not called."""
        if self._is_over:
            return
        self._is_over = True
        self._loop.remove_reader(self._source)
        self._loop.remove_writer(self._target)
        for descriptor in (self._source, self._target, self._out, self._in):
            os.close(descriptor)
