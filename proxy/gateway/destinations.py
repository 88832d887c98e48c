"""Which destination each request has under the table in charge, remembered by its spelling."""

from functools import partial
from typing import Final, NamedTuple, Protocol
from urllib.parse import quote

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
from proxy.core.targets import asked_target
from proxy.evidence.counting import Counters, labels_of
from proxy.gateway.destination import Destination
from proxy.gateway.forks import ForkedDestination
from proxy.gateway.heads import RequestHead
from proxy.gateway.log_lines import UNREAD, decided_part, place_of
from proxy.gateway.pools import Pools
from proxy.parity.shadow.tap import Tap

#: Destinations remembered; beyond, the whole memory is dropped rather than sorted.
_MEMORY: Final = 8192
#: A longer request line, its host included, is decided each time: thousands fill no memory.
_WORTH_KEEPING: Final = 1024


class Snapshot(Protocol):
    """Where the table in charge is read (proxy/routing_file/live.py)."""

    @property
    def table(self) -> RoutingTable:
        """The running table."""


class Destinations:
    """Where the requests of one worker go.

    Shape: `undecided` is where requests are counted whose head could not be read; `tap` has some
           requests of lots at shadow or canary asked of the other side too.
    """

    def __init__(
        self, snapshot: Snapshot, options: DecisionOptions, pools: Pools, tap: Tap | None = None
    ) -> None:
        self._tap = tap
        self._snapshot = snapshot
        self._options = options
        self._pools = pools
        self._memory: dict[tuple[bytes, bytes, bytes], Destination] = {}
        self.counters = Counters()
        nobody = Refusal(400, Reason.TARGET_AMBIGUOUS, "")
        self.undecided = Destination(nobody, self.counters.of(labels_of(None)), UNREAD)

    def forget(self) -> None:
        """Decide everything anew: the table has changed."""
        self._memory = {}

    def of(self, request: RequestHead, host: bytes, scheme: bytes) -> Destination:
        """Where this request goes under the table in charge."""
        memory = self._memory
        key = (request.lines[0], host, scheme)
        destination = memory.get(key)
        if destination is None:
            destination = self._decided(_asked(request, host, scheme))
            if len(key[0]) + len(host) <= _WORTH_KEEPING:
                if len(memory) >= _MEMORY:
                    memory.clear()
                memory[key] = destination
        return destination

    def _decided(self, asked: "_Asked") -> Destination:
        table = self._snapshot.table
        head = HeadForDecision(asked.method.decode("ascii"), asked.origin, asked.host)
        found = look_up(table, head, options=self._options)
        if not isinstance(found, Fork):
            return self._leading(table, asked, found)
        forked = self._leading(table, asked, found.legacy)
        forked.fork = ForkedDestination(found, table, partial(self._leading, table, asked))
        return forked

    def _leading(self, table: RoutingTable, asked: "_Asked", verdict: Verdict) -> Destination:
        """The destination of a verdict on what was asked."""
        series = self.counters.of(labels_of(verdict))
        path = (
            verdict.path
            if isinstance(verdict, Decision)
            else asked.origin.split(b"?")[0].decode("latin-1")
        )
        destination = Destination(verdict, series, decided_part(verdict, table, asked.host, path))
        destination.place = place_of(series, table, path)
        if asked.is_absolute:
            destination.host_line = b"Host: " + asked.host
        destination.request_line = b"%b %b HTTP/1.1" % (asked.method, asked.origin)
        if isinstance(verdict, Decision):
            destination.pool = self._pools.of(verdict)
            destination.lines = _lines_for(asked)
            if self._tap is not None:
                destination.watch = self._tap.watch(verdict, asked.method, asked.scheme)
            if destination.pool is self._pools.python:
                destination.lines += _lines_for_python(verdict)
            elif destination.pool is not None:
                authority = destination.pool.authority
                destination.public = PublicAddress(authority, asked.scheme, asked.host)
        return destination


class _Asked(NamedTuple):
    """What destinations are made of, and no more of a request: they outlive it.

    Shape: `host` is the authority of an absolute-form target, else the Host field's value.
    """

    method: bytes
    origin: bytes
    host: bytes
    scheme: bytes
    is_absolute: bool
    is_http_10: bool


def _asked(request: RequestHead, host: bytes, scheme: bytes) -> _Asked:
    """What is asked, of which host.

    Source: RFC 9112 section 3.2.2.
    """
    authority, origin = asked_target(request.method.decode("ascii"), request.target)
    if authority is not None:
        host = authority
    is_absolute = authority is not None
    return _Asked(request.method, origin, host, scheme, is_absolute, request.is_http_10)


def _lines_for(asked: _Asked) -> bytes:
    """Field lines that tell the upstream what was asked, and who passes it on."""
    protocol = b"1.0" if asked.is_http_10 else b"1.1"
    passage = Passage(b"", asked.host, asked.scheme, b"", b"", protocol)
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
