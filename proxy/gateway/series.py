"""Rate, errors and durations of one worker, counted without a lock or a label look-up."""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field

from proxy.core.latency import BUCKETS


@dataclass(frozen=True, slots=True)
class Labels:
    """What a request is counted under: never its path, which nobody bounds."""

    backend: str
    lot: str
    side: str


@dataclass(slots=True)
class Series:
    """Requests of one set of labels and one class of statuses."""

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


class SeriesByClass:
    """The series of one set of labels, by the first digit of the status."""

    __slots__ = ("by_class", "labels")

    def __init__(self, labels: Labels) -> None:
        self.labels = labels
        self.by_class = [Series() for _ in range(6)]


class Counters:
    """Every series of one worker."""

    def __init__(self) -> None:
        self._series: dict[Labels, SeriesByClass] = {}

    def of(self, labels: Labels) -> SeriesByClass:
        """The series counted under these labels, made at their first use."""
        series = self._series.get(labels)
        if series is None:
            series = self._series[labels] = SeriesByClass(labels)
        return series

    def snapshot(self) -> list[dict[str, object]]:
        """Everything counted, as plain values that another process can add up."""
        return [
            {
                "backend": labels.backend,
                "lot": labels.lot,
                "side": labels.side,
                "class": f"{status_class}xx",
                "count": series.count,
                "seconds": series.seconds,
                "bytes": series.bytes_sent,
                "buckets": list(series.buckets),
            }
            for labels, by_class in list(self._series.items())
            for status_class, series in enumerate(by_class.by_class)
            if series.count
        ]


#: The side under which goodbyes are counted, since they are no requests.
GOODBYE = "goodbye"


def goodbye_series(counts: Mapping[str, int]) -> list[dict[str, object]]:
    """What became of the legacy's sign-outs, as series that add up like those of requests."""
    nothing = {"seconds": 0.0, "bytes": 0, "buckets": [0] * (len(BUCKETS) + 1)}
    return [
        {"backend": "", "lot": "", "side": GOODBYE, "class": outcome, "count": count, **nothing}
        for outcome, count in counts.items()
        if count
    ]
