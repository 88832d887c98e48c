"""What a request's fields ask of an intermediary, by the letter of RFC 9110 and 9112."""

import socket

import pytest

from tests.fakes.gateway_door import GatewayDoor
from tests.fakes.gunicorn_door import until
from tests.fakes.raw_http import GET, answer, everything, message
from tests.fakes.upstream import Exchange, Upstream, reply


@pytest.fixture(autouse=True)
def _fresh(upstream: Upstream) -> None:
    upstream.requests.clear()
    upstream.script = lambda exchange: exchange.send(reply(b"ok"))


def crossed(door: GatewayDoor, upstream: Upstream, data: bytes) -> Exchange:
    """The request as the upstream saw it."""
    with door.dial(data) as sock:
        assert answer(sock, data.split(b" ")[0].decode())[0] == 200
    return upstream.requests[-1]


@pytest.mark.parametrize(
    ("fields", "gone"),
    [
        pytest.param([b"Connection: X-Hop", b"X-Hop: 1"], b"x-hop", id="one"),
        pytest.param([b"Connection: close, x-hop", b"X-HOP: 1", b"x-hop: 2"], b"x-hop", id="case"),
        pytest.param([b"Connection: X-Hop", b"Connection: close", b"X-Hop: 1"], b"x-hop", id="two lines"),
        pytest.param([b"X-Hop: 1", b"Connection: ,, x-hop ,"], b"x-hop", id="before it, odd commas"),
        pytest.param([b"Connection: cookie", b"Cookie: symfony=1"], b"cookie", id="a field of ours too"),
        pytest.param([b"Keep-Alive: timeout=5"], b"keep-alive", id="unnamed keep-alive"),
        pytest.param([b"Proxy-Connection: keep-alive"], b"proxy-connection", id="proxy-connection"),
        pytest.param([b"TE: trailers"], b"te", id="te"),
        pytest.param([b"Trailer: X"], b"trailer", id="trailer"),
    ],
)  # fmt: skip
def test_fields_of_the_clients_connection_stop_here(
    door: GatewayDoor, upstream: Upstream, fields: list[bytes], gone: bytes
) -> None:
    seen = crossed(door, upstream, message(b"GET /a HTTP/1.1", *fields))

    assert seen.values(gone) == []
    assert seen.values(b"connection") == []


@pytest.mark.parametrize("name", [b"Host", b"Content-Length", b"Transfer-Encoding"])
def test_the_message_itself_cannot_be_named_away(
    door: GatewayDoor, upstream: Upstream, name: bytes
) -> None:
    upstream.script = lambda exchange: exchange.send(reply(exchange.read(5)))
    data = message(b"POST /a HTTP/1.1", b"Connection: " + name, b"Content-Length: 5", body=b"hello")
    seen = crossed(door, upstream, data)

    assert (seen.values(b"host"), seen.values(b"content-length")) == ([b"front.example"], [b"5"])


def test_via_tells_every_proxy_on_the_way(door: GatewayDoor, upstream: Upstream) -> None:
    seen = crossed(door, upstream, message(b"GET /a HTTP/1.1", b"Via: 1.0 squid"))

    assert seen.values(b"via") == [b"1.0 squid", b"1.1 figuier"]


def test_repeated_fields_stay_lines_in_their_order(door: GatewayDoor, upstream: Upstream) -> None:
    lines = [b"Accept: a", b"X-A: 1", b"Accept: b", b"x-a: 2", b"X-Empty:", b"X-A:   3"]
    seen = crossed(door, upstream, message(b"GET /a HTTP/1.1", *lines))

    assert [line for line in seen.fields if line in lines] == lines


@pytest.mark.parametrize(
    ("version", "via"), [(b"HTTP/1.1", b"1.1 figuier"), (b"HTTP/1.0", b"1.0 figuier")]
)
def test_the_upstream_is_always_spoken_to_in_http_1_1(
    door: GatewayDoor, upstream: Upstream, version: bytes, via: bytes
) -> None:
    seen = crossed(door, upstream, message(b"GET /a " + version))

    assert seen.line == b"GET /a HTTP/1.1"
    assert seen.values(b"via") == [via]


