"""Evidence: what questions take over 10 million requests and 100,000 routes, and what counting costs."""

import argparse
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bench.evidence_data import Amounts, fill, lot_names
from proxy.config import Settings
from proxy.console.counted import requests_of
from proxy.core.stages import parse_stage
from proxy.core.table import Backend, BackendKind, Lot, Place, Route, RoutingTable
from proxy.evidence import queries
from proxy.evidence.counting import Counters, Labels
from proxy.evidence.folding import fold
from proxy.evidence.happenings import Happening
from proxy.evidence.happenings import Place as Spot
from proxy.evidence.periods import DAY, HOUR, day_of, days_before
from proxy.evidence.queries import Span
from proxy.evidence.retention import keep_visitors, visitors_of
from proxy.evidence.spool import Batch
from proxy.flips.foresight import foresee
from proxy.flips.gathering import Gathering
from proxy.flips.incidents import incidents
from proxy.flips.outlook import MOST_REPLAYED
from proxy.reception import moment_at
from proxy.state_database import StateDatabase

PARIS = ZoneInfo("Europe/Paris")
#: What a page of the console may take.
LIMIT_S = 1.0


@dataclass(frozen=True, slots=True)
class Timed:
    """One question, and the slowest of its answers."""

    name: str
    seconds: float

    def __str__(self) -> str:
        """A line for people."""
        verdict = "" if self.seconds <= LIMIT_S else "  TOO SLOW"
        return f"{self.name:<52} {self.seconds * 1000:9.1f} ms{verdict}"


def questions(state: StateDatabase, now: float) -> Iterator[tuple[str, Callable[[], object]]]:
    """Everything that a page, a plan, a gate or a sentinel asks."""
    today = day_of(now, PARIS)
    lot = lot_names()[0]

    def span(length: float) -> Span:
        return Span(now - length, now + 1, now, PARIS)

    yield "freshness", lambda: queries.freshness(state)
    yield "traffic of all lots, 15 minutes", lambda: queries.traffic(state, span(900))
    yield "traffic of all lots, 6 hours", lambda: queries.traffic(state, span(6 * HOUR))
    yield "traffic of all lots, 7 days", lambda: queries.traffic(state, span(7 * DAY))
    yield "traffic of all lots, a year", lambda: queries.traffic(state, span(365 * DAY))
    yield "traffic of a lot, 30 days", lambda: queries.traffic(state, span(30 * DAY), lot)
    yield "course of a day", lambda: queries.course(state, span(DAY))
    yield "course of a year", lambda: queries.course(state, span(365 * DAY))
    yield "the busiest routes", lambda: queries.seen_routes(state, limit=100)
    yield (
        "routes of a lot, a page far behind",
        lambda: queries.seen_routes(state, lot, limit=100, offset=4000),
    )
    yield (
        "requests of a page of routes of a lot, 7 days",
        lambda: requests_of(state, _lot(lot, 100).routes, days_before(today, 7), today),
    )
    yield "routes of a lot ever asked", lambda: queries.asked_routes(state, lot)
    yield (
        "distinct visitors of 30 days",
        lambda: queries.users(state, days_before(today, 30), today),
    )
    yield "the newest requests", lambda: queries.requests(state)
    yield "errors of a lot in the log", lambda: queries.requests(state, lot=lot, status_class=5)
    yield "extent of the log", lambda: queries.log_extent(state)
    yield "signals of a day", lambda: queries.signals(state, span(DAY))
    yield "incidents", lambda: incidents(state)
    yield "the gates of a lot of 5,000 routes", lambda: _gates(state, lot, now)


def _lot(name: str, count: int) -> Lot:
    place = Place("routing.yaml", 1, 1)
    routes = tuple(
        Route("gestion", "frontend", f"/{name}/r{number}", None, name, place)
        for number in range(count)
    )
    return Lot(name, name, parse_stage("canary 10%"), place, routes=routes)


def _gates(state: StateDatabase, name: str, now: float) -> object:
    gathering = Gathering(state, Settings(), lambda _lot, _now: None)
    return gathering.of(_lot(name, 5000), now - 10 * DAY, now)


def timed(state: StateDatabase, now: float, rounds: int) -> list[Timed]:
    """The slowest of some answers to each question."""
    found = []
    for name, ask in questions(state, now):
        slowest = 0.0
        for _ in range(rounds):
            began = time.perf_counter()
            ask()
            slowest = max(slowest, time.perf_counter() - began)
        found.append(Timed(name, slowest))
    return found


