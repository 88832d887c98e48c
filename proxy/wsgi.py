"""The WSGI environ and the core's messages, each made from the other; the raw target kept.

The only file that knows what a WSGI server hides, and where gunicorn shows it. With the settings
of `proxy/gunicorn_conf.py` nothing of the head is lost but the case of field names; other servers
join repeated lines with a comma before anybody sees them.
"""

import contextlib
import errno
import ipaddress
import re
import socket
import struct
import time
from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Protocol, cast
from wsgiref.types import InputStream, StartResponse, WSGIEnvironment

from gunicorn.http.errors import ParseException

from proxy.backends.bodies import Framing
from proxy.core.decision import Decision
from proxy.core.headers import visitor_address
from proxy.core.messages import Headers, RequestHead
from proxy.core.targets import split_target
from proxy.errors import (
    BodyTooLarge,
    BodyUnreadable,
    ClientTooSlow,
    ClientWentAway,
    CodingUnknown,
    ServerUnfit,
    TargetAmbiguous,
)
from proxy.setting_kinds import Network

#: Where the front door leaves the request for those behind it.
REQUEST = "figuier.request"

#: How long, and for how many bytes, an upload that was answered early is read to its end, so that
#: the client reads the answer instead of a reset. As nginx's lingering_close.
LINGER_S = 5.0
LINGER_SILENCE_S = 1.0
LINGER_BYTES = 64 << 20

_PIECE = 65_536
_TARGET = re.compile(r"[\x21-\x7e]+")
_REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_LENGTH = re.compile(r"[0-9]{1,18}", re.ASCII)


class KeptLines(Protocol):
    """gunicorn's body, on which `proxy/gunicorn_conf.py` leaves the field lines."""

    figuier_lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Client:
    """Who asks, as far as it may be believed.

    Shape: `address` is the peer's, or the one that trusted proxies name; `scheme` is what the
           visitor typed; `is_proxied` says that the peer is a trusted proxy.
    """

    address: str
    scheme: str
    is_proxied: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """A request on its way to who answers it."""

    head: RequestHead
    body: "RequestBody"
    client: Client
    request_id: str
    decision: Decision


def request_of(environ: WSGIEnvironment) -> Request:
    """The request that the front door left in the environ."""
    return cast("Request", environ[REQUEST])


def request_head(environ: WSGIEnvironment) -> RequestHead:
    """The head as the client sent it.

    Errors: ServerUnfit, when the server keeps the raw target or repeated lines to itself;
            TargetAmbiguous, when the target holds what no request line can.
    """
    raw = environ.get("RAW_URI") or environ.get("REQUEST_URI")
    if raw is None:
        raise ServerUnfit(
            "this WSGI server hides the raw request target (RAW_URI, REQUEST_URI), without which "
            "%2F and // are lost; serve with gunicorn, as `figuier serve --door wsgi` does"
        )
    if not _TARGET.fullmatch(raw):
        raise TargetAmbiguous("the request target holds more than visible ASCII")
    target = raw.encode("ascii")
    headers = header_lines(environ)
    authority, _ = split_target(target)
    host = next((value for name, value in headers if name.lower() == b"host"), b"")
    return RequestHead(
        environ["REQUEST_METHOD"], target, host if authority is None else authority, headers
    )


def header_lines(environ: WSGIEnvironment) -> Headers:
    """The field lines, in order and with repeats where the server kept them.

    Errors: ServerUnfit under a gunicorn without our settings: it joins two Cookie lines with a
            comma, which gives the second visitor's session to nobody knows whom.
    """
    kept = getattr(environ["wsgi.input"], "figuier_lines", None)
    if kept is not None:
        return tuple(
            (name.title().encode("latin-1"), value.encode("latin-1")) for name, value in kept
        )
    if "gunicorn.socket" in environ:
        raise ServerUnfit(
            "gunicorn runs without `-c python:proxy.gunicorn_conf`; use `figuier serve --door wsgi`"
        )
    return tuple(_joined_lines(environ))


def _joined_lines(environ: WSGIEnvironment) -> Iterable[tuple[bytes, bytes]]:
    for key, value in environ.items():
        if key.startswith("HTTP_"):
            name = key.removeprefix("HTTP_")
        elif key in {"CONTENT_TYPE", "CONTENT_LENGTH"} and value:
            name = key
        else:
            continue
        yield name.replace("_", "-").title().encode("latin-1"), value.encode("latin-1")


def client_of(
    environ: WSGIEnvironment, head: RequestHead, trusted: tuple[Network, ...], scheme: str
) -> Client:
    """Who asks: the peer, or whom a trusted peer speaks for.

    Shape: `scheme` is the setting: http, https, or auto.
    """

    def is_trusted(address: str) -> bool:
        return _is_address(address) and any(
            ipaddress.ip_address(address) in network for network in trusted
        )

    peer = environ.get("REMOTE_ADDR", "")
    is_proxied = is_trusted(peer)
    named = visitor_address(peer, head.headers, is_trusted)
    if scheme == "auto":
        said = b",".join(head.values(b"x-forwarded-proto")).lower() if is_proxied else b""
        known = {b"http": "http", b"https": "https"}
        scheme = known.get(said) or environ["wsgi.url_scheme"]
    return Client(named if _is_address(named) else peer, scheme, is_proxied)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def inbound_request_id(head: RequestHead) -> str | None:
    """The X-Request-Id of the request, when it is one line that can be written anywhere."""
    given = head.values(b"x-request-id")
    if len(given) == 1 and _REQUEST_ID.fullmatch(given[0]):
        return given[0].decode("ascii")
    return None


