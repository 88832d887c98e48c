"""The legacy application's answer, read strictly: one single reading, or an error with its name.

http.client is not used for this: it splits lines at a bare CR, takes the first of two lengths,
and cuts a short body without a word.
"""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass

from proxy.backends.bodies import Framing
from proxy.backends.wire import INTERIM_LIMIT, Wire
from proxy.core.messages import Headers
from proxy.errors import LegacyHungUp, LegacyMisspoke

#: Bounds of an answer's head; PHP pages with dozens of cookies stay far below.
HEAD_LIMIT = 65_536
FIELD_LIMIT = 200
CHUNK_LINE_LIMIT = 256
TRAILER_LIMIT = 8_192
PIECE = 65_536

#: RFC 9112 section 4; RFC 9110 section 15 knows no status outside 100 to 599.
_STATUS_LINE = re.compile(rb"HTTP/1\.([01]) ([1-5][0-9]{2})(?: ([\t\x20-\x7e\x80-\xff]*))?")
#: RFC 9112 section 5.1: a proxy removes white space before the colon of an answer's field.
_FIELD = re.compile(rb"([!#$%&'*+\-.^_`|~0-9A-Za-z]+)[ \t]*:[ \t]*([\t\x20-\x7e\x80-\xff]*)")
_LENGTH = re.compile(rb"[0-9]{1,18}")
#: No space before a trailer's colon, and nothing folded: the gateway reads them as strictly.
_TRAILER = re.compile(rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+:[\t\x20-\x7e\x80-\xff]*")
#: RFC 9112 section 7.1.1; extensions are read over.
_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,15})[ \t]*(?:;[\t\x20-\x7e\x80-\xff]*)?")


@dataclass(frozen=True, slots=True)
class AnswerHead:
    """The status and fields of a final answer, and where its body ends.

    Shape: `length` is 0 unless framed by LENGTH; `may_reuse` is whether the connection stays.
    """

    status: int
    reason: bytes
    headers: Headers
    framing: Framing
    length: int
    may_reuse: bool


def read_head(wire: Wire, method: str, patience_s: float) -> AnswerHead:
    """The head of the final answer; interim ones (1xx) are read over.

    Errors: LegacyTimedOut, LegacyMisspoke, LegacyHungUp, ClientWentAway.
    """
    deadline = time.monotonic() + patience_s
    for _ in range(INTERIM_LIMIT + 1):
        head = _head(_head_lines(wire, deadline), method)
        if head.status == 101:
            raise LegacyMisspoke("it switched protocols although nobody asked")
        if head.status >= 200:
            return head
    raise LegacyMisspoke(f"more than {INTERIM_LIMIT} interim answers")


def pieces(wire: Wire, head: AnswerHead, patience_s: float) -> Iterator[bytes]:
    """The body as it arrives, without framing.

    Errors: LegacyHungUp when it is cut short, LegacyMisspoke, LegacyTimedOut, ClientWentAway.
    """
    match head.framing:
        case Framing.LENGTH:
            yield from _counted(wire, head.length, patience_s)
        case Framing.CHUNKED:
            yield from _chunked(wire, patience_s)
        case Framing.CLOSE:
            while wire.buffer or wire.fill(patience_s):
                yield wire.take(PIECE)
        case Framing.NONE:
            return


def _head_lines(wire: Wire, deadline: float) -> list[bytes]:
    searched = 0
    while (end := wire.buffer.find(b"\r\n\r\n", searched)) < 0:
        if len(wire.buffer) > HEAD_LIMIT:
            raise LegacyMisspoke(f"the head of its answer is over {HEAD_LIMIT} bytes")
        searched = max(0, len(wire.buffer) - 3)
        if not wire.fill(max(0.0, deadline - time.monotonic())):
            raise LegacyHungUp("it closed the connection before the end of the answer's head")
    if end > HEAD_LIMIT:
        raise LegacyMisspoke(f"the head of its answer is over {HEAD_LIMIT} bytes")
    lines = wire.take(end + 4)[:-4].split(b"\r\n")
    if len(lines) - 1 > FIELD_LIMIT:
        raise LegacyMisspoke(f"its answer has more than {FIELD_LIMIT} fields")
    return lines


