"""Route matching: microseconds a match and seconds to build, for tables of any size."""

import argparse
import gc
import random
import statistics
import time
from dataclasses import dataclass

from proxy.core.stages import parse_stage
from proxy.core.table import (
    Backend,
    BackendKind,
    Lot,
    Place,
    Route,
    RoutingTable,
    expand_method,
)

SIZES = (10, 100, 1_000, 10_000, 100_000)
LOOK_UPS = 2_000
REPEATS = 5

GESTION = Backend(
    "gestion",
    BackendKind.SYMFONY1,
    "http://127.0.0.1:1",
    ("gestion.localhost",),
    {"index.php": "frontend"},
)


@dataclass(frozen=True, slots=True)
class Figures:
    """What one size of table costs.

    Units: seconds to build, microseconds a match (median), share of look-ups that hit.
    """

    routes: int
    build_s: float
    match_us: float
    hits: float


def a_lot(size: int) -> Lot:
    """A lot of this many routes: 40 % exact, 30 % prefixes, 30 % with an integer."""
    place = Place("routing.yaml", 1, 1)
    methods = expand_method("GET")
    routes = tuple(
        Route("gestion", "frontend", _pattern(number), methods, "lot", place)
        for number in range(size)
    )
    return Lot("lot", "Lot", parse_stage("python"), place, routes=routes)


def _pattern(number: int) -> str:
    match number % 10:
        case 0 | 1 | 2 | 3:
            return f"/module{number}/list"
        case 4 | 5 | 6:
            return f"/area{number}/*rest"
        case _:
            return f"/object{number}/:id<int>/edit"


def look_ups(size: int, chance: random.Random) -> list[str]:
    """Paths of which half hit a route and half miss every route."""
    paths = []
    for _ in range(LOOK_UPS // 2):
        hit = _pattern(chance.randrange(size)).replace(":id<int>", "42").replace("*rest", "a/b")
        paths += [hit, hit.replace("/", "/no", 1)]
    chance.shuffle(paths)
    return paths


def measured(size: int, repeats: int = REPEATS) -> Figures:
    """The figures of one size."""
    lot = a_lot(size)
    gc.disable()  # as the reader of the routing file does
    started = time.perf_counter()
    table = RoutingTable({"gestion": GESTION}, (lot,))
    build_s = time.perf_counter() - started
    gc.enable()
    paths = look_ups(size, random.Random(size))
    times = []
    for _ in range(repeats):
        started = time.perf_counter()
        for path in paths:
            table.match(GESTION, "frontend", "GET", path)
        times.append((time.perf_counter() - started) / len(paths) * 1e6)
    hits = sum(table.match(GESTION, "frontend", "GET", path) is not None for path in paths)
    return Figures(size, build_s, statistics.median(times), hits / len(paths))


def main() -> None:
    """Print one line a size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    print("   routes   build s   µs a match   hits")
    for size in parser.parse_args().sizes:
        figures = measured(size)
        print(
            f"{figures.routes:>9,} {figures.build_s:>9.3f} "
            f"{figures.match_us:>12.2f} {figures.hits:>6.0%}"
        )


if __name__ == "__main__":
    main()
