"""Answers the gateway gives by itself: refusals, failures of an upstream, its own pages."""

from dataclasses import dataclass, replace
from http import HTTPStatus

from proxy.core.decision import Refusal
from proxy.error_pages import Page, error_of, error_page, redirect_page
from proxy.errors import FiguierError
from proxy.gateway.answers import date_line

_ALLOW = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """A whole answer; `fields` are field lines, each ending in CR LF."""

    status: int
    fields: bytes = b""
    body: bytes = b""

    def giving(self, card: bytes) -> "OwnAnswer":
        """The same answer, with a visitor's card."""
        return replace(self, fields=self.fields + b"Set-Cookie: %b\r\n" % card)

    def message(self, *, is_head: bool, keeps_alive: bool) -> bytes:
        """The bytes to send, to a client that asked for a head alone or not."""
        phrase = HTTPStatus(self.status).phrase.encode("ascii")
        close = b"" if keeps_alive else b"Connection: close\r\n"
        head = b"HTTP/1.1 %d %b\r\n%b\r\n%b%b\r\n" % (
            self.status,
            phrase,
            date_line(),
            self.fields,
            close,
        )
        return head if is_head else head + self.body


def refused(refusal: Refusal, request_id: bytes, method: bytes) -> OwnAnswer:
    """The page, or the redirect, of a decision that nobody may answer."""
    if refusal.location is not None:
        return _answer(redirect_page(refusal, request_id.decode()), request_id)
    page = error_page(
        error_of(refusal), request_id.decode(), method=method.decode(), status=refusal.status
    )
    return _answer(page, request_id)


def failed(
    error: FiguierError, request_id: bytes, method: bytes, status: int | None = None
) -> OwnAnswer:
    """The page of an upstream that did not answer, or of a message that cannot be read."""
    page = error_page(error, request_id.decode(), method=method.decode("ascii"), status=status)
    return _answer(page, request_id)


def options() -> OwnAnswer:
    """The answer to an OPTIONS that asks about the proxy itself (RFC 9110 section 9.3.7)."""
    return plain(204, "Allow", _ALLOW)


def plain(status: int, name: str, value: str, body: bytes = b"") -> OwnAnswer:
    """An answer with one field of its own, never stored."""
    length = f"Content-Length: {len(body)}\r\n" if status != 204 else ""
    fields = f"{name}: {value}\r\nCache-Control: no-store\r\n{length}"
    return OwnAnswer(status, fields.encode("ascii"), body)


def _answer(page: Page, request_id: bytes) -> OwnAnswer:
    fields = "".join(f"{name}: {value}\r\n" for name, value in page.headers)
    named = b"%bX-Request-Id: %b\r\n" % (fields.encode("latin-1"), request_id)
    return OwnAnswer(page.status, named, page.body)
