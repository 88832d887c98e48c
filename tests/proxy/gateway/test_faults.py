"""Many at once: slow visitors, endless uploads, a table that changes under load, two upstreams."""

import contextlib
import hashlib
import os
import socket
import statistics
import threading
import time
from collections.abc import Callable
from http.client import HTTPResponse
from pathlib import Path

import pytest

from tests.fakes.gateway_door import GatewayDoor
from tests.fakes.gunicorn_door import TABLE, until
from tests.fakes.raw_http import GET, answer, message
from tests.fakes.upstream import Exchange, Upstream, reply

OpenDoor = Callable[..., GatewayDoor]
GIBIBYTE = 1 << 30


@pytest.fixture(scope="module")
def settings() -> dict[str, str]:
    """One gateway for the file, which looks at its table often."""
    return {"CLIENT_HEAD_TIMEOUT_S": "3.5", "RELOAD_INTERVAL_S": "0.05"}


@pytest.fixture(autouse=True)
def _fresh(upstream: Upstream) -> None:
    upstream.requests.clear()
    upstream.script = lambda exchange: exchange.send(reply(b"ok"))


def milliseconds(door: GatewayDoor, count: int) -> list[float]:
    """How long honest visitors wait, each on a connection of its own."""
    found = []
    for _ in range(count):
        started = time.monotonic()
        with door.dial(GET) as sock:
            assert answer(sock)[:2] == (200, b"ok")
        found.append((time.monotonic() - started) * 1000)
    return found


def p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


def test_honest_visitors_hardly_notice_five_hundred_slow_ones(
    door: GatewayDoor, upstream: Upstream
) -> None:
    alone = milliseconds(door, 100)
    slow = [door.dial(GET[:20]) for _ in range(500)]
    beside = milliseconds(door, 200)
    print(f"\nhonest p95 {p95(alone):.1f} ms alone, {p95(beside):.1f} ms beside 500 slow heads")
    statuses = set()
    for sock in slow:
        with sock:
            statuses.add(answer(sock)[0])

    # Every slow one is cut at its deadline; the honest ones were all served above.
    assert statuses == {408}
    assert len(upstream.requests) == 300
    assert p95(beside) < 500


def test_a_hundred_endless_uploads_are_bounded_in_memory_and_bytes(
    door: GatewayDoor, upstream: Upstream
) -> None:
    taken, over = [0], threading.Event()
    lock = threading.Lock()

    def sink(exchange: Exchange) -> None:
        """Takes what comes and never answers."""
        exchange.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        with contextlib.suppress(OSError):
            while not over.is_set() and (data := exchange.sock.recv(1 << 16)):
                with lock:
                    taken[0] += len(data)
                time.sleep(0.05)
        exchange.close()

    milliseconds(door, 5)
    before = door.memory()
    upstream.script = lambda e: sink(e) if e.line.startswith(b"POST") else e.send(reply(b"ok"))
    head = message(b"POST /big HTTP/1.1", b"Content-Length: %d" % GIBIBYTE)
    uploads = [door.dial(head) for _ in range(100)]
    for sock in uploads:
        sock.setblocking(False)
    block, sent = b"x" * 65536, 0
    end = time.monotonic() + 1.5
    while time.monotonic() < end:
        for sock in uploads:
            with contextlib.suppress(BlockingIOError):
                sent += sock.send(block)
    waits = milliseconds(door, 20)
    grown = door.memory() - before
    arrived = taken[0]
    over.set()
    for sock in uploads:
        sock.close()
    print(
        f"\n100 uploads of 1 GiB declared: {sent >> 20} MiB sent, {arrived >> 20} MiB arrived,"
        f" memory +{grown >> 20} MiB, honest p95 {p95(waits):.1f} ms"
    )

    assert grown < 128 << 20
    # Nothing is stored on the way: what left the clients and did not arrive is in the kernel's
    # queues, which are bounded on both sides of the gateway.
    assert sent - arrived < 100 * (20 << 20)
    assert until(lambda: door.get("/a").status == 200)