def _head(lines: list[bytes], method: str) -> AnswerHead:
    status_line = _STATUS_LINE.fullmatch(lines[0])
    if not status_line:
        raise LegacyMisspoke(f"{lines[0][:40]!r} is not a status line")
    is_old, status = status_line[1] == b"0", int(status_line[2])
    headers = tuple(_field(line) for line in lines[1:])
    framing, length = _framing(headers, status, method, is_old=is_old)
    options = b",".join(v for name, v in headers if name.lower() == b"connection").lower()
    closes = b"close" in {option.strip(b" \t") for option in options.split(b",")}
    may_reuse = not (is_old or closes or framing is Framing.CLOSE)
    return AnswerHead(status, status_line[3] or b"", headers, framing, length, may_reuse)


def _field(line: bytes) -> tuple[bytes, bytes]:
    field = _FIELD.fullmatch(line)
    if not field:
        raise LegacyMisspoke(f"{line[:40]!r} is not a header field")
    return field[1], field[2].rstrip(b" \t")


def _framing(headers: Headers, status: int, method: str, *, is_old: bool) -> tuple[Framing, int]:
    """Where the body ends, by the order of rules of RFC 9112 section 6.3."""
    codings = [value.lower() for name, value in headers if name.lower() == b"transfer-encoding"]
    lengths = {value for name, value in headers if name.lower() == b"content-length"}
    if codings and (lengths or is_old or codings != [b"chunked"]):
        raise LegacyMisspoke("its answer's Transfer-Encoding can be read in two ways")
    if len(lengths) > 1 or not all(map(_LENGTH.fullmatch, lengths)):
        raise LegacyMisspoke("its answer's Content-Length can be read in two ways")
    if method == "HEAD" or status < 200 or status in {204, 304}:
        return Framing.NONE, 0
    if codings:
        return Framing.CHUNKED, 0
    if lengths:
        return Framing.LENGTH, int(lengths.pop())
    return Framing.CLOSE, 0


def _counted(wire: Wire, length: int, patience_s: float) -> Iterator[bytes]:
    left = length
    while left:
        if not wire.buffer and not wire.fill(patience_s):
            raise LegacyHungUp(f"it closed the connection {left} bytes before the end")
        piece = wire.take(min(left, PIECE))
        left -= len(piece)
        yield piece


def _chunked(wire: Wire, patience_s: float) -> Iterator[bytes]:
    while True:
        size = _CHUNK_SIZE.fullmatch(_line(wire, CHUNK_LINE_LIMIT, patience_s))
        if not size:
            raise LegacyMisspoke("a chunk of its answer has no readable size")
        if not int(size[1], 16):
            break
        yield from _counted(wire, int(size[1], 16), patience_s)
        if _line(wire, 2, patience_s):
            raise LegacyMisspoke("a chunk of its answer is longer than its size")
    # RFC 9110 section 6.5.1: trailers may be dropped, and WSGI has no place for them.
    left = TRAILER_LIMIT
    while trailer := _line(wire, left, patience_s):
        if not _TRAILER.fullmatch(trailer):
            raise LegacyMisspoke("what follows the last chunk of its answer is no field")
        left -= len(trailer)


def _line(wire: Wire, limit: int, patience_s: float) -> bytes:
    while (end := wire.buffer.find(b"\r\n")) < 0 and len(wire.buffer) <= limit:
        if not wire.fill(patience_s):
            raise LegacyHungUp("it closed the connection in the middle of a chunked answer")
    if not 0 <= end <= limit:
        raise LegacyMisspoke("a line of its chunked answer is too long")
    return wire.take(end + 2)[:-2]
