"""Heads of messages, parsed once in C and checked until they have a single reading."""

import re
from typing import Final

import httptools

from proxy.gateway.limits import Limits


class HeadRefused(ValueError):
    """A head that cannot be forwarded, with the status its sender gets."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


#: A field's name and value, in a head that the parser has found in order.
_FIELD: Final = re.compile(rb"\n([^:]+):[ \t]*([^\r]*)")
_EMPTY_LINES: Final = re.compile(rb"(?:\r\n)+")
#: What the parser refuses and has one reading: a later HTTP/1 (RFC 9110 section 2.5), and tabs
#: around the one coding (RFC 9110 section 5.5).
_LATER_VERSION: Final = re.compile(rb"\A([^\r\n]* HTTP/1\.)[2-9](?=\r\n)")
_TABBED_CODING: Final = re.compile(rb"(?i)(\r\nTransfer-Encoding:)[ \t]*(chunked)[ \t]*(?=\r\n)")
_VERSIONS: Final = ([b"HTTP/1.1"], [b"HTTP/1.0"])
_SPOKEN: Final = "only HTTP/1.0 and HTTP/1.1 are spoken here"
#: What a method may be spelled like (RFC 9110 section 9.1), known here or not.
_METHOD: Final = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
#: Request methods that only a proxy configured as a tunnel or a debugging aid would serve.
_UNSERVED: Final = frozenset({b"TRACE", b"TRACK", b"CONNECT", b"PRI"})


class RequestHead:
    """A request's head as read: the lines as received and the fields they hold.

    Shape: `lines[0]` is the request line, `lines[1 + i]` the line of `fields[i]`, and the last two
           entries are empty. `wants_keep_alive` is what the version says; who reads the fields
           sets it false for `Connection: close`.
    """

    __slots__ = ("_fields", "_head", "is_http_10", "lines", "method", "target", "wants_keep_alive")

    def __init__(
        self,
        lines: list[bytes],
        head: bytes,
        method: bytes,
        target: bytes,
        is_http_10: bool = False,  # noqa: FBT001, FBT002, one is made for every request
    ) -> None:
        self.lines = lines
        self._head = head
        self._fields: list[tuple[bytes, bytes]] | None = None
        self.method = method
        self.target = target
        self.is_http_10 = is_http_10
        self.wants_keep_alive = not is_http_10

    @property
    def fields(self) -> list[tuple[bytes, bytes]]:
        """Names and values as received; most requests are passed on without them."""
        if self._fields is None:
            self._fields = _FIELD.findall(self._head)
        return self._fields


def without_empty_lines(data: bytes) -> bytes:
    """What follows the empty lines that may precede a request (RFC 9112 section 2.2)."""
    found = _EMPTY_LINES.match(data)
    return data[found.end() :] if found else data


def read_request_head(head: bytes, limits: Limits) -> RequestHead:
    """The request head that these bytes, up to and with the empty line, hold.

    Errors: HeadRefused with 400, 405, 414, 431, 501 or 505.
    Source: RFC 9112 sections 3 and 5; the parser is llhttp in its strict mode.
    """
    if len(head) > limits.head and head.find(b"\r\n") <= limits.request_line:
        raise HeadRefused(431, f"the head is longer than {limits.head} bytes")
    lines = head.split(b"\r\n")
    if len(lines[0]) > limits.request_line:
        raise HeadRefused(414, f"the request line is longer than {limits.request_line} bytes")
    parser = httptools.HttpRequestParser(None)
    try:
        parser.feed_data(head)
    except httptools.HttpParserUpgrade:
        pass
    except httptools.HttpParserInvalidURLError:
        return _with_bytes_over_ascii(lines, limits)
    except httptools.HttpParserError as error:
        return _spelled_otherwise(head, limits, _refusal(lines[0], error))
    method: bytes = parser.get_method()
    words = lines[0].split(b" ")
    request = RequestHead(lines, head, method, b"".join(words[1:2]), words[2:] == [b"HTTP/1.0"])
    count = len(request.fields)
    if count > limits.fields:
        raise HeadRefused(431, f"more than {limits.fields} header fields")
    if words[0] == method and words[2:] == [b"HTTP/2.0"]:
        raise HeadRefused(505, _SPOKEN)
    # The parser overlooks line ends before the method, and other line ends when it is older.
    if words[0] != method or words[2:] not in _VERSIONS or count + 3 != len(lines):
        raise HeadRefused(400, "the head's lines and fields do not agree")
    if method in _UNSERVED:
        raise HeadRefused(405, f"{method.decode()} is not served here")
    return request


def _spelled_otherwise(head: bytes, limits: Limits, refusal: HeadRefused) -> RequestHead:
    """A head that only its spelling keeps from being read; else the refusal is raised."""
    plain = _TABBED_CODING.sub(rb"\1 \2", _LATER_VERSION.sub(rb"\g<1>1", head, 1))
    if plain == head:
        raise refusal
    return read_request_head(plain, limits)


def _refusal(line: bytes, error: Exception) -> HeadRefused:
    words = line.split(b" ")
    if len(words) != 3:
        return HeadRefused(400, str(error))
    if isinstance(error, httptools.HttpParserInvalidMethodError) and _METHOD.fullmatch(words[0]):
        return HeadRefused(501, "the method is not known here")
    if words[2].startswith(b"HTTP/") and words[2][5:6] not in (b"1", b""):
        return HeadRefused(505, _SPOKEN)
    return HeadRefused(400, str(error))


def _with_bytes_over_ascii(lines: list[bytes], limits: Limits) -> RequestHead:
    """A head whose target holds bytes over 0x7f, which old links do and llhttp refuses."""
    words = lines[0].split(b" ")
    target = words[1] if len(words) == 3 else b""
    plain = target.translate(_ASCII_ONLY)
    if plain == target:
        raise HeadRefused(400, "the request target holds characters that no address has")
    twin = b"\r\n".join([b" ".join([words[0], plain, words[2]]), *lines[1:]])
    request = read_request_head(twin, limits)
    request.lines[0] = lines[0]
    request.target = target
    return request


#: Bytes over 0x7f become a letter, so that the parser may judge the rest.
_ASCII_ONLY: Final = bytes(code if code < 0x80 else 0x61 for code in range(256))


#: RFC 9112 section 4, without the statuses that mean nothing. The parser overlooks line ends before
#: it, and lets control characters pass in its reason.
_STATUS_LINE: Final = re.compile(rb"HTTP/1\.[01] [1-5][0-9]{2}(?: [\t\x20-\x7e\x80-\xff]*)?")


class ResponseHead:
    """An answer's head as read; `lines` as in RequestHead, `lines[0]` being the status line.

    Shape: `received` is the whole of it, as it came.
    """

    __slots__ = ("fields", "is_http_10", "lines", "received", "status", "wants_keep_alive")

    def __init__(
        self, received: bytes, lines: list[bytes], fields: list[tuple[bytes, bytes]], status: int
    ) -> None:
        self.received = received
        self.lines = lines
        self.fields = fields
        self.status = status
        self.is_http_10 = received[:8] == b"HTTP/1.0"
        self.wants_keep_alive = not self.is_http_10


def read_response_head(head: bytes, limits: Limits) -> ResponseHead:
    """The response head that these bytes, up to and with the empty line, hold.

    Errors: HeadRefused with 502.
    Source: RFC 9112 sections 4 and 5.
    """
    if len(head) > limits.head:
        raise HeadRefused(502, "the upstream's head is too long")
    parser = httptools.HttpResponseParser(None)
    try:
        parser.feed_data(head)
    except httptools.HttpParserUpgrade:
        pass
    except httptools.HttpParserError as error:
        raise HeadRefused(502, f"the upstream's head cannot be read: {error}") from None
    lines = head.split(b"\r\n")
    if not _STATUS_LINE.fullmatch(lines[0]):
        raise HeadRefused(502, f"{lines[0][:40]!r} is not a status line")
    if len(lines[0]) == len(b"HTTP/1.1 200"):
        # The space is there even before an empty reason (RFC 9112 section 4).
        lines[0] += b" "
    fields: list[tuple[bytes, bytes]] = _FIELD.findall(head)
    count = len(fields)
    if count + 3 != len(lines) or count > limits.fields:
        raise HeadRefused(502, "the upstream's head cannot be read in one way")
    return ResponseHead(head, lines, fields, parser.get_status_code())
