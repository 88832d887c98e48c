"""What the gateway is no party to passes as it is; what two readers could read in two ways does not."""

import pytest

from tests.fakes.gateway_door import GatewayDoor
from tests.fakes.gunicorn_door import until
from tests.fakes.raw_http import answer, everything, message
from tests.fakes.upstream import Exchange, Upstream, reply

TAG = b'"v1"'
DATE = b"Date: Mon, 23 Nov 2026 10:00:00 GMT"


@pytest.fixture(autouse=True)
def _fresh(upstream: Upstream) -> None:
    upstream.requests.clear()
    upstream.script = lambda exchange: exchange.send(reply(b"ok"))


def pages(exchange: Exchange) -> None:
    """A page with a tag and ranges, as a web server serves a file."""
    if exchange.values(b"if-none-match") == [TAG]:
        exchange.send(b'HTTP/1.1 304 Not Modified\r\nETag: "v1"\r\n\r\n')
    elif exchange.values(b"if-match") not in ([], [TAG]):
        exchange.send(reply(b"", status=b"412 Precondition Failed"))
    elif exchange.values(b"range") == [b"bytes=2-4"] and exchange.values(b"if-range") in (
        [],
        [TAG],
    ):
        fields = (b'ETag: "v1"', b"Content-Range: bytes 2-4/10", b"Accept-Ranges: bytes")
        exchange.send(reply(b"234", *fields, status=b"206 Partial Content"))
    elif exchange.values(b"range") == [b"bytes=99-"]:
        fields = (b"Content-Range: bytes */10",)
        exchange.send(reply(b"", *fields, status=b"416 Range Not Satisfiable"))
    else:
        exchange.send(reply(b"0123456789", b'ETag: "v1"', b"Accept-Ranges: bytes"))


@pytest.mark.parametrize(
    ("fields", "status", "body"),
    [
        pytest.param([], 200, b"0123456789", id="plain"),
        pytest.param([b'If-None-Match: "v1"'], 304, b"", id="not modified"),
        pytest.param([b'If-None-Match: "v0"'], 200, b"0123456789", id="modified"),
        pytest.param([b'If-Match: "v0"'], 412, b"", id="lost update"),
        pytest.param([b"Range: bytes=2-4"], 206, b"234", id="range"),
        pytest.param([b"Range: bytes=2-4", b'If-Range: "v1"'], 206, b"234", id="range of this one"),
        pytest.param([b"Range: bytes=2-4", b'If-Range: "v0"'], 200, b"0123456789", id="another one"),
        pytest.param([b"Range: bytes=99-"], 416, b"", id="beyond the end"),
    ],
)  # fmt: skip
def test_conditions_and_ranges_are_for_the_upstream(
    door: GatewayDoor, upstream: Upstream, fields: list[bytes], status: int, body: bytes
) -> None:
    upstream.script = pages
    with door.dial(message(b"GET /file HTTP/1.1", *fields)) as sock:
        found, content, response = answer(sock)

        assert (found, content) == (status, body)
        if status in (200, 206, 304):
            assert response.headers["ETag"] == '"v1"'
        if status == 206:
            assert response.headers["Content-Range"] == "bytes 2-4/10"
        # In step: what follows is the next answer.
        sock.sendall(message(b"GET /file HTTP/1.1"))
        assert answer(sock)[:2] == (200, b"0123456789")


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(b"Content-Length: 5\r\nTransfer-Encoding: chunked", id="length and chunks"),
        pytest.param(b"Transfer-Encoding: chunked\r\nContent-Length: 5", id="chunks and length"),
        pytest.param(b"Content-Length: 5\r\nContent-Length: 6", id="two lengths"),
        pytest.param(b"Content-Length: 5\r\nContent-Length: 5", id="one length twice"),
        pytest.param(b"Content-Length: 5, 5", id="a list of lengths"),
        pytest.param(b"Content-Length: +5", id="a sign"),
        pytest.param(b"Content-Length: 0x5", id="hexadecimal"),
        pytest.param(b"Content-Length: 5 5", id="two numbers"),
        pytest.param(b"Content-Length:", id="no length"),
        pytest.param(b"Content-Length: " + b"0" * 5000 + b"5", id="thousands of digits"),
        pytest.param(b"Content-Length : 5", id="space before the colon"),
        pytest.param(b"Transfer-Encoding: xchunked", id="nearly chunked"),
        pytest.param(b"Transfer-Encoding: chunked, identity", id="chunked, then another"),
        pytest.param(b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", id="chunked twice"),
        pytest.param(b"Transfer-Encoding:\x0bchunked", id="control character"),
        pytest.param(b"Transfer-Encoding: chunked\r\n x: y", id="folded"),
        pytest.param(b"X: y\nTransfer-Encoding: chunked", id="bare line end"),
        pytest.param(b"X: y\rTransfer-Encoding: chunked", id="bare carriage return"),
    ],
)  # fmt: skip
def test_a_body_of_two_readings_ends_the_connection_and_reaches_nobody(
    door: GatewayDoor, upstream: Upstream, head: bytes
) -> None:
    hidden = message(b"GET /hidden HTTP/1.1")
    body = b"0\r\n\r\n" + hidden
    with door.dial(message(b"POST /a HTTP/1.1", head) + body) as sock:
        found = everything(sock)

    assert found[9:12] in (b"400", b"501")
    assert found.count(b"HTTP/1.1 ") == 1
    assert upstream.requests == []