@pytest.mark.parametrize(
    "data",
    [
        message(b"GET /a HTTP/1.0", b"Connection: keep-alive"),
        message(b"GET /a HTTP/1.1", b"Connection: close"),
        message(b"GET /a HTTP/1.1", b"Connection: Keep-Alive, CLOSE"),
        message(b"GET /lotb HTTP/1.1", b"Connection: close"),
        message(b"GET /-/health HTTP/1.0"),
    ],
    ids=["1.0 is closed, whatever it says", "close", "close among others", "python", "our page"],
)
def test_a_last_request_is_told_so_and_closed(door: GatewayDoor, data: bytes) -> None:
    with door.dial(data) as sock:
        found = everything(sock)

    assert found.startswith(b"HTTP/1.1 200 ")
    assert found.partition(b"\r\n\r\n")[0].count(b"Connection: close") == 1


@pytest.mark.parametrize("path", [b"/a", b"/lotb", b"/-/health", b"/a%00b"])
def test_head_is_answered_with_the_length_and_no_content(
    door: GatewayDoor, upstream: Upstream, path: bytes
) -> None:
    upstream.script = lambda exchange: exchange.send(
        b"HTTP/1.1 200 OK\r\nContent-Length: 1234\r\n\r\n"
    )
    with door.dial(message(b"HEAD " + path + b" HTTP/1.1") + message(b"HEAD /b HTTP/1.1")) as sock:
        stream = sock.makefile("rb")
        heads = [list(iter(stream.readline, b"\r\n")) for _ in range(2)]

    assert [head[0].split(b" ")[0] for head in heads] == [b"HTTP/1.1", b"HTTP/1.1"]
    lengths = [line for line in heads[0] if line.lower().startswith(b"content-length:")]
    assert len(lengths) == 1
    assert int(lengths[0].split()[1]) > 0


def test_expect_is_passed_on_and_the_interim_answer_back(
    door: GatewayDoor, upstream: Upstream
) -> None:
    def script(exchange: Exchange) -> None:
        exchange.send(
            b"HTTP/1.1 100 Continue\r\nConnection: X-Hop\r\nX-Hop: 1\r\nX-Kept: 1\r\n\r\n"
        )
        exchange.send(reply(exchange.read(5)))

    upstream.script = script
    data = message(b"POST /a HTTP/1.1", b"Expect: 100-Continue", b"Content-Length: 5")
    with door.dial(data) as sock:
        stream = sock.makefile("rb")
        interim = list(iter(stream.readline, b"\r\n"))
        sock.sendall(b"hello")
        final = list(iter(stream.readline, b"\r\n"))
        body = stream.read(5)

    assert interim == [b"HTTP/1.1 100 Continue\r\n", b"X-Kept: 1\r\n"]
    assert (final[0], body) == (b"HTTP/1.1 200 OK\r\n", b"hello")
    assert upstream.requests[0].values(b"expect") == [b"100-Continue"]


def test_an_upload_that_is_refused_first_is_never_sent(
    door: GatewayDoor, upstream: Upstream
) -> None:
    upstream.script = lambda exchange: exchange.send(reply(b"no", status=b"417 Expectation Failed"))
    data = message(b"POST /a HTTP/1.1", b"Expect: 100-continue", b"Content-Length: 5")
    with door.dial(data) as sock:
        status, body, response = answer(sock)

    assert (status, body, response.headers["Connection"]) == (417, b"no", "close")


def test_python_says_continue_too(door: GatewayDoor) -> None:
    data = message(b"POST /lotb HTTP/1.1", b"Expect: 100-continue", b"Content-Length: 5")
    with door.dial(data) as sock:
        stream = sock.makefile("rb")
        assert stream.readline() == b"HTTP/1.1 100 Continue\r\n"
        assert stream.readline() == b"\r\n"
        sock.sendall(b"hello")

        assert stream.readline() == b"HTTP/1.1 200 OK\r\n"


def test_http_1_0_knows_no_interim_answers(door: GatewayDoor, upstream: Upstream) -> None:
    hints = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"
    upstream.script = lambda exchange: exchange.send(hints + reply(b"ok"))
    with door.dial(message(b"GET /a HTTP/1.0", b"Expect: 100-continue")) as sock:
        found = everything(sock)

    assert found.startswith(b"HTTP/1.1 200 OK\r\n")
    assert upstream.requests[0].values(b"expect") == []


@pytest.mark.parametrize(
    "fields",
    [
        [b"Max-Forwards: -1"], [b"Max-Forwards: a"], [b"Max-Forwards: 1, 2"],
        [b"Max-Forwards: 1", b"Max-Forwards: 2"], [b"Max-Forwards: 99999999999"],
    ],
)  # fmt: skip
def test_a_countdown_that_is_no_number_is_refused(
    door: GatewayDoor, upstream: Upstream, fields: list[bytes]
) -> None:
    with door.dial(message(b"OPTIONS /a HTTP/1.1", *fields)) as sock:
        assert answer(sock)[0] == 400
    assert upstream.requests == []


