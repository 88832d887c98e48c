"""Requests, as they cross the gateway on real sockets."""

from http.client import HTTPResponse

import pytest

from tests.fakes.gateway_door import GatewayDoor
from tests.fakes.gunicorn_door import until
from tests.fakes.raw_http import answer, answers, everything, message
from tests.fakes.upstream import Exchange, Upstream, reply


@pytest.fixture(autouse=True)
def _fresh(upstream: Upstream) -> None:
    upstream.requests.clear()
    upstream.script = lambda exchange: exchange.send(reply(exchange.target))


def ask(door: GatewayDoor, data: bytes) -> tuple[int, bytes, HTTPResponse]:
    with door.dial(data) as sock:
        return answer(sock, data.split(b" ")[0].decode())


@pytest.mark.parametrize(
    ("line", "fields", "status"),
    [
        pytest.param(b"HEAD /a HTTP/1.1", [b"Expect: x"], 417, id="expectation"),
        pytest.param(b"HEAD /a HTTP/1.1", [b"Transfer-Encoding: gzip"], 400, id="coding"),
        pytest.param(b"HEAD /a HTTP/1.1", [b"X-A: \x01"], 400, id="control character"),
        pytest.param(b"HEAD /a HTTP/1.1", [b"Host: other.example"], 400, id="two hosts"),
        pytest.param(b"HEAD /" + b"a" * 20_000, [], 414, id="half a long line"),
    ],
)
def test_a_head_request_that_cannot_be_used_is_answered_without_content(
    door: GatewayDoor, line: bytes, fields: list[bytes], status: int
) -> None:
    data = message(line, *fields) if fields else line
    with door.dial(data) as sock:
        head, _, content = everything(sock).partition(b"\r\n\r\n")

    assert head.startswith(b"HTTP/1.1 %d " % status)
    assert b"\r\nContent-Length: 0" not in head
    assert content == b""


@pytest.mark.parametrize("target", [b"/a%2Fb//c/%2e%2e/d?x=%zz&y[]=1", b"/x+y%20z?a=1&a=2&&="])
def test_the_target_reaches_the_upstream_byte_for_byte(
    door: GatewayDoor, upstream: Upstream, target: bytes
) -> None:
    ask(door, message(b"GET " + target + b" HTTP/1.1"))

    assert upstream.requests[0].target == target


def test_what_the_client_says_of_itself_is_replaced(door: GatewayDoor, upstream: Upstream) -> None:
    lies = [
        b"X-Forwarded-For: 6.6.6.6", b"X_Forwarded_Host: evil", b"Forwarded: for=6.6.6.6",
        b"X-Remote-User: admin", b"X-Figuier-Site: -", b"Proxy: evil", b"X-Request-Id: mine",
    ]  # fmt: skip
    ask(door, message(b"GET /a HTTP/1.1", *lies, b"Connection: keep-alive, X-Hop", b"X-Hop: 1"))

    seen = upstream.requests[0]
    assert seen.values(b"x-forwarded-for") == [b"127.0.0.1"]
    assert seen.values(b"x-forwarded-host") == [b"front.example"]
    assert seen.values(b"via") == [b"1.1 figuier"]
    assert not [f for f in seen.fields if b"evil" in f or b"6.6.6.6" in f or b"admin" in f]
    assert not seen.values(b"x-hop")
    assert not seen.values(b"connection")
    assert len(seen.values(b"x-request-id")[0]) == 32
    assert seen.values(b"traceparent")[0].split(b"-")[1] == seen.values(b"x-request-id")[0]


def test_a_trace_goes_on_and_a_broken_one_starts_anew(
    door: GatewayDoor, upstream: Upstream
) -> None:
    good = b"traceparent: 00-" + b"a" * 32 + b"-" + b"b" * 16 + b"-01"
    ask(door, message(b"GET /a HTTP/1.1", good))
    ask(door, message(b"GET /a HTTP/1.1", b"traceparent: 00-" + b"0" * 32 + b"-x"))

    assert upstream.requests[0].values(b"traceparent") == [good[13:]]
    assert upstream.requests[1].values(b"traceparent")[0].startswith(b"00-")
    assert len(upstream.requests[1].values(b"traceparent")) == 1


def test_a_chunked_upload_arrives_without_extensions_or_trailers(
    door: GatewayDoor, upstream: Upstream
) -> None:
    def take(exchange: Exchange) -> None:
        exchange.send(reply(exchange.read_until(b"0\r\n\r\n")))

    upstream.script = take
    body = b"5;x=y\r\nhello\r\n0\r\nX-Remote-User: admin\r\n\r\n"
    status, seen, _ = ask(
        door, message(b"POST /a HTTP/1.1", b"Transfer-Encoding: chunked", body=body)
    )

    assert (status, seen) == (200, b"5\r\nhello\r\n0\r\n\r\n")


def test_pipelined_requests_are_answered_in_order(door: GatewayDoor) -> None:
    with door.dial(b"".join(message(b"GET /%d HTTP/1.1" % n) for n in range(20))) as sock:
        found = answers(sock)
        bodies = [next(found)[1] for _ in range(20)]

    assert bodies == [b"/%d" % n for n in range(20)]


def test_a_request_after_an_upload_is_read_in_step(door: GatewayDoor, upstream: Upstream) -> None:
    upstream.script = lambda exchange: exchange.send(
        reply(exchange.read(5) if exchange.line.startswith(b"POST") else exchange.target)
    )
    data = message(b"POST /a HTTP/1.1", b"Content-Length: 5", body=b"hello")
    with door.dial(data + message(b"GET /next HTTP/1.1")) as sock:
        found = answers(sock)

        assert [next(found), next(found)] == [(200, b"hello"), (200, b"/next")]


