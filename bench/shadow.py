"""What shadows cost visitors: the p99 at a quarter of the gateway's capacity, with and without."""

import argparse
import socket
import statistics
import sys
import threading
import time
from pathlib import Path

from bench.place import Place
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
    """A shadow that takes whatever it is given, or, when it hangs, nothing."""

    def __init__(self, state: Path, *, hangs: bool) -> None:
        state.mkdir(exist_ok=True)
        shadow_socket(state).unlink(missing_ok=True)
        self.taken = 0
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(str(shadow_socket(state)))
        if not hangs:
            threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        while self._socket.recv(256 * 1024):
            self.taken += 1


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


def main() -> int:
    """Print the median p99 of each case, alternating rounds."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--seconds", type=float, default=3.0)
    chosen = options.parse_args()
    with Place() as place:
        upstream = start_upstream(place)
        plain = served(place, upstream, "legacy")
        for hangs in (False, True):
            reader = Reader(place.folder / "shadow", hangs=hangs)
            shadowed = served(place, upstream, "shadow")
            pause = 4 * statistics.median(times(plain.port, chosen.seconds, 0.0)) / 1e3
            found: dict[str, list[float]] = {"plain": [], "shadowed": []}
            for _ in range(chosen.rounds):
                for name, server in (("plain", plain), ("shadowed", shadowed)):
                    found[name].append(p99(times(server.port, chosen.seconds, pause)))
            one, other = (statistics.median(found[name]) for name in ("plain", "shadowed"))
            case = "a shadow that hangs" if hangs else "a shadow that reads all"
            print(
                f"{case}: p99 {one:.3f} ms without, {other:.3f} ms with, at {1 / pause:.0f} a second;"
                f" {reader.taken} records taken"
            )
            place.stop(shadowed.process)
    return 0


if __name__ == "__main__":
    sys.exit(main())
