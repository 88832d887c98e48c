"""gunicorn's threaded worker, made fit to stand in front of somebody else's application."""

import contextlib
import select
import socket
import threading
from secrets import token_hex
from typing import Any

import gunicorn.http.wsgi
import gunicorn.util
from gunicorn.http.errors import InvalidHTTPVersion
from gunicorn.http.message import Message
from gunicorn.http.wsgi import Response
from gunicorn.workers.gthread import _DEFER, ThreadWorker

from proxy.error_pages import error_of_status, error_page

#: A head that is not whole after so many bytes gets its thread, which refuses it.
_HEAD_SEEN = 65_536


class _Asked(threading.local):
    """What gunicorn forgets of a request that it refuses, for the thread that has it in hand."""

    is_head = False


_asked = _Asked()


class DoorWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """gthread that gives a client a thread only once the head of its request is there.

    Connections that are opened early, or send their head a byte at a time, wait in the poller,
    which ends them after `keepalive` seconds of silence. Behind TLS nothing can be seen of a head
    before it is read, and gthread's own rule holds.
    """

    def handle(self, conn: Any) -> Any:
        """One request of a connection, or a promise to look again."""
        _asked.is_head = False
        if self.cfg.is_ssl:
            return super().handle(conn)
        read_ahead = conn.parser.unreader.buf.getvalue() if conn.parser is not None else b""
        if not read_ahead and not _head_is_there(conn.sock):
            return _DEFER
        _asked.is_head = _asks_with_head(conn.sock, read_ahead)
        conn.data_ready = True
        return super().handle(conn)

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Any) -> None:
        """Refuse another HTTP than 1 as such (RFC 9110 15.6.6), where gunicorn finds it unreadable."""
        if not (isinstance(exc, InvalidHTTPVersion) and isinstance(exc.version, tuple)):
            super().handle_error(req, client, addr, exc)
            return
        with contextlib.suppress(OSError):
            write_error(client, 505, "", str(exc))


def _head_is_there(sock: socket.socket) -> bool:
    try:
        seen = sock.recv(_HEAD_SEEN, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except BlockingIOError:
        return False
    except OSError:
        return True
    is_whole = b"\r\n\r\n" in seen or b"\n\n" in seen or len(seen) >= _HEAD_SEEN
    is_there = is_whole or _nothing_more_comes(sock)
    # Poll again only when more has arrived than what was just seen.
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, 1 if is_there else len(seen) + 1)
    return is_there


def _asks_with_head(sock: socket.socket, read_ahead: bytes) -> bool:
    first = read_ahead
    if len(first) < len(b"\r\nHEAD "):
        try:
            first += sock.recv(len(b"\r\nHEAD "), socket.MSG_PEEK | socket.MSG_DONTWAIT)
        except OSError:
            return False
    return first.removeprefix(b"\r\n").startswith(b"HEAD ")


def _nothing_more_comes(sock: socket.socket) -> bool:
    """Whether the client has ended its side: half a head will stay half a head."""
    poll = select.poll()
    poll.register(sock, select.POLLRDHUP)
    return bool(poll.poll(0))


class FaithfulResponse(Response):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn's writer, without its own Server and Date over those of the legacy."""

    def process_headers(self, headers: list[tuple[str, str]]) -> None:
        """Keep Server and Date in their place; gunicorn takes them for fields of the connection."""
        super().process_headers(headers)
        self.headers = [
            (name, value.strip(" \t"))
            for name, value in headers
            if name.lower() in {"server", "date"} or not gunicorn.util.is_hoppish(name)
        ]

    def default_headers(self) -> list[str]:
        """Gunicorn's own lines without Server, and without Date where the answer has one."""
        names = {name.lower() for name, _ in self.headers}
        lines: list[str] = super().default_headers()
        if self.req.version > (1, 1):
            # The version is ours, not what the client would like (RFC 9110 section 2.5).
            lines[0] = f"HTTP/1.1 {self.status}\r\n"
        return [
            line
            for line in lines
            if not line.startswith("Server: ")
            and not (line.startswith("Date: ") and "date" in names)
        ]


def write_error(sock: socket.socket, status: int, reason: str, message: str) -> None:
    """Our page in place of gunicorn's, for a message that gunicorn itself refuses."""
    del reason
    page = error_page(error_of_status(status, message), token_hex(8), status=status)
    lines = [f"HTTP/1.1 {page.status} {page.reason}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in page.headers]
    head = "\r\n".join(lines) + "\r\n\r\n"
    # Whoever asked with HEAD reads no content, whatever else was wrong (RFC 9110 9.3.2).
    content = b"" if _asked.is_head else page.body
    gunicorn.util.write_nonblock(sock, head.encode("latin-1") + content)


_gunicorns_rule = Message.should_close


def should_close(request: Any) -> bool:
    """Whether the connection ends after this request; gunicorn reads `close` only when alone."""
    lines = [value for name, value in request.headers if name == "CONNECTION"]
    words = {word.strip(" \t").lower() for line in lines for word in line.split(",")}
    return "close" in words or bool(_gunicorns_rule(request))


def install() -> None:
    """Put these in gunicorn's place, which has a hook for none of them."""
    Message.should_close = should_close
    gunicorn.http.wsgi.Response = FaithfulResponse
    gunicorn.util.write_error = write_error
