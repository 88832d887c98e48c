"""What the kernel knows of a connection and the event loop does not say."""

import asyncio
import contextlib
import fcntl
import os
import select
import socket
import struct
import termios
from collections.abc import Callable
from typing import Final

#: Close at once, with a reset (SO_LINGER of socket(7)).
_RESET: Final = struct.pack("ii", 1, 0)
_HUNG_UP: Final = select.POLLRDHUP | select.POLLHUP | select.POLLERR


#: What the kernel may take from one side ahead of the other, in bytes. Without a bound it grows to
#: tcp_rmem's maximum, which is 32 MiB on many systems.
_WINDOW: Final = 4 << 20


def bound_window(sock: socket.socket) -> None:
    """Let the other end of a TCP connection be no further ahead than that.

    Shape: set on a listening socket, it holds for every connection accepted from it.
    """
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_WINDOW_CLAMP, _WINDOW)


#: Asks the kernel, without waiting when given 0, whether a connection stirred: bytes, or its end.
Look = Callable[[int], list[tuple[int, int]]]


def look_at(transport: asyncio.Transport) -> Look:
    """A look at a connection that should be quiet; it finds something when it is not.

    Shape: prepared once, since it is taken before each reuse of the connection.
    """
    poll = select.poll()
    poll.register(transport.get_extra_info("socket").fileno(), select.POLLIN | _HUNG_UP)
    return poll.poll


def last_words(transport: asyncio.Transport) -> bytes:
    """What the other end said before it broke a connection that cannot be written to any more.

    The event loop gives a connection up at the first write that fails, unread bytes and all.
    """
    twin = socket.socket(fileno=os.dup(transport.get_extra_info("socket").fileno()))
    pieces: list[bytes] = []
    with twin, contextlib.suppress(OSError):
        twin.setblocking(False)
        while data := twin.recv(65536):
            pieces.append(data)
    return b"".join(pieces)


def has_hung_up(transport: asyncio.Transport) -> bool:
    """Whether the other side ended or reset a connection that is not read from at the moment."""
    return bool(_polled(transport) & _HUNG_UP)


def was_reset(transport: asyncio.Transport) -> bool:
    """Whether the end that the event loop reports was none: the connection broke.

    libuv says end of file when the last bytes and a reset arrive together.
    """
    return bool(_polled(transport) & select.POLLERR)


def _polled(transport: asyncio.Transport) -> int:
    sock = transport.get_extra_info("socket")
    if sock is None or sock.fileno() < 0:
        return select.POLLERR
    poll = select.poll()
    poll.register(sock.fileno(), _HUNG_UP)
    return next((events for _, events in poll.poll(0)), 0)


def break_off(transport: asyncio.Transport) -> None:
    """End a connection so that its other end cannot take it for finished.

    A plain close says the end of the message to whoever reads until the close, as HTTP/1.0 does
    (RFC 9112 section 8); only a reset says that it was cut.
    """
    sock = transport.get_extra_info("socket")
    if sock is not None and sock.fileno() >= 0 and sock.family != socket.AF_UNIX:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
    transport.abort()


def owed_to(transport: asyncio.Transport) -> int:
    """Bytes on their way to the other end: ours, and those the kernel has not had acknowledged.

    Source: SIOCOUTQ of tcp(7) and unix(7), which is TIOCOUTQ.
    """
    ours = transport.get_write_buffer_size()
    sock = transport.get_extra_info("socket")
    try:
        answer = fcntl.ioctl(sock.fileno(), termios.TIOCOUTQ, bytes(4))
    except (OSError, ValueError, AttributeError):
        return ours
    return ours + int(struct.unpack("i", answer)[0])
