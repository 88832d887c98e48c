"""What a request's own fields ask of the gateway before it is sent on."""

from dataclasses import dataclass

from proxy.core.headers import connection_names, is_trace_parent
from proxy.gateway.heads import HeadRefused, RequestHead
from proxy.gateway.kinds import (
    CONNECTION,
    DROPPED,
    ENCODING,
    EXPECT,
    HOST,
    LENGTH,
    MAX_FORWARDS,
    REQUEST_KINDS,
    TRACE_PARENT,
    TRACE_STATE,
    UPGRADE,
)
from proxy.gateway.limits import Limits


class Intake:
    """The facts of a request that its field lines state.

    Shape: `length` is -1 without Content-Length; `lines` are field lines to add, each ending in
           CR LF; `max_forwards` is -1 without the field.
    """

    __slots__ = ("host", "is_chunked", "length", "lines", "max_forwards", "traced", "upgrades")

    def __init__(self) -> None:
        self.host: bytes | None = None
        self.length = -1
        self.is_chunked = False
        self.lines = b""
        self.max_forwards = -1
        self.traced = False
        self.upgrades = False

    @property
    def has_body(self) -> bool:
        """Whether bytes of content follow the head."""
        return self.is_chunked or self.length > 0


def read_intake(  # noqa: C901, one pass over the fields of every request
    request: RequestHead, limits: Limits
) -> Intake:
    """The facts that the fields state; lines that stop here are taken out of `request.lines`.

    Errors: HeadRefused with 400, 413, 417 or 501.
    """
    intake = Intake()
    rare: list[tuple[int, int, bytes]] | None = None
    kinds = REQUEST_KINDS
    for index, (name, value) in enumerate(request.fields, 1):
        kind = kinds[name]
        if kind:
            if kind == HOST:
                if intake.host is not None:
                    raise HeadRefused(400, "the Host field is there twice")
                intake.host = value.strip(b" \t")
            elif kind == LENGTH:
                intake.length = _length(value)
                if value[:1] == b"0" and len(value) > 1:
                    # One length, one spelling: an upstream may count the digits.
                    request.lines[index] = b"Content-Length: %d" % intake.length
            elif kind == CONNECTION and value == b"keep-alive":
                rare = rare or []
                rare.append((DROPPED, index, value))
            else:
                rare = rare or []
                rare.append((kind, index, value))
    if intake.host is None:
        raise HeadRefused(400, "the Host field is missing")
    if rare is not None:
        _take_rare(intake, request, rare)
    if limits.body and intake.length > limits.body:
        raise HeadRefused(413, f"the body is longer than {limits.body} bytes")
    return intake


def _length(value: bytes) -> int:
    try:
        return int(value)
    except ValueError as error:
        # The parser has seen digits only; Python reads no more than 4300 of them.
        raise HeadRefused(400, "the length has thousands of digits") from error


@dataclass(slots=True)
class _Hops:
    """What the connection-level fields of one request say, taken together."""

    gone: set[int]
    upgrade: bytes = b""
    named: frozenset[bytes] = frozenset()


def _take_rare(intake: Intake, request: RequestHead, rare: list[tuple[int, int, bytes]]) -> None:
    hops = _Hops(gone=set())
    for kind, index, value in rare:
        if kind == DROPPED:
            hops.gone.add(index)
        else:
            _take_one(intake, request, hops, kind, index, value)
    if hops.named:
        hops.gone.update(
            index for index, (name, _) in enumerate(request.fields, 1) if name.lower() in hops.named
        )
    intake.traced = intake.traced and b"traceparent" not in hops.named
    if not intake.traced:
        # The state of a trace that ends here means nothing in ours (W3C Trace Context 3.3).
        hops.gone.update(index for kind, index, _ in rare if kind == TRACE_STATE)
    if intake.has_body:
        # What follows the head belongs to the body: no other protocol can begin there.
        hops.upgrade = b""
    if hops.upgrade and b"upgrade" in hops.named and _may_upgrade(request, hops.upgrade):
        intake.upgrades = True
        intake.lines += b"Connection: Upgrade\r\nUpgrade: %b\r\n" % hops.upgrade
    request.lines = [line for index, line in enumerate(request.lines) if index not in hops.gone]


def _take_one(  # noqa: C901, one kind of field a branch
    intake: Intake, request: RequestHead, hops: _Hops, kind: int, index: int, value: bytes
) -> None:
    if kind == CONNECTION:
        hops.gone.add(index)
        hops.named |= connection_names([value])
        if b"close" in hops.named:
            request.wants_keep_alive = False
    elif kind == ENCODING:
        _take_encoding(intake, request, value)
        hops.gone.add(index)
        intake.lines += b"Transfer-Encoding: chunked\r\n"
    elif kind == EXPECT:
        if value.strip(b" \t").lower() != b"100-continue":
            raise HeadRefused(417, "nothing but 100-continue can be expected here")
        if request.is_http_10:
            hops.gone.add(index)
    elif kind == UPGRADE:
        hops.gone.add(index)
        hops.upgrade = value
    elif kind == MAX_FORWARDS:
        _take_max_forwards(intake, request, index, value)
    elif kind == TRACE_PARENT:
        if is_trace_parent(value) and not intake.traced:
            intake.traced = True
        else:
            hops.gone.add(index)


def _take_encoding(intake: Intake, request: RequestHead, value: bytes) -> None:
    """Accept chunked alone, once, in HTTP/1.1 (RFC 9112 sections 6.1 and 6.3)."""
    if request.is_http_10:
        raise HeadRefused(400, "HTTP/1.0 has no Transfer-Encoding")
    if intake.is_chunked:
        raise HeadRefused(400, "the Transfer-Encoding field is there twice")
    if value.strip(b" \t").lower() != b"chunked":
        raise HeadRefused(501, "no transfer coding but chunked is understood here")
    intake.is_chunked = True


def _take_max_forwards(intake: Intake, request: RequestHead, index: int, value: bytes) -> None:
    """Count down, for the one method here that has it (RFC 9110 section 7.6.2)."""
    if request.method != b"OPTIONS":
        return
    value = value.strip(b" \t")
    if intake.max_forwards >= 0 or not (value.isdigit() and len(value) < 10):
        raise HeadRefused(400, "Max-Forwards is not one number")
    intake.max_forwards = int(value)
    request.lines[index] = b"Max-Forwards: %d" % max(intake.max_forwards - 1, 0)


def _may_upgrade(request: RequestHead, protocol: bytes) -> bool:
    """Whether this change of protocol may be asked of the upstream.

    Only WebSocket: a request to speak HTTP/2 in the clear would open a tunnel past the table.
    """
    return protocol.lower() == b"websocket" and request.method == b"GET" and not request.is_http_10