@pytest.mark.parametrize(
    ("data", "status"),
    [
        pytest.param(b"GET / HTTP/1.1\r\n\r\n", 400, id="no Host"),
        pytest.param(message(b"GET / HTTP/1.1", b"Host: evil.example"), 400, id="Host twice"),
        pytest.param(b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", 421, id="unknown Host"),
        pytest.param(message(b"GET /a%00b HTTP/1.1"), 400, id="NUL in the path"),
        pytest.param(message(b"GET /front_dev.php/x HTTP/1.1"), 404, id="development controller"),
        pytest.param(message(b"POST / HTTP/1.1", b"Expect: 200-ok"), 417, id="odd expectation"),
        pytest.param(
            message(b"POST / HTTP/1.1", b"Transfer-Encoding: gzip, chunked"), 501, id="gzip"
        ),
        pytest.param(
            message(b"POST / HTTP/1.1", b"Content-Length: 9999999999999"), 413, id="too big"
        ),
        pytest.param(message(b"GET / HTTP/1.1").replace(b"\r\n", b"\n"), 400, id="bare LF"),
    ],
)
def test_what_has_no_single_reading_never_reaches_the_upstream(
    door: GatewayDoor, upstream: Upstream, data: bytes, status: int
) -> None:
    found, page, response = ask(door, data)

    assert found == status
    assert b'lang="fr"' in page
    assert response.headers["X-Request-Id"].encode() in page
    assert upstream.requests == []


def test_a_body_that_turns_bad_is_never_complete_upstream(
    door: GatewayDoor, upstream: Upstream
) -> None:
    ended: list[bytes] = []
    upstream.script = lambda exchange: ended.append(exchange.read_until(b"0\r\n\r\n"))
    with door.dial(message(b"POST /a HTTP/1.1", b"Transfer-Encoding: chunked")) as sock:
        sock.sendall(b"5\r\nhello\r\n")
        assert until(lambda: len(upstream.requests) == 1)
        sock.sendall(b"0x5\r\nhello\r\n0\r\n\r\n")
        status, _, response = answer(sock)

    assert (status, response.headers["Connection"]) == (400, "close")
    assert until(lambda: bool(ended))
    assert not ended[0].endswith(b"0\r\n\r\n")


def test_a_client_that_leaves_takes_its_upstream_request_with_it(
    door: GatewayDoor, upstream: Upstream
) -> None:
    gone: list[bool] = []
    upstream.script = lambda exchange: gone.append(exchange.seconds_until_gone(3))
    with door.dial(message(b"GET /a HTTP/1.1")):
        assert until(lambda: len(upstream.requests) == 1)

    assert until(lambda: gone == [True], 1.0)
    left = "ClientWentAway: it left before the end"
    assert until(lambda: left in [line["error"] for line in door.lines()])
    assert {ln["status"] for ln in door.lines() if ln["error"] == left} == {499}


def test_an_early_answer_to_an_upload_reaches_the_client(
    door: GatewayDoor, upstream: Upstream
) -> None:
    def refuse(exchange: Exchange) -> None:
        exchange.send(reply(b"too big", status=b"413 Content Too Large"))

    upstream.script = refuse
    with door.dial(message(b"POST /a HTTP/1.1", b"Content-Length: 50000000")) as sock:
        sock.sendall(b"x" * 100_000)
        status, body, response = answer(sock)

    assert (status, body, response.headers["Connection"]) == (413, b"too big", "close")


def test_no_query_cookie_or_key_is_logged(door: GatewayDoor) -> None:
    path = b"/forgot_password/0123456789abcdef0123456789abcdef"
    ask(door, message(b"GET " + path + b"?token=secret HTTP/1.1", b"Cookie: symfony=secret"))

    assert until(
        lambda: bool(door.lines()) and door.lines()[-1]["path"] == "/forgot_password/[key]"
    )
    assert "secret" not in door.access_log.read_text()


def test_a_migrated_lot_is_answered_by_flask(door: GatewayDoor, upstream: Upstream) -> None:
    status, body, _ = ask(door, message(b"POST /lotb/x HTTP/1.1", b"Content-Length: 2", body=b"hi"))

    assert status == 200
    assert body.startswith(b"python /lotb/x from 127.0.0.1\n")
    assert body.endswith(b"\nhi")
    assert upstream.requests == []


def test_http_10_gets_a_body_it_can_read(door: GatewayDoor, upstream: Upstream) -> None:
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
    upstream.script = lambda exchange: exchange.send(chunked)
    with door.dial(message(b"GET /a HTTP/1.0")) as sock:
        data = everything(sock)

    assert data.endswith(b"\r\n\r\nhello")
    assert b"Transfer-Encoding" not in data


def test_options_star_and_counted_out_options_are_answered_here(
    door: GatewayDoor, upstream: Upstream
) -> None:
    spent = ask(door, message(b"OPTIONS /a HTTP/1.1", b"Max-Forwards: 0"))
    ask(door, message(b"OPTIONS /a HTTP/1.1", b"Max-Forwards: 5"))

    assert (spent[0], "GET" in spent[2].headers["Allow"]) == (204, True)
    assert upstream.requests[0].values(b"max-forwards") == [b"4"]


def test_an_absolute_target_overrules_the_host(door: GatewayDoor, upstream: Upstream) -> None:
    data = b"GET http://front.example/a?b HTTP/1.1\r\nHost: evil.example\r\n\r\n"
    status, _, _ = ask(door, data)

    assert status == 200
    assert upstream.requests[0].target == b"/a?b"
    assert upstream.requests[0].values(b"host") == [b"front.example"]
