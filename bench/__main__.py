"""`make bench`: Figuier beside nginx, HAProxy, aiohttp and the tutorial's proxy, in one run."""

import argparse
import os
import sys
import threading
import time

from bench import parity, route_matching, shadow, streams
from bench.load import wrk
from bench.place import LOAD_CORE, Place
from bench.report import added, figures_table, goals_table, ratio, write_page
from bench.servers import (
    aiohttp,
    gateway,
    gateway_of_100_000,
    haproxy,
    nginx,
    nginx_tuned,
    start_upstream,
    tutorial,
)
from bench.throughput import Load, compare, direct

#: Rounds that lie closer together than this are not told apart: a timer's tick.
NOISE_MS = 0.05


class Run:
    """One measurement after the other, into the same page."""

    def __init__(self, place: Place, *, rounds: int, seconds: int) -> None:
        self.place = place
        self.rounds = rounds
        self.seconds = seconds
        self.upstream = start_upstream(place)
        self.source = streams.start_source(place)
        self.values: dict[str, float] = {}
        self.tables: list[str] = []

    def small_pages(self) -> None:
        """P1, P2, P7, P8: two kibibytes, sixteen connections, every peer."""
        load = Load("/small.html", 16, self.seconds)
        peers = (nginx, gateway, haproxy, nginx_tuned, aiohttp, tutorial)
        found = compare(peers, self.upstream, self.place, load, rounds=self.rounds)
        self.values["P1"] = ratio(found, "Figuier", "nginx")
        self.values["P2"] = found["Figuier"].cpu / found["nginx"].cpu
        self.values["P7"] = ratio(found, "Figuier", "Flask + requests")
        self.values["P8"] = ratio(found, "Figuier", "aiohttp")
        self.tables.append(figures_table("2 KiB, 16 connections", found, "nginx"))

    def many_connections(self) -> None:
        """P3 and P14: sixty-four connections; a hundred thousand routes."""
        load = Load("/small.html", 64, self.seconds)
        peers = (nginx, gateway, gateway_of_100_000)
        found = compare(peers, self.upstream, self.place, load, rounds=self.rounds)
        self.values["P3"] = ratio(found, "Figuier", "nginx")
        self.values["P14"] = ratio(found, "Figuier 100k", "Figuier")
        self.tables.append(figures_table("2 KiB, 64 connections", found, "nginx"))

    def medium_pages(self) -> None:
        """P4: fifty kibibytes."""
        load = Load("/medium.html", 16, self.seconds)
        peers = (nginx, gateway, nginx_tuned, haproxy)
        found = compare(peers, self.upstream, self.place, load, rounds=self.rounds)
        self.values["P4a"] = ratio(found, "Figuier", "nginx tuned")
        self.values["P4b"] = ratio(found, "Figuier", "nginx")
        self.tables.append(figures_table("50 KiB, 16 connections", found, "nginx"))

    def one_connection(self) -> None:
        """P5 and P6: the latency added, with everything on one core."""
        load = Load("/small.html", 1, self.seconds)
        bare = direct(self.upstream, self.place, load, rounds=self.rounds)
        found = compare(
            (nginx, gateway), self.upstream, self.place, load, rounds=self.rounds, core=LOAD_CORE
        )
        self.values["P5"], self.values["P6"] = added(found, bare)
        found["direct"] = bare
        self.tables.append(figures_table("2 KiB, one connection, one core", found, "nginx"))

    def php(self) -> None:
        """P11: in front of real PHP."""
        load = Load("/page.php", 16, self.seconds)
        found = compare((nginx, gateway), self.upstream, self.place, load, rounds=self.rounds)
        self.values["P11"] = ratio(found, "Figuier", "nginx")
        self.tables.append(figures_table("a PHP page, 16 connections", found, "nginx"))

    def long_bodies(self) -> None:
        """P9 and P10: the first byte of a slow answer, a gibibyte each way."""
        slow = gateway(self.place, self.source)
        self.values["P9"] = streams.first_byte_ms(slow.port)
        up = streams.upload(slow)
        self.place.stop(slow.process)
        ours, theirs = gateway(self.place, self.upstream), nginx(self.place, self.upstream)
        streams.first_page(ours.port)
        pairs = [(streams.download(ours), streams.download(theirs)) for _ in range(self.rounds)]
        down, reference = (streams.median(list(each)) for each in zip(*pairs, strict=True))
        for server in (ours, theirs):
            self.place.stop(server.process)
        self.values["P10a"] = down.grown / 1e6
        self.values["P10b"] = up.grown / 1e6
        self.values["P10c"] = down.cpu_s / reference.cpu_s
        self.tables.append(streams.table(down, up, reference))

    def beside_flask(self) -> None:
        """P12: legacy pages while Flask is busy in its own process."""
        server = gateway(self.place, self.upstream)
        url, folder = server.url, self.place.folder
        idle = wrk(folder, url + "/small.html", 4, self.seconds, LOAD_CORE)
        busy = threading.Thread(
            target=wrk, args=(folder, url + "/busy/list", 4, self.seconds + 1, LOAD_CORE)
        )
        busy.start()
        time.sleep(0.5)
        beside = wrk(folder, url + "/small.html", 4, self.seconds, LOAD_CORE)
        busy.join()
        self.place.stop(server.process)
        self.values["P12"] = beside.p50_us / idle.p50_us
        self.tables.append(
            "### Legacy beside a busy Flask, 4 + 4 connections\n\n"
            f"p50 {idle.p50_us:.0f} µs alone, {beside.p50_us:.0f} µs beside it;"
            f" p99 {idle.p99_us:.0f} and {beside.p99_us:.0f} µs."
        )

    def shadows(self) -> None:
        """P20: what a shadow of every GET adds, at a quarter of the capacity."""
        found = shadow.measured(self.place, self.upstream, rounds=self.rounds, seconds=self.seconds)
        self.values["P20a"], self.values["P20b"] = (
            max(one.added, 0.0) / max(one.noise, NOISE_MS) for one in found
        )
        self.tables.append(shadow.table(found))

    def comparing(self) -> None:
        """P21: two pages of 50 KiB compared."""
        found = parity.measured()
        self.values |= dict(zip(("P21a", "P21b", "P21c"), found.values(), strict=True))

    def routes(self) -> None:
        """P13: a decision and a build at a hundred thousand routes."""
        found = route_matching.measured(100_000)
        self.values["P13a"], self.values["P13b"] = found.match_us, found.build_s


def main() -> int:
    """Measure what was asked, print the goals, write the page."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--seconds", type=int, default=3)
    options.add_argument("--only", nargs="*", default=[], help="names of measurements")
    options.add_argument("--dry", action="store_true", help="print, do not write the page")
    chosen = options.parse_args()
    if len(os.sched_getaffinity(0)) < 2:
        sys.stderr.write("bench: two processor cores are needed\n")
        return 2
    load = os.getloadavg()[0]
    with Place() as place:
        run = Run(place, rounds=chosen.rounds, seconds=chosen.seconds)
        steps = (
            run.small_pages, run.many_connections, run.medium_pages, run.one_connection,
            run.php, run.long_bodies, run.beside_flask, run.routes, run.shadows, run.comparing,
        )  # fmt: skip
        for step in steps:
            if not chosen.only or step.__name__ in chosen.only:
                sys.stderr.write(f"bench: {step.__doc__}\n")
                step()
    print("\n\n".join([*run.tables, goals_table(run.values)]))
    if not (chosen.only or chosen.dry):
        write_page(run.tables, run.values, load, chosen.rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
