"""The answers' fields that name the upstream's own address, made to name the public one."""

import re
from dataclasses import dataclass, field

from proxy.core.messages import Headers

#: Fields whose value is, or holds, an address (RFC 9110 sections 8.7 and 10.2.2; Refresh is HTML's).
ADDRESS_FIELDS = frozenset({b"location", b"content-location", b"refresh"})
REWRITTEN_FIELDS = ADDRESS_FIELDS | {b"set-cookie"}

_DOMAIN = re.compile(rb"(;[ \t]*domain[ \t]*=[ \t]*\.?)([^;]*?)([ \t]*(?:;|$))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PublicAddress:
    """One upstream's own address, and the address the client used.

    Shape: `upstream` and `host` are authorities, as 127.0.0.1:8001 and gestion.localhost:8000;
           a value that does not name the upstream stays byte for byte.
    """

    upstream: bytes
    scheme: bytes
    host: bytes
    _url: re.Pattern[bytes] = field(init=False, repr=False, compare=False)
    _name: bytes = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Compile what to look for."""
        name, _, port = self.upstream.removesuffix(b":80").rpartition(b":")
        if name and port.isdigit():
            # Symfony 1 adds its web server's own port to a Host without one (sfWebRequest,
            # getUriPrefix): the public name with the upstream's port is the upstream's too.
            public = re.escape(without_port(self.host)) + b":" + port
            authority = b"(?:" + re.escape(self.upstream) + b"|" + public + b")"
        else:
            authority = re.escape(self.upstream.removesuffix(b":80")) + b"(?::80)?"
        address = rb"(?i)(^|url[ \t]*=[ \t]*[\"']?)(https?:)?//" + authority
        object.__setattr__(self, "_url", re.compile(address + rb"(?=[/?#\"']|[ \t]*$)"))
        object.__setattr__(self, "_name", without_port(self.upstream).lower())

    def value(self, name: bytes, value: bytes) -> bytes:
        """A field's value, with the public address where the upstream's stood.

        Shape: `name` is in lower case.
        """
        if name in ADDRESS_FIELDS:
            return self._url.sub(self._public, value, count=1)
        if name == b"set-cookie":
            return _DOMAIN.sub(self._cookie_domain, value)
        return value

    def line(self, line: bytes) -> bytes:
        """A whole field line without its line end, as `value` does it."""
        name, colon, value = line.partition(b":")
        text = value.lstrip(b" \t")
        rewritten = self.value(name.lower(), text)
        if rewritten == text:
            return line
        return name + colon + value[: len(value) - len(text)] + rewritten

    def headers(self, headers: Headers) -> Headers:
        """All fields of an answer."""
        return tuple((name, self.value(name.lower(), value)) for name, value in headers)

    def _public(self, match: re.Match[bytes]) -> bytes:
        scheme = self.scheme + b":" if match[2] else b""
        return match[1] + scheme + b"//" + self.host

    def _cookie_domain(self, match: re.Match[bytes]) -> bytes:
        if match[2].lower() != self._name:
            return match[0]
        return match[1] + without_port(self.host) + match[3]


def without_port(authority: bytes) -> bytes:
    """The host of an authority."""
    host, colon, port = authority.rpartition(b":")
    return host if colon and port.isdigit() else authority
