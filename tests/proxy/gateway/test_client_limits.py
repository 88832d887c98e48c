"""What a client may send, and how long it may take: just enough passes, one more is refused."""

import contextlib
import time

import pytest

from tests.fakes.gateway_door import GatewayDoor
from tests.fakes.gunicorn_door import until
from tests.fakes.raw_http import GET, answer, answers, everything, message, seconds_until_closed
from tests.fakes.upstream import Exchange, Upstream, reply

CHUNKED = message(b"POST /c HTTP/1.1", b"Transfer-Encoding: chunked")


@pytest.fixture(scope="module")
def settings() -> dict[str, str]:
    """A second of patience, and bodies of a hundred thousand bytes."""
    return {
        "CLIENT_HEAD_TIMEOUT_S": "1", "CLIENT_IDLE_TIMEOUT_S": "1.5",
        "CLIENT_BODY_TIMEOUT_S": "1", "MAX_BODY_BYTES": "100000",
    }  # fmt: skip


@pytest.fixture(autouse=True)
def _fresh(upstream: Upstream) -> None:
    upstream.requests.clear()
    upstream.script = lambda exchange: exchange.send(reply(b"ok"))


def line_of(length: int) -> bytes:
    return b"GET /" + b"a" * (length - len(b"GET / HTTP/1.1")) + b" HTTP/1.1"


def head_of(length: int) -> bytes:
    """A head of so many bytes, in lines that every side takes."""
    fields = []
    left = length - len(message(b"GET /a HTTP/1.1"))
    while left:
        size = min(left, 4000) if left >= 4020 or left <= 4000 else 3000
        fields.append(b"X-Fill: " + b"a" * (size - len(b"X-Fill: \r\n")))
        left -= size
    return message(b"GET /a HTTP/1.1", *fields)


def fields_of(count: int, line: bytes = b"GET /a HTTP/1.1") -> bytes:
    return message(line, *[b"X-%d: a" % number for number in range(count - 1)])


@pytest.mark.parametrize(
    ("data", "status"),
    [
        pytest.param(message(line_of(8190)), 200, id="line at the limit"),
        pytest.param(message(line_of(8191)), 414, id="line over it"),
        pytest.param(b"GET /" + b"a" * 9000, 414, id="line that does not end"),
        pytest.param(head_of(32768), 200, id="head at the limit"),
        pytest.param(message(line_of(100_000)), 414, id="line longer than a head"),
        pytest.param(message(line_of(100_000))[:-4], 414, id="such a line, no end of head"),
        pytest.param(head_of(32769), 431, id="head over it"),
        pytest.param(head_of(40000)[:-4], 431, id="head that does not end"),
        pytest.param(fields_of(100), 200, id="fields at the limit"),
        pytest.param(fields_of(101), 431, id="one field more"),
        pytest.param(
            message(b"POST /a HTTP/1.1", b"Content-Length: 100001"), 413, id="declared over"
        ),
        pytest.param(
            message(b"POST /a HTTP/1.1", b"Content-Length: 100001", b"Expect: 100-continue"), 413,
            id="declared over, with Expect",
        ),
        pytest.param(CHUNKED + b"186a1\r\n", 413, id="chunk over"),
        pytest.param(CHUNKED + b"5;" + b"a" * 254 + b"\r\n", 200, id="chunk line at the limit"),
        pytest.param(CHUNKED + b"5;" + b"a" * 255 + b"\r\n", 400, id="chunk line over it"),
        pytest.param(CHUNKED + b"0\r\nA: " + b"a" * 8185 + b"\r\n\r\n", 200, id="trailers at the limit"),
        pytest.param(CHUNKED + b"0\r\nA: " + b"a" * 8190 + b"\r\n\r\n", 400, id="trailers over it"),
    ],
)  # fmt: skip
def test_the_limit_passes_and_one_more_is_refused(
    door: GatewayDoor, upstream: Upstream, data: bytes, status: int
) -> None:
    with door.dial(data) as sock:
        found, page, response = answer(sock)

    assert found == status
    if status >= 400:
        assert (b'lang="fr"' in page, response.headers["Connection"]) == (True, "close")
    if status in (413, 414, 431) and data != CHUNKED + b"186a1\r\n":
        assert upstream.requests == []


def test_as_many_fields_reach_python_as_legacy(door: GatewayDoor) -> None:
    with door.dial(fields_of(100, b"GET /lotb HTTP/1.1")) as sock:
        status, body, _ = answer(sock)

    assert status == 200
    assert b"X-98: a" in body


