"""The workers' counters in the text that Prometheus reads."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from proxy.core.latency import BUCKETS
from proxy.gateway.series import GOODBYE

_LABELS = ("backend", "lot", "side", "class")
_SIDE, _CLASS = 2, 3
Key = tuple[str, ...]


class _Requests(Collector):
    """All workers' series, added up by label."""

    def __init__(self, snapshots: Iterable[Mapping[str, Any]]) -> None:
        self._totals: dict[Key, dict[str, Any]] = {}
        for series in snapshots:
            self._add(tuple(str(series[label]) for label in _LABELS), series)

    def _add(self, key: Key, series: Mapping[str, Any]) -> None:
        total = self._totals.setdefault(
            key, {"count": 0, "seconds": 0.0, "bytes": 0, "buckets": [0] * (len(BUCKETS) + 1)}
        )
        for name in ("count", "seconds", "bytes"):
            total[name] += series[name]
        total["buckets"] = [a + b for a, b in zip(total["buckets"], series["buckets"], strict=True)]

    def collect(self) -> Iterator[Metric]:
        """The three families of rate, errors and durations; then sign-outs."""
        durations = HistogramMetricFamily(
            "figuier_request_duration_seconds",
            "From the end of the head to the end of the answer.",
            labels=_LABELS,
        )
        sent = CounterMetricFamily(
            "figuier_response_bytes", "Bytes of answers sent to clients.", labels=_LABELS
        )
        goodbyes = CounterMetricFamily(
            "figuier_goodbyes",
            "Sign-outs of the legacy whose remember keys are ours to delete.",
            labels=("outcome",),
        )
        for key, total in sorted(self._totals.items()):
            if key[_SIDE] == GOODBYE:
                goodbyes.add_metric((key[_CLASS],), total["count"])
                continue
            durations.add_metric(key, _cumulated(total["buckets"]), total["seconds"])
            sent.add_metric(key, total["bytes"])
        yield durations
        yield sent
        yield goodbyes


def _cumulated(buckets: list[int]) -> list[tuple[str, float]]:
    bounds = [*(str(bound) for bound in BUCKETS), "+Inf"]
    return [(bound, sum(buckets[: index + 1])) for index, bound in enumerate(bounds)]


def exposition(snapshots: Iterable[Mapping[str, Any]]) -> bytes:
    """The counters of all workers, in Prometheus's text format; labels never hold a path."""
    registry = CollectorRegistry()
    registry.register(_Requests(snapshots))
    return generate_latest(registry)