@pytest.mark.parametrize(
    ("host", "status"),
    [
        (b"front.example", 200), (b"FRONT.Example", 200), (b"front.example.", 200),
        (b"front.example:8443", 200), (b"front.example:99999", 400), (b"front.example:", 200),
        (b"front.example..", 400), (b"[::1]", 421), (b"front.example.evil", 421), (b"", 400),
        (b"front.example@evil", 400), (b"front.example/x", 400), (b"front example", 400),
        (b"front.example, evil", 400), (b"xn--frnt-5na.example", 421),
    ],
)  # fmt: skip
def test_only_a_host_of_the_table_is_served(
    door: GatewayDoor, upstream: Upstream, host: bytes, status: int
) -> None:
    with door.dial(message(b"GET /a HTTP/1.1", host=host)) as sock:
        assert answer(sock)[0] == status

    assert len(upstream.requests) == (status == 200)


@pytest.mark.parametrize(
    ("target", "asked"),
    [
        (b"http://front.example", b"*"), (b"http://front.example/", b"/"),
        (b"http://front.example?x", b"/?x"), (b"*", b"*"), (b"/a", b"/a"),
    ],
)  # fmt: skip
def test_options_of_a_whole_server_ask_for_the_asterisk(
    door: GatewayDoor, upstream: Upstream, target: bytes, asked: bytes
) -> None:
    with door.dial(message(b"OPTIONS " + target + b" HTTP/1.1")) as sock:
        assert answer(sock)[0] == 200

    assert upstream.requests[0].line == b"OPTIONS " + asked + b" HTTP/1.1"


def line_of(door: GatewayDoor, path: str) -> dict[str, object]:
    """The last line of the log, once it is about this path."""
    assert until(lambda: [line["path"] for line in door.lines()[-1:]] == [path])
    return door.lines()[-1]


def test_a_line_of_the_log_says_who_answered_and_why(door: GatewayDoor, upstream: Upstream) -> None:
    told = {
        "/a": ("front", None, None, "legacy", "unclaimed", 200),
        "/lotb": ("front", "lotb", "python", "python", "stage", 200),
        "/a%00b": ("front", None, None, "refused", "target-ambiguous", 400),
    }
    digest = door.health()["table"]["digest"]  # type: ignore[index,call-overload]
    for path, facts in told.items():
        with door.dial(message(b"GET %b?q=1 HTTP/1.1" % path.encode())) as sock:
            _, body, response = answer(sock)
        names = ("backend", "lot", "stage", "side", "reason", "status")
        line = line_of(door, path)

        assert tuple(line[name] for name in names) == facts
        assert digest.startswith(line["table"])
        assert len(str(line["table"])) == 12
        assert (line["method"], line["client"], line["host"]) == (
            "GET",
            "127.0.0.1",
            "front.example",
        )
        if path != "/lotb":
            assert line["bytes"] == len(body)
        if path == "/a":
            assert [str(line["request_id"]).encode()] == upstream.requests[-1].values(
                b"x-request-id"
            )
        if path == "/a%00b":
            assert line["request_id"] == response.headers["X-Request-Id"]


def test_the_host_in_force_is_logged(door: GatewayDoor) -> None:
    data = b"GET http://front.example/effective HTTP/1.1\r\nHost: evil.example\r\n\r\n"
    with door.dial(data) as sock:
        assert answer(sock)[0] == 200

    assert line_of(door, "/effective")["host"] == "front.example"
