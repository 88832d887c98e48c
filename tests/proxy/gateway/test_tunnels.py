"""WebSocket and event streams: connections that last, and how each side ends them."""

import contextlib
import time

import pytest

from tests.fakes.gateway_door import GatewayDoor
from tests.fakes.gunicorn_door import until
from tests.fakes.raw_http import answer, everything, message, reset
from tests.fakes.upstream import Exchange, Upstream, reply

ASK = message(b"GET /ws HTTP/1.1", b"Connection: Upgrade", b"Upgrade: WebSocket",
              b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")  # fmt: skip
AGREED = (
    b"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nKeep-Alive: timeout=5\r\n\r\n"
)


@pytest.fixture(scope="module")
def settings() -> dict[str, str]:
    """A tunnel may be silent for longer than a client between or in its requests."""
    return {"IDLE_TIMEOUT_S": "1.2", "CLIENT_IDLE_TIMEOUT_S": "0.5", "CLIENT_BODY_TIMEOUT_S": "0.5"}


@pytest.fixture(autouse=True)
def _fresh(upstream: Upstream) -> None:
    upstream.requests.clear()
    upstream.script = lambda exchange: exchange.send(reply(b"ok"))


def head_of(sock) -> bytes:  # type: ignore[no-untyped-def]
    data = b""
    while not data.endswith(b"\r\n\r\n"):
        data += sock.recv(1)
    return data


def logged(door: GatewayDoor, path: str) -> list[object]:
    return [line["status"] for line in door.lines() if line["path"] == path]


def test_the_handshake_passes_without_the_fields_of_either_hop(
    door: GatewayDoor, upstream: Upstream
) -> None:
    upstream.script = lambda exchange: exchange.send(AGREED)
    with door.dial(ASK) as sock:
        head = head_of(sock)

    seen = upstream.requests[0]
    assert (seen.values(b"connection"), seen.values(b"upgrade")) == ([b"Upgrade"], [b"WebSocket"])
    assert seen.values(b"sec-websocket-key") == [b"dGhlIHNhbXBsZSBub25jZQ=="]
    assert b"\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n" in head
    assert (head.count(b"Connection: Upgrade"), head.count(b"Keep-Alive")) == (1, 0)


def test_a_client_that_has_said_its_last_still_hears(door: GatewayDoor, upstream: Upstream) -> None:
    def script(exchange: Exchange) -> None:
        exchange.send(AGREED)
        heard = exchange.read(1000)
        exchange.send(b"heard %d" % len(heard))
        exchange.close()

    upstream.script = script
    with door.dial(ASK.replace(b"/ws", b"/half")) as sock:
        head_of(sock)
        sock.sendall(b"x" * 300)
        sock.shutdown(1)

        assert everything(sock) == b"heard 300"
    assert until(lambda: logged(door, "/half") == [101])


def test_an_upstream_that_has_said_its_last_still_hears(
    door: GatewayDoor, upstream: Upstream
) -> None:
    heard: list[bytes] = []

    def script(exchange: Exchange) -> None:
        exchange.send(AGREED + b"bye")
        exchange.sock.shutdown(1)
        heard.append(exchange.read(1000))

    upstream.script = script
    with door.dial(ASK.replace(b"/ws", b"/other-half")) as sock:
        head_of(sock)
        assert everything(sock) == b"bye"
        sock.sendall(b"y" * 200)
        sock.shutdown(1)

        assert until(lambda: heard == [b"y" * 200])
    assert until(lambda: logged(door, "/other-half") == [101])


def test_a_tunnel_that_the_upstream_breaks_is_broken_for_the_client(
    door: GatewayDoor, upstream: Upstream
) -> None:
    def script(exchange: Exchange) -> None:
        exchange.send(AGREED + b"half a fr")
        exchange.read(1)
        exchange.reset()

    upstream.script = script
    with door.dial(ASK.replace(b"/ws", b"/broken")) as sock:
        head_of(sock)
        assert sock.recv(100) == b"half a fr"
        sock.sendall(b"x")

        with pytest.raises(ConnectionResetError):
            sock.recv(1)
    assert until(lambda: logged(door, "/broken") == [101])


def test_a_tunnel_that_the_client_breaks_is_broken_for_the_upstream(
    door: GatewayDoor, upstream: Upstream
) -> None:
    heard: list[str] = []

    def script(exchange: Exchange) -> None:
        exchange.send(AGREED)
        try:
            heard.append(exchange.read(100).decode())
        except ConnectionResetError:
            heard.append("reset")

    upstream.script = script
    sock = door.dial(ASK.replace(b"/ws", b"/broken-too"))
    head_of(sock)
    reset(sock)

    assert until(lambda: heard == ["reset"])
    assert until(lambda: logged(door, "/broken-too") == [101])


def test_a_tunnel_lasts_beyond_the_patience_for_requests(
    door: GatewayDoor, upstream: Upstream
) -> None:
    def script(exchange: Exchange) -> None:
        exchange.send(AGREED)
        while data := exchange.read(1):
            exchange.send(data)

    upstream.script = script
    with door.dial(ASK + b"0") as sock:
        head_of(sock)
        assert sock.recv(1) == b"0"
        for turn in (b"1", b"2"):
            time.sleep(0.8)
            sock.sendall(turn)
            assert sock.recv(1) == turn
        started = time.monotonic()

        assert everything(sock) == b""
        assert time.monotonic() - started > 1


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param([b"Connection: Upgrade", b"Upgrade: websocket", b"Content-Length: 3"], id="body"),
        pytest.param([b"Connection: close", b"Upgrade: websocket"], id="not named"),
        pytest.param([b"Connection: Upgrade", b"Upgrade: h2c"], id="another protocol"),
        pytest.param([b"Connection: Upgrade", b"Upgrade: websocket, h2c"], id="a choice"),
    ],
)  # fmt: skip
def test_nothing_else_asks_for_a_tunnel(
    door: GatewayDoor, upstream: Upstream, fields: list[bytes]
) -> None:
    body = b"abc" if b"Content-Length: 3" in fields else b""
    with door.dial(message(b"GET /ws HTTP/1.1", *fields, body=body)) as sock:
        assert answer(sock)[0] == 200

    assert upstream.requests[0].values(b"upgrade") == []


