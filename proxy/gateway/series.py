"""Rate, errors and durations of one worker since it started, as Prometheus wants them."""

from collections.abc import Mapping
from threading import Lock

from proxy.core.latency import BUCKETS
from proxy.evidence.counting import Series, Taken


class Totals:
    """Everything one worker counted, by backend, lot, side and class: labels that are few."""

    def __init__(self) -> None:
        self._series: dict[tuple[str, str, str, int], Series] = {}
        self._lock = Lock()

    def add(self, taken: Taken) -> None:
        """Add what was counted lately."""
        with self._lock:
            for labels, by_status in taken:
                for status, series in by_status.items():
                    key = (labels.backend, labels.lot, labels.side, status // 100)
                    self._series.setdefault(key, Series()).add_all(series)

    def snapshot(self) -> list[dict[str, object]]:
        """Everything counted, as plain values that another process can add up."""
        with self._lock:
            return [
                {
                    "backend": backend,
                    "lot": lot,
                    "side": side,
                    "class": f"{status_class}xx",
                    "count": series.count,
                    "seconds": series.seconds,
                    "bytes": series.bytes_sent,
                    "buckets": list(series.buckets),
                }
                for (backend, lot, side, status_class), series in self._series.items()
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
