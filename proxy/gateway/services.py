"""What every connection of one worker shares: the table, the upstreams, the counters, the log."""

import asyncio
import itertools
import json
import os
import time
from collections import deque
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from typing import Final, NamedTuple, Protocol
from urllib.parse import quote
from zoneinfo import ZoneInfo

from proxy.access_log import redacted, who_answered
from proxy.core.decision import (
    Decision,
    DecisionOptions,
    Fork,
    Reason,
    Refusal,
    Verdict,
    look_up,
)
from proxy.core.headers import Passage, passage_fields
from proxy.core.messages import RequestHead as HeadForDecision
from proxy.core.rewriting import PublicAddress
from proxy.core.table import RoutingTable
from proxy.core.targets import host_name, split_target
from proxy.evidence.counting import Counters, labels_of
from proxy.evidence.happenings import LONGEST_HEAD, Happening, Place
from proxy.gateway.destination import Destination
from proxy.gateway.forks import ForkedDestination
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
    b'{"at": "%b.%03d+00:00", "request_id": "%b", "client": "%b", "method": "%b", %b, '
    b'"status": %d, "bytes": %d, "ms": %.2f, "error": %b}\n'
)
#: Destinations remembered; beyond, the whole memory is dropped rather than sorted.
_MEMORY: Final = 8192
#: A longer request line, its host included, is decided each time: thousands fill no memory.
_WORTH_KEEPING: Final = 1024
#: What a line of the log holds of a path, as the WSGI door's.
_LOGGED: Final = 500


class Snapshot(Protocol):
    """Where the table in charge is read (proxy/routing_file/live.py)."""

    @property
    def table(self) -> RoutingTable:
        """The running table."""


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


