import json
import re
import socket
import time

import pytest

from tests.fakes.gunicorn_door import GunicornDoor, answer_on, ask, request, status_on, until
from tests.fakes.raw_http import everything
from tests.fakes.upstream import Upstream, reply


def test_cookies_and_clocks_of_the_legacy_pass_byte_for_byte(door, upstream) -> None:
    fields = [
        b"Date: Mon, 23 Nov 2026 09:00:00 GMT",
        b"Set-Cookie: symfony=abc; path=/; HttpOnly",
        b"Server: Apache/2.2.22",
        b"Set-Cookie: sfRemember=x; expires=Mon, 23-Nov-2026 10:00:00 GMT; path=/",
        b"Set-Cookie: c=3; path=/a",
    ]
    upstream.script = lambda e: e.send(reply(b"ok", *fields))

    response, _ = ask(door, b"GET /x")

    ours = {"connection", "content-length"}
    passed = [f"{n}: {v}".encode() for n, v in response.getheaders() if n.lower() not in ours]
    assert passed == fields


def test_our_own_answers_name_no_server(door) -> None:
    response, _ = ask(door, b"GET /-/health")

    assert response.getheader("Server") is None
    assert len(response.headers.get_all("Date") or []) == 1


def test_two_cookie_lines_stay_two(door, upstream) -> None:
    ask(door, b"GET /x", b"Cookie: a=1", b"X-Multi: one", b"Cookie: symfony=s1", b"X-Multi: two")

    assert upstream.requests[0].values(b"cookie") == [b"a=1", b"symfony=s1"]
    assert upstream.requests[0].values(b"x-multi") == [b"one", b"two"]


@pytest.mark.parametrize(
    "target, asked",
    [
        pytest.param(b"http://front.example", b"*", id="server"),
        pytest.param(b"http://front.example/", b"/", id="root"),
        pytest.param(b"*", b"*", id="asterisk"),
    ],
)
def test_options_of_a_whole_server_says_so_to_the_legacy(door, upstream, target, asked) -> None:
    ask(door, b"OPTIONS " + target)

    assert upstream.requests[0].line == b"OPTIONS " + asked + b" HTTP/1.1"


def test_a_visitor_who_waits_for_100_is_told_to_go_on(door, upstream) -> None:
    upstream.script = lambda e: (e.read(5), e.send(reply()))

    with door.dial(request(b"POST /x", b"Content-Length: 5", b"Expect: 100-continue")) as sock:
        assert sock.recv(100).startswith(b"HTTP/1.1 100 Continue")
        sock.sendall(b"hello")
        assert status_on(sock) == 200


@pytest.mark.parametrize(
    "raw, status, words",
    [
        pytest.param(request(b"GET /" + b"a" * 9000), 414, "trop longue", id="long address"),
        pytest.param(
            request(b"GET /x", b"Cookie: " + b"a" * 9000), 431, "cookies", id="large cookies"
        ),
        pytest.param(request(b"GET /x", *[b"X: y"] * 101), 431, "cookies", id="many fields"),
        pytest.param(request(b"GET /x", b"X : y"), 400, "ne peut pas lire", id="not a field"),
        pytest.param(
            request(b"POST /x", b"Transfer-Encoding: x", body=b"0\r\n\r\n"),
            501,
            "lire",
            id="coding",
        ),
        pytest.param(
            request(b"GET /x").replace(b"HTTP/1.1", b"HTTP/2.0"),
            505,
            "demande",
            id="HTTP/2 as text",
        ),
    ],
)
def test_what_gunicorn_refuses_gets_our_page(door, upstream, raw, status, words) -> None:
    with door.dial(raw) as sock:
        response = answer_on(sock)
        assert (response.status, words in response.read().decode()) == (status, True)

    assert upstream.requests == []


def test_a_later_http_1_is_answered_in_1_1(door) -> None:
    with door.dial(request(b"GET /x").replace(b"HTTP/1.1", b"HTTP/1.2")) as sock:
        assert sock.recv(100).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize(
    "field, status",
    [
        pytest.param(b"Expect: x", 417, id="expectation"),
        pytest.param(b"Transfer-Encoding: gzip", 400, id="coding"),
        pytest.param(b"X-A: \x01", 400, id="control character"),
        pytest.param(b"Host: front.example", 400, id="two hosts"),
    ],
)
def test_a_head_request_that_cannot_be_used_is_answered_without_content(
    door, field, status
) -> None:
    for before in (b"", request(b"GET /-/health")):
        with door.dial(before + request(b"HEAD /x", field)) as sock:
            said = b"".join(iter(lambda: sock.recv(65536), b""))
            head, _, content = said[said.rindex(b"HTTP/1.1 ") :].partition(b"\r\n\r\n")
            assert (head[:13], content) == (b"HTTP/1.1 %d " % status, b"")


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param([b"Connection: x-a, close"], id="list"),
        pytest.param([b"Connection: keep-alive, Close"], id="beside keep-alive"),
        pytest.param([b"Connection: x-a", b"Connection: close"], id="second line"),
    ],
)
def test_close_is_heard_wherever_connection_says_it(door, upstream, fields) -> None:
    with door.dial(request(b"GET /x", *fields) + request(b"GET /after")) as sock:
        response = answer_on(sock)
        response.read()
        assert response.getheader("Connection") == "close"
        sock.settimeout(4)
        assert sock.recv(1) == b""

    assert [each.target for each in upstream.requests] == [b"/x"]


