"""What evidence consists of: frozen values, which plan, gates, sentinels and console read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from proxy.core.latency import Latency

#: In `backend`, `lot` or `side` of a count of users: all of them together.
ALL = "*"


@dataclass(frozen=True, slots=True)
class TrafficRow:
    """Requests of one lot, stage, side and reason.

    Shape: `lot` is empty for addresses that no lot claims; `side` is legacy, python, ours (our own
           pages) or refused; `by_status` has exact statuses, 499 for clients who left.
    """

    backend: str
    lot: str
    stage: str
    side: str
    reason: str
    by_status: Mapping[int, int]
    latency: Latency

    @property
    def requests(self) -> int:
        """How many."""
        return sum(self.by_status.values())

    @property
    def errors(self) -> int:
        """How many were answered by a status from 500 on."""
        return sum(count for status, count in self.by_status.items() if status >= 500)


@dataclass(frozen=True, slots=True)
class Traffic:
    """Requests of a period.

    Shape: `as_of` is the moment up to which every recorder that counts has written, None when
           nothing was ever counted: then no rows does not mean no requests.
    Units: seconds since 1970; `since` is where the first period counted begins.
    """

    rows: tuple[TrafficRow, ...]
    since: float
    until: float
    as_of: float | None

    def only(self, *, lot: str | None = None, side: str | None = None) -> "Traffic":
        """The rows of this lot and side."""
        kept = tuple(
            row
            for row in self.rows
            if (lot is None or row.lot == lot) and (side is None or row.side == side)
        )
        return Traffic(kept, self.since, self.until, self.as_of)

    @property
    def requests(self) -> int:
        """How many in all."""
        return sum(row.requests for row in self.rows)

    @property
    def errors(self) -> int:
        """How many were answered by a status from 500 on."""
        return sum(row.errors for row in self.rows)

    @property
    def latency(self) -> Latency:
        """All durations together."""
        return sum_of(row.latency for row in self.rows)

    def with_status(self, *statuses: int) -> int:
        """How many were answered by one of these statuses."""
        return sum(row.by_status.get(status, 0) for row in self.rows for status in statuses)


def sum_of(many: Iterable[Latency]) -> Latency:
    """All these histograms as one."""
    total = Latency()
    for each in many:
        total += each
    return total


@dataclass(frozen=True, slots=True)
class Point:
    """Requests of one period of a course over time.

    Units: `at` is the period's start in seconds since 1970.
    """

    at: float
    side: str
    requests: int
    errors: int


@dataclass(frozen=True, slots=True)
class SeenRoute:
    """A route that was asked since counting began.

    Shape: `route` as the routing file spells it, method included; empty together with `lot` for
           addresses that no lot claims.
    Units: seconds since 1970.
    """

    backend: str
    application: str
    lot: str
    route: str
    first_seen: float
    last_seen: float
    requests: int
    python: int
    errors: int


@dataclass(frozen=True, slots=True)
class UserDay:
    """Distinct visitors of a calendar day.

    Shape: `*` stands for all backends, lots or sides; `is_whole` once the day is over. A visitor
           is a session cookie, or the client's address for those who have none: somebody who signs
           in may count twice, people behind one address once.
    """

    day: str
    backend: str
    lot: str
    side: str
    users: int
    is_whole: bool


@dataclass(frozen=True, slots=True)
class LoggedRequest:
    """One request of the request log: no query, cookie, name or client.

    Units: `at` is seconds since 1970, `ms` milliseconds; `bucket` from 0 to 9999, None for a
           visitor who has none.
    """

    id: int
    at: float
    request_id: str
    backend: str
    application: str
    method: str
    path: str
    route: str
    lot: str
    stage: str
    side: str
    reason: str
    status: int
    ms: float
    bucket: int | None
    table_digest: str


@dataclass(frozen=True, slots=True)
class LogExtent:
    """What the request log holds.

    Units: seconds since 1970; None when it is empty.
    """

    rows: int
    oldest: float | None
    newest: float | None


@dataclass(frozen=True, slots=True)
class Recorder:
    """What a machine's recorder last said of itself.

    Shape: `unlogged_requests` were counted, but not logged one by one because there were too
           many; the requests of `damaged_batches`, files that could not be read, were not counted.
    Units: seconds since 1970.
    """

    machine: str
    began: float
    as_of: float
    unlogged_requests: int
    damaged_batches: int


@dataclass(frozen=True, slots=True)
class Freshness:
    """How far counting has come on every machine.

    Shape: `as_of` is the oldest of the recorders' moments, None when there is none; `began` the
           moment counting began.
    """

    recorders: tuple[Recorder, ...] = field(default=())

    @property
    def as_of(self) -> float | None:
        """The moment up to which everything counted is known."""
        return min((each.as_of for each in self.recorders), default=None)

    @property
    def began(self) -> float | None:
        """The moment the first request was counted."""
        return min((each.began for each in self.recorders), default=None)
