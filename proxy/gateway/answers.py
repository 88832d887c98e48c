"""The head an answer leaves with: what belongs to the upstream's hop stays behind."""

from email.utils import formatdate
from typing import Final

from proxy.core.headers import connection_names
from proxy.gateway.heads import HeadRefused, ResponseHead
from proxy.gateway.kinds import (
    CONNECTION,
    DATE,
    DROPPED,
    ENCODING,
    LENGTH,
    RESPONSE_KINDS,
    REWRITTEN,
)
from proxy.gateway.seams import Asker
from proxy.gateway.split_answers import split_lines

_CLOSE: Final = b"Connection: close"
_CHUNKED: Final = b"Transfer-Encoding: chunked"
_BODILESS: Final = frozenset({204, 304})


class AnswerHead:
    """How an answer goes on to the client.

    Shape: `lines` is the whole head as sent; `untouched` says that it is the upstream's own, byte
           for byte; `length` is -1 when the head announces none; `framed` says that the content
           leaves in chunks; `may_follow` that the upstream keeps its connection for another.
    """

    __slots__ = (
        "framed", "is_chunked", "is_dated", "length", "lines", "may_follow", "status", "untouched",
    )  # fmt: skip

    def __init__(self, status: int, length: int, *, is_chunked: bool, is_dated: bool) -> None:
        self.status = status
        self.length = length
        self.is_chunked = is_chunked
        self.is_dated = is_dated
        self.framed = is_chunked
        self.untouched = False
        self.may_follow = True
        self.lines = b""


def answer_head(  # noqa: C901, PLR0912, one pass over the fields of every answer
    response: ResponseHead, client: Asker
) -> AnswerHead:
    """The head to send to this client for an upstream's answer.

    Errors: HeadRefused, for a Transfer-Encoding that is not chunked alone.
    Source: RFC 9110 section 7.6.1, RFC 9112 sections 6.1 and 6.3.
    """
    length = -1
    is_chunked = is_dated = False
    rare: list[tuple[int, int, bytes]] | None = None
    kinds = RESPONSE_KINDS
    for index, (name, value) in enumerate(response.fields, 1):
        kind = kinds[name]
        if kind:
            if kind == LENGTH:
                length = _length(value)
                if response.status != 204:
                    continue
            elif kind == DATE:
                is_dated = True
                continue
            elif kind == CONNECTION and value == b"keep-alive":
                continue
            elif kind == ENCODING:
                # RFC 9112 section 6.1: whoever speaks HTTP/1.0 may have passed it on unread.
                if is_chunked or response.is_http_10 or value.strip(b" \t").lower() != b"chunked":
                    raise HeadRefused(502, "the upstream used more than the chunked coding, once")
                is_chunked = True
                if response.status != 204 and not client.is_http_10 and value.lower() == b"chunked":
                    continue
            if rare is None:
                rare = []
            rare.append((kind, index, value))
    head = AnswerHead(response.status, length, is_chunked=is_chunked, is_dated=is_dated)
    if client.is_http_10:
        head.framed = False
    elif length < 0 and not is_chunked:
        head.framed = not (client.is_head or response.status in _BODILESS)
    if (
        rare is None
        and client.card is None
        and is_dated
        and client.keeps_alive
        and not response.is_http_10
        and head.framed is is_chunked
        and response.received[12:13] == b" "
    ):
        head.untouched = True
        head.lines = response.received
    else:
        _compose(head, response, client, rare or [])
    head.may_follow = response.wants_keep_alive
    return head


def _length(value: bytes) -> int:
    try:
        return int(value)
    except ValueError as error:
        # The parser has seen digits only; Python reads no more than 4300 of them.
        raise HeadRefused(502, "the upstream's length has thousands of digits") from error


def _compose(
    head: AnswerHead,
    response: ResponseHead,
    client: Asker,
    rare: list[tuple[int, int, bytes]],
) -> None:
    lines = response.lines
    gone: set[int] = set()
    respelled = False
    for kind, index, value in rare:
        if kind == REWRITTEN:
            lines[index] = client.rewritten(lines[index])
        else:
            gone.add(index)
        if kind == ENCODING:
            # White space around the coding means nothing, but not to every client.
            respelled = head.framed and head.status != 204
        elif kind == CONNECTION:
            names = connection_names([value])
            response.wants_keep_alive = response.wants_keep_alive and b"close" not in names
            gone.update(_named(response, names))
            head.is_dated = head.is_dated and b"date" not in names
    gone.update(
        index
        for index, (name, _) in enumerate(response.fields, 1)
        if RESPONSE_KINDS[name] in (CONNECTION, DROPPED)
    )
    kept = [line for index, line in enumerate(lines[:-2]) if index not in gone]
    kept[0] = b"HTTP/1.1" + lines[0][8:]
    if respelled or (head.framed and not head.is_chunked):
        kept.append(_CHUNKED)
    if not head.is_dated:
        kept.append(date_line())
    if not client.keeps_alive:
        kept.append(_CLOSE)
    if client.card is not None:
        kept[1:] = split_lines(kept[1:], client.card)
    head.lines = b"\r\n".join([*kept, b"", b""])


def _named(response: ResponseHead, names: frozenset[bytes]) -> list[int]:
    return [index for index, (name, _) in enumerate(response.fields, 1) if name.lower() in names]


def date_line() -> bytes:
    """The Date that an answer without one gets on its way (RFC 9110 section 6.6.1)."""
    return b"Date: " + formatdate(usegmt=True).encode("ascii")


def interim_lines(response: ResponseHead) -> list[bytes]:
    """The lines of a 1xx answer that may go on: not those of the upstream's own connection."""
    values = [value for name, value in response.fields if name.lower() == b"connection"]
    gone = {*_named(response, connection_names(values))}
    gone.update(
        index
        for index, (name, _) in enumerate(response.fields, 1)
        if RESPONSE_KINDS[name] in (CONNECTION, DROPPED, ENCODING, LENGTH)
    )
    lines = [line for index, line in enumerate(response.lines) if index not in gone]
    lines[0] = b"HTTP/1.1" + lines[0][8:]
    return lines


def tunnel_lines(response: ResponseHead) -> list[bytes]:
    """The lines of a 101 to the protocol that was asked for.

    Errors: HeadRefused, when the upstream changes to another one.
    """
    protocols = [value.lower() for name, value in response.fields if name.lower() == b"upgrade"]
    if protocols != [b"websocket"]:
        raise HeadRefused(502, "the upstream changed to another protocol than websocket")
    lines = interim_lines(response)
    lines[-2:-2] = [b"Connection: Upgrade", b"Upgrade: websocket"]
    return lines
