"""What passes between a visitor and the legacy: raw bytes in, raw bytes out."""

import gzip
import http.client
import json
import threading
import time

import pytest

from tests.fakes.gunicorn_door import HOST, answer_on, ask, request, status_on, until
from tests.fakes.upstream import Exchange, reply


@pytest.mark.parametrize(
    "target",
    [b"/a%2Fb/c?x=%e9&z=[1]|", b"/a/../b", b"//x//y", b"/%41?", b"/x;y=1:2@!$'()*,=+", b"/x??"],
)
def test_the_target_reaches_the_legacy_byte_for_byte(door, upstream, target) -> None:
    ask(door, b"GET " + target)

    assert upstream.requests[0].target == target


def test_an_absolute_target_reaches_the_legacy_as_a_path(door, upstream) -> None:
    ask(door, b"GET http://front.example//x%2Fy?q=1")

    assert upstream.requests[0].target == b"//x%2Fy?q=1"
    assert upstream.requests[0].values(b"host") == [b"front.example"]


@pytest.mark.parametrize(
    "fields, status",
    [
        pytest.param([b"Host: front.example:80"], 200, id="port"),
        pytest.param([b"Host: FRONT.example."], 200, id="case and final dot"),
        pytest.param([b"Host: evil.example"], 421, id="unknown"),
        pytest.param([b"Host: front.example:99999"], 400, id="no such port"),
        pytest.param([b"Host:"], 400, id="empty"),
        pytest.param([], 400, id="missing"),
        pytest.param([HOST, HOST], 400, id="twice"),
    ],
)
def test_only_known_hosts_are_served(door, upstream, fields, status) -> None:
    with door.dial(b"\r\n".join([b"GET /x HTTP/1.1", *fields, b"", b""])) as sock:
        assert status_on(sock) == status

    assert len(upstream.requests) == (status == 200)


def test_nothing_forged_reaches_the_legacy(door, upstream) -> None:
    forged = [
        b"X-Forwarded-For: 6.6.6.6",
        b"X-Forwarded-Host: evil.example",
        b"X-Forwarded-Proto: https",
        b"X_Forwarded_Host: evil.example",
        b"Forwarded: for=6.6.6.6;host=evil.example",
        b"X-Remote-User: admin",
        b"Remote_User: admin",
        b"X-Figuier-Site: front",
        b"Proxy: http://6.6.6.6:1/",
        b"SCRIPT_NAME: /evil",
        b"Connection: keep-alive, X-Hop",
        b"X-Hop: 1",
        b"TE: gzip",
    ]

    ask(door, b"GET /x", *forged)

    seen = upstream.requests[0]
    assert seen.values(b"x-forwarded-for") == [b"127.0.0.1"]
    assert seen.values(b"x-forwarded-host") == [b"front.example"]
    assert seen.values(b"x-forwarded-proto") == [b"http"]
    assert seen.values(b"via") == [b"1.1 figuier"]
    assert not any(word in seen.head for word in (b"evil", b"admin", b"6.6.6.6", b"Hop", b"TE:"))


def test_nothing_forged_reaches_python(door) -> None:
    _, body = ask(door, b"GET /lotb/x", b"X-Remote-User: admin", b"X_Remote_User: admin")

    assert b"admin" not in body


@pytest.mark.parametrize("encoding", [b"gzip", b"br"])
@pytest.mark.parametrize(
    "content", [pytest.param(gzip.compress(b"x" * 999), id="true"), pytest.param(b"no", id="lie")]
)
def test_encoded_bodies_pass_untouched(door, upstream, encoding, content) -> None:
    upstream.script = lambda e: e.send(reply(content, b"Content-Encoding: " + encoding))

    response, body = ask(door, b"GET /x", b"Accept-Encoding: gzip, br")

    assert (response.getheader("Content-Encoding"), body) == (encoding.decode(), content)
    assert upstream.requests[0].values(b"accept-encoding") == [b"gzip, br"]