def test_a_refused_connection_is_named_and_over_as_soon_as_the_legacy_is_back(
    tmp_path, upstream
) -> None:
    other = Upstream()
    other.stop()
    door = GunicornDoor(tmp_path, other.port, WORKERS="1")
    try:
        began = time.monotonic()
        dead, _ = ask(door, b"GET /x")
        took = time.monotonic() - began
        health = json.loads(ask(door, b"GET /-/health")[1])
        table = tmp_path / "routing.yaml"
        text = table.read_text().replace(str(other.port), str(upstream.port))
        (tmp_path / "new.yaml").write_text(text)
        (tmp_path / "new.yaml").rename(table)

        assert (dead.status, took < 0.5) == (502, True)
        assert health["status"] == "degraded"
        assert health["upstreams"]["front"]["fault"] == "LegacyUnreachable"
        assert until(lambda: ask(door, b"GET /x")[0].status == 200)
    finally:
        door.stop()


def test_a_door_told_to_stop_ends_its_work_first(tmp_path) -> None:
    upstream = Upstream(lambda e: (time.sleep(1), e.send(reply(b"late"))))
    door = GunicornDoor(tmp_path, upstream.port, WORKERS="1", THREADS="16")
    socks = [door.dial(request(b"GET /slow")) for _ in range(10)]
    assert until(lambda: len(upstream.requests) == 10)

    status = door.stop()
    answers = [answer_on(sock).read() for sock in socks]
    for sock in socks:
        sock.close()
    upstream.stop()

    assert (status, answers) == (0, [b"late"] * 10)


def test_clients_that_send_half_a_head_hold_no_thread(door) -> None:
    slow = [door.dial(b"GET /slow HTTP/1.1\r\nHost: front.example\r\nX-A: ") for _ in range(100)]
    silent = [door.dial() for _ in range(50)]
    try:
        for sock in slow:
            sock.sendall(b"x")
        began = time.monotonic()

        assert ask(door, b"GET /x")[0].status == 200
        assert time.monotonic() - began < 1
        slow[0].sendall(b"\r\n\r\n")
        assert status_on(slow[0]) == 200
    finally:
        for sock in slow + silent:
            sock.close()


def test_requests_sent_together_are_answered_in_order(door, upstream) -> None:
    upstream.script = lambda e: e.send(reply(e.target))

    asked = [request(b"GET /%d" % number) for number in range(4)]
    last = request(b"GET /4", b"Connection: close")
    with door.dial(b"".join([*asked, last])) as sock, sock.makefile("rb") as stream:
        bodies = re.findall(rb"\r\n\r\n(/[0-9])", stream.read())

    assert bodies == [b"/0", b"/1", b"/2", b"/3", b"/4"]


def test_half_a_head_that_ends_is_let_go_at_once(door, upstream) -> None:
    with door.dial(b"GET /x HTTP/1.1\r\nHost: front.exa", 2) as sock:
        sock.shutdown(socket.SHUT_WR)
        assert sock.recv(100) == b""

    assert upstream.requests == []


def test_an_upload_that_stalls_after_its_answer_gives_its_thread_back(door, upstream) -> None:
    upstream.script = lambda e: e.send(reply(b"enough"))

    stalled = [door.dial(request(b"POST /x", b"Content-Length: 900000")) for _ in range(16)]
    assert until(lambda: len(upstream.requests) == 16)
    for sock in stalled:
        sock.sendall(b"z" * 40_000)
    try:
        for sock in stalled:
            assert answer_on(sock).read() == b"enough"
        began = time.monotonic()
        assert ask(door, b"GET /x")[0].status == 200
        assert time.monotonic() - began < 4
    finally:
        for sock in stalled:
            sock.close()


def test_chunks_that_end_in_no_trailer_are_never_a_whole_answer(door, upstream) -> None:
    chunks = b"5\r\nhello\r\n0\r\nno colon\r\n\r\n"
    upstream.script = lambda e: e.send(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks
    )
    with door.dial(request(b"GET /x")) as sock:
        said = everything(sock)

    assert b"hello" in said
    assert not said.endswith(b"0\r\n\r\n")
