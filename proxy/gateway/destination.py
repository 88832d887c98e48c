"""Where one request line at one host goes, worked out once."""

from typing import Protocol

from proxy.core.assignment import Choice
from proxy.core.decision import Decision, Fork, Refusal, Verdict
from proxy.core.rewriting import PublicAddress
from proxy.core.table import RoutingTable
from proxy.evidence.counting import LabelledSeries
from proxy.evidence.happenings import Place
from proxy.gateway.pool import Pool
from proxy.parity.shadow.tap import Watch


class Forked(Protocol):
    """The destinations of an address whose side depends on who asks (proxy/gateway/forks.py)."""

    fork: Fork
    table: RoutingTable

    def of(self, choice: Choice) -> "Destination":
        """Where a visitor of this choice goes."""


class Destination:
    """A verdict with everything that can be prepared for the requests that share it.

    Shape: `pool` is None when the gateway answers by itself, with a refusal or one of our own
           pages; `lines` are field lines to add, each ending in CR LF; `host_line` replaces the
           Host field of an absolute-form request; `logged` is the part of the access log line
           that the decision alone makes, `place` the same for what is counted; `fork` has the
           destinations of both sides where the visitor matters, else it is None.
    """

    __slots__ = (
        "decision", "fork", "host_line", "lines", "logged", "place", "pool", "public", "refusal", "request_line",
        "series", "watch",
    )  # fmt: skip

    def __init__(self, verdict: Verdict, series: LabelledSeries, logged: bytes) -> None:
        self.decision = verdict if isinstance(verdict, Decision) else None
        self.refusal = verdict if isinstance(verdict, Refusal) else None
        self.series = series
        self.logged = logged
        self.place = Place(series.labels, "", "")
        self.pool: Pool | None = None
        self.request_line = b""
        self.lines = b""
        self.host_line = b""
        self.public: PublicAddress | None = None
        self.fork: Forked | None = None
        #: Who has some of its requests asked of the other side too (proxy/parity/shadow).
        self.watch: Watch | None = None

    def rewritten(self, line: bytes) -> bytes:
        """A field line of the answer, with the upstream's own address made the public one."""
        return line if self.public is None else self.public.line(line)
