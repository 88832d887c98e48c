"""Answers, as they cross the gateway on real sockets: whole, or visibly not."""

import hashlib
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPResponse, IncompleteRead

import pytest

from tests.fakes.gateway_door import GatewayDoor
from tests.fakes.gunicorn_door import until
from tests.fakes.raw_http import everything
from tests.fakes.upstream import Exchange, Upstream, reply

DATE = b"Date: Mon, 23 Nov 2026 10:00:00 GMT"
GET = b"GET /a HTTP/1.1\r\nHost: front.example\r\n\r\n"


@pytest.fixture(autouse=True)
def _fresh(upstream: Upstream) -> None:
    upstream.requests.clear()


def says(upstream: Upstream, data: bytes, *, closes: bool = False) -> None:
    def script(exchange: Exchange) -> None:
        exchange.send(data)
        if closes:
            exchange.close()

    upstream.script = script


def received(door: GatewayDoor, data: bytes = GET) -> tuple[HTTPResponse, bytes]:
    with door.dial(data) as sock:
        response = HTTPResponse(sock)
        response.begin()
        return response, response.read()


def raw(door: GatewayDoor, data: bytes) -> bytes:
    """Every byte until the gateway closes."""
    with door.dial(data.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1)) as sock:
        return everything(sock)


def test_an_answer_without_hop_fields_passes_byte_for_byte(
    door: GatewayDoor, upstream: Upstream
) -> None:
    told = reply(
        b"hi",
        b"Server: old",
        DATE,
        b"x-ODD-case:  two spaces",
        b"X: \xe9",
        b"Connection: keep-alive",
    )
    says(upstream, told)
    with door.dial(GET) as sock:
        found = sock.recv(65536)

    assert found == told


def test_set_cookie_lines_stay_separate_and_in_order(door: GatewayDoor, upstream: Upstream) -> None:
    cookies = [
        b"Set-Cookie: symfony=abc; path=/; HttpOnly",
        b"Set-Cookie: sfRemember=x; expires=Mon, 23-Nov-2026 10:00:00 GMT; path=/",
        b"Set-Cookie: c=3; domain=.valmont.example",
    ]
    says(upstream, reply(b"", *cookies))

    found = raw(door, GET).split(b"\r\n")
    assert [line for line in found if line.startswith(b"Set-Cookie")] == cookies


def test_fields_of_the_upstreams_connection_stay_behind(
    door: GatewayDoor, upstream: Upstream
) -> None:
    says(
        upstream,
        reply(b"", b"Connection: X-Hop", b"X-Hop: 1", b"Keep-Alive: timeout=9", b"Upgrade: h2c"),
    )

    response, _ = received(door)
    assert not {"x-hop", "keep-alive", "upgrade"} & {name.lower() for name in response.headers}


def test_the_upstreams_own_address_becomes_the_public_one(
    door: GatewayDoor, upstream: Upstream
) -> None:
    says(
        upstream,
        reply(b"", b"Location: http://127.0.0.1:%d/x" % upstream.port, status=b"302 Found"),
    )

    response, _ = received(door)
    assert response.headers["Location"] == "http://front.example/x"
    assert len(upstream.requests) == 1


@pytest.mark.parametrize("encoding", [b"gzip", b"br", b"lying"])
def test_an_encoded_body_is_not_touched(
    door: GatewayDoor, upstream: Upstream, encoding: bytes
) -> None:
    body = os.urandom(5000)
    says(upstream, reply(body, b"Content-Encoding: " + encoding))

    assert received(door)[1] == body


def test_interim_answers_pass_before_the_final_one(door: GatewayDoor, upstream: Upstream) -> None:
    says(upstream, b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" + reply(b"done"))

    assert raw(door, GET).startswith(
        b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\nHTTP/1.1 200"
    )


@pytest.mark.parametrize(
    "status",
    [pytest.param(b"204 No Content", id="204"), pytest.param(b"304 Not Modified", id="304")],
)
def test_answers_without_content_keep_the_connection_in_step(
    door: GatewayDoor, upstream: Upstream, status: bytes
) -> None:
    def script(exchange: Exchange) -> None:
        first = len(upstream.requests) == 1
        exchange.send(b"HTTP/1.1 " + status + b"\r\nX: 1\r\n\r\n" if first else reply(b"next"))

    upstream.script = script
    with door.dial(GET) as sock:
        response = HTTPResponse(sock)
        response.begin()
        response.read()
        sock.sendall(GET)
        second = HTTPResponse(sock)
        second.begin()

        assert second.read() == b"next"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nshort", id="sized"),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", id="chunked"
        ),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nContent-Length: 9000000\r\n\r\n" + b"x" * 700_000, id="spliced"
        ),
    ],
)
def test_an_answer_cut_short_never_looks_whole(
    door: GatewayDoor, upstream: Upstream, data: bytes
) -> None:
    says(upstream, data, closes=True)

    with pytest.raises((IncompleteRead, ConnectionError)):
        received(door)


