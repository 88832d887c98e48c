"""What shadows cost visitors: the p99 at a quarter of the gateway's capacity, with and without."""

import argparse
import multiprocessing
import os
import socket
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.place import LOAD_CORE, Place
from bench.servers import Server, gateway, start_upstream
from proxy.parity.shadow.places import shadow_socket

PAGE = "/medium.html"
_REQUEST = (
    b"GET " + PAGE.encode() + b" HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: symfony=0123456789\r\n\r\n"
)
_TABLE = """\
version: 1
gates: advisory
backends:
  front:
    kind: symfony1
    url: http://127.0.0.1:{upstream}
    hosts: ['127.0.0.1', localhost]
    controllers: {{ index.php: frontend }}
lots:
  busy: {{ title: Busy, stage: python, routes: {{ front: ['/busy/*rest'] }} }}
  measured: {{ title: Measured, stage: {stage}, routes: {{ front: ['GET {page}'] }} }}
"""


class Reader:
    """A shadow that takes whatever it is given, or, when it hangs, nothing.

    Shape: a process of its own on the load's core, as gently as the real one.
    """

    def __init__(self, state: Path, *, hangs: bool) -> None:
        state.mkdir(exist_ok=True)
        shadow_socket(state).unlink(missing_ok=True)
        context = multiprocessing.get_context("fork")
        self._taken = context.Value("L", 0)
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        listener.bind(str(shadow_socket(state)))
        self._process = context.Process(target=self._read, args=(listener, hangs), daemon=True)
        self._process.start()
        listener.close()

    def _read(self, listener: socket.socket, hangs: bool) -> None:  # noqa: FBT001, given by name
        os.nice(10)
        while hangs:
            time.sleep(60)
        while listener.recv(256 * 1024):
            self._taken.value += 1

    @property
    def taken(self) -> int:
        """How many records it took."""
        return int(self._taken.value)

    def end(self) -> None:
        """Let nobody read any more."""
        self._process.kill()
        self._process.join()


def served(place: Place, upstream: int, stage: str) -> Server:
    """A gateway whose measured page belongs to a lot at this stage."""
    file = place.folder / f"routing-{stage}.yaml"
    file.write_text(_TABLE.format(upstream=upstream, stage=stage, page=PAGE))
    return gateway(place, upstream, settings={
        "FIGUIER_ROUTING_FILE": str(file), "FIGUIER_STATE_DIR": str(place.folder / stage),
    })  # fmt: skip


def times(port: int, seconds: float, pause: float) -> list[float]:
    """Milliseconds from when each request was due; without a pause, one after the other."""
    found: list[float] = []
    with socket.create_connection(("127.0.0.1", port)) as sock:
        now = due = time.perf_counter()
        end = now + seconds
        while due < end:
            if due > now:
                time.sleep(due - now)
            started = due if pause else time.perf_counter()
            sock.sendall(_REQUEST)
            _take_answer(sock)
            now = time.perf_counter()
            found.append((now - started) * 1e3)
            due = due + pause if pause else now
    return found


def _take_answer(sock: socket.socket) -> None:
    data = b""
    while b"\r\n\r\n" not in data:
        data += sock.recv(65536)
    head, _, body = data.partition(b"\r\n\r\n")
    lines = head.lower().split(b"\r\n")
    left = next(int(line[15:]) for line in lines if line.startswith(b"content-length:")) - len(body)
    while left > 0:
        left -= len(sock.recv(65536))


def p99(found: list[float]) -> float:
    """The 99th percentile."""
    return statistics.quantiles(found, n=100)[98]


@dataclass(frozen=True, slots=True)
class Added:
    """What a shadow added to the p99 of one alternating run.

    Units: `without`, `added` and `noise` in milliseconds, `rate` in requests a second. Shape:
           `noise` is how far the rounds without a shadow lie apart.
    """

    case: str
    without: float
    added: float
    noise: float
    rate: float
    taken: int
    asked: int


def measured(place: Place, upstream: int, *, rounds: int, seconds: float) -> list[Added]:
    """Both cases: a shadow that reads all it is given, and one that hangs.

    Shape: the lot at legacy and the lot at shadow take turns; each asks a quarter of what one
           connection can have of the lot at legacy.
    """
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {int(LOAD_CORE)})
    plain = served(place, upstream, "legacy")
    try:
        times(plain.port, 0.2, 0.0)
        pause = 4 * statistics.median(times(plain.port, seconds, 0.0)) / 1e3
        return [
            _added(place, upstream, plain, pause, hangs=hangs, rounds=rounds, seconds=seconds)
            for hangs in (False, True)
        ]
    finally:
        place.stop(plain.process)
        os.sched_setaffinity(0, cores)


def _added(  # noqa: PLR0913, one measurement
    place: Place, upstream: int, plain: Server, pause: float, *, hangs: bool, rounds: int,
    seconds: float,
) -> Added:  # fmt: skip
    reader = Reader(place.folder / "shadow", hangs=hangs)
    shadowed = served(place, upstream, "shadow")
    for server in (plain, shadowed):
        times(server.port, 0.2, pause)
    found: dict[str, list[float]] = {"plain": [], "shadowed": []}
    asked = 0
    for _ in range(rounds):
        for name, server in (("plain", plain), ("shadowed", shadowed)):
            one = times(server.port, seconds, pause)
            asked += len(one) if name == "shadowed" else 0
            found[name].append(p99(one))
    place.stop(shadowed.process)
    reader.end()
    without, with_it = (statistics.median(found[name]) for name in ("plain", "shadowed"))
    noise = max(found["plain"]) - min(found["plain"])
    case = "a shadow that hangs" if hangs else "a shadow that reads all"
    return Added(case, without, with_it - without, noise, 1 / pause, reader.taken, asked)


def table(found: Sequence[Added]) -> str:
    """The run for the page of figures."""
    lines = [
        f"### Shadows of all GETs, 50 KiB, at {found[0].rate:,.0f} a second\n",
        "| case | p99 without, ms | added, ms | rounds without lie apart, ms | asked | records taken |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {one.case} | {one.without:.3f} | {one.added:+.3f} | {one.noise:.3f} | {one.asked:,} | {one.taken:,} |"
        for one in found
    ]
    return "\n".join(lines)


def main() -> int:
    """Print both cases."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--seconds", type=float, default=3.0)
    chosen = options.parse_args()
    with Place() as place:
        upstream = start_upstream(place)
        print(table(measured(place, upstream, rounds=chosen.rounds, seconds=chosen.seconds)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