def test_redirects_are_passed_on(door, upstream) -> None:
    location = b"Location: http://127.0.0.1:%d/there" % upstream.port
    upstream.script = lambda e: e.send(reply(b"", location, status=b"302 Found"))

    response, _ = ask(door, b"GET /x")

    assert response.getheader("Location") == "http://front.example/there"
    assert len(upstream.requests) == 1


@pytest.mark.parametrize(
    "fields, sent, received",
    [
        pytest.param([b"Content-Length: 11"], b"hello world", b"hello world", id="with its length"),
        pytest.param(
            [b"Transfer-Encoding: chunked"],
            b"5;ext=1\r\nhello\r\n6\r\n world\r\n0\r\nX-Remote-User: admin\r\n\r\n",
            b"b\r\nhello world\r\n0\r\n\r\n",
            id="chunked",
        ),
    ],
)
def test_uploads_arrive_with_one_framing(door, upstream, fields, sent, received) -> None:
    bodies = []

    def script(e: Exchange) -> None:
        bodies.append(e.read(len(received)))
        e.send(reply())

    upstream.script = script

    response, _ = ask(door, b"POST /x", *fields, body=sent)

    assert (response.status, bodies) == (200, [received])
    assert fields[0] in upstream.requests[0].fields
    assert b"admin" not in upstream.requests[0].head


def test_a_refusal_in_the_middle_of_a_large_upload_is_read_by_its_sender(door, upstream) -> None:
    upstream.script = lambda e: (e.send(reply(b"too big", status=b"413 Too Large")), e.close())
    size = 20 << 20

    with door.dial(request(b"POST /x", b"Content-Length: %d" % size)) as sock:
        for _ in range(20):
            sock.sendall(b"z" * (1 << 20))
        response = answer_on(sock)
        assert (response.status, response.read()) == (413, b"too big")


def test_ranges_and_conditions_are_the_legacys_business(door, upstream) -> None:
    def script(e: Exchange) -> None:
        if e.values(b"if-none-match"):
            e.send(b'HTTP/1.1 304 Not Modified\r\nETag: "v1"\r\nContent-Length: 123\r\n\r\n')
        else:
            part = b"Content-Range: bytes 2-4/10"
            e.send(reply(b"CDE", part, b'ETag: "v1"', status=b"206 Partial Content"))

    upstream.script = script
    partial, part = ask(door, b"GET /x", b"Range: bytes=2-4")
    same, nothing = ask(door, b"GET /x", b'If-None-Match: "v1"')

    assert (partial.status, partial.getheader("Content-Range"), part) == (
        206, "bytes 2-4/10", b"CDE",
    )  # fmt: skip
    assert (same.status, same.getheader("ETag"), nothing) == (304, '"v1"', b"")


def test_head_and_empty_answers_keep_the_connection_in_step(door, upstream) -> None:
    def script(e: Exchange) -> None:
        if e.line.startswith(b"HEAD"):
            e.send(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n")
        else:
            e.send(b"HTTP/1.1 204 No Content\r\n\r\n")

    upstream.script = script
    with door.dial(request(b"HEAD /x")) as sock:
        head = answer_on(sock, "HEAD")
        sock.sendall(request(b"GET /x"))
        empty = answer_on(sock)

    assert (head.getheader("Content-Length"), empty.status) == ("5000", 204)
    assert empty.getheader("Transfer-Encoding") is None


def test_first_bytes_of_a_slow_answer_are_not_held_back(door, upstream) -> None:
    go_on = threading.Event()

    def script(e: Exchange) -> None:
        e.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        go_on.wait(5)
        e.send(b"5\r\nfirst\r\n")
        go_on.clear()
        go_on.wait(5)
        e.send(b"4\r\nlast\r\n0\r\n\r\n")

    upstream.script = script
    with door.dial(request(b"GET /x")) as sock:
        response = answer_on(sock)
        go_on.set()
        first = response.read1(100)
        go_on.set()
        assert (first, response.read()) == (b"first", b"last")


CUT = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"


@pytest.mark.parametrize(
    "start",
    [
        pytest.param(CUT + b"half", id="counted"),
        pytest.param(CUT, id="counted, before its first byte"),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", id="chunked"
        ),
        pytest.param(b"HTTP/1.1 200 OK\r\n\r\nhello", id="until the end, reset"),
    ],
)
def test_an_answer_cut_short_never_looks_whole(door, upstream, start) -> None:
    upstream.script = lambda e: (e.send(start), time.sleep(0.1), e.reset())

    with pytest.raises((http.client.IncompleteRead, ConnectionResetError)):
        ask(door, b"GET /x")


