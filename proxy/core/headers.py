"""What may pass from one side of the proxy to the other, in both directions.

Everything is bytes, and a field that may pass keeps its name, value, order and repetition.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from proxy.core.messages import Headers

#: RFC 9110 section 7.6.1: fields of one connection. `Proxy-Connection` and `Keep-Alive` are older
#: than the rule; `Proxy` is httpoxy (CVE-2016-5385): CGI would read it as HTTP_PROXY. Trailers are
#: dropped by both doors, so nothing announces them (section 6.6.2).
HOP_BY_HOP = frozenset(
    {
        b"connection",
        b"http2-settings",
        b"keep-alive",
        b"proxy",
        b"proxy-authenticate",
        b"proxy-authentication-info",
        b"proxy-authorization",
        b"proxy-connection",
        b"te",
        b"trailer",
        b"transfer-encoding",
        b"upgrade",
    }
)

#: What only we may say of the client, and what some server believes in place of it. Symfony 1
#: trusts X-Forwarded-Host and Ssl-Https from anybody (sfWebRequest), IIS-minded code the
#: X-Original ones, Symfony 4 the file-sending ones (BinaryFileResponse).
FORWARDED = frozenset(
    {
        b"cf-connecting-ip",
        b"client-ip",
        b"fastly-client-ip",
        b"forwarded",
        b"forwarded-for",
        b"front-end-https",
        b"ssl-https",
        b"true-client-ip",
        b"x-accel-mapping",
        b"x-arr-ssl",
        b"x-client-ip",
        b"x-cluster-client-ip",
        b"x-host",
        b"x-https",
        b"x-original-host",
        b"x-original-uri",
        b"x-original-url",
        b"x-proto",
        b"x-proxyuser-ip",
        b"x-real-ip",
        b"x-request-id",
        b"x-rewrite-url",
        b"x-scheme",
        b"x-sendfile-type",
        b"x-url-scheme",
    }
)

#: Names by which servers in front of an application tell it who is signed in.
IDENTITY = frozenset(
    {
        b"auth-user",
        b"remote-email",
        b"remote-groups",
        b"remote-name",
        b"remote-user",
        b"ssl-client-cert",
        b"ssl-client-s-dn",
        b"x-client-cert",
        b"x-client-dn",
        b"x-user",
        b"x-user-email",
        b"x-user-id",
        b"x-user-name",
        b"x-userid",
        b"x-username",
    }
)

_PREFIXES = (
    b"x-forwarded",
    b"x-figuier-",
    b"x-remote-",
    b"x-auth-",
    b"x-authenticated-",
    b"x-webauth-",
    b"x-ssl-client-",
    b"x-amzn-oidc-",
    b"x-goog-authenticated-",
    b"x-ms-client-principal",
    b"oidc-",
)
_DROPPED_REQUEST = HOP_BY_HOP | FORWARDED | IDENTITY
_DROPPED_RESPONSE = HOP_BY_HOP - {b"proxy"}

#: CGI writes a hyphen as an underscore, and PHP a dot too: X_Forwarded_Host would be read as
#: X-Forwarded-Host. nginx and Apache drop such names by default, so no application relies on them.
_ODD_NAME = re.compile(rb"[^A-Za-z0-9-]")

#: Framing and the host are the message itself: naming them in Connection removes nothing.
_NEVER_NAMED = frozenset({b"host", b"content-length", b"transfer-encoding"})

#: W3C Trace Context section 3.2: version, trace id, parent id and flags, none of them all zero.
_TRACE_PARENT = re.compile(
    rb"(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:-.*)?"
)
#: An address with its port, as some proxies write it in X-Forwarded-For; IPv6 then has brackets.
_WITH_PORT = re.compile(r"\[([0-9A-Fa-f:.]+)\](?::[0-9]{1,5})?|([0-9.]+):[0-9]{1,5}")
_DEFAULT_PORTS = {b"http": b"80", b"https": b"443"}

#: How we name ourselves in Via (RFC 9110 section 7.6.3).
PSEUDONYM = b"figuier"


@dataclass(frozen=True, slots=True)
class Passage:
    """What an upstream is told of one request's way here.

    Shape: `host` is the Host as received, `scheme` is http or https, `protocol` the version of
           HTTP it was received in; `traceparent` is used when the client started no trace.
    """

    client: bytes
    host: bytes
    scheme: bytes
    request_id: bytes
    traceparent: bytes
    protocol: bytes = b"1.1"


def may_enter(name: bytes) -> bool:
    """Whether a client's request field of that name (in lower case) may reach an upstream."""
    return not (name in _DROPPED_REQUEST or name.startswith(_PREFIXES) or _ODD_NAME.search(name))