def test_the_table_changes_under_load_and_no_request_sees_half_of_it(
    door: GatewayDoor, upstream: Upstream
) -> None:
    upstream.script = lambda exchange: exchange.send(reply(b"legacy"))
    good = door.table.read_text()
    over, found, seen = threading.Event(), set(), set()

    def ask() -> None:
        while not over.is_set():
            for path, wanted in ((b"/plain", b"legacy"), (b"/lotb/x", None)):
                with door.dial(message(b"GET " + path + b" HTTP/1.1")) as sock:
                    status, body, _ = answer(sock)
                is_right = body == wanted or (
                    wanted is None and (body == b"legacy" or body.startswith(b"python /lotb/x "))
                )
                found.add((status, is_right))
                if wanted is None:
                    seen.add(body[:6])

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    flipped = good.replace("stage: python", "stage: legacy")
    for text in (flipped, "lots: [", good, flipped, good[: len(good) // 2], good):
        door.replace_table(text)
        time.sleep(0.4)
    # Written in place, in two halves half a second apart.
    with door.table.open("w") as file:
        file.write(good[: len(good) // 2])
        file.flush()
        time.sleep(0.5)
        file.write(good[len(good) // 2 :])
    time.sleep(0.5)
    over.set()
    for thread in threads:
        thread.join()

    assert found == {(200, True)}
    assert seen == {b"legacy", b"python"}
    assert until(lambda: door.health()["fault"] is None, 3)


def reload_often(door: GatewayDoor, count: int) -> tuple[int, int, int]:
    """Growth of memory in bytes, of open files and of threads over so many swaps of the table."""
    good = door.table.read_text()

    def state() -> tuple[int, int, int]:
        pid = door.workers()[0]
        return (
            door.memory(),
            len(os.listdir(f"/proc/{pid}/fd")),  # noqa: PTH208, counted
            len(os.listdir(f"/proc/{pid}/task")),  # noqa: PTH208, counted
        )

    def swap(number: int) -> None:
        text = good + f"# {number}\n"
        door.replace_table(text)
        wanted = hashlib.sha256(text.encode()).hexdigest()
        assert until(lambda: door.health()["table"]["digest"] == wanted)  # type: ignore[index,call-overload]
        milliseconds(door, 3)

    for number in range(10):
        swap(number)
    before = state()
    for number in range(count):
        swap(number)
    after = state()
    return after[0] - before[0], after[1] - before[1], after[2] - before[2]


@pytest.mark.parametrize(
    "count", [pytest.param(30, id="few"), pytest.param(1000, id="soak", marks=pytest.mark.soak)]
)
def test_reloads_leave_nothing_behind(door: GatewayDoor, upstream: Upstream, count: int) -> None:
    memory, files, threads = reload_often(door, count)
    print(f"\n{count} reloads: memory +{memory >> 10} KiB, files +{files}, threads +{threads}")

    assert memory < 10 << 20
    assert (abs(files) <= 2, threads) == (True, 0)


def test_one_upstream_that_is_down_leaves_the_others_alone(
    open_door: OpenDoor, upstream: Upstream, tmp_path: Path
) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        other = (
            f"\n  other:\n    kind: symfony4\n    url: http://127.0.0.1:{closed.getsockname()[1]}"
            "\n    hosts: [other.example]\nlots:"
        )
        table = TABLE.format(port=upstream.port).replace("\nlots:", other)
        (tmp_path / "routing.yaml").write_text(table)
        door = open_door(upstream.port)
        dead = []
        for _ in range(10):
            with door.dial(message(b"GET /a HTTP/1.1", host=b"other.example")) as sock:
                dead.append(answer(sock)[0])
        waits = milliseconds(door, 20)

    assert (dead[0], dead[-1]) == (502, 503)
    assert p95(waits) < 200
    assert door.get("/lotb").status == 200
    states = {name: up["state"] for name, up in door.health()["upstreams"].items()}  # type: ignore[attr-defined]
    assert (states["front"], states["other"]) == ("reachable", "unreachable")


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(lambda e: e.reset(), id="reset"),
        pytest.param(lambda e: (e.send(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"), e.reset()), id="reset in the body"),
        pytest.param(lambda e: e.close(), id="close"),
        pytest.param(lambda e: (e.send(b"\x00\xff\r\n\r\n" * 100), e.close()), id="garbage"),
        pytest.param(lambda e: e.send(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200_000), id="endless head"),
        pytest.param(lambda e: e.send(b"HTTP/1.1 100 Continue\r\n\r\n" * 1000 + reply(b"ok")), id="many interim answers"),
        pytest.param(lambda e: [e.send(bytes([byte])) for byte in reply(b"ok")], id="byte by byte"),
    ],
)  # fmt: skip
def test_after_any_fault_the_next_visitor_is_served(
    door: GatewayDoor, upstream: Upstream, script: Callable[[Exchange], object]
) -> None:
    upstream.script = script
    for _ in range(20):
        with door.dial(GET) as sock, contextlib.suppress(OSError, AssertionError):
            sock.recv(100)
    upstream.script = lambda exchange: exchange.send(reply(b"ok"))

    assert len(milliseconds(door, 20)) == 20


def test_visitors_that_vanish_anywhere_leave_nothing_behind(
    door: GatewayDoor, upstream: Upstream
) -> None:
    upstream.script = lambda exchange: exchange.send(
        b"HTTP/1.1 200 OK\r\nContent-Length: 400000\r\n\r\n" + b"x" * 400_000
    )
    milliseconds_before = len(os.listdir(f"/proc/{door.workers()[0]}/fd"))  # noqa: PTH208
    whole = message(b"POST /v HTTP/1.1", b"Content-Length: 300000", body=b"y" * 300_000)
    for cut in (1, 10, len(GET) - 1, len(GET), 200, 5_000, 250_000, len(whole)):
        for _ in range(10):
            with door.dial((whole if cut > len(GET) else GET)[:cut]) as sock:
                if cut in (len(GET), len(whole)):
                    sock.recv(1000)
    upstream.script = lambda exchange: exchange.send(reply(b"ok"))

    assert until(
        lambda: len(os.listdir(f"/proc/{door.workers()[0]}/fd")) <= milliseconds_before + 4,  # noqa: PTH208
        4,
    )
    assert len(milliseconds(door, 10)) == 10


def test_one_connection_may_ask_ten_thousand_times(door: GatewayDoor) -> None:
    with door.dial() as sock:
        for _ in range(200):
            sock.sendall(GET * 50)
            stream = sock.makefile("rb")
            for _ in range(50):
                lines = list(iter(stream.readline, b"\r\n"))
                assert lines[0] == b"HTTP/1.1 200 OK\r\n"
                assert stream.read(2) == b"ok"
        sock.sendall(GET)
        response = HTTPResponse(sock)
        response.begin()

        assert response.read() == b"ok"
