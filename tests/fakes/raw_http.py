"""A client that says exactly what it is told, byte for byte, and reads what comes back."""

import contextlib
import socket
import struct
import time
from collections.abc import Iterator
from http.client import HTTPResponse
from typing import BinaryIO


def message(
    line: bytes, *fields: bytes, body: bytes = b"", host: bytes = b"front.example"
) -> bytes:
    """A request with a Host; `line` is the request line."""
    return b"\r\n".join([line, b"Host: " + host, *fields, b"", body])


GET = message(b"GET /a HTTP/1.1")


def answer(sock: socket.socket, method: str = "GET") -> tuple[int, bytes, HTTPResponse]:
    """The next answer on this connection: status, body, and the head with its `headers`."""
    response = HTTPResponse(sock, method=method)
    response.begin()
    return response.status, response.read(), response


def answers(sock: socket.socket) -> Iterator[tuple[int, bytes]]:
    """Status and body of one answer after another on this connection, until it is closed."""
    stream = sock.makefile("rb")
    while line := stream.readline():
        fields = [row.lower() for row in iter(stream.readline, b"\r\n")]
        length = [int(row[15:]) for row in fields if row.startswith(b"content-length:")]
        yield int(line[9:12]), stream.read(length[0]) if length else _chunks(stream)


def _chunks(stream: BinaryIO) -> bytes:
    pieces = []
    while size := int(stream.readline(), 16):
        pieces.append(stream.read(size))
        assert stream.readline() == b"\r\n"
    assert stream.readline() == b"\r\n"
    return b"".join(pieces)


def everything(sock: socket.socket) -> bytes:
    """Every byte until the other side closes, or resets after them."""
    pieces = []
    with contextlib.suppress(ConnectionError):
        pieces.extend(iter(lambda: sock.recv(65536), b""))
    return b"".join(pieces)


def seconds_until_closed(sock: socket.socket, limit_s: float) -> float:
    """How long the other side keeps this connection without a word; the limit if it is not closed."""
    started = time.monotonic()
    sock.settimeout(limit_s)
    with contextlib.suppress(TimeoutError):
        everything(sock)
    return time.monotonic() - started


def reset(sock: socket.socket) -> None:
    """Leave as a machine that lost its network does: RST, no FIN."""
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    sock.close()


def deaf(port: int, data: bytes, window: int = 4096) -> socket.socket:
    """A connection that takes next to nothing of its answer until it is read."""
    sock = socket.socket()
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, window)
    sock.settimeout(15)
    sock.connect(("127.0.0.1", port))
    sock.sendall(data)
    return sock
