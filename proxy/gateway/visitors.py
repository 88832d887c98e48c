"""Where a visitor is, and how it came: from its connection, or from a proxy that is trusted."""

from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address

from proxy.core.headers import visitor_address
from proxy.core.messages import Headers

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

    Shape: `scheme` is http or https, what visitors type when no trusted proxy says.
    """

    def __init__(self, trusted: tuple[Network, ...], scheme: str) -> None:
        self._trusted = trusted
        self._scheme = scheme.encode()
        self._is_trusted = lru_cache(1024)(self._looked_up)

    def at(self, peer: str) -> VisitorAddress:
        """A visitor who connected without any proxy, or the proxy itself."""
        # A Unix socket has no address: its other end is this machine.
        address = peer or "127.0.0.1"
        return self._visitor(address, self._scheme, is_trusted=self._is_trusted(address))

    def behind(self, peer: VisitorAddress, fields: list[tuple[bytes, bytes]]) -> VisitorAddress:
        """The visitor that a trusted proxy speaks for, in the fields of this request."""
        headers: Headers = tuple(fields)
        address = visitor_address(peer.address.decode(), headers, self._is_trusted)
        said = {name.lower(): value for name, value in fields}
        proto = said.get(b"x-forwarded-proto", b"").lower()
        scheme = proto if proto in (b"http", b"https") else self._scheme
        request_id = said.get(b"x-request-id", b"")
        if len(request_id) > 128 or not request_id.replace(b"-", b"").isalnum():
            request_id = b""
        return self._visitor(address, scheme, request_id=request_id)

    def _looked_up(self, address: str) -> bool:
        try:
            parsed = ip_address(address)
        except ValueError:
            return False
        return any(parsed in network for network in self._trusted)

    @staticmethod
    def _visitor(
        address: str, scheme: bytes, *, is_trusted: bool = False, request_id: bytes = b""
    ) -> VisitorAddress:
        text = address.encode("ascii", "replace")
        lines = b"X-Forwarded-For: %b\r\nX-Real-IP: %b\r\n" % (text, text)
        return VisitorAddress(text, lines, scheme, is_trusted, request_id)
