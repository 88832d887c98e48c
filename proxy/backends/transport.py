"""Requests carried to one legacy address, and its answers back: the seam to the network."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

from urllib3.connection import HTTPConnection
from urllib3.exceptions import HTTPError
from urllib3.util.wait import wait_for_read

from proxy.backends.answers import AnswerHead, pieces, read_head
from proxy.backends.bodies import Body, Framing
from proxy.backends.wire import Wire
from proxy.core.messages import RequestHead
from proxy.errors import LegacyFailed, LegacyHungUp, LegacyTimedOut, LegacyUnreachable

#: RFC 9110 section 9.2.2. Only these may be sent twice.
IDEMPOTENT = frozenset({"GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"})

#: Shorter than the keep-alive of nginx (75 s) and Apache (5 s): we close first.
IDLE_LIMIT_S = 4.0

#: A slow upload reaches the legacy in pieces of this size, before it loses patience.
_PIECE = 16_384


class Answer(Protocol):
    """What the legacy says: its head at once, its body as it comes."""

    head: AnswerHead

    def __iter__(self) -> Iterator[bytes]:
        """The body, without framing; raises LegacyFailed when it is not whole."""

    def close(self) -> None:
        """Lets the connection go: kept when the answer was read to its end, else closed."""


class Transport(Protocol):
    """The one way to the legacy application."""

    def send(self, head: RequestHead, body: Body) -> Answer:
        """The answer to this message.

        Errors: LegacyFailed, ClientWentAway, RequestRefused when the body may not pass.
        """

    def close(self) -> None:
        """Lets go of what is kept for later requests."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the legacy may take to connect, to begin its answer, and between two bytes."""

    connect_s: float = 3.0
    head_s: float = 120.0
    idle_s: float = 60.0


class HttpTransport:
    """HTTP/1.1 over pooled connections to one address.

    Only requests that may be sent twice ride a connection that was used before: such a
    connection can die at any moment, and then they are sent once more.
    """

    def __init__(self, url: str, patience: Patience, *, keep: int = 32) -> None:
        parts = urlsplit(url)
        self._host, self._port = parts.hostname or "", parts.port or 80
        self.url = url
        self.patience = patience
        self.pool = _Pool(keep)

    def send(self, head: RequestHead, body: Body) -> Answer:
        """The answer to this message; its target and fields are sent byte for byte."""
        with _naming(self.url):
            may_repeat = head.method in IDEMPOTENT and body.framing is Framing.NONE
            kept = self.pool.take() if may_repeat else None
            if kept:
                wire = Wire(kept, body)
                try:
                    return self._exchange(wire, head, body)
                except LegacyHungUp:
                    if wire.received:
                        raise
            return self._exchange(Wire(self._connect(), body), head, body)

    def close(self) -> None:
        """Closes every idle connection; for an orderly end."""
        self.pool.close()

    def _connect(self) -> socket.socket:
        connection = HTTPConnection(self._host, self._port, timeout=self.patience.connect_s)
        try:
            connection.connect()
        except HTTPError as error:
            raise LegacyUnreachable(
                f"no connection ({error.__cause__ or error}); check that it runs"
            ) from error
        connection.sock.settimeout(self.patience.idle_s)
        return connection.sock

    def _exchange(self, wire: Wire, head: RequestHead, body: Body) -> Answer:
        try:
            is_sent = self._send_head(wire, head, body) and self._send_body(wire, body)
            answer = read_head(wire, head.method, self.patience.head_s)
        except BaseException:
            wire.sock.close()
            raise
        return _Received(answer, wire, self, may_keep=is_sent and answer.may_reuse)

    def _send_head(self, wire: Wire, head: RequestHead, body: Body) -> bool:
        writer = HTTPConnection(self._host, self._port)
        writer.sock = wire.sock
        writer.putrequest(
            head.method, head.target.decode("ascii"), skip_host=True, skip_accept_encoding=True
        )
        for name, value in _framed(head, body):
            writer.putheader(name.decode("latin-1"), value.decode("latin-1"))
        try:
            writer.endheaders()
        except TimeoutError as error:
            raise LegacyTimedOut("it took no request in time") from error
        except ConnectionError:
            return False
        return True

    def _send_body(self, wire: Wire, body: Body) -> bool:
        if body.framing is Framing.NONE:
            return True
        is_chunked = body.framing is Framing.CHUNKED
        while piece := body.read(_PIECE):
            framed = b"%x\r\n%b\r\n" % (len(piece), piece) if is_chunked else piece
            if not wire.push(framed, self.patience.idle_s):
                return False
        return not is_chunked or wire.push(b"0\r\n\r\n", self.patience.idle_s)


class _Received:
    """An answer whose body is still on the wire."""

    def __init__(
        self, head: AnswerHead, wire: Wire, transport: HttpTransport, *, may_keep: bool
    ) -> None:
        self.head = head
        self._wire = wire
        self._transport = transport
        self._may_keep = may_keep
        self._is_whole = head.framing is Framing.NONE
        self._is_closed = False

    def __iter__(self) -> Iterator[bytes]:
        with _naming(self._transport.url):
            yield from pieces(self._wire, self.head, self._transport.patience.idle_s)
        self._is_whole = True

    def close(self) -> None:
        if self._is_closed:
            return
        self._is_closed = True
        # Bytes after the end belong to no request: such a connection is never used again.
        if self._may_keep and self._is_whole and not self._wire.buffer:
            self._transport.pool.keep(self._wire.sock)
        else:
            self._wire.sock.close()


class _Pool:
    """Idle connections, the freshest first."""

    def __init__(self, keep: int) -> None:
        self._keep = keep
        self._lock = threading.Lock()
        self._idle: list[tuple[socket.socket, float]] = []

    def take(self) -> socket.socket | None:
        """An idle connection that is still open and silent, if there is one."""
        while True:
            with self._lock:
                if not self._idle:
                    return None
                sock, since = self._idle.pop()
            if time.monotonic() - since < IDLE_LIMIT_S and not wait_for_read(sock, 0):
                return sock
            sock.close()

    def keep(self, sock: socket.socket) -> None:
        with self._lock:
            self._idle.append((sock, time.monotonic()))
            extra = self._idle.pop(0)[0] if len(self._idle) > self._keep else None
        if extra:
            extra.close()

    def close(self) -> None:
        with self._lock:
            idle, self._idle = self._idle, []
        for sock, _ in idle:
            sock.close()


def _framed(head: RequestHead, body: Body) -> Iterator[tuple[bytes, bytes]]:
    """The fields as they are, but for the framing, which says what is really sent."""
    for name, value in head.headers:
        if name.lower() not in {b"content-length", b"transfer-encoding"}:
            yield name, value
    if body.framing is Framing.LENGTH:
        yield b"Content-Length", b"%d" % body.length
    if body.framing is Framing.CHUNKED:
        yield b"Transfer-Encoding", b"chunked"


@contextmanager
def _naming(url: str) -> Iterator[None]:
    """Puts the address in front of what went wrong there."""
    try:
        yield
    except LegacyFailed as error:
        raise type(error)(f"{url}: {error}") from error