def test_an_upgrade_to_something_else_is_no_answer(door: GatewayDoor, upstream: Upstream) -> None:
    upstream.script = lambda exchange: exchange.send(AGREED.replace(b"websocket", b"h2c"))
    with door.dial(ASK) as sock:
        assert answer(sock)[0] == 502


def test_an_upgrade_that_is_declined_is_an_ordinary_answer(
    door: GatewayDoor, upstream: Upstream
) -> None:
    with door.dial(ASK) as sock:
        assert answer(sock)[:2] == (200, b"ok")
        sock.sendall(message(b"GET /a HTTP/1.1"))
        assert answer(sock)[:2] == (200, b"ok")


def test_events_arrive_as_they_happen_and_stop_with_their_reader(
    door: GatewayDoor, upstream: Upstream
) -> None:
    sent: list[float] = []
    gone: list[bool] = []

    def script(exchange: Exchange) -> None:
        exchange.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")
        for number in range(5):
            sent.append(time.monotonic())
            exchange.send(b"data: %d\n\n" % number)
            time.sleep(0.2)
        gone.append(exchange.seconds_until_gone(3))

    upstream.script = script
    with door.dial(message(b"GET /events HTTP/1.1")) as sock:
        stream = sock.makefile("rb")
        delays = []
        while len(delays) < 5:
            if stream.readline().startswith(b"data:"):
                delays.append(time.monotonic() - sent[len(delays)])
        stream.close()

    assert max(delays) < 0.15
    assert until(lambda: gone == [True], 1.5)


def test_a_drain_ends_tunnels_and_their_upstreams(open_door, upstream: Upstream) -> None:  # type: ignore[no-untyped-def]
    gone: list[bool] = []

    def script(exchange: Exchange) -> None:
        exchange.send(AGREED)
        gone.append(exchange.seconds_until_gone(5))

    upstream.script = script
    door = open_door(upstream.port)
    with door.dial(ASK) as sock:
        head_of(sock)
        assert door.stop() == 0
        with contextlib.suppress(OSError):
            assert sock.recv(1) == b""
    assert until(lambda: gone == [True])
