"""The head an answer leaves with, and what frames its content."""

from email.utils import parsedate_to_datetime
from http.client import HTTPResponse

import pytest

from tests.fakes.gateway_door import GatewayDoor
from tests.fakes.gunicorn_door import until
from tests.fakes.raw_http import GET, answer, answers, everything, message
from tests.fakes.upstream import Exchange, Upstream, reply

DATE = b"Date: Mon, 23 Nov 2026 10:00:00 GMT"
LAST = message(b"GET /a HTTP/1.1", b"Connection: close")


@pytest.fixture(autouse=True)
def _fresh(upstream: Upstream) -> None:
    upstream.requests.clear()


def says(upstream: Upstream, data: bytes, *, closes: bool = False) -> None:
    def script(exchange: Exchange) -> None:
        exchange.send(data)
        if closes:
            exchange.close()

    upstream.script = script


def head_of(door: GatewayDoor, data: bytes = GET) -> tuple[int, HTTPResponse]:
    with door.dial(data) as sock:
        status, _, response = answer(sock)
    return status, response


def test_an_answer_without_a_date_gets_one_and_its_own_is_kept(
    door: GatewayDoor, upstream: Upstream
) -> None:
    says(upstream, reply(b"ok"))
    added = head_of(door)[1].headers["Date"]
    says(upstream, reply(b"ok", DATE))
    kept = head_of(door)[1].headers["Date"]

    assert parsedate_to_datetime(added)
    assert kept == DATE[6:].decode()


def test_a_date_of_the_upstreams_connection_alone_is_replaced(
    door: GatewayDoor, upstream: Upstream
) -> None:
    says(upstream, reply(b"ok", DATE, b"Connection: Date"))
    added = head_of(door)[1].headers["Date"]

    assert parsedate_to_datetime(added) != parsedate_to_datetime(DATE[6:].decode())


@pytest.mark.parametrize("path", [b"/-/health", b"/a%00b", b"/-/metrics"])
def test_our_own_answers_are_dated(door: GatewayDoor, path: bytes) -> None:
    assert parsedate_to_datetime(
        head_of(door, message(b"GET " + path + b" HTTP/1.1"))[1].headers["Date"]
    )


@pytest.mark.parametrize(
    ("fields", "gone"),
    [
        pytest.param([b"Connection: X-Hop", b"X-Hop: 1"], "X-Hop", id="named"),
        pytest.param([b"X-Hop: 1", b"Connection: close, x-hop"], "X-Hop", id="named after it"),
        pytest.param([b"Proxy-Authenticate: Basic"], "Proxy-Authenticate", id="for proxies"),
        pytest.param([b"Keep-Alive: timeout=5"], "Keep-Alive", id="keep-alive"),
        pytest.param([b"Trailer: X"], "Trailer", id="trailer"),
        pytest.param([b"Upgrade: h2c"], "Upgrade", id="upgrade"),
        pytest.param([b"X-Figuier-Site: x"], "X-Figuier-Site", id="our own words"),
    ],
)
def test_fields_of_the_upstreams_hop_stop_here(
    door: GatewayDoor, upstream: Upstream, fields: list[bytes], gone: str
) -> None:
    says(upstream, reply(b"ok", DATE, *fields, b"X-Kept: 1"))
    response = head_of(door)[1]

    assert response.headers[gone] is None
    assert response.headers["X-Kept"] == "1"


CHUNKED = b"HTTP/1.1 200 OK\r\n%b\r\nTransfer-Encoding: chunked\r\n\r\n" % DATE


