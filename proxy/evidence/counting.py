"""Requests of one process counted as they end, without a lock or a label look-up."""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field

from proxy.core.decision import Decision, Reason, Verdict
from proxy.core.latency import BUCKETS
from proxy.core.table import spelled_route


@dataclass(frozen=True, slots=True)
class Labels:
    """What a request is counted under: never its path, which nobody bounds.

    Shape: `route` as the routing file spells it, with the method that stands for its class; `lot`
           and `route` are empty for what no lot claims.
    """

    backend: str
    application: str
    lot: str
    route: str
    stage: str
    side: str
    reason: str


def labels_of(verdict: Verdict | None) -> Labels:
    """What the requests of a verdict are counted under."""
    if not isinstance(verdict, Decision):
        backend = verdict.backend.name if verdict and verdict.backend else ""
        lot = verdict.lot.name if verdict and verdict.lot else ""
        reason = verdict.reason.value if verdict else "head"
        return Labels(backend, "", lot, "", "", "refused", reason)
    return Labels(
        backend=verdict.backend.name,
        application=verdict.application,
        lot=verdict.lot.name if verdict.lot else "",
        route=spelled_route(verdict.route) if verdict.route else "",
        stage=verdict.stage.name.value if verdict.stage else "",
        side="ours" if verdict.reason is Reason.OURS else verdict.side.value,
        reason=verdict.reason.value,
    )


@dataclass(slots=True)
class Series:
    """Requests of one set of labels and one status."""

    count: int = 0
    seconds: float = 0.0
    bytes_sent: int = 0
    buckets: list[int] = field(default_factory=lambda: [0] * (len(BUCKETS) + 1))

    def add(self, seconds: float, sent: int) -> None:
        """Count one request."""
        self.count += 1
        self.seconds += seconds
        self.bytes_sent += sent
        self.buckets[bisect_left(BUCKETS, seconds)] += 1

    def add_all(self, other: "Series") -> None:
        """Count the requests of another series too."""
        self.count += other.count
        self.seconds += other.seconds
        self.bytes_sent += other.bytes_sent
        self.buckets = [a + b for a, b in zip(self.buckets, other.buckets, strict=True)]


Taken = list[tuple[Labels, Mapping[int, Series]]]


class LabelledSeries:
    """The series of one set of labels, by status, since they were last taken away."""

    __slots__ = ("_touched", "by_status", "labels")

    def __init__(self, labels: Labels, touched: list["LabelledSeries"]) -> None:
        self.labels = labels
        self.by_status: dict[int, Series] = {}
        self._touched = touched

    def begin(self, status: int) -> Series:
        """The series of a status that is seen for the first time since they were taken."""
        if not self.by_status:
            self._touched.append(self)
        series = self.by_status[status] = Series()
        return series


class Counters:
    """Every series of one process; used from one thread only.

    Shape: a series lives as long as somebody may still count under it.
    """

    def __init__(self) -> None:
        self._series: dict[Labels, LabelledSeries] = {}
        self._touched: list[LabelledSeries] = []

    def of(self, labels: Labels) -> LabelledSeries:
        """The series counted under these labels, made at their first use."""
        series = self._series.get(labels)
        if series is None:
            series = self._series[labels] = LabelledSeries(labels, self._touched)
        return series

    def take(self) -> Taken:
        """What was counted since this was last asked; counting begins anew."""
        taken: Taken = []
        for series in self._touched:
            taken.append((series.labels, series.by_status))
            series.by_status = {}
        self._touched.clear()
        return taken
