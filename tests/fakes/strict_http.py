"""The strictest reader of HTTP/1.1 there is: one reading, or none (RFC 9112, written down anew)."""

import re
from dataclasses import dataclass

_TOKEN = rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_LINE = re.compile(rb"(" + _TOKEN + rb") ([^\x00-\x20\x7f]+) HTTP/1\.([01])")
_EMPTY_LINES = re.compile(rb"(?:\r\n)*")
_FIELD = re.compile(
    rb"("
    + _TOKEN
    + rb"):[ \t]*((?:[\x21-\x7e\x80-\xff](?:[ \t\x21-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?)?)[ \t]*"
)
#: What an intermediary sends on: a size and nothing else; what a client may send it, RFC 9112 7.1.1.
_SIZE = re.compile(rb"([0-9A-Fa-f]{1,15})")
_SIZE_AND_EXTENSION = re.compile(rb"([0-9A-Fa-f]{1,15})[ \t]*(?:;[\t\x20-\x7e\x80-\xff]*)?")


class Ambiguous(ValueError):
    """Bytes that two careful readers might read differently."""


@dataclass(frozen=True)
class Message:
    """One request: what it asks, and the content it carries."""

    method: bytes
    target: bytes
    body: bytes


@dataclass(frozen=True)
class Reading:
    """Whole requests, the bytes of one that is not whole, and why the rest has no reading."""

    messages: tuple[Message, ...]
    rest: bytes
    fault: str = ""


def read_requests(data: bytes, *, from_client: bool = False) -> Reading:
    """Every request of a connection's bytes.

    Shape: `from_client` allows what RFC 9112 lets a client write and an intermediary should not
           pass on: empty lines before a request, absolute-form, HTTP/1.0, chunk extensions,
           trailers.
    """
    found: list[Message] = []
    at = 0
    while at < len(data):
        try:
            taken = _read_one(data[at:], from_client)
        except Ambiguous as why:
            return Reading(tuple(found), data[at:], str(why))
        if taken is None:
            break
        message, length = taken
        found.append(message)
        at += length
    return Reading(tuple(found), data[at:])


def _read_one(data: bytes, from_client: bool) -> tuple[Message, int] | None:
    start = len(_EMPTY_LINES.match(data)[0]) if from_client else 0  # type: ignore[index]
    end = data.find(b"\r\n\r\n", start)
    if end < 0:
        if not from_client:
            raise Ambiguous("a head that does not end")
        return None
    line, *lines = data[start:end].split(b"\r\n")
    first = _LINE.fullmatch(line)
    if not first:
        raise Ambiguous(f"request line {line[:60]!r}")
    method, target, version = first.groups()
    if not from_client and (version != b"1" or not target.startswith((b"/", b"*"))):
        raise Ambiguous(f"an intermediary's request line {line[:60]!r}")
    fields = _fields(lines)
    if len([name for name, _ in fields if name == b"host"]) != 1:
        raise Ambiguous("no Host, or several")
    length, is_chunked = _framing(fields, version)
    if is_chunked:
        taken = _chunks(data, end + 4, from_client)
        return None if taken is None else (Message(method, target, taken[0]), taken[1])
    stop = end + 4 + length
    if stop > len(data):
        return None
    return Message(method, target, data[end + 4 : stop]), stop


def _fields(lines: list[bytes]) -> list[tuple[bytes, bytes]]:
    fields = []
    for line in lines:
        field = _FIELD.fullmatch(line)
        if not field:
            raise Ambiguous(f"field line {line[:60]!r}")
        fields.append((field[1].lower(), field[2]))
    return fields


def _framing(fields: list[tuple[bytes, bytes]], version: bytes) -> tuple[int, bool]:
    lengths = [value for name, value in fields if name == b"content-length"]
    codings = [value for name, value in fields if name == b"transfer-encoding"]
    if len(lengths) + len(codings) > 1 or (codings and version == b"0"):
        raise Ambiguous("more than one framing")
    if codings and codings[0].lower() != b"chunked":
        raise Ambiguous(f"coding {codings[0]!r}")
    if lengths and not re.fullmatch(rb"[0-9]{1,18}", lengths[0]):
        raise Ambiguous(f"length {lengths[0]!r}")
    return int(lengths[0]) if lengths else 0, bool(codings)


def _chunks(data: bytes, at: int, from_client: bool) -> tuple[bytes, int] | None:
    pieces = []
    while True:
        end = data.find(b"\r\n", at)
        line = data[at:] if end < 0 else data[at:end]
        if b"\n" in line:
            raise Ambiguous("a bare line feed in a chunk's line")
        if end < 0:
            return None
        size = (_SIZE_AND_EXTENSION if from_client else _SIZE).fullmatch(line)
        if not size:
            raise Ambiguous(f"chunk size {line[:40]!r}")
        at, length = end + 2, int(size[1], 16)
        if not length:
            break
        pieces.append(data[at : at + length])
        if data[at + length : at + length + 2] != b"\r\n"[: max(0, len(data) - at - length)]:
            raise Ambiguous("no line end after a chunk")
        at += length + 2
        if at > len(data):
            return None
    return _trailers(data, at, from_client, b"".join(pieces))


def _trailers(data: bytes, at: int, from_client: bool, body: bytes) -> tuple[bytes, int] | None:
    while True:
        end = data.find(b"\n", at)
        if end < 0:
            return None
        line = data[at : end + 1]
        if not line.endswith(b"\r\n"):
            raise Ambiguous("a bare line feed in the trailers")
        at = end + 1
        if line == b"\r\n":
            return body, at
        if not from_client:
            raise Ambiguous("a trailer that was passed on")
        # A gateway drops trailers, so that their values are nobody's business.
        if b":" not in line or line[:1] in b" \t:" or b"\r" in line[:-2] or b"\0" in line:
            raise Ambiguous(f"trailer {line[:40]!r}")


_STATUS = re.compile(rb"HTTP/1\.[01] ([1-5][0-9]{2})(?: [^\x00-\x08\x0a-\x1f\x7f]*)?")


@dataclass(frozen=True)
class Answer:
    """One answer to a GET: its status and content; `is_whole` is None when only a close ends it."""

    status: int
    body: bytes
    is_whole: bool | None


def read_answer(data: bytes, *, from_upstream: bool = False) -> tuple[Answer, bytes]:
    """The first final answer in these bytes, and what follows it.

    Errors: Ambiguous.
    """
    while True:
        end = data.find(b"\r\n\r\n")
        if end < 0:
            return Answer(0, b"", is_whole=False), b""
        line, *lines = data[:end].split(b"\r\n")
        status = _STATUS.fullmatch(line)
        if not status:
            raise Ambiguous(f"status line {line[:60]!r}")
        fields = _fields(lines)
        if not status[1].startswith(b"1"):
            return _content(data, end + 4, int(status[1]), fields, from_upstream)
        data = data[end + 4 :]


def _content(
    data: bytes, at: int, status: int, fields: list[tuple[bytes, bytes]], from_upstream: bool
) -> tuple[Answer, bytes]:
    length, is_chunked = _framing(fields, b"1")
    if status in (204, 304):
        return Answer(status, b"", is_whole=True), data[at:]
    if is_chunked:
        taken = _chunks(data, at, from_upstream)
        if taken is None:
            return Answer(status, data[at:], is_whole=False), b""
        return Answer(status, taken[0], is_whole=True), data[taken[1] :]
    if not any(name == b"content-length" for name, _ in fields):
        return Answer(status, data[at:], is_whole=None), b""
    body = data[at : at + length]
    return Answer(status, body, is_whole=len(body) == length), data[at + length :]