def test_as_long_a_line_reaches_python_as_legacy(door: GatewayDoor) -> None:
    line = b"GET /lotb?" + b"a" * (8190 - len(b"GET /lotb? HTTP/1.1")) + b" HTTP/1.1"
    with door.dial(message(line)) as sock:
        assert (len(line), answer(sock)[0]) == (8190, 200)


@pytest.mark.parametrize("chunks", [[100_000], [60_000, 40_000]], ids=["one", "two"])
def test_a_chunked_body_at_the_limit_arrives(
    door: GatewayDoor, upstream: Upstream, chunks: list[int]
) -> None:
    upstream.script = lambda exchange: exchange.send(
        reply(b"%d" % len(exchange.read_until(b"\r\n0\r\n\r\n")))
    )
    body = b"".join(b"%x\r\n%b\r\n" % (size, b"a" * size) for size in chunks) + b"0\r\n\r\n"
    with door.dial(CHUNKED + body) as sock:
        assert answer(sock)[:2] == (200, b"%d" % len(body))


def test_a_chunked_body_that_grows_over_the_limit_is_never_whole_upstream(
    door: GatewayDoor, upstream: Upstream
) -> None:
    seen: list[bytes] = []
    upstream.script = lambda exchange: seen.append(exchange.read_until(b"\r\n0\r\n\r\n"))
    with door.dial(CHUNKED + b"ea60\r\n" + b"a" * 60_000 + b"\r\n") as sock:
        assert until(lambda: len(upstream.requests) == 1)
        sock.sendall(b"ea60\r\n" + b"a" * 60_000 + b"\r\n0\r\n\r\n")
        assert answer(sock)[0] == 413

    assert until(lambda: bool(seen))
    assert not seen[0].endswith(b"0\r\n\r\n")
    assert len(seen[0]) < 61_000


def test_a_slow_head_is_cut_at_its_deadline_however_it_drips(
    door: GatewayDoor, upstream: Upstream
) -> None:
    started = time.monotonic()
    with door.dial() as sock:
        with contextlib.suppress(OSError):
            for byte in GET[:-1]:
                sock.sendall(bytes([byte]))
                time.sleep(0.05)
                sock.settimeout(0.001)
                with contextlib.suppress(TimeoutError):
                    if sock.recv(1, 2):
                        break
                sock.settimeout(5)
        sock.settimeout(5)
        status, page, response = answer(sock)

    assert 0.9 < time.monotonic() - started < 4
    assert (status, response.headers["Connection"]) == (408, "close")
    assert b'lang="fr"' in page
    assert upstream.requests == []
    assert until(lambda: str(door.lines()[-1]["error"]).startswith("ClientTooSlow: "))


def test_the_next_head_of_a_connection_has_its_own_deadline(door: GatewayDoor) -> None:
    with door.dial(GET + GET[:10]) as sock:
        found = answers(sock)

        assert [next(found)[0], next(found)[0]] == [200, 408]


@pytest.mark.parametrize("data", [b"", b"\r\n", GET], ids=["mute", "empty line", "idle"])
def test_a_connection_that_asks_nothing_is_closed_without_a_word(
    door: GatewayDoor, data: bytes
) -> None:
    with door.dial(data) as sock:
        if data == GET:
            assert answer(sock)[0] == 200
        sock.settimeout(5)
        started = time.monotonic()

        assert everything(sock) == b""
        assert time.monotonic() - started > 0.7


def test_refused_uploads_do_not_hold_the_connection(door: GatewayDoor) -> None:
    with door.dial(message(b"POST /a HTTP/1.1", b"Content-Length: 100001")) as sock:
        assert answer(sock)[0] == 413
        # What still comes is thrown away for two seconds, then the connection ends.
        assert seconds_until_closed(sock, 5) < 3


def test_a_refused_head_ends_the_connection_whatever_follows(
    door: GatewayDoor, upstream: Upstream
) -> None:
    with door.dial(message(b"GET /a b HTTP/1.1") + GET) as sock:
        data = everything(sock)

    assert data.startswith(b"HTTP/1.1 400 ")
    assert data.count(b"HTTP/1.1 ") == 1
    assert upstream.requests == []


def test_an_upload_that_goes_on_slowly_is_not_too_slow(
    door: GatewayDoor, upstream: Upstream
) -> None:
    def take(exchange: Exchange) -> None:
        exchange.send(reply(exchange.read(5)))

    upstream.script = take
    with door.dial(message(b"POST /a HTTP/1.1", b"Content-Length: 5")) as sock:
        for byte in b"hello":
            time.sleep(0.4)
            sock.sendall(bytes([byte]))

        assert answer(sock)[:2] == (200, b"hello")