def may_leave(name: bytes) -> bool:
    """Whether an answer's field of that name (in lower case) may reach the client."""
    return name not in _DROPPED_RESPONSE and not name.startswith(b"x-figuier-")


def connection_names(values: Iterable[bytes]) -> frozenset[bytes]:
    """The field names that Connection fields list, in lower case; never the framing or the host.

    Source: RFC 9110 section 7.6.1.
    """
    names = {name.strip(b" \t").lower() for value in values for name in value.split(b",")}
    return frozenset(names - _NEVER_NAMED)


def is_trace_parent(value: bytes) -> bool:
    """Whether a traceparent may be passed on (W3C Trace Context section 3.2)."""
    return bool(_TRACE_PARENT.fullmatch(value))


def request_headers(headers: Headers, passage: Passage, *, traced: bool = True) -> Headers:
    """The fields an upstream gets, in place of those a client sent.

    Shape: what passes keeps its place; what we say of the client follows it. `traced` false drops
           the client's trace and says nothing of ours.
    """
    named = _named(headers)
    kept: list[tuple[bytes, bytes]] = []
    trace: bytes | None = None
    for name, value in headers:
        low = name.lower()
        if low == b"traceparent":
            if trace is None and traced and low not in named and is_trace_parent(value):
                trace = value
                kept.append((name, value))
        elif low not in named and may_enter(low):
            kept.append((name, value))
    kept += passage_fields(passage)
    if traced and trace is None:
        kept.append((b"traceparent", passage.traceparent))
        kept = [field for field in kept if field[0].lower() != b"tracestate"]
    return tuple(kept)


def passage_fields(passage: Passage) -> Headers:
    """What we say of the client and of the message's way: the only such fields an upstream sees."""
    return (
        (b"X-Forwarded-For", passage.client),
        (b"X-Forwarded-Host", passage.host),
        (b"X-Forwarded-Proto", passage.scheme),
        (b"X-Forwarded-Port", forwarded_port(passage.host, passage.scheme)),
        (b"X-Real-IP", passage.client),
        (b"X-Request-Id", passage.request_id),
        (b"Via", passage.protocol + b" " + PSEUDONYM),
    )


def forwarded_port(host: bytes, scheme: bytes) -> bytes:
    """The port the client dialled: the one in Host, else the scheme's."""
    _, colon, port = host.rpartition(b":")
    if colon and port.isdigit():
        return port
    return _DEFAULT_PORTS.get(scheme, b"80")


def response_headers(headers: Headers) -> Headers:
    """The fields a client gets of an upstream's answer: all but those of that connection.

    Source: RFC 9110 section 7.6.1; several Set-Cookie lines stay several (RFC 6265 section 3).
    """
    named = _named(headers)
    return tuple(
        field for field in headers if may_leave(low := field[0].lower()) and low not in named
    )


def _named(headers: Headers) -> frozenset[bytes]:
    values = [value for name, value in headers if name.lower() == b"connection"]
    return connection_names(values) if values else frozenset()


def forwards_left(method: str, headers: Headers) -> int | None:
    """How many more times an OPTIONS or TRACE may be forwarded; None when it may always be.

    Shape:  0 means answer it here; else send it on with one less, see `with_forwards`.
    Errors: ValueError when the field is there and is no number: answer 400.
    Source: RFC 9110 section 7.6.2.
    """
    if method not in {"OPTIONS", "TRACE"}:
        return None
    values = [value for name, value in headers if name.lower() == b"max-forwards"]
    if not values:
        return None
    if len(values) > 1 or not re.fullmatch(rb"[0-9]{1,9}", values[0]):
        raise ValueError("Max-Forwards is not one number")
    return int(values[0])


def with_forwards(headers: Headers, left: int) -> Headers:
    """The same fields, with Max-Forwards at this number."""
    return tuple(
        (name, b"%d" % left) if name.lower() == b"max-forwards" else (name, value)
        for name, value in headers
    )


def visitor_address(peer: str, headers: Headers, is_trusted: Callable[[str], bool]) -> str:
    """Where the visitor is: the peer, or what a trusted peer says, hop by hop from the last.

    Danger: an address left of an untrusted one was written by the visitor; it is never used.
    """
    chain = [
        _without_port(address.strip().decode("latin-1"))
        for name, value in headers
        if name.lower() == b"x-forwarded-for"
        for address in value.split(b",")
    ]
    address = peer
    while chain and is_trusted(address):
        address = chain.pop() or address
    return address


def _without_port(address: str) -> str:
    found = _WITH_PORT.fullmatch(address)
    return found[1] or found[2] if found else address
