"""How long requests took: a histogram with fixed bounds, and what can be read from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

#: Upper bounds of the duration buckets, in seconds; one more bucket holds the rest.
BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Latency:
    """Durations of requests, as a histogram.

    Shape: `counts` has one number for each bound of BUCKETS, and one for all that took longer.
    Units: seconds.
    """

    counts: tuple[int, ...] = (0,) * (len(BUCKETS) + 1)
    seconds: float = 0.0

    @property
    def requests(self) -> int:
        """How many requests there are."""
        return sum(self.counts)

    @property
    def mean(self) -> float | None:
        """The mean duration; None without requests."""
        return self.seconds / self.requests if self.requests else None

    def quantile(self, share: float) -> float | None:
        """The duration that this share of requests did not exceed; None without requests.

        Shape: interpolated within its bucket, as Prometheus does; the last bound stands for
               everything beyond it.
        """
        wanted = share * self.requests
        if not self.requests:
            return None
        seen, lower = 0, 0.0
        for count, upper in zip(self.counts, BUCKETS, strict=False):
            if count and seen + count >= wanted:
                return lower + (upper - lower) * (wanted - seen) / count
            seen, lower = seen + count, upper
        return BUCKETS[-1]

    def slower_than(self, bound: float) -> int:
        """How many requests took longer than one of the bounds.

        Errors: ValueError, for a duration that is no bound.
        """
        return sum(self.counts[BUCKETS.index(bound) + 1 :])

    def __add__(self, other: "Latency") -> "Latency":
        """Both histograms as one."""
        counts = tuple(a + b for a, b in zip(self.counts, other.counts, strict=True))
        return Latency(counts, self.seconds + other.seconds)


def latency_of(counts: Sequence[int], seconds: float) -> Latency:
    """The histogram of these counts; a list that is too short or too long is an error.

    Errors: ValueError.
    """
    if len(counts) != len(BUCKETS) + 1:
        raise ValueError(counts)
    return Latency(tuple(counts), seconds)