class RequestBody:
    """What the client sends, counted; a body that stops early is never taken for a whole one.

    Errors: when made, BodyTooLarge, BodyUnreadable or CodingUnknown.
    """

    def __init__(self, environ: WSGIEnvironment, limit: int) -> None:
        self._stream: InputStream = environ["wsgi.input"]
        self._socket: socket.socket | None = environ.get("gunicorn.socket")
        self._limit = limit or (1 << 63)
        self._read = 0
        self.framing, self.length = _request_framing(environ)
        self.is_finished = self.framing is Framing.NONE or (
            self.framing is Framing.LENGTH and not self.length
        )
        if self.length > self._limit:
            raise BodyTooLarge(f"{self.length} bytes; FIGUIER_MAX_BODY_BYTES allows {limit}")

    def read(self, size: int) -> bytes:
        """The next bytes, at most `size`; empty only at the proper end.

        Errors: ClientWentAway, ClientTooSlow, BodyTooLarge, BodyUnreadable.
        """
        if self.is_finished:
            return b""
        if self.framing is Framing.LENGTH:
            size = min(size, self.length - self._read)
        data = self._receive(size)
        self._read += len(data)
        if self._read > self._limit:
            raise BodyTooLarge(f"more than {self._limit} bytes, FIGUIER_MAX_BODY_BYTES")
        if self.framing is Framing.LENGTH:
            if not data:
                raise ClientWentAway(f"the client sent {self._read} of {self.length} bytes")
            self.is_finished = self._read == self.length
        elif not data:
            self.is_finished = True
        return data

    def client_has_left(self) -> bool:
        """Whether the client closed its side; never known where gunicorn's socket is not there."""
        if self._socket is None:
            return False
        try:
            return self._socket.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
        except BlockingIOError:
            return False
        except OSError:
            return True
        except ValueError:
            # A TLS socket cannot be peeked at.
            return False

    def discard(self) -> None:
        """Read on for a moment what nobody wants, so that the client reads its answer."""
        if self.is_finished:
            return
        if self._socket is not None:
            self._socket.settimeout(LINGER_SILENCE_S)
        deadline = time.monotonic() + LINGER_S
        seen = 0
        with contextlib.suppress(ClientWentAway, ClientTooSlow, BodyTooLarge, BodyUnreadable):
            while not self.is_finished and time.monotonic() < deadline and seen < LINGER_BYTES:
                seen += len(self.read(_PIECE))
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.settimeout(None)

    def _receive(self, size: int) -> bytes:
        try:
            return self._stream.read(size)
        except (BlockingIOError, TimeoutError) as error:
            raise ClientTooSlow("the client stopped in the middle of its body") from error
        except ConnectionError as error:
            raise ClientWentAway("the client reset the connection") from error
        except (OSError, ParseException) as error:
            # gunicorn's errors about chunks are OSErrors, those about trailers are not.
            self.is_finished = True
            raise BodyUnreadable(f"{type(error).__name__} in the request body") from error


def _request_framing(environ: WSGIEnvironment) -> tuple[Framing, int]:
    coding = environ.get("HTTP_TRANSFER_ENCODING", "")
    length = environ.get("CONTENT_LENGTH", "")
    if coding:
        if coding.strip(" \t").lower() != "chunked":
            raise CodingUnknown("a transfer coding other than chunked")
        if length or not environ.get("wsgi.input_terminated"):
            raise BodyUnreadable("the end of the request body cannot be known")
        return Framing.CHUNKED, 0
    if not length:
        return Framing.NONE, 0
    if not _LENGTH.fullmatch(length):
        raise BodyUnreadable("Content-Length is not a number")
    return Framing.LENGTH, int(length)


def start(start_response: StartResponse, status: int, reason: bytes, headers: Headers) -> None:
    """Begin an answer with these very fields."""
    phrase = reason.decode("latin-1") or _phrase(status)
    start_response(
        f"{status} {phrase}",
        [(name.decode("latin-1"), value.decode("latin-1")) for name, value in headers],
    )


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Status"


def cut_off(environ: WSGIEnvironment, why: BaseException) -> ConnectionResetError:
    """The error to raise so that the client cannot take the answer for whole.

    gunicorn closes on it, without the last chunk and without a stack trace in its log. To an
    HTTP/1.0 client, for whom the end of the connection is the end of the body, only a reset says
    that the body was cut.
    """
    sock = environ.get("gunicorn.socket")
    if environ.get("SERVER_PROTOCOL") == "HTTP/1.0" and isinstance(sock, socket.socket):
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        sock.close()
    return ConnectionResetError(errno.ECONNRESET, f"answer cut off: {why}")


def python_environ(environ: WSGIEnvironment, request: Request, headers: Headers) -> WSGIEnvironment:
    """The environ for our own applications, with no field that the client may not set."""
    kept = {key: value for key, value in environ.items() if not key.startswith("HTTP_")}
    for name, value in headers:
        key = "HTTP_" + name.decode("latin-1").upper().replace("-", "_")
        if key not in {"HTTP_CONTENT_TYPE", "HTTP_CONTENT_LENGTH"}:
            joiner = "; " if key == "HTTP_COOKIE" else ", "
            text = value.decode("latin-1")
            kept[key] = joiner.join(filter(None, (kept.get(key), text)))
    kept["REMOTE_ADDR"] = request.client.address
    kept["wsgi.url_scheme"] = request.client.scheme
    return kept
