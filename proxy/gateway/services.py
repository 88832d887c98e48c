"""What every connection of one worker shares: where to go, who asks, what is remembered of it."""

import asyncio
import itertools
import json
import os
import time
from collections import deque
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from proxy.evidence.happenings import LONGEST_HEAD, Happening
from proxy.gateway.destination import Destination
from proxy.gateway.destinations import Destinations
from proxy.gateway.heads import RequestHead
from proxy.gateway.identity_post import Identities
from proxy.gateway.limits import Limits
from proxy.gateway.own_answers import OwnAnswer
from proxy.gateway.pools import Pools
from proxy.gateway.visitors import VisitorAddress, Visitors
from proxy.goodbyes import Farewells
from proxy.reception import Reception

#: The fields of `proxy.access_log.Line`, those of the decision in the middle.
_LINE: Final = (
    b'{"at": "%b", "request_id": "%b", "client": "%b", "method": "%b", %b, '
    b'"status": %d, "bytes": %d, "ms": %.2f, "error": %b}\n'
)


class Exchange(Protocol):
    """What is counted and logged of one request."""

    destination: Destination | None
    request_id: bytes
    method: bytes
    status: int
    sent: int
    head_size: int
    started_at: float
    visitor: VisitorAddress
    outgoing: bytes
    bucket: int


class Held(Protocol):
    """A client's connection as its worker sees it."""

    transport: asyncio.Transport
    deadline: float
    is_paused: bool

    def has_left(self) -> bool:
        """Whether the client hung up while nothing is read from it."""

    def timed_out(self) -> None:
        """The deadline has passed."""

    def drain(self) -> None:
        """No further request on this connection."""

    def cut_off(self) -> None:
        """No more of what is under way either."""


class WorkerServices:
    """The shared state of one worker's connections.

    Shape: `clients` holds every open connection, for the sweep and the drain; `lines` holds log
           lines until the log's own thread takes them.
    """

    def __init__(  # noqa: PLR0913, the parts of a worker, wired once
        self,
        *,
        destinations: Destinations,
        limits: Limits,
        clock: Callable[[], float],
        pools: Pools,
        pages: Callable[[str], OwnAnswer],
        visitors: Visitors,
        farewells: Farewells | None = None,
        reception: Reception | None = None,
        identities: Identities | None = None,
        happened: "deque[Happening] | None" = None,
    ) -> None:
        self.destinations = destinations
        self.limits = limits
        self.clock = clock
        self.pools = pools
        self.pages = pages
        self.visitors = visitors
        self.farewells = farewells
        self.reception = reception or Reception(b"", ZoneInfo("UTC"), b"")
        self.identities = identities
        self.clients: set[Held] = set()
        #: Requests that are over, for whoever looks at them one by one; without anybody, none.
        self.happened = deque(maxlen=0) if happened is None else happened
        self.lines: list[bytes] = []
        self.is_draining = False
        #: Every id starts with what is this worker's alone, then counts.
        worker = os.urandom(8).hex()
        id_format = f"{worker}%016x".encode()
        #: An id for one request: 32 hexadecimal digits, which do as a trace id too.
        self.new_id: Callable[[], bytes] = map(id_format.__mod__, itertools.count(1)).__next__
        self._wall_offset = time.time() - clock()
        self._thousandth = 0
        self._time_text = b""

    # -- who asks -------------------------------------------------------------------------------

    def visitor_at(self, peer: str) -> VisitorAddress:
        """What is known of a visitor from its connection alone."""
        return self.visitors.at(peer)

    def visitor_behind(self, peer: VisitorAddress, request: RequestHead) -> VisitorAddress:
        """The visitor that a trusted proxy speaks for."""
        return self.visitors.behind(peer, request.fields)

    def identity_lines(self, request_id: bytes, own_id: bytes, *, traced: bool) -> bytes:
        """Field lines that name this request, and start a trace where the client has none.

        Shape:  `own_id` is of `new_id`; `request_id` may be one that a trusted proxy gave.
        Source: W3C Trace Context, section 3.2.
        """
        if traced:
            return b"X-Request-Id: %b\r\n" % request_id
        return b"X-Request-Id: %b\r\ntraceparent: 00-%b-%b-01\r\n" % (
            request_id,
            own_id,
            own_id[16:],
        )

    def replace_host(self, request: RequestHead, host_line: bytes) -> None:
        """Let the authority of an absolute-form target be the Host (RFC 9112 section 3.2.2)."""
        request.lines[:] = [
            host_line if line[:5].lower() == b"host:" else line for line in request.lines
        ]

    def own_page(self, destination: Destination) -> OwnAnswer:
        """Our own pages that must answer when Flask does not."""
        assert destination.decision is not None
        return self.pages(destination.decision.path)

    # -- what is remembered of it ---------------------------------------------------------------

    def record(self, exchange: Exchange, now: float, error: str = "") -> None:
        """Count a request that is over at this time, and write its line."""
        destination = exchange.destination
        assert destination is not None
        started = exchange.started_at
        seconds = now - started
        status = exchange.status
        sent = exchange.sent - exchange.head_size
        series = destination.series
        try:
            counted = series.by_status[status]
        except KeyError:
            counted = series.begin(status)
        counted.add(seconds, sent)
        wall = started + self._wall_offset
        thousandth = int(wall * 1000)
        if thousandth != self._thousandth:
            self._thousandth = thousandth
            self._time_text = _spelled(thousandth)
        self.lines.append(
            _LINE
            % (
                self._time_text,
                exchange.request_id,
                exchange.visitor.address,
                exchange.method,
                destination.logged,
                status,
                sent,
                seconds * 1000,
                json.dumps(error).encode() if error else b"null",
            )
        )
        self.happened.append(
            _happening(
                (
                    destination.place,
                    wall,
                    status,
                    seconds,
                    exchange.method,
                    exchange.request_id,
                    exchange.visitor.address,
                    exchange.outgoing[:LONGEST_HEAD],
                    exchange.bucket,
                )
            )
        )


#: A happening of its fields, without the call in Python that naming them would cost.
_happening: Final[Callable[[tuple[object, ...]], Happening]] = partial(tuple.__new__, Happening)


def _spelled(thousandths: int) -> bytes:
    """A moment of UTC, as the log has it."""
    second, rest = divmod(thousandths, 1000)
    return b"%b.%03d+00:00" % (_second_spelled(second), rest)


@lru_cache(4)
def _second_spelled(second: int) -> bytes:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(second)).encode()
