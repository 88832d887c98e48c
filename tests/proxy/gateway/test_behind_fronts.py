"""The sample configurations of nginx and Apache, tried: TLS there, everything else here."""

import hashlib
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import without
from tests.fakes.fronts import Front, program_of
from tests.fakes.gateway_door import GatewayDoor
from tests.fakes.gunicorn_door import until
from tests.fakes.raw_http import answer, everything, message
from tests.fakes.upstream import Exchange, Upstream, reply

VISITOR = "127.0.0.77"


@pytest.fixture(scope="module")
def settings() -> dict[str, str]:
    return {"TRUSTED_PROXIES": "127.0.0.1/32"}


@pytest.fixture(scope="module", params=["nginx", "apache"])
def front(
    request: pytest.FixtureRequest, door: GatewayDoor, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Front]:
    """A web server with the sample configuration, in front of the gateway."""
    if not program_of(request.param):
        without(f"{request.param} is not installed")
    folder: Path = tmp_path_factory.mktemp(request.param)
    running = Front(request.param, folder, door.port)
    yield running
    running.stop()


@pytest.fixture(autouse=True)
def _fresh(upstream: Upstream) -> None:
    upstream.requests.clear()
    upstream.script = lambda exchange: exchange.send(reply(b"ok"))


def ask(front: Front, data: bytes, source: str = VISITOR):  # type: ignore[no-untyped-def]
    with front.dial(data, source) as sock:
        return answer(sock, data.split(b" ")[0].decode())


def test_the_upstream_learns_the_visitors_address_and_scheme(
    front: Front, upstream: Upstream
) -> None:
    assert ask(front, message(b"GET /a HTTP/1.1"))[0] == 200
    seen = upstream.requests[0]

    assert seen.values(b"x-forwarded-for") == [VISITOR.encode()]
    assert seen.values(b"x-forwarded-proto") == [b"https"]
    assert seen.values(b"x-forwarded-port") == [b"443"]
    assert seen.values(b"host") == [b"front.example"]


def test_a_visitor_cannot_speak_for_another(front: Front, upstream: Upstream) -> None:
    lies = [b"X-Forwarded-For: 6.6.6.6", b"X-Forwarded-Proto: http", b"X-Forwarded-Host: evil.example",
            b"X_Forwarded_For: 6.6.6.6", b"X-Real-IP: 6.6.6.6"]  # fmt: skip
    assert ask(front, message(b"GET /a HTTP/1.1", *lies))[0] == 200
    seen = upstream.requests[0]

    assert seen.values(b"x-forwarded-for") == [VISITOR.encode()]
    assert seen.values(b"x-forwarded-proto") == [b"https"]
    assert not [field for field in seen.fields if b"evil" in field or b"6.6.6.6" in field]


def test_python_and_the_log_learn_them_too(front: Front, door: GatewayDoor) -> None:
    body = ask(front, message(b"GET /lotb/%b HTTP/1.1" % front.name.encode()))[1]

    assert body.startswith(b"python /lotb/%b from %b\n" % (front.name.encode(), VISITOR.encode()))
    assert b"X-Forwarded-Proto: https" in body
    path = f"/lotb/{front.name}"
    assert until(lambda: path in [line["path"] for line in door.lines()])
    (line,) = [line for line in door.lines() if line["path"] == path]
    assert line["client"] == VISITOR
    # The web server's own number of the request is found again in both logs.
    assert 16 <= len(str(line["request_id"])) <= 64
    assert f"X-Request-Id: {line['request_id']}".encode() in body


def test_the_address_passes_as_it_was_spelled(front: Front, upstream: Upstream) -> None:
    target = b"/a%2Fb//c/%7Ed/caf%C3%A9?x=%zz&q=%2F&y=a+b"
    assert ask(front, message(b"GET " + target + b" HTTP/1.1"))[0] == 200

    assert upstream.requests[0].target == target


def test_a_redirect_keeps_to_the_public_address(front: Front, upstream: Upstream) -> None:
    own = b"Location: http://127.0.0.1:%d/login" % upstream.port
    upstream.script = lambda exchange: exchange.send(reply(b"", own, status=b"302 Found"))

    response = ask(front, message(b"GET /a HTTP/1.1"))[2]
    assert response.headers["Location"] == "https://front.example/login"


