"""Heads have one reading, or none."""

import pytest

from proxy.gateway.heads import (
    HeadRefused,
    read_request_head,
    read_response_head,
    without_empty_lines,
)
from proxy.gateway.limits import Limits

LIMITS = Limits()


def request(line: bytes, *fields: bytes) -> bytes:
    return b"\r\n".join([line, b"Host: a", *fields, b"", b""])


def test_fields_keep_order_case_and_repetition() -> None:
    head = read_request_head(request(b"GET /a HTTP/1.1", b"X-A: 1", b"x-a: 2", b"Empty:"), LIMITS)

    assert head.method == b"GET"
    assert head.target == b"/a"
    assert head.fields == [(b"Host", b"a"), (b"X-A", b"1"), (b"x-a", b"2"), (b"Empty", b"")]
    assert head.lines[1:-2] == [b"Host: a", b"X-A: 1", b"x-a: 2", b"Empty:"]


@pytest.mark.parametrize(
    "target",
    [
        b'/a%2Fb%2e%2e//c?x=%zz&y[]="<>{}|^`\\',
        b"//evil.example/x",
        b"/caf\xc3\xa9?\xff=\xfe",
        b"*",
        b"http://a/b?c",
    ],
)
def test_a_target_stays_byte_for_byte(target: bytes) -> None:
    method = b"OPTIONS" if target == b"*" else b"GET"

    assert (
        read_request_head(request(method + b" " + target + b" HTTP/1.1"), LIMITS).target == target
    )


