"""A request of a visitor with its answer, ready to be asked of the other side."""

import gzip
import zlib
from dataclasses import dataclass, replace
from http.client import HTTPException, HTTPResponse
from io import BytesIO
from typing import Protocol

import brotli

from proxy.core.sharing import unshared
from proxy.parity.answers import Answer
from proxy.parity.lab.asking import Asked, Pairs
from proxy.parity.shadow.wire import Begin, Subject

#: What the other side is not told: another connection, another coding, what is ours alone.
_LEFT_OUT = frozenset(
    {"host", "connection", "keep-alive", "accept-encoding", "content-length", "transfer-encoding",
     "upgrade", "te", "via", "traceparent", "x-request-id", "cookie"}
)  # fmt: skip
#: A request with one of these has an answer that depends on what the visitor keeps.
_CONDITIONAL = frozenset({"range", "if-none-match", "if-modified-since", "if-range"})
_LARGEST_BODY = 4 * 1024 * 1024


class JobUnfit(Exception):
    """A request that cannot be compared, and why in one word."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """A visitor's session as it was when the request came. Shape: no `data`: there was none."""

    session_id: str = ""
    data: bytes | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """One comparison to be made. Units: `at` in seconds since 1970."""

    subject: Subject
    asked: Asked
    cookies: str
    frozen: Frozen
    answer: bytes
    at: float


class Freezer(Protocol):
    """Who can look at the legacy's sessions without touching them."""

    def frozen(self, backend: str, cookies: str) -> Frozen:
        """The session a Cookie line names.

        Errors: JobUnfit, for a visitor whose session is about to be made by this very request.
        """


def request_of(begin: Begin) -> tuple[Asked, str]:
    """The request as it came, its fields without cookies, and the visitor's Cookie line.

    Errors: JobUnfit.
    """
    lines = begin.head.split(b"\r\n")
    words = lines[0].decode("latin-1").split(" ")
    if len(words) != 3:
        raise JobUnfit("unreadable")
    fields = [
        (name.strip().decode("latin-1"), value.strip().decode("latin-1"))
        for name, colon, value in (line.partition(b":") for line in lines[1:])
        if colon
    ]
    host = next((value for name, value in fields if name.lower() == "x-forwarded-host"), "")
    host = host or next((value for name, value in fields if name.lower() == "host"), "")
    cookies = "; ".join(value for name, value in fields if name.lower() == "cookie")
    kept: Pairs = tuple(pair for pair in fields if pair[0].lower() != "cookie")
    return Asked(words[0], words[1], host, kept), cookies


def asked_of(begin: Begin) -> tuple[Asked, str]:
    """The request to put to the other side, and the visitor's Cookie line.

    Errors: JobUnfit, for whatever is no plain GET.
    """
    request, cookies = request_of(begin)
    if request.method != "GET":
        raise JobUnfit("unsafe")
    names = {name.lower() for name, _ in request.headers}
    if names & _CONDITIONAL:
        raise JobUnfit("conditional")
    kept: Pairs = tuple(
        (name, value) for name, value in request.headers
        if name.lower() not in _LEFT_OUT and not name.lower().startswith(("x-figuier-", "x-forwarded-", "forwarded"))
    )  # fmt: skip
    return replace(request, headers=kept), cookies


class _Message:
    """Bytes as http.client reads them from a socket."""

    def __init__(self, data: bytes) -> None:
        self._file = BytesIO(data)

    def makefile(self, _mode: str) -> BytesIO:
        """The bytes."""
        return self._file


def answer_of(message: bytes) -> Answer:
    """A message as the visitor got it, its body whole and unpacked.

    Errors: JobUnfit.
    """
    response = HTTPResponse(_Message(message))  # type: ignore[arg-type]  # makefile() is all it asks for
    try:
        response.begin()
        body = response.read()
    except (HTTPException, OSError, ValueError) as error:
        raise JobUnfit("unreadable") from error
    coding = (response.getheader("Content-Encoding") or "").strip().lower()
    headers = tuple(pair for pair in response.getheaders() if not _is_ours(*pair))
    return Answer(response.status, headers, _unpacked(body, coding))


def _is_ours(name: str, value: str) -> bool:
    """Whether it is a cookie of our own, for a lot that is split between two sides."""
    return name.lower() == "set-cookie" and value.startswith("figuier_")


def as_carried(answer: Answer, given: Answer) -> Answer:
    """The answer as the gateway would have carried it, if it did so to the one that was given.

    Shape: what the gateway says of a lot that is split (proxy/core/sharing.py) is then on both.
    """
    if "cookie" not in (word.strip().lower() for word in _vary(given)):
        return answer
    fields = tuple(
        (name.encode("latin-1"), value.encode("latin-1")) for name, value in answer.headers
    )
    carried = tuple(
        (name.decode("latin-1"), value.decode("latin-1")) for name, value in unshared(fields)
    )
    return replace(answer, headers=carried)


def _vary(answer: Answer) -> list[str]:
    return [word for value in answer.values("vary") for word in value.split(",")]


def _unpacked(body: bytes, coding: str) -> bytes:
    try:
        if coding in {"gzip", "x-gzip"}:
            unpacked = gzip.decompress(body)
        elif coding == "deflate":
            unpacked = zlib.decompress(body)
        elif coding == "br":
            unpacked = _brotli_unpacked(body)
        elif coding in {"", "identity"}:
            unpacked = body
        else:
            raise JobUnfit("coding")
    except (OSError, EOFError, zlib.error, brotli.error) as error:
        raise JobUnfit("unreadable") from error
    if len(unpacked) > _LARGEST_BODY:
        raise JobUnfit("long")
    return unpacked


def _brotli_unpacked(body: bytes) -> bytes:
    """The whole, or more than is compared: a small answer may say very much.

    Errors: brotli.error, for one that is cut short.
    """
    reader = brotli.Decompressor()
    unpacked: bytes = reader.process(body, output_buffer_limit=_LARGEST_BODY + 1)
    if not reader.is_finished() and len(unpacked) <= _LARGEST_BODY:
        raise brotli.error("cut short")
    return unpacked
