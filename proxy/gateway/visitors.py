"""Where a visitor is, and how it came: from its connection, or from a proxy that is trusted."""

import re
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address

from proxy.core.headers import visitor_address
from proxy.core.messages import Headers

#: One line that can be written into any log.
_REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")

Network = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True)
class VisitorAddress:
    """What the upstream and the log are told of one visitor.

    Shape: `lines` are the field lines for the upstream, each ending in CR LF; `request_id` is
           empty unless a trusted proxy gave one.
    """

    address: bytes
    lines: bytes
    scheme: bytes
    is_trusted: bool = False
    request_id: bytes = b""


class Visitors:
    """Who may speak for a visitor, and what is said when nobody does.

    Shape: `public_scheme` is the setting: http, https, or auto, which believes trusted proxies.
    """

    def __init__(self, trusted: tuple[Network, ...], public_scheme: str) -> None:
        self._trusted = trusted
        self._believes = public_scheme == "auto"
        self._scheme = b"https" if public_scheme == "https" else b"http"
        self._is_trusted = lru_cache(1024)(self._looked_up)

    def at(self, peer: str) -> VisitorAddress:
        """A visitor who connected without any proxy, or the proxy itself."""
        # A Unix socket has no address: its other end is this machine. A socket that listens on
        # both families writes an IPv4 address as ::ffff:192.0.2.1 (RFC 4291 section 2.5.5.2).
        address = peer.removeprefix("::ffff:") if "." in peer else peer or "127.0.0.1"
        return _visitor(address, self._scheme, is_trusted=self._is_trusted(address))

    def behind(self, peer: VisitorAddress, fields: list[tuple[bytes, bytes]]) -> VisitorAddress:
        """The visitor that a trusted proxy speaks for, in the fields of this request."""
        headers: Headers = tuple(fields)
        named = visitor_address(peer.address.decode(), headers, self._is_trusted)
        # What is no address was written by the visitor, left of the proxies' own addresses.
        address = named if _is_address(named) else peer.address.decode()
        proto = _only(fields, b"x-forwarded-proto").lower()
        scheme = proto if self._believes and proto in (b"http", b"https") else self._scheme
        request_id = _only(fields, b"x-request-id")
        if not _REQUEST_ID.fullmatch(request_id):
            request_id = b""
        return _visitor(address, scheme, request_id=request_id)

    def _looked_up(self, address: str) -> bool:
        return _is_address(address) and any(
            ip_address(address) in network for network in self._trusted
        )


def _only(fields: list[tuple[bytes, bytes]], wanted: bytes) -> bytes:
    """The value of a field that is there once; empty when it is missing or repeated."""
    values = [value for name, value in fields if name.lower() == wanted]
    return values[0] if len(values) == 1 else b""


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    # A zone id, which may hold any character, means something on the visitor's machine alone.
    return "%" not in text


def _visitor(
    address: str, scheme: bytes, *, is_trusted: bool = False, request_id: bytes = b""
) -> VisitorAddress:
    text = address.encode("ascii")
    lines = b"X-Forwarded-For: %b\r\nX-Real-IP: %b\r\n" % (text, text)
    return VisitorAddress(text, lines, scheme, is_trusted, request_id)
