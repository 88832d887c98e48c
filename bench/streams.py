"""Long bodies and slow sources: memory, processor a gibibyte, the first byte."""

import socket
import statistics
import sys
import time
from dataclasses import dataclass, replace

from bench.place import LOAD_CORE, Place, free_port
from bench.servers import LONG, Server

_BLOCK = bytes(1 << 18)


@dataclass(frozen=True, slots=True)
class Stream:
    """One gibibyte in one direction.

    Units: bytes of resident memory grown, seconds of processor.
    """

    grown: int
    cpu_s: float
    seconds: float


def median(streams: list[Stream]) -> Stream:
    """The middle one by processor, with the most memory that any of them grew by."""
    middle = sorted(streams, key=lambda each: each.cpu_s)[len(streams) // 2]
    return replace(middle, grown=max(each.grown for each in streams))


def start_source(place: Place) -> int:
    """The port of an upstream that drips and swallows."""
    port = free_port()
    place.start([sys.executable, "-m", "bench.peers.sources", str(port)], LOAD_CORE, port)
    return port


def download(server: Server) -> Stream:
    """One gibibyte from the upstream, thrown away as it comes."""
    request = b"GET /long.bin HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
    return _stream(server, request, 0, LONG)


def upload(server: Server) -> Stream:
    """One gibibyte to the upstream."""
    head = b"POST /sink HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: %d\r\n\r\n" % LONG
    return _stream(server, head, LONG, 0)


def _stream(server: Server, head: bytes, to_send: int, to_read: int) -> Stream:
    memory, cpu, started = server.process.memory(), server.process.cpu_s(), time.monotonic()
    peak = memory
    buffer = bytearray(1 << 20)
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as sock:
        sock.sendall(head)
        while to_send > 0:
            to_send -= sock.send(_BLOCK[: min(len(_BLOCK), to_send)])
            if to_send % (1 << 26) < len(_BLOCK):
                peak = max(peak, server.process.memory())
        read = 0
        while (taken := sock.recv_into(buffer)) and read + taken < max(to_read, 1):
            read += taken
            if read % (1 << 26) < taken:
                peak = max(peak, server.process.memory())
    peak = max(peak, server.process.memory())
    return Stream(peak - memory, server.process.cpu_s() - cpu, time.monotonic() - started)


def first_byte_ms(port: int, rounds: int = 5) -> float:
    """Milliseconds to the first byte of the body of a slow answer, the median."""
    times = []
    for _ in range(rounds):
        with socket.create_connection(("127.0.0.1", port), timeout=10) as sock:
            started = time.monotonic()
            sock.sendall(b"GET /slow HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            data = b""
            while not data.partition(b"\r\n\r\n")[2]:
                data += sock.recv(65536)
            times.append((time.monotonic() - started) * 1000)
    return statistics.median(times)


def first_page(port: int) -> None:
    """One small page, so that what a first request allocates is not counted as growth."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as sock:
        sock.sendall(b"GET /small.html HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        while sock.recv(65536):
            pass


def table(down: Stream, up: Stream, nginx: Stream) -> str:
    """A gibibyte each way, as a table of the page."""
    rows = [("Figuier, down", down), ("Figuier, up", up), ("nginx, down", nginx)]
    lines = ["### 1 GiB\n", "| what | MB/s | CPU s | memory grown |", "|---|---|---|---|"]
    lines += [
        f"| {name} | {LONG / 1e6 / each.seconds:,.0f} | {each.cpu_s:.2f} | {each.grown / 1e6:.1f} MB |"
        for name, each in rows
    ]
    return "\n".join(lines)