def cost_of_counting(requests: int) -> float:
    """Microseconds a request, on its path: the series and the happening."""
    counters, happened = Counters(), deque[Happening](maxlen=4000)
    labels = [
        Labels("gestion", "frontend", "events", f"/r{n}", "python", "python", "stage")
        for n in range(1000)
    ]
    spots = [Spot(each, "/x", "0123456789ab") for each in labels]
    series = [counters.of(each) for each in labels]
    head = b"GET / HTTP/1.1\r\nCookie: symfony=0123456789abcdef\r\n\r\n" * 4
    began = time.perf_counter()
    for number in range(requests):
        here = series[number % 1000]
        try:
            counted = here.by_status[200]
        except KeyError:
            counted = here.begin(200)
        counted.add(0.01, 2048)
        happened.append(
            Happening(spots[number % 1000], 1.0, 200, 0.01, b"GET", b"r", b"c", head[:4096], -1)
        )
    return (time.perf_counter() - began) / requests * 1e6


def cost_of_folding(state: StateDatabase, routes: int) -> float:
    """Seconds to fold one batch that touches so many routes."""
    counters = Counters()
    for number in range(routes):
        here = counters.of(
            Labels(
                "gestion", "frontend", lot_names()[0], f"/r{number}", "canary", "python", "stage"
            )
        )
        here.begin(200).add(0.01, 1)
    batch = Batch(
        time.time(), time.time(), series={labels: dict(by) for labels, by in counters.take()}
    )
    with state.write() as connection:
        fold(connection, replace(batch, name="warm"), PARIS)
    began = time.perf_counter()
    with state.write() as connection:
        fold(connection, batch, PARIS)
    return time.perf_counter() - began


def cost_of_visitors(state: StateDatabase, now: float) -> float:
    """Seconds to count the visitors of a day, which the recorder does every two minutes."""
    began = time.perf_counter()
    with state.write() as connection:
        keep_visitors(connection, visitors_of(connection, day_of(now, PARIS), is_whole=False))
    return time.perf_counter() - began


def cost_of_foresight(state: StateDatabase, now: float) -> float:
    """Seconds to read and replay the newest requests of the log, as a plan does."""
    gestion = Backend(
        "gestion", BackendKind.SYMFONY1, "http://127.0.0.1:1", ("h",), {"index.php": "frontend"}
    )
    lots = tuple(_lot(name, 5000) for name in lot_names())
    table = RoutingTable({"gestion": gestion}, lots)
    began = time.perf_counter()
    log = queries.logged_since(state, now - 30 * DAY, MOST_REPLAYED)
    foresee(
        table, table.restaged(lots[0].name, parse_stage("canary 25%")), log, moment_at(now, PARIS)
    )
    return time.perf_counter() - began


def main(arguments: list[str] | None = None) -> int:
    """Fill a state database, ask everything, say what it took; 1 when anything is too slow."""
    parser = argparse.ArgumentParser(prog="python -m bench.evidence", description=__doc__)
    parser.add_argument("--url", default="", help="default: an SQLite file that is thrown away")
    parser.add_argument("--requests", type=int, default=10_000_000)
    parser.add_argument("--routes", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="figuier-evidence-") as folder:
        url = options.url or f"sqlite:///{Path(folder) / 'state.sqlite'}"
        state = StateDatabase(url, patience_s=30)
        now = time.time()
        amounts = Amounts(options.requests, options.routes)
        began = time.perf_counter()
        rows = fill(state, amounts, now)
        amount = f"{options.requests:,} requests on {options.routes:,} routes: {rows:,} rows"
        seconds = time.perf_counter() - began
        report: list[Any] = [f"{amount} in {seconds:.0f} s, {state.name.split(':')[0]}"]
        found = timed(state, now, options.rounds)
        found.append(
            Timed(f"a plan: {MOST_REPLAYED:,} requests replayed", cost_of_foresight(state, now))
        )
        report += found
        folding = cost_of_folding(state, 1000) * 1000
        visitors = cost_of_visitors(state, now) * 1000
        report.append(f"counting on a request's path: {cost_of_counting(200_000):.2f} µs")
        report.append(
            f"the recorder: a batch of 1,000 routes {folding:.0f} ms, 50,000 visitors {visitors:.0f} ms"
        )
        state.close()
    print("\n".join(map(str, report)))
    return int(any(each.seconds > LIMIT_S for each in found))


if __name__ == "__main__":
    raise SystemExit(main())
