"""What was cut short is never taken for whole, not even by those who read until the close."""

import socket
import time

import pytest

from tests.fakes.gateway_door import GatewayDoor
from tests.fakes.upstream import Exchange, Upstream

CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"
UNTIL_CLOSE = b"HTTP/1.1 200 OK\r\n\r\nhello"


def hangs(exchange: Exchange) -> None:
    time.sleep(2.5)


def read_to_the_end(sock: socket.socket) -> bytes:
    return b"".join(iter(lambda: sock.recv(65536), b""))


@pytest.mark.parametrize(
    ("answer", "end"),
    [
        pytest.param(CHUNKED, Exchange.close, id="chunks, then closed"),
        pytest.param(CHUNKED, hangs, id="chunks, then silence"),
        pytest.param(UNTIL_CLOSE, Exchange.reset, id="until the close, then reset"),
        pytest.param(UNTIL_CLOSE, hangs, id="until the close, then silence"),
    ],
)
def test_an_http_10_client_sees_a_reset(
    door: GatewayDoor, upstream: Upstream, answer: bytes, end: object
) -> None:
    def script(exchange: Exchange) -> None:
        exchange.send(answer)
        time.sleep(0.1)
        end(exchange)  # type: ignore[operator]

    upstream.script = script
    ask = b"GET /x HTTP/1.0\r\nHost: front.example\r\n\r\n"
    with door.dial(ask) as sock, pytest.raises(ConnectionResetError):
        read_to_the_end(sock)


def test_a_target_of_odd_bytes_is_sent_to_its_one_spelling(door: GatewayDoor) -> None:
    with door.dial(b"GET //lotb?n=caf\xc3\xa9 HTTP/1.1\r\nHost: front.example\r\n\r\n") as sock:
        head = sock.recv(65536)

    assert head.startswith(b"HTTP/1.1 301 ")
    assert b"\r\nLocation: /lotb?n=caf%C3%A9\r\n" in head


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(b"Host: front.example \t", id="Host"),
        pytest.param(b"Host: front.example\r\nExpect: 100-continue ", id="Expect"),
        pytest.param(b"Host: front.example\r\nTransfer-Encoding: chunked ", id="chunked"),
        pytest.param(
            b"Host: front.example\r\nContent-Length: 0000000000000000000000000", id="zeros"
        ),
    ],
)
def test_white_space_and_zeros_that_mean_nothing_change_nothing(
    door: GatewayDoor, upstream: Upstream, line: bytes
) -> None:
    upstream.requests.clear()
    upstream.script = lambda exchange: exchange.send(
        b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
    )
    body = b"0\r\n\r\n" if b"chunked" in line else b""
    with door.dial(b"POST /x HTTP/1.1\r\n" + line + b"\r\n\r\n" + body) as sock:
        head = sock.recv(65536)

    assert head.startswith(b"HTTP/1.1 200 ")
    assert all(len(value) < 19 for value in upstream.requests[0].values(b"content-length"))


def test_empty_lines_before_a_head_are_no_progress(
    upstream: Upstream, tmp_path_factory: pytest.TempPathFactory
) -> None:
    door = GatewayDoor(tmp_path_factory.mktemp("drip"), upstream.port, CLIENT_HEAD_TIMEOUT_S="1")
    started = time.monotonic()
    try:
        with door.dial(b"") as sock, pytest.raises(OSError):  # noqa: PT012, a drip has two steps
            while time.monotonic() - started < 6:
                sock.sendall(b"\r\n")
                time.sleep(0.2)
                sock.setblocking(False)
                try:
                    if sock.recv(1) == b"":
                        raise ConnectionResetError
                except BlockingIOError:
                    pass
                sock.setblocking(True)
    finally:
        door.stop()

    assert time.monotonic() - started < 5


def test_hostile_names_and_hosts_are_not_remembered(door: GatewayDoor) -> None:
    visit_with_long_names(door, 50)
    before = door.memory()
    visit_with_long_names(door, 400)

    assert door.memory() - before < 8 << 20


def visit_with_long_names(door: GatewayDoor, count: int) -> None:
    """Forty kibibytes a turn that nobody will ever send again."""
    for number in range(count):
        host = b"%05d" % number + b"x" * 20_000
        with door.dial(b"GET / HTTP/1.1\r\nHost: " + host + b"\r\n\r\n") as sock:
            assert sock.recv(12) in (b"HTTP/1.1 421", b"HTTP/1.1 400")
        name = b"X" + b"%05d" % number + b"y" * 20_000
        with door.dial(
            b"GET /-/health HTTP/1.1\r\nHost: front.example\r\n" + name + b": 1\r\n\r\n"
        ) as sock:
            sock.recv(65536)


def test_an_answer_longer_than_the_drain_is_seen_to_be_cut(
    tmp_path_factory: pytest.TempPathFactory, upstream: Upstream
) -> None:
    upstream.script = lambda exchange: (exchange.send(UNTIL_CLOSE), time.sleep(2))
    door = GatewayDoor(tmp_path_factory.mktemp("drain"), upstream.port, DRAIN_TIMEOUT_S="0.5")
    asks = [b"GET /x HTTP/" + v + b"\r\nHost: front.example\r\n\r\n" for v in (b"1.0", b"1.1")]
    with door.dial(asks[0]) as old, door.dial(asks[1]) as new:
        assert all(b"hello" in sock.recv(65536) for sock in (old, new))
        assert door.stop() == 0
        for sock in (old, new):
            with pytest.raises(ConnectionResetError):
                read_to_the_end(sock)