@pytest.mark.parametrize(
    ("data", "closes", "body"),
    [
        pytest.param(reply(b"hello", DATE), False, b"hello", id="sized"),
        pytest.param(CHUNKED + b"5\r\nhello\r\n0\r\n\r\n", False, b"hello", id="chunked"),
        pytest.param(CHUNKED + b"5;x=y\r\nhello\r\n0\r\nX-T: 1\r\n\r\n", False, b"hello", id="trailers"),
        pytest.param(b"HTTP/1.1 200 OK\r\n\r\nhello", True, b"hello", id="until close"),
        pytest.param(b"HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello", True, b"hello", id="1.0"),
        pytest.param(b"HTTP/1.0 200 OK\r\n\r\nhello", True, b"hello", id="1.0 until close"),
        pytest.param(reply(b"", DATE), False, b"", id="empty"),
        pytest.param(CHUNKED + b"0\r\n\r\n", False, b"", id="chunked and empty"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("version", [b"HTTP/1.1", b"HTTP/1.0"])
def test_every_framing_reaches_every_client(
    door: GatewayDoor, upstream: Upstream, data: bytes, closes: bool, body: bytes, version: bytes
) -> None:
    says(upstream, data, closes=closes)
    with door.dial(message(b"GET /a " + version)) as sock:
        status, found, response = answer(sock)

    assert (status, found) == (200, body)
    assert version == b"HTTP/1.1" or response.headers["Transfer-Encoding"] is None
    assert not any(name.lower() == "x-t" for name in response.headers)


def test_after_every_framing_the_next_answer_is_its_own(
    door: GatewayDoor, upstream: Upstream
) -> None:
    kinds = [
        reply(b"a", DATE), CHUNKED + b"1\r\nb\r\n0\r\n\r\n", CHUNKED + b"1;x\r\nc\r\n0\r\nT: 1\r\n\r\n",
        reply(b"d"), b"HTTP/1.1 200 OK\r\n\r\ne",
    ]  # fmt: skip

    def script(exchange: Exchange) -> None:
        data = kinds[int(exchange.target[1:]) % len(kinds)]
        exchange.send(data)
        if data == kinds[-1]:
            exchange.close()

    upstream.script = script
    asked = b"".join(message(b"GET /%d HTTP/1.1" % number) for number in range(50))
    with door.dial(asked) as sock:
        bodies = [body for _, (_, body) in zip(range(50), answers(sock), strict=False)]

    assert bodies == [b"a", b"b", b"c", b"d", b"e"] * 10


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n", id="both"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", id="two lengths"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 3, 3\r\n\r\nabc", id="a list"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: -3\r\n\r\nabc", id="negative"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 0x3\r\n\r\nabc", id="hexadecimal"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\nabc", id="empty length"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n", id="huge"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: " + b"0" * 5000 + b"\r\n\r\n", id="thousands of digits"),
        pytest.param(b"HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", id="chunks in HTTP/1.0"),
        pytest.param(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 101 + reply(b"ok"), id="interim answers without end"),
        pytest.param(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", id="gzip"),
        pytest.param(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\n\r\n", id="identity"),
        pytest.param(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", id="chunked twice"),
        pytest.param(b"\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", id="a line end before it"),
        pytest.param(b"HTTP/1.1 200 O\x0bK\r\nContent-Length: 0\r\n\r\n", id="control character in the reason"),
        pytest.param(b"HTTP/1.1 200 OK\r\nX : 1\r\n\r\n", id="space before the colon"),
        pytest.param(b"HTTP/1.1 200 OK\r\nX: 1\r\n 2\r\n\r\n", id="folded"),
        pytest.param(b"HTTP/1.1 200 OK\r\nX: a\x00b\r\n\r\n", id="NUL"),
        pytest.param(b"HTTP/1.1 200 OK\nX: a\n\n", id="bare LF"),
        pytest.param(b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n", id="no colon"),
        pytest.param(b"HTTP/2 200 OK\r\n\r\n", id="another version"),
        pytest.param(b"HTTP/1.1 200OK\r\n\r\n", id="no space"),
        pytest.param(b"HTTP/1.1 0200 OK\r\n\r\n", id="four digits"),
        pytest.param(b"SSH-2.0-OpenSSH_9.2\r\n\r\n", id="another protocol"),
    ],
)  # fmt: skip
def test_an_answer_without_one_reading_is_a_bad_gateway(
    door: GatewayDoor, upstream: Upstream, data: bytes
) -> None:
    # HTTP/1.0 hears nothing of interim answers before it.
    says(upstream, data, closes=True)

    status, response = head_of(door, message(b"GET /a HTTP/1.0"))
    number = response.headers["X-Request-Id"]

    assert status == 502
    assert until(lambda: number in [line["request_id"] for line in door.lines()])
    (error,) = [line["error"] for line in door.lines() if line["request_id"] == number]
    assert str(error).split(":")[0] in {"LegacyMisspoke", "LegacyHungUp"}


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(CHUNKED + b"5\r\nhelloX\r\n0\r\n\r\n", id="no line end after a chunk"),
        pytest.param(CHUNKED + b"5\r\nhello\r\nzz\r\n", id="no size"),
        pytest.param(CHUNKED + b"5\r\nhello\r\n0\r\nX\r\n\r\n", id="no trailer"),
        pytest.param(CHUNKED + b"5\r\nhello\r\n" + b"9" * 300 + b"\r\n", id="an endless size"),
        pytest.param(CHUNKED + b"5\r\nhello\r\n0\r\nA: " + b"a" * 9000 + b"\r\n\r\n", id="an endless trailer"),
    ],
)  # fmt: skip
def test_chunks_that_turn_bad_are_cut_off(
    door: GatewayDoor, upstream: Upstream, data: bytes
) -> None:
    says(upstream, data)
    with door.dial(LAST) as sock:
        found = everything(sock)

    assert found.startswith((b"HTTP/1.1 200", b"HTTP/1.1 502"))
    assert not found.endswith(b"0\r\n\r\n")


@pytest.mark.parametrize("extra", [b"X", reply(b"poison"), b"HTTP/1.1 200 OK\r\n"])
def test_bytes_after_an_answer_answer_nobody(
    door: GatewayDoor, upstream: Upstream, extra: bytes
) -> None:
    def script(exchange: Exchange) -> None:
        exchange.send(reply(b"first") + extra if exchange.target == b"/1" else reply(b"second"))

    upstream.script = script
    asked = message(b"GET /1 HTTP/1.1") + message(b"GET /2 HTTP/1.1")
    with door.dial(asked) as sock:
        found = answers(sock)

        assert [next(found)[1], next(found)[1]] == [b"first", b"second"]


@pytest.mark.parametrize(
    ("location", "seen"),
    [
        pytest.param(b"http://127.0.0.1:%d/x", b"http://front.example/x", id="the upstream's own"),
        pytest.param(b"/x?y", b"/x?y", id="relative"),
        pytest.param(b"http://elsewhere.example/x", b"http://elsewhere.example/x", id="elsewhere"),
    ],
)
def test_only_the_upstreams_own_address_is_rewritten(
    door: GatewayDoor, upstream: Upstream, location: bytes, seen: bytes
) -> None:
    value = location % upstream.port if b"%d" in location else location
    says(upstream, reply(b"", b"Location: " + value, status=b"302 Found"))

    assert head_of(door)[1].headers["Location"].encode() == seen


def test_a_status_line_without_its_last_space_is_mended(
    door: GatewayDoor, upstream: Upstream
) -> None:
    date = b"Date: Mon, 23 Nov 2026 09:00:00 GMT"
    bare = reply(b"ok", date).replace(b"200 OK", b"200", 1)
    upstream.script = lambda exchange: exchange.send(bare)
    with door.dial(message(b"GET /a HTTP/1.1")) as sock:
        said = sock.recv(65536)

    assert said.startswith(b"HTTP/1.1 200 \r\n")
    assert said.endswith(b"\r\n\r\nok")


def test_white_space_after_the_coding_means_nothing(door: GatewayDoor, upstream: Upstream) -> None:
    says(upstream, CHUNKED.replace(b"chunked", b"chunked \t") + b"2\r\nok\r\n0\r\n\r\n")
    with door.dial(GET) as sock:
        assert answer(sock)[:2] == (200, b"ok")


@pytest.mark.parametrize("end", [b"\n\n", b"\r\n\n", b"\n\r\n"])
def test_a_head_with_bare_line_ends_is_refused_at_once(
    door: GatewayDoor, upstream: Upstream, end: bytes
) -> None:
    gone: list[bool] = []

    def script(exchange: Exchange) -> None:
        exchange.send(b"HTTP/1.1 200 OK\r\nContent-Length: 0" + end)
        gone.append(exchange.seconds_until_gone(1.0))

    upstream.script = script

    assert head_of(door)[0] == 502
    assert until(lambda: gone == [True])