def test_an_answer_cut_short_is_a_reset_for_http_1_0(door, upstream) -> None:
    upstream.script = lambda e: (
        e.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"),
        time.sleep(0.1),
        e.reset(),
    )

    raw = b"GET /x HTTP/1.0\r\n" + HOST + b"\r\n\r\n"
    with door.dial(raw) as sock, sock.makefile("rb") as stream, pytest.raises(ConnectionResetError):
        stream.read()


@pytest.mark.parametrize(
    "script, status, error",
    [
        pytest.param(lambda e: e.close(), 502, "LegacyHungUp", id="closes"),
        pytest.param(lambda e: e.reset(), 502, "LegacyHungUp", id="resets"),
        pytest.param(lambda e: e.send(b"\x16\x03\x01\r\n\r\n"), 502, "LegacyMisspoke", id="garbage"),
        pytest.param(
            lambda e: e.send(b"HTTP/1.1 200 OK\r\nX: " + b"a" * 70_000 + b"\r\n\r\n"),
            502, "LegacyMisspoke", id="oversized head",
        ),
        pytest.param(lambda e: e.seconds_until_gone(9), 504, "LegacyTimedOut", id="hangs"),
    ],
)  # fmt: skip
def test_each_fault_has_its_status_its_page_and_its_name(
    door, upstream, script, status, error
) -> None:
    upstream.script = script
    began = time.monotonic()

    response, body = ask(door, b"GET /fault-" + error.encode())

    assert (response.status, time.monotonic() - began < 4) == (status, True)
    assert '<html lang="fr">' in body.decode()
    request_id = response.getheader("X-Request-Id") or "?"
    assert until(lambda: request_id in door.access_log.read_text())
    lines = map(json.loads, door.access_log.read_text().splitlines())
    line = next(each for each in lines if each["request_id"] == request_id)
    assert (line["status"], line["error"].split(":")[0]) == (status, error)


@pytest.mark.parametrize(
    "start",
    [
        pytest.param(b"", id="while the legacy works"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nx", id="in the middle"),
    ],
)
def test_a_client_that_leaves_frees_the_legacy_within_a_second(door, upstream, start) -> None:
    gone: list[float] = []

    def script(e: Exchange) -> None:
        e.send(start)
        began = time.monotonic()
        if e.seconds_until_gone(5):
            gone.append(time.monotonic() - began)

    upstream.script = script
    with door.dial(request(b"GET /x")):
        assert until(lambda: upstream.requests != [])

    assert until(lambda: gone != [])
    assert gone[0] < 1


def test_an_upload_cut_by_its_sender_never_looks_whole(door, upstream) -> None:
    seen: list[bytes] = []
    upstream.script = lambda e: seen.append(e.read(10_000))

    with door.dial(request(b"POST /x", b"Content-Length: 10000", body=b"half")):
        assert until(lambda: upstream.requests != [])

    assert until(lambda: seen != [])
    assert len(seen[0]) < 10_000


def test_ten_mebibytes_each_way_leave_memory_where_it_was(door, upstream) -> None:
    size, piece = 10 << 20, b"y" * 65_536
    received: list[int] = []

    def script(e: Exchange) -> None:
        received.append(sum(len(e.read(65_536)) for _ in range(size // 65_536)))
        e.send(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % size)
        for _ in range(size // 65_536):
            e.send(piece)

    upstream.script = script
    ask(door, b"POST /x", b"Content-Length: %d" % size, body=b"z" * size)
    before = door.memory()
    for _ in range(3):
        _, body = ask(door, b"POST /x", b"Content-Length: %d" % size, body=b"z" * size)
        assert body == b"y" * size

    assert received == [size] * 4
    assert door.memory() - before < 4 << 20