def test_an_answer_that_only_a_close_ends_is_not_ended_by_a_reset(
    door: GatewayDoor, upstream: Upstream
) -> None:
    def script(exchange: Exchange) -> None:
        exchange.send(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 1000)
        time.sleep(0.001)
        exchange.send(b"half of it")
        exchange.reset()

    upstream.script = script
    # A busy event loop finds the last bytes and the reset at once.
    with ThreadPoolExecutor(16) as threads:
        found = list(threads.map(lambda _: raw(door, GET), range(600)))

    assert [data for data in found if data.endswith(b"0\r\n\r\n")] == []


@pytest.mark.parametrize(
    ("data", "status", "error"),
    [
        pytest.param(b"", 502, "LegacyHungUp", id="nothing"),
        pytest.param(b"\x16\x03\x01garbage\r\n\r\n", 502, "LegacyMisspoke", id="garbage"),
        pytest.param(b"HTTP/1.1 200 OK\r\nX: " + b"a" * 40000, 502, "LegacyMisspoke", id="long head"),
        pytest.param(b"HTTP/1.1 101 X\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n", 502, "LegacyMisspoke", id="unasked upgrade"),
    ],
)  # fmt: skip
def test_each_failure_has_its_name_and_a_page(
    door: GatewayDoor, upstream: Upstream, data: bytes, status: int, error: str
) -> None:
    says(upstream, data, closes=True)
    response, page = received(door)

    assert response.status == status
    assert b'lang="fr"' in page
    wanted = response.headers["X-Request-Id"]
    assert until(
        lambda: (
            [error]
            == [str(ln["error"]).split(":")[0] for ln in door.lines() if ln["request_id"] == wanted]
        )
    )


def test_silence_ends_in_504_and_the_upstream_is_let_go(
    door: GatewayDoor, upstream: Upstream
) -> None:
    gone: list[bool] = []
    upstream.script = lambda exchange: gone.append(exchange.seconds_until_gone(6))
    started = time.monotonic()
    response, _ = received(door)

    assert response.status == 504
    assert time.monotonic() - started < 2.5
    assert until(lambda: gone == [True])


def test_the_first_byte_does_not_wait_for_the_last(door: GatewayDoor, upstream: Upstream) -> None:
    go_on = threading.Event()

    def drip(exchange: Exchange) -> None:
        exchange.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n")
        go_on.wait(3)
        exchange.send(b"4\r\nlast\r\n0\r\n\r\n")

    upstream.script = drip
    with door.dial(GET) as sock:
        response = HTTPResponse(sock)
        response.begin()
        first = response.read1(5)
        go_on.set()

        assert (first, response.read()) == (b"first", b"last")


def test_a_long_answer_and_a_long_upload_arrive_whole_in_flat_memory(
    door: GatewayDoor, upstream: Upstream
) -> None:
    block = os.urandom(1 << 20)
    wanted = hashlib.sha256(block * 64).hexdigest()

    def script(exchange: Exchange) -> None:
        digest = hashlib.sha256()
        for _ in range(64):
            digest.update(exchange.read(len(block)))
        exchange.send(b"HTTP/1.1 200 OK\r\nX-Digest: %b\r\nContent-Length: %d\r\n\r\n"
                      % (digest.hexdigest().encode(), 64 << 20))  # fmt: skip
        for _ in range(64):
            exchange.send(block)

    upstream.script = script
    before = door.memory()
    with door.dial(
        b"POST /a HTTP/1.1\r\nHost: front.example\r\nContent-Length: %d\r\n\r\n" % (64 << 20)
    ) as sock:
        for _ in range(64):
            sock.sendall(block)
        response = HTTPResponse(sock)
        response.begin()
        digest = hashlib.sha256()
        while data := response.read(1 << 18):
            digest.update(data)

    assert response.headers["X-Digest"] == wanted
    assert digest.hexdigest() == wanted
    assert door.memory() - before < 4 << 20


def test_websocket_bytes_pass_both_ways(door: GatewayDoor, upstream: Upstream) -> None:
    def script(exchange: Exchange) -> None:
        exchange.send(
            b"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
        )
        exchange.send(exchange.read(4)[::-1])

    upstream.script = script
    ask = GET.replace(b"\r\n\r\n", b"\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n")
    with door.dial(ask) as sock:
        head = sock.recv(65536)
        sock.sendall(b"ping")
        back = sock.recv(65536)

    assert head.startswith(b"HTTP/1.1 101 ")
    assert back == b"gnip"


def test_other_upgrades_are_not_asked_of_the_upstream(
    door: GatewayDoor, upstream: Upstream
) -> None:
    says(upstream, reply())
    received(
        door,
        GET.replace(
            b"\r\n\r\n",
            b"\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: x\r\n\r\n",
        ),
    )

    assert not upstream.requests[0].values(b"upgrade")
    assert not upstream.requests[0].values(b"http2-settings")
