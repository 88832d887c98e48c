import threading
import time
from collections.abc import Callable, Iterator

import pytest

from proxy.backends.bodies import Body, Framing, NoBody
from proxy.backends.transport import HttpTransport, Patience
from proxy.core.messages import RequestHead
from proxy.errors import (
    ClientWentAway,
    LegacyHungUp,
    LegacyMisspoke,
    LegacyTimedOut,
    LegacyUnreachable,
)
from tests.fakes.bodies import FakeBody
from tests.fakes.upstream import Exchange, Script, Upstream, reply

EMPTY = NoBody()
Serve = Callable[..., tuple[Upstream, HttpTransport]]


@pytest.fixture
def serve() -> Iterator[Serve]:
    started: list[tuple[Upstream, HttpTransport]] = []

    def start(script: Script | None = None) -> tuple[Upstream, HttpTransport]:
        upstream = Upstream(script)
        started.append((upstream, HttpTransport(upstream.url, Patience(1.0, 0.6, 0.6), keep=2)))
        return started[-1]

    yield start
    for upstream, transport in started:
        transport.close()
        upstream.stop()


def asked(target: bytes = b"/x", method: str = "GET", *headers: tuple[bytes, bytes]) -> RequestHead:
    return RequestHead(
        method, target, b"gestion.localhost", ((b"Host", b"gestion.localhost"), *headers)
    )


def exchange(transport: HttpTransport, head: RequestHead, body: Body = EMPTY) -> tuple[int, bytes]:
    answer = transport.send(head, body)
    try:
        return answer.head.status, b"".join(answer)
    finally:
        answer.close()


@pytest.mark.parametrize(
    "target",
    [
        b"/a%2Fb/../c?x=%e9&z=[1]|",
        b"//x//y/./%2e%2e/",
        b"/x?",
        b"/x??a=?b&&",
        b"/a;b=1:2@c!$'()*,=+",
        b"*",
    ],
)
def test_the_target_is_sent_byte_for_byte(serve, target) -> None:
    upstream, transport = serve()

    exchange(transport, asked(target))

    assert upstream.requests[0].line == b"GET " + target + b" HTTP/1.1"


def test_fields_are_sent_in_order_with_repeats_and_nothing_is_added(serve) -> None:
    upstream, transport = serve()
    fields = ((b"x-b", b"2"), (b"Cookie", b"a=1"), (b"X-A", b"caf\xe9"), (b"Cookie", b"b=2"))

    exchange(transport, asked(b"/", "GET", *fields))

    assert upstream.requests[0].fields == [
        b"Host: gestion.localhost",
        b"x-b: 2",
        b"Cookie: a=1",
        b"X-A: caf\xe9",
        b"Cookie: b=2",
    ]


