"""Slow ends: who takes too little is waited for while it takes anything, then let go by name."""

import contextlib
import threading
import time

import pytest

from tests.fakes.gateway_door import GatewayDoor
from tests.fakes.gunicorn_door import until
from tests.fakes.raw_http import GET, answer, answers, deaf, message, reset, seconds_until_closed
from tests.fakes.upstream import Exchange, Upstream, reply

CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
UPLOAD = message(b"POST /up HTTP/1.1", b"Content-Length: 40000000")
MEGABYTE = b"x" * 1_000_000


def chunked(size: int) -> bytes:
    return CHUNKED + b"%x\r\n%b\r\n0\r\n\r\n" % (size, b"x" * size)


@pytest.fixture(scope="module")
def settings() -> dict[str, str]:
    """Patience of about a second."""
    return {
        "HEAD_TIMEOUT_S": "2", "IDLE_TIMEOUT_S": "1.5", "CLIENT_IDLE_TIMEOUT_S": "1",
        "CLIENT_WRITE_TIMEOUT_S": "1", "CLIENT_BODY_TIMEOUT_S": "1",
    }  # fmt: skip


@pytest.fixture(autouse=True)
def _fresh(upstream: Upstream) -> None:
    upstream.requests.clear()
    upstream.script = lambda exchange: exchange.send(reply(b"ok"))


def errors(door: GatewayDoor, path: str) -> list[object]:
    return [str(ln["error"]).split(":")[0] for ln in door.lines() if ln["path"] == path]


def test_an_upstream_connection_is_not_given_back_deaf(
    door: GatewayDoor, upstream: Upstream
) -> None:
    page = chunked(60_000)
    upstream.script = lambda exchange: exchange.send(
        page if exchange.target == b"/a" else reply(b"next")
    )
    with deaf(door.port, b"") as slow:
        for _ in range(80):
            slow.sendall(GET)
            time.sleep(0.01)
            with door.dial(message(b"GET /b HTTP/1.1")) as other:
                assert answer(other)[:2] == (200, b"next")


def test_a_client_that_reads_nothing_is_asked_for_nothing_more(
    door: GatewayDoor, upstream: Upstream
) -> None:
    upstream.script = lambda exchange: exchange.send(chunked(200_000))
    with deaf(door.port, GET * 100) as sock:
        time.sleep(0.8)
        # What the kernel holds for it, and one answer; the rest has not even been asked for.
        assert 0 < len(upstream.requests) < 60
        found = [body for _, (_, body) in zip(range(100), answers(sock), strict=False)]

    assert [len(body) for body in found] == [200_000] * 100