def test_an_upload_arrives_whole_and_as_it_comes(front: Front, upstream: Upstream) -> None:
    content = os.urandom(3_000_000)
    began = threading.Event()

    def take(exchange: Exchange) -> None:
        first = exchange.read(1000)
        began.set()
        digest = hashlib.sha256(first + exchange.read(len(content) - 1000)).hexdigest()
        exchange.send(reply(digest.encode()))

    upstream.script = take
    head = message(b"POST /up HTTP/1.1", b"Content-Length: %d" % len(content))
    with front.dial(head + content[:100_000]) as sock:
        assert began.wait(3)
        sock.sendall(content[100_000:])

        assert answer(sock)[:2] == (200, hashlib.sha256(content).hexdigest().encode())


def test_an_upload_without_a_length_arrives_as_it_comes(front: Front, upstream: Upstream) -> None:
    began = threading.Event()

    def take(exchange: Exchange) -> None:
        first = exchange.read_until(b"hello")
        began.set()
        rest = exchange.read_until(b"0\r\n\r\n")
        exchange.send(reply(b"%d" % (b"world" in first + rest)))

    upstream.script = take
    with front.dial(message(b"POST /up HTTP/1.1", b"Transfer-Encoding: chunked")) as sock:
        # Apache looks at the first 16 KiB of an upload before it passes any on.
        first = b"hello" * 10_000
        sock.sendall(b"%x\r\n%b\r\n" % (len(first), first))
        assert began.wait(3)
        sock.sendall(b"5\r\nworld\r\n0\r\n\r\n")

        assert answer(sock)[:2] == (200, b"1")


def test_an_answer_arrives_as_it_happens(front: Front, upstream: Upstream) -> None:
    said: list[float] = []

    def events(exchange: Exchange) -> None:
        exchange.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")
        for number in range(3):
            said.append(time.monotonic())
            exchange.send(b"data: %d\n\n" % number)
            time.sleep(0.3)
        exchange.close()

    upstream.script = events
    heard = []
    with front.dial(message(b"GET /events HTTP/1.1")) as sock:
        stream = sock.makefile("rb")
        while len(heard) < 3:
            if stream.readline().startswith(b"data:"):
                heard.append(time.monotonic())
        stream.close()

    assert max(b - a for a, b in zip(said, heard, strict=True)) < 0.2


def test_websocket_bytes_pass_both_ways(front: Front, upstream: Upstream) -> None:
    def script(exchange: Exchange) -> None:
        exchange.send(
            b"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
        )
        while data := exchange.read(4):
            exchange.send(data[::-1])

    upstream.script = script
    fields = [b"Connection: Upgrade", b"Upgrade: websocket", b"Sec-WebSocket-Version: 13",
              b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="]  # fmt: skip
    with front.dial(message(b"GET /ws HTTP/1.1", *fields)) as sock:
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += sock.recv(1)
        for turn in (b"ping", b"pong"):
            sock.sendall(turn)
            assert sock.recv(4) == turn[::-1]

    assert head.startswith(b"HTTP/1.1 101 ")


def test_an_answer_that_breaks_is_not_made_whole(front: Front, upstream: Upstream) -> None:
    def script(exchange: Exchange) -> None:
        exchange.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")
        time.sleep(0.2)
        exchange.close()

    upstream.script = script
    with front.dial(message(b"GET /a HTTP/1.1")) as sock:
        sock.settimeout(5)
        try:
            found = everything(sock)
        except OSError:
            found = b""

    assert not found.endswith(b"0\r\n\r\n")


def test_counters_stay_inside_and_health_is_told(front: Front) -> None:
    assert ask(front, message(b"GET /-/metrics HTTP/1.1"))[0] == 403
    assert ask(front, message(b"GET /-/health HTTP/1.1"))[0] == 200
    assert ask(front, message(b"GET /a HTTP/1.1"))[2].headers["Strict-Transport-Security"]


def test_our_limits_hold_and_our_pages_are_french(front: Front) -> None:
    long = message(b"GET /a HTTP/1.1", *[b"X-%d: %b" % (n, b"a" * 7_000) for n in range(4)])
    status, page, _ = ask(front, message(b"GET /front_dev.php/x HTTP/1.1"))

    assert ask(front, long)[0] == 200
    assert (status, b'lang="fr"' in page) == (404, True)
