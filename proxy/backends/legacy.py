"""The legacy application as one who can answer: its answer passes, whatever it is."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from secrets import token_hex
from urllib.parse import urlsplit
from wsgiref.types import StartResponse, WSGIEnvironment

from proxy.backends.transport import Answer, Transport
from proxy.core.headers import (
    Passage,
    forwards_left,
    request_headers,
    response_headers,
    with_forwards,
)
from proxy.core.messages import Headers, RequestHead
from proxy.core.rewriting import PublicAddress
from proxy.core.table import Backend
from proxy.core.targets import asked_target
from proxy.errors import LegacyFailed, TargetAmbiguous
from proxy.goodbyes import Farewells
from proxy.wsgi import Request, request_of, start

_METHODS = b"GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"


@dataclass(frozen=True, slots=True)
class Sighting:
    """How a legacy application was last seen by this process.

    Units: `at` is seconds since 1970.
    """

    is_reachable: bool
    at: float
    fault: str | None = None


class Legacy:
    """Every legacy application of the table, each at its address."""

    def __init__(
        self,
        transport: Callable[[str], Transport],
        urls: Mapping[str, str],
        farewells: Farewells | None = None,
    ) -> None:
        """Give `transport` the way to an address; `urls` replaces the table's, by backend."""
        self._farewells = farewells
        self._make = transport
        self._urls = urls
        self._transports: dict[str, Transport] = {}
        self.sightings: dict[str, Sighting] = {}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The legacy's own answer.

        Errors: LegacyFailed before the answer began; later, from the body.
        """
        request = request_of(environ)
        backend = request.decision.backend
        url = self._urls.get(backend.name, backend.url)
        message = _message(request)
        if message is None:
            start(start_response, HTTPStatus.NO_CONTENT, b"", ((b"Allow", _METHODS),))
            return ()
        answer = self._send(backend, url, message, request)
        if self._farewells is not None:
            self._farewells.in_exchange(request.head.headers, answer.head.headers)
        public = _public_address(url, request.client.scheme.encode(), request.head.host)
        headers = public.headers(_one_length(response_headers(answer.head.headers)))
        start(start_response, answer.head.status, answer.head.reason, headers)
        return _Relayed(answer)

    def transport_to(self, url: str) -> Transport:
        """The one transport to that address in this process."""
        if url not in self._transports:
            self._transports.setdefault(url, self._make(url))
        return self._transports[url]

    def close(self) -> None:
        """Closes every idle connection."""
        for transport in self._transports.values():
            transport.close()

    def _send(self, backend: Backend, url: str, message: RequestHead, request: Request) -> Answer:
        try:
            answer = self.transport_to(url).send(message, request.body)
        except LegacyFailed as error:
            self.sightings[backend.name] = Sighting(
                is_reachable=False, at=time.time(), fault=type(error).__name__
            )
            raise
        self.sightings[backend.name] = Sighting(is_reachable=True, at=time.time())
        return answer


class _Relayed:
    """The body as it comes, the head going out before its first byte is there."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield b""
        yield from self._answer
        # Its connection serves the next request while the last bytes go out.
        self._answer.close()

    def close(self) -> None:
        self._answer.close()


def _message(request: Request) -> RequestHead | None:
    """What the legacy is sent; None when Max-Forwards says that it ends here.

    Shape: Host names the authority the client asked for, even in an absolute-form target; Expect
           is dropped, since the server in front of us has already said 100.
    """
    head = request.head
    passage = Passage(
        client=request.client.address.encode("latin-1"),
        host=head.host,
        scheme=request.client.scheme.encode("latin-1"),
        request_id=request.request_id.encode("latin-1"),
        traceparent=f"00-{token_hex(16)}-{token_hex(8)}-00".encode(),
    )
    headers = request_headers(head.headers, passage)
    try:
        left = forwards_left(head.method, headers)
    except ValueError as error:
        raise TargetAmbiguous(str(error)) from error
    if left == 0:
        return None
    if left is not None:
        headers = with_forwards(headers, left - 1)
    own = {b"host": head.host}
    fields = tuple(
        (name, own.get(name.lower(), value)) for name, value in headers if name.lower() != b"expect"
    )
    return RequestHead(head.method, asked_target(head.method, head.target)[1], head.host, fields)


def _one_length(headers: Headers) -> Headers:
    """A length said twice, said once; it was read as one already."""
    is_length = [name.lower() == b"content-length" for name, _ in headers]
    return tuple(
        field
        for place, field in enumerate(headers)
        if not (is_length[place] and any(is_length[:place]))
    )


@lru_cache(maxsize=256)
def _public_address(url: str, scheme: bytes, host: bytes) -> PublicAddress:
    return PublicAddress(urlsplit(url).netloc.encode("latin-1"), scheme, host)