def test_no_proxy_of_the_environment_is_used(serve, monkeypatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    _, transport = serve()

    assert exchange(transport, asked()) == (200, b"ok")


def test_redirects_are_passed_on_and_never_followed(serve) -> None:
    upstream, transport = serve(
        lambda e: e.send(reply(b"", b"Location: /elsewhere", status=b"302 Found"))
    )

    assert exchange(transport, asked()) == (302, b"")
    assert len(upstream.requests) == 1


def test_cookies_of_one_visitor_are_never_sent_for_another(serve) -> None:
    upstream, transport = serve(lambda e: e.send(reply(b"", b"Set-Cookie: symfony=s1; path=/")))

    exchange(transport, asked())
    exchange(transport, asked())

    assert upstream.requests[1].values(b"cookie") == []


def test_a_lying_encoding_passes_undecoded(serve) -> None:
    _, transport = serve(lambda e: e.send(reply(b"not gzip at all", b"Content-Encoding: gzip")))

    assert exchange(transport, asked()) == (200, b"not gzip at all")


def test_a_counted_body_keeps_its_length(serve) -> None:
    bodies = []

    def script(e: Exchange) -> None:
        bodies.append((e.values(b"content-length"), e.read(10)))
        e.send(reply())

    _, transport = serve(script)

    exchange(transport, asked(b"/", "POST"), FakeBody(b"hello", b"world"))

    assert bodies == [([b"10"], b"helloworld")]


def test_a_chunked_body_stays_chunked(serve) -> None:
    bodies = []

    def script(e: Exchange) -> None:
        bodies.append((e.values(b"transfer-encoding"), e.read_until(b"0\r\n\r\n")))
        e.send(reply())

    _, transport = serve(script)

    exchange(transport, asked(b"/", "PUT"), FakeBody(b"hello", b"you", framing=Framing.CHUNKED))

    assert bodies == [([b"chunked"], b"5\r\nhello\r\n3\r\nyou\r\n0\r\n\r\n")]


def test_framing_of_the_client_hop_does_not_pass(serve) -> None:
    upstream, transport = serve()
    lies = ((b"Content-Length", b"5"), (b"Transfer-Encoding", b"chunked"))

    exchange(transport, asked(b"/", "GET", *lies))

    assert upstream.requests[0].fields == [b"Host: gestion.localhost"]


def test_an_answer_before_the_end_of_the_upload_is_the_answer(serve) -> None:
    _, transport = serve(lambda e: e.send(reply(b"too big", status=b"413 Too Large")))
    body = FakeBody(*[b"x" * 65536] * 1000)

    assert exchange(transport, asked(b"/", "POST"), body) == (413, b"too big")
    assert body.reads < 1000


def test_an_interim_answer_before_the_end_of_the_upload_stops_nothing(serve) -> None:
    told = threading.Event()

    def script(e: Exchange) -> None:
        e.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        told.set()
        e.send(reply(b"%d" % len(e.read(200_000))))

    class Waiting(FakeBody):
        def read(self, size: int) -> bytes:
            assert told.wait(5)
            return super().read(size)

    _, transport = serve(script)
    body = Waiting(*[b"x" * 10_000] * 20)

    assert exchange(transport, asked(b"/", "POST"), body) == (200, b"200000")


def test_interim_answers_without_end_are_no_answer(serve) -> None:
    _, transport = serve(lambda e: e.send(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 101 + reply(b"")))

    with pytest.raises(LegacyMisspoke):
        exchange(transport, asked(b"/"))


def test_a_connection_is_used_again(serve) -> None:
    upstream, transport = serve()

    for _ in range(3):
        exchange(transport, asked())

    assert upstream.connections == 1


def test_a_post_never_rides_a_used_connection(serve) -> None:
    upstream, transport = serve()

    exchange(transport, asked())
    exchange(transport, asked(b"/", "POST"), FakeBody())

    assert upstream.connections == 2


def test_a_get_is_sent_once_more_when_a_used_connection_had_died(serve) -> None:
    def script(e: Exchange) -> None:
        if e.target == b"/die" and len(upstream.requests) == 2:
            e.reset()
        else:
            e.send(reply())

    upstream, transport = serve(script)
    exchange(transport, asked(b"/warm"))

    assert exchange(transport, asked(b"/die")) == (200, b"ok")
    assert [r.target for r in upstream.requests] == [b"/warm", b"/die", b"/die"]


def test_a_get_on_a_fresh_connection_is_never_sent_again(serve) -> None:
    upstream, transport = serve(lambda e: e.reset())

    with pytest.raises(LegacyHungUp):
        exchange(transport, asked())

    assert len(upstream.requests) == 1


def test_a_get_is_not_sent_again_once_a_byte_was_answered(serve) -> None:
    def script(e: Exchange) -> None:
        if e.target == b"/warm":
            e.send(reply())
        else:
            e.send(b"HTTP/1.1 2")
            time.sleep(0.05)
            e.reset()

    upstream, transport = serve(script)
    exchange(transport, asked(b"/warm"))

    with pytest.raises(LegacyHungUp):
        exchange(transport, asked())

    assert len(upstream.requests) == 2


def test_a_post_whose_legacy_died_is_delivered_once(serve) -> None:
    def script(e: Exchange) -> None:
        e.read(5)
        e.reset()

    upstream, transport = serve(script)

    with pytest.raises(LegacyHungUp):
        exchange(transport, asked(b"/", "POST"), FakeBody(b"pay=1"))

    assert len(upstream.requests) == 1


def test_bytes_after_an_answer_never_answer_the_next_request(serve) -> None:
    poison = b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison"
    upstream, transport = serve(lambda e: e.send(reply(b"clean") + poison))

    assert [exchange(transport, asked()) for _ in range(3)] == [(200, b"clean")] * 3
    assert upstream.connections == 3


def test_late_stray_bytes_never_answer_the_next_request(serve) -> None:
    def script(e: Exchange) -> None:
        e.send(reply(b"clean"))
        time.sleep(0.05)
        e.send(reply(b"poison"))

    _, transport = serve(script)

    for _ in range(3):
        assert exchange(transport, asked()) == (200, b"clean")
        time.sleep(0.1)


def test_an_answer_left_unread_ends_its_connection(serve) -> None:
    gone = []

    def script(e: Exchange) -> None:
        e.send(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nstart")
        gone.append(e.seconds_until_gone(2))

    _, transport = serve(script)

    transport.send(asked(), NoBody()).close()
    time.sleep(0.1)

    assert gone == [True]


@pytest.mark.parametrize(
    "script, error",
    [
        pytest.param(lambda e: e.close(), LegacyHungUp, id="closes without a byte"),
        pytest.param(lambda e: e.reset(), LegacyHungUp, id="resets"),
        pytest.param(lambda e: time.sleep(1.2), LegacyTimedOut, id="hangs"),
        pytest.param(lambda e: e.send(b"SSH-2.0-x\r\n\r\n"), LegacyMisspoke, id="not HTTP"),
    ],
)
def test_each_failure_has_its_name_and_says_where(serve, script, error) -> None:
    upstream, transport = serve(script)

    with pytest.raises(error, match=upstream.url):
        exchange(transport, asked())


def test_nobody_listening_is_a_legacy_that_cannot_be_reached(serve) -> None:
    upstream, transport = serve()
    upstream.stop()

    with pytest.raises(LegacyUnreachable, match="check that it runs"):
        exchange(transport, asked())


def test_a_name_that_resolves_to_nothing_is_not_remembered() -> None:
    transport = HttpTransport("http://nowhere.invalid:80", Patience(0.5, 0.5, 0.5))

    for _ in range(2):
        with pytest.raises(LegacyUnreachable):
            exchange(transport, asked())


def test_an_upload_cut_by_its_client_never_looks_complete(serve) -> None:
    received = []

    def script(e: Exchange) -> None:
        received.append(e.read(1000))

    _, transport = serve(script)

    with pytest.raises(ClientWentAway):
        exchange(transport, asked(b"/", "POST"), FakeBody(b"half", None, framing=Framing.CHUNKED))
    time.sleep(0.1)

    assert received == [b"4\r\nhalf\r\n"]


def test_a_client_that_left_frees_the_legacy_at_once(serve) -> None:
    gone = []
    _, transport = serve(lambda e: gone.append(e.seconds_until_gone(2)))

    with pytest.raises(ClientWentAway):
        exchange(transport, asked(), FakeBody(framing=Framing.NONE, has_left=True))
    time.sleep(0.1)

    assert gone == [True]


def test_the_pool_keeps_no_more_than_it_may(serve) -> None:
    upstream, transport = serve()

    def five_at_once() -> None:
        answers = [transport.send(asked(), NoBody()) for _ in range(5)]
        for answer in answers:
            assert b"".join(answer) == b"ok"
            answer.close()

    five_at_once()
    five_at_once()

    assert upstream.connections == 5 + 3