@pytest.mark.parametrize(
    ("head", "status"),
    [
        pytest.param(request(b"GET /a b HTTP/1.1"), 400, id="space in the target"),
        pytest.param(b"\n" + request(b"GET /a HTTP/1.1"), 400, id="bare LF before it"),
        pytest.param(b"\n\r\n\r\n", 400, id="bare LF alone"),
        pytest.param(b"\r" + request(b"GET /a HTTP/1.1"), 400, id="bare CR before it"),
        pytest.param(request(b"GET\t/a\tHTTP/1.1"), 400, id="tabs"),
        pytest.param(request(b"GET  /a HTTP/1.1"), 400, id="two spaces before the target"),
        pytest.param(request(b"GET /a  HTTP/1.1"), 400, id="two spaces before the version"),
        pytest.param(request(b"GET /a\x01 HTTP/1.1"), 400, id="control byte in the target"),
        pytest.param(request(b"GET /a\x7f HTTP/1.1"), 400, id="DEL in the target"),
        pytest.param(request(b"GET abc HTTP/1.1"), 400, id="no leading slash"),
        pytest.param(request(b"GET /a HTTP/9.9"), 505, id="unknown version"),
        pytest.param(request(b"GET /a HTTP/2.0"), 505, id="HTTP/2 as text"),
        pytest.param(request(b"GET /a"), 400, id="HTTP/0.9"),
        pytest.param(request(b"PURGEIT /a HTTP/1.1"), 501, id="unknown method"),
        pytest.param(request(b"PURGE-IT /a HTTP/1.1"), 501, id="unknown method with a hyphen"),
        pytest.param(request(b"PURGE@IT /a HTTP/1.1"), 400, id="no method"),
        pytest.param(request(b"get /a HTTP/1.1"), 501, id="method in lower case"),
        pytest.param(request(b"TRACE /a HTTP/1.1"), 405, id="TRACE"),
        pytest.param(request(b"CONNECT a:80 HTTP/1.1"), 405, id="CONNECT"),
        pytest.param(request(b"GET /a HTTP/1.1", b"X Y: z"), 400, id="space in a name"),
        pytest.param(request(b"GET /a HTTP/1.1", b"X : z"), 400, id="space before the colon"),
        pytest.param(request(b"GET /a HTTP/1.1", b": z"), 400, id="no name"),
        pytest.param(request(b"GET /a HTTP/1.1", b"X"), 400, id="no colon"),
        pytest.param(request(b"GET /a HTTP/1.1", b"X: a\x00"), 400, id="NUL"),
        pytest.param(request(b"GET /a HTTP/1.1", b"X: a\rY: b"), 400, id="bare CR"),
        pytest.param(request(b"GET /a HTTP/1.1", b"X: a\nY: b"), 400, id="bare LF"),
        pytest.param(request(b"GET /a HTTP/1.1", b"X: a", b" b"), 400, id="folded line"),
        pytest.param(
            request(b"POST /a HTTP/1.1", b"Content-Length: 1", b"Transfer-Encoding: chunked"),
            400,
            id="two framings",
        ),
        pytest.param(
            request(b"POST /a HTTP/1.1", b"Content-Length: 1", b"Content-Length: 1"),
            400,
            id="the length twice",
        ),
        pytest.param(request(b"POST /a HTTP/1.1", b"Content-Length: +1"), 400, id="signed length"),
        pytest.param(request(b"POST /a HTTP/1.1", b"Content-Length: 1;a"), 400, id="odd length"),
        pytest.param(
            request(b"POST /a HTTP/1.1", b"Content-Length: " + b"9" * 30), 400, id="huge length"
        ),
        pytest.param(request(b"GET /" + b"a" * 9000 + b" HTTP/1.1"), 414, id="long line"),
        pytest.param(request(b"GET /a HTTP/1.1", b"X: " + b"a" * 40000), 431, id="long head"),
        pytest.param(request(b"GET /a HTTP/1.1", *[b"X: a"] * 100), 431, id="many fields"),
    ],
)
def test_a_doubtful_request_is_refused(head: bytes, status: int) -> None:
    with pytest.raises(HeadRefused) as refusal:
        read_request_head(head, LIMITS)

    assert refusal.value.status == status


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(b"HTTP/1.1 99 Low\r\n\r\n", id="two digits"),
        pytest.param(b"HTTP/1.1 600 High\r\n\r\n", id="over 599"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: abc\r\n\r\n", id="odd length"),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\n", id="two lengths"
        ),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
            id="two framings",
        ),
        pytest.param(b"HTTP/1.1 200 OK\r\nX: a\rSet-Cookie: b\r\n\r\n", id="bare CR"),
        pytest.param(b"\x16\x03\x01\x00garbage\r\n\r\n", id="garbage"),
        pytest.param(b"HTTP/1.1 200 OK\r\nX: " + b"a" * 40000 + b"\r\n\r\n", id="long head"),
        pytest.param(b"HTTP/1.1 200 OK\r\n" + b"X: a\r\n" * 101 + b"\r\n", id="many fields"),
    ],
)
def test_a_doubtful_answer_is_a_bad_gateway(head: bytes) -> None:
    with pytest.raises(HeadRefused) as refusal:
        read_response_head(head, LIMITS)

    assert refusal.value.status == 502


@pytest.mark.parametrize("status", [100, 101, 103, 200, 204, 299, 304, 418, 451, 599])
def test_unusual_statuses_are_read(status: int) -> None:
    fields = b"Connection: upgrade\r\nUpgrade: websocket\r\n" if status == 101 else b""
    data = b"HTTP/1.1 %d Odd Reason\r\n%bX: \xe9\r\n\r\n" % (status, fields)
    head = read_response_head(data, LIMITS)

    assert head.status == status
    assert head.fields[-1] == (b"X", b"\xe9")


@pytest.mark.parametrize(
    ("data", "left"),
    [
        (b"\r\nGET", b"GET"),
        (b"\r\n\r\nGET", b"GET"),
        (b"\r\n\nGET", b"\nGET"),
        (b"GET\r\n", b"GET\r\n"),
    ],
)
def test_empty_lines_before_a_request_are_overlooked_and_nothing_else(
    data: bytes, left: bytes
) -> None:
    assert without_empty_lines(data) == left