def test_a_trace_that_starts_here_has_no_state_of_another(
    door: GatewayDoor, upstream: Upstream
) -> None:
    good = b"traceparent: 00-" + b"a" * 32 + b"-" + b"b" * 16 + b"-01"
    kept = crossed(door, upstream, message(b"GET /a HTTP/1.1", b"tracestate: x=1", good))
    lost = crossed(door, upstream, message(b"GET /a HTTP/1.1", b"tracestate: x=1"))

    assert (kept.values(b"tracestate"), lost.values(b"tracestate")) == ([b"x=1"], [])


def test_a_trace_of_the_connection_alone_ends_and_another_starts(
    door: GatewayDoor, upstream: Upstream
) -> None:
    theirs = b"00-" + b"a" * 32 + b"-" + b"b" * 16 + b"-01"
    fields = [b"traceparent: " + theirs, b"tracestate: x=1", b"Connection: traceparent"]
    seen = crossed(door, upstream, message(b"GET /a HTTP/1.1", *fields))

    assert len(seen.values(b"traceparent")) == 1
    assert seen.values(b"traceparent") != [theirs]
    assert seen.values(b"tracestate") == []


def test_one_empty_line_before_a_request_is_overlooked(door: GatewayDoor) -> None:
    with door.dial(b"\r\n" + GET) as sock:
        assert answer(sock)[0] == 200
        sock.sendall(b"\r\n" + GET)
        assert answer(sock)[0] == 200


def test_a_request_may_arrive_one_byte_at_a_time(door: GatewayDoor, upstream: Upstream) -> None:
    upstream.script = lambda exchange: exchange.send(reply(exchange.read_until(b"0\r\n\r\n")))
    data = message(
        b"POST /a HTTP/1.1",
        b"Transfer-Encoding: chunked",
        body=b"5;x\r\nhello\r\n0\r\nA: b\r\n\r\n",
    )
    with door.dial() as sock:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for byte in data:
            sock.sendall(bytes([byte]))

        assert answer(sock)[:2] == (200, b"5\r\nhello\r\n0\r\n\r\n")


def test_a_client_that_leaves_in_its_upload_leaves_it_incomplete(
    door: GatewayDoor, upstream: Upstream
) -> None:
    seen: list[bytes] = []
    upstream.script = lambda exchange: seen.append(exchange.read(10))
    with door.dial(message(b"POST /a HTTP/1.1", b"Content-Length: 10", body=b"hello")):
        assert until(lambda: len(upstream.requests) == 1)

    assert until(lambda: seen == [b"hello"], 1.0)


def test_a_later_http_1_is_read_as_1_1(door: GatewayDoor, upstream: Upstream) -> None:
    line = b"X-A: GET /b HTTP/1.3"
    for _ in range(2):
        seen = crossed(door, upstream, message(b"GET /a HTTP/1.2", line))

        assert seen.line == b"GET /a HTTP/1.1"
        assert line in seen.fields


def test_tabs_around_the_coding_mean_nothing(door: GatewayDoor, upstream: Upstream) -> None:
    upstream.script = lambda exchange: exchange.send(reply(exchange.read_until(b"0\r\n\r\n")))
    fields = [b"Transfer-Encoding:\tchunked\t"]
    data = message(b"POST /a HTTP/1.1", *fields, body=b"5\r\nhello\r\n0\r\n\r\n")
    seen = crossed(door, upstream, data)

    assert seen.values(b"transfer-encoding") == [b"chunked"]


@pytest.mark.parametrize("fields", [[], [b"Transfer-Encoding:\tchunked"]])
@pytest.mark.parametrize("version", [b"1.1", b"1.2"])
def test_no_odd_spelling_makes_two_framings_one(
    door: GatewayDoor, upstream: Upstream, version: bytes, fields: list[bytes]
) -> None:
    both = [b"Transfer-Encoding:\tchunked\t", *(fields or [b"Content-Length: 5"])]
    with door.dial(message(b"POST /a HTTP/" + version, *both, body=b"0\r\n\r\n")) as sock:
        assert answer(sock)[0] == 400
    assert upstream.requests == []