class WorkerServices:
    """The shared state of one worker's connections.

    Shape: `clients` holds every open connection, for the sweep and the drain; `lines` holds log
           lines until the log's own thread takes them.
    """

    def __init__(  # noqa: PLR0913, the parts of a worker, wired once
        self,
        *,
        snapshot: Snapshot,
        options: DecisionOptions,
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
        self.snapshot = snapshot
        self.options = options
        self.limits = limits
        self.clock = clock
        self.pools = pools
        self.pages = pages
        self.visitors = visitors
        self.farewells = farewells
        self.reception = reception or Reception(b"", ZoneInfo("UTC"), b"")
        self.identities = identities
        self.clients: set[Held] = set()
        self.counters = Counters()
        #: Requests that are over, for whoever looks at them one by one; without anybody, none.
        self.happened = deque(maxlen=0) if happened is None else happened
        self.lines: list[bytes] = []
        undecided = Refusal(400, Reason.TARGET_AMBIGUOUS, "")
        #: Where requests are counted whose head could not be read.
        self.undecided = Destination(
            undecided,
            self.counters.of(labels_of(None)),
            b'"host": "", "path": "", "backend": "", "lot": null, "stage": null, '
            b'"side": "refused", "reason": "head", "table": ""',
        )
        self.undecided.place = Place(labels_of(None), "", "")
        self.is_draining = False
        self._memory: dict[tuple[bytes, bytes, bytes], Destination] = {}
        #: Every id starts with what is this worker's alone, then counts.
        worker = os.urandom(8).hex()
        self._id_format = f"{worker}%016x".encode()
        self._serial = itertools.count(1).__next__
        self._wall_offset = time.time() - clock()
        self._second = 0
        self._second_text = b""

    # -- where a request goes -------------------------------------------------------------------

    def forget_destinations(self) -> None:
        """Decide everything anew: the table has changed."""
        self._memory = {}

    def destination(self, request: RequestHead, host: bytes, scheme: bytes) -> Destination:
        """Where this request goes under the table in charge."""
        memory = self._memory
        key = (request.lines[0], host, scheme)
        destination = memory.get(key)
        if destination is None:
            destination = self._decided(request, host, scheme)
            if len(key[0]) + len(host) <= _WORTH_KEEPING:
                if len(memory) >= _MEMORY:
                    memory.clear()
                memory[key] = destination
        return destination

    def _decided(self, request: RequestHead, host: bytes, scheme: bytes) -> Destination:
        table = self.snapshot.table
        head = HeadForDecision(request.method.decode("ascii"), request.target, host)
        found = look_up(table, head, options=self.options)
        asked = _Asked(request.method, request.target, request.is_http_10, host, scheme)
        if not isinstance(found, Fork):
            return self._leading(table, asked, found)
        forked = self._leading(table, asked, found.legacy)
        forked.fork = ForkedDestination(found, table, partial(self._leading, table, asked))
        return forked

    def _leading(self, table: RoutingTable, asked: "_Asked", verdict: Verdict) -> Destination:
        """The destination of a verdict on what was asked."""
        series = self.counters.of(labels_of(verdict))
        authority, origin = split_target(asked.target)
        path = (
            verdict.path
            if isinstance(verdict, Decision)
            else origin.split(b"?")[0].decode("latin-1")
        )
        host = asked.host
        destination = Destination(verdict, series, _logged(verdict, table, host, path))
        destination.place = Place(series.labels, redacted(path)[:_LOGGED], table.digest[:12])
        if authority is not None:
            destination.host_line = b"Host: " + authority
            host = authority
        destination.request_line = b"%b %b HTTP/1.1" % (asked.method, origin)
        if isinstance(verdict, Decision):
            destination.pool = self.pools.of(verdict)
            destination.lines = _lines_for(host, asked.scheme, is_http_10=asked.is_http_10)
            if destination.pool is self.pools.python:
                destination.lines += _lines_for_python(verdict)
            elif destination.pool is not None:
                destination.public = PublicAddress(destination.pool.authority, asked.scheme, host)
        return destination

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

    def new_id(self) -> bytes:
        """An id for one request: 32 hexadecimal digits, which do as a trace id too."""
        return self._id_format % self._serial()

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
        second = int(wall)
        if second != self._second:
            self._second = second
            self._second_text = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(second)).encode()
        self.lines.append(
            _LINE
            % (
                self._second_text,
                int((wall - second) * 1000),
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
            Happening(
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


class _Asked(NamedTuple):
    """What destinations are made of, and no more of a request: they outlive it."""

    method: bytes
    target: bytes
    is_http_10: bool
    host: bytes
    scheme: bytes


def _lines_for(host: bytes, scheme: bytes, *, is_http_10: bool) -> bytes:
    """Field lines that tell the upstream what was asked, and who passes it on."""
    protocol = b"1.0" if is_http_10 else b"1.1"
    passage = Passage(b"", host, scheme, b"", b"", protocol)
    wanted = (b"X-Forwarded-Host", b"X-Forwarded-Proto", b"X-Forwarded-Port", b"Via")
    return b"".join(
        b"%b: %b\r\n" % (name, value) for name, value in passage_fields(passage) if name in wanted
    )


def _lines_for_python(decision: Decision) -> bytes:
    """Field lines that tell the Flask processes what was decided.

    The console belongs to no legacy application, hence a site of its own.
    """
    site = b"-" if decision.reason is Reason.OURS else decision.backend.name.encode()
    stage = decision.stage.name.value.encode() if decision.stage else b""
    lines = b"X-Figuier-Site: %b\r\nX-Figuier-Stage: %b\r\n" % (site, stage)
    if decision.lot is not None and decision.lot.gone:
        lines += b"X-Figuier-Gone: %b\r\n" % quote(decision.lot.gone).encode("ascii")
    return lines


def _logged(verdict: Verdict, table: RoutingTable, host: bytes, path: str) -> bytes:
    """The part of the log line that the decision alone makes; never a query's values."""
    facts = {
        "host": (host_name(host) or "")[:_LOGGED],
        "path": redacted(path)[:_LOGGED],
        **asdict(who_answered(verdict)),
        "table": table.digest[:12],
    }
    return json.dumps(facts, ensure_ascii=True)[1:-1].encode()
