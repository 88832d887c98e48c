"""Requests a second, processor a request and latency, alternating between servers."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

from bench.load import Sample, wrk
from bench.place import LOAD_CORE, PROXY_CORE, Place
from bench.servers import Server, Start


@dataclass(slots=True)
class Figures:
    """All samples of one server at one kind of load.

    Units: requests a second, microseconds.
    """

    name: str
    rates: list[float] = field(default_factory=list)
    cpu_us: list[float] = field(default_factory=list)
    p50_us: list[float] = field(default_factory=list)
    p99_us: list[float] = field(default_factory=list)
    errors: int = 0

    def add(self, sample: Sample, cpu_us: float) -> None:
        """Take one run."""
        self.rates.append(sample.rate)
        self.cpu_us.append(cpu_us)
        self.p50_us.append(sample.p50_us)
        self.p99_us.append(sample.p99_us)
        self.errors += sample.errors

    @property
    def rate(self) -> float:
        """The median of requests a second."""
        return statistics.median(self.rates)

    @property
    def cpu(self) -> float:
        """The median of processor microseconds a request."""
        return statistics.median(self.cpu_us)

    @property
    def p50(self) -> float:
        """The median of the median latencies."""
        return statistics.median(self.p50_us)

    @property
    def p99(self) -> float:
        """The median of the 99th percentiles."""
        return statistics.median(self.p99_us)


@dataclass(frozen=True, slots=True)
class Load:
    """What is asked of a server, and from which core."""

    path: str
    connections: int
    seconds: int
    core: str = LOAD_CORE


def measured(server: Server, place: Place, load: Load) -> tuple[Sample, float]:
    """One run, and the processor microseconds that the server spent on a request of it."""
    before = server.process.cpu_s()
    url = server.url + load.path
    sample = wrk(place.folder, url, load.connections, load.seconds, load.core)
    spent = server.process.cpu_s() - before
    return sample, spent * 1e6 / max(sample.requests, 1)


def compare(
    starts: Sequence[Start],
    upstream: int,
    place: Place,
    load: Load,
    *,
    rounds: int,
    core: str = PROXY_CORE,
) -> dict[str, Figures]:
    """The figures of each server by its name; the whole list is walked `rounds` times.

    Each server is started anew for each run, and alone, so that none inherits anything.
    """
    found: dict[str, Figures] = {}
    for _ in range(rounds):
        for start in starts:
            server = start(place, upstream, core)
            name = server.name + (" 100k" if start.__name__.endswith("100_000") else "")
            wrk(place.folder, server.url + load.path, load.connections, 1, load.core)
            figures = found.setdefault(name, Figures(name))
            figures.add(*measured(server, place, load))
            place.stop(server.process)
    return found


def direct(upstream: int, place: Place, load: Load, *, rounds: int) -> Figures:
    """The upstream without any proxy."""
    figures = Figures("direct")
    url = f"http://127.0.0.1:{upstream}{load.path}"
    for _ in range(rounds):
        figures.add(wrk(place.folder, url, load.connections, load.seconds, load.core), 0.0)
    return figures
