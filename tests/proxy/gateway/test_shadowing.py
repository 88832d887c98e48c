"""Visitors of a lot at shadow wait for nobody: a hung shadow costs no time and no memory."""

import socket
import statistics
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from proxy.parity.shadow.orders import Order, give, withdraw
from proxy.parity.shadow.places import shadow_socket, wanted_file
from proxy.parity.shadow.wire import LARGEST, Begin, Content, End, read_datagram
from tests.fakes.gateway_door import GatewayDoor
from tests.fakes.gunicorn_door import TABLE
from tests.fakes.upstream import Exchange, Upstream, reply

PAGE = b"<html><body>" + b"<p>Une page</p>" * 1000 + b"</body></html>"
SHADOWED = """
  towns:
    title: Communes
    stage: {stage}
    routes: {{ front: [/towns, "/towns/:id"] }}
"""


@pytest.fixture(scope="module")
def asked() -> list[bytes]:
    return []


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("door")


@pytest.fixture(scope="module")
def door(folder: Path, asked: list[bytes]) -> Iterator[GatewayDoor]:
    def answer(exchange: Exchange) -> None:
        asked.append(exchange.line)
        exchange.read(int((exchange.values(b"content-length") or [b"0"])[0]))
        exchange.send(reply(PAGE, b"Content-Type: text/html"))

    upstream = Upstream(answer)
    text = TABLE.format(port=upstream.port) + SHADOWED.format(stage="shadow")
    (folder / "routing.yaml").write_text(text)
    running = GatewayDoor(folder, upstream.port, SHADOW_PERCENT="100")
    yield running
    running.stop()
    upstream.stop()


@pytest.fixture
def hung(folder: Path) -> Iterator[socket.socket]:
    """A shadow that takes nothing from its queue; whoever waits for another begins anew with it."""
    (folder / "var").mkdir(exist_ok=True)
    shadow_socket(folder / "var").unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    listener.bind(str(shadow_socket(folder / "var")))
    listener.settimeout(2)
    yield listener
    listener.close()
    shadow_socket(folder / "var").unlink()
    time.sleep(1.1)  # so long a worker looks for no other


def test_the_shadow_gets_the_answer_that_the_visitor_got(
    hung: socket.socket, door: GatewayDoor
) -> None:
    seen = door.get("/towns", b"Cookie: symfony=abc").text  # type: ignore[attr-defined]
    begin, end = (read_datagram(hung.recv(LARGEST)) for _ in range(2))

    assert isinstance(begin, Begin)
    assert isinstance(end, End)
    assert b"Cookie: symfony=abc" in begin.head
    assert seen == PAGE
    assert end.answer.endswith(PAGE)
    assert end.key == begin.key


def test_posts_and_other_lots_are_nobody_elses_business(
    hung: socket.socket, door: GatewayDoor, asked: list[bytes]
) -> None:
    with door.dial(
        b"POST /towns HTTP/1.1\r\nHost: front.example\r\nContent-Length: 3\r\n\r\na=b"
    ) as sock:
        assert sock.recv(100).startswith(b"HTTP/1.1 200")
    door.get("/elsewhere")
    hung.settimeout(0.2)

    with pytest.raises(TimeoutError):
        hung.recv(LARGEST)
    assert [line for line in asked if line.startswith(b"POST")] == [b"POST /towns HTTP/1.1"]


def test_a_form_is_recorded_when_somebody_ordered_it_and_sent_once(
    hung: socket.socket, door: GatewayDoor, folder: Path, asked: list[bytes]
) -> None:
    give(Order("towns", "front", time.time() + 60, with_writes=True), folder / "var")
    hung.settimeout(0.3)
    before, sent, found = len(asked), 0, []
    try:
        while not found:
            assert sent < 50
            with door.dial(
                b"POST /towns HTTP/1.1\r\nHost: front.example\r\nContent-Length: 7\r\n\r\nnom="
            ) as sock:
                sock.sendall(b"Lys")
                assert sock.recv(100).startswith(b"HTTP/1.1 200")
            sent += 1
            with suppress(TimeoutError):
                found = [read_datagram(hung.recv(LARGEST)) for _ in range(3)]
    finally:
        withdraw(folder / "var")

    begin, content, end = found
    assert isinstance(begin, Begin)
    assert isinstance(end, End)
    assert content == Content(begin.key, b"nom=Lys")
    assert end.answer.endswith(PAGE)
    assert asked[before:] == [b"POST /towns HTTP/1.1"] * sent


def timed(door: GatewayDoor, path: str, count: int) -> list[float]:
    """Milliseconds of each request of one connection."""
    message = b"GET %b HTTP/1.1\r\nHost: front.example\r\n\r\n" % path.encode()
    found = []
    with door.dial() as sock:
        for _ in range(count):
            started = time.perf_counter()
            sock.sendall(message)
            left = b""
            while not left.endswith(b"</html>"):
                left += sock.recv(65536)
            found.append((time.perf_counter() - started) * 1e3)
    return sorted(found)


@pytest.mark.parametrize(
    "count", [600, pytest.param(60_000, marks=pytest.mark.soak)], ids=["few", "long"]
)
def test_a_hung_shadow_costs_visitors_nothing(
    hung: socket.socket, door: GatewayDoor, asked: list[bytes], count: int
) -> None:
    timed(door, "/towns", 100)
    full = door.memory()
    plain = timed(door, "/elsewhere", count)
    shadowed = timed(door, "/towns", count)

    assert len(asked) >= 2 * count
    assert door.memory() - full < 4_000_000
    assert statistics.median(shadowed) < statistics.median(plain) + 1.0
    assert shadowed[int(count * 0.99)] < plain[int(count * 0.99)] + 10


def test_a_shadow_is_called_for_when_there_is_work(folder: Path, door: GatewayDoor) -> None:
    assert not shadow_socket(folder / "var").exists()
    door.get("/towns")  # one that has lost its shadow notices it here
    time.sleep(1.1)
    door.get("/towns")
    deadline = time.monotonic() + 15
    while not shadow_socket(folder / "var").exists() and time.monotonic() < deadline:
        time.sleep(0.05)

    assert shadow_socket(folder / "var").exists(), door.log
    assert not wanted_file(folder / "var").exists()