def test_a_client_that_was_slow_is_closed_when_idle_like_any_other(
    door: GatewayDoor, upstream: Upstream
) -> None:
    upstream.script = lambda exchange: exchange.send(chunked(60_000))
    with deaf(door.port, GET * 90) as sock:
        time.sleep(0.5)
        found = [body for _, (_, body) in zip(range(90), answers(sock), strict=False)]

        assert len(found) == 90
        assert 0.5 < seconds_until_closed(sock, 8) < 8


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 30000000\r\n\r\n", id="spliced"),
        pytest.param(b"HTTP/1.1 200 OK\r\n\r\n", id="until close"),
    ],
)
def test_a_deaf_client_is_let_go_and_blamed(
    door: GatewayDoor, upstream: Upstream, head: bytes
) -> None:
    gone: list[float] = []

    def script(exchange: Exchange) -> None:
        started = time.monotonic()
        exchange.send(head)
        with contextlib.suppress(OSError):
            while True:
                exchange.sock.sendall(MEGABYTE)
        gone.append(time.monotonic() - started)

    upstream.script = script
    path = f"/deaf{len(head)}"
    with deaf(door.port, message(b"GET %b HTTP/1.1" % path.encode())):
        assert until(lambda: bool(gone), 15)

    assert gone[0] > 0.8
    assert until(lambda: errors(door, path) == ["ClientWentAway"])


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 12000000\r\n\r\n", id="spliced"),
        pytest.param(b"HTTP/1.1 200 OK\r\n\r\n", id="until close"),
    ],
)
def test_a_slow_client_is_given_as_long_as_it_takes_anything(
    door: GatewayDoor, upstream: Upstream, head: bytes
) -> None:
    def script(exchange: Exchange) -> None:
        exchange.send(head + MEGABYTE * 12)
        exchange.close()

    upstream.script = script
    with deaf(door.port, GET.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")) as sock:
        taken = 0
        # A tenth of what the kernel holds: without a look into it, nothing seems to move.
        for _ in range(10):
            taken += len(sock.recv(30_000))
            time.sleep(0.2)
        while data := sock.recv(1 << 20):
            taken += len(data)

    assert taken > 12_000_000


def test_an_upstream_that_stops_taking_an_upload_is_blamed_for_it(
    door: GatewayDoor, upstream: Upstream
) -> None:
    asked = threading.Event()

    def script(exchange: Exchange) -> None:
        asked.set()
        time.sleep(4)
        exchange.close()

    upstream.script = script
    with door.dial(UPLOAD, timeout_s=10) as sock:
        sock.setblocking(False)
        end = time.monotonic() + 1
        while time.monotonic() < end:
            with contextlib.suppress(BlockingIOError):
                sock.send(MEGABYTE)
        sock.settimeout(10)
        status, page, _ = answer(sock)

    assert asked.is_set()
    assert (status, b'lang="fr"' in page) == (504, True)
    assert until(lambda: "LegacyTimedOut" in errors(door, "/up"))


@pytest.mark.parametrize("sent", [1_000, 3_000_000], ids=["read", "spliced"])
def test_an_upload_that_stalls_is_refused_and_never_whole_upstream(
    door: GatewayDoor, upstream: Upstream, sent: int
) -> None:
    taken: list[int] = []
    upstream.script = lambda exchange: taken.append(len(exchange.read(40_000_000)))
    with door.dial(UPLOAD) as sock:
        sock.sendall(b"x" * sent)
        status, _, response = answer(sock)
        # What comes after the refusal stays here.
        with contextlib.suppress(OSError):
            sock.sendall(MEGABYTE)

    assert (status, response.headers["Connection"]) == (408, "close")
    assert until(lambda: taken == [sent], 3)


def test_an_early_answer_ends_the_upload_at_the_upstream_too(
    door: GatewayDoor, upstream: Upstream
) -> None:
    gone: list[bool] = []

    def script(exchange: Exchange) -> None:
        exchange.read(2_000_000)
        exchange.send(reply(b"enough", status=b"413 Content Too Large"))
        started = time.monotonic()
        with contextlib.suppress(OSError):
            while exchange.sock.recv(65536):
                pass
        gone.append(time.monotonic() - started < 1)

    upstream.script = script
    with door.dial(UPLOAD) as sock:
        for _ in range(3):
            sock.sendall(MEGABYTE)
        status, body, _ = answer(sock)

    assert (status, body) == (413, b"enough")
    assert until(lambda: gone == [True], 3)


def test_a_client_that_leaves_while_its_upload_is_held_back_is_noticed(
    door: GatewayDoor, upstream: Upstream
) -> None:
    gone: list[bool] = []

    def script(exchange: Exchange) -> None:
        time.sleep(1.5)
        with contextlib.suppress(OSError):
            while exchange.sock.recv(1 << 20):
                pass
        gone.append(True)

    upstream.script = script
    with door.dial(UPLOAD.replace(b"/up", b"/left")) as sock:
        sock.setblocking(False)
        end = time.monotonic() + 0.5
        while time.monotonic() < end:
            with contextlib.suppress(BlockingIOError):
                sock.send(MEGABYTE)
        # A FIN would wait behind bytes that nobody takes; a reset does not.
        reset(sock)

    assert until(lambda: "ClientWentAway" in errors(door, "/left"), 5)
    assert until(lambda: gone == [True], 3)


def test_the_last_answer_survives_what_the_client_still_sends(door: GatewayDoor) -> None:
    last = message(b"GET /a HTTP/1.1", b"Connection: close")
    for _ in range(5):
        with door.dial(last + b"y" * 200_000) as sock:
            time.sleep(0.05)
            status, body, _ = answer(sock)

            assert (status, body) == (200, b"ok")
