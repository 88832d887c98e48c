"""Upstream care on real sockets: who is sent again, who waits, who is told at once."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import IncompleteRead

import pytest

from tests.fakes.gateway_door import GatewayDoor
from tests.fakes.gunicorn_door import until
from tests.fakes.processes import hung
from tests.fakes.raw_http import GET, answer, message
from tests.fakes.upstream import Exchange, Upstream, reply

OpenDoor = Callable[..., GatewayDoor]


@pytest.fixture(scope="module")
def settings() -> dict[str, str]:
    """Room for two requests at the upstream, two that wait half a second, and little patience."""
    return {
        "UPSTREAM_CONNECTIONS": "2", "QUEUE_LENGTH": "2", "QUEUE_TIMEOUT_S": "0.4",
        "HEAD_TIMEOUT_S": "0.8", "IDLE_TIMEOUT_S": "1", "CONNECT_TIMEOUT_S": "0.6",
    }  # fmt: skip


@pytest.fixture(autouse=True)
def _fresh(upstream: Upstream) -> None:
    upstream.requests.clear()
    upstream.script = lambda exchange: exchange.send(reply(b"ok"))


def asked(door: GatewayDoor, data: bytes = GET) -> tuple[int, bytes, str, float]:
    """Status, body, Retry-After and how long it took."""
    started = time.monotonic()
    with door.dial(data) as sock:
        status, body, response = answer(sock, data.split(b" ")[0].decode())
    return status, body, response.headers.get("Retry-After", ""), time.monotonic() - started


def dies_from(number: int) -> Callable[[Exchange], None]:
    """A script that answers the first requests, then closes without a byte."""
    seen: list[int] = []

    def script(exchange: Exchange) -> None:
        seen.append(1)
        exchange.read(int((exchange.values(b"content-length") or [b"0"])[0]))
        if len(seen) < number:
            exchange.send(reply(b"ok"))
        else:
            exchange.close()

    return script


def dies_once_at(number: int) -> Callable[[Exchange], None]:
    script, seen = dies_from(number), list[int]()

    def once(exchange: Exchange) -> None:
        seen.append(1)
        if len(seen) <= number:
            script(exchange)
        else:
            exchange.read(int((exchange.values(b"content-length") or [b"0"])[0]))
            exchange.send(reply(b"again"))

    return once


def idempotent(method: bytes) -> bytes:
    body = b"hello" if method == b"PUT" else b""
    fields = [b"Content-Length: 5"] if body else []
    return message(method + b" /r HTTP/1.1", *fields, body=body)


@pytest.mark.parametrize("method", [b"GET", b"HEAD", b"OPTIONS", b"DELETE", b"PUT"])
def test_a_reused_connection_that_died_is_replaced_once_for_who_may_repeat(
    door: GatewayDoor, upstream: Upstream, method: bytes
) -> None:
    upstream.script = dies_once_at(2)
    assert asked(door)[0] == 200

    status, body, _, _ = asked(door, idempotent(method))
    assert (status, body) == (200, b"" if method == b"HEAD" else b"again")
    assert [seen.line.split(b" ")[0] for seen in upstream.requests] == [b"GET", method, method]


def test_it_is_replaced_once_and_no_more(door: GatewayDoor, upstream: Upstream) -> None:
    upstream.script = dies_from(2)
    assert asked(door)[0] == 200

    assert asked(door)[0] == 502
    assert len(upstream.requests) == 3


@pytest.mark.parametrize("method", [b"POST", b"PATCH"])
def test_a_write_is_never_sent_again(door: GatewayDoor, upstream: Upstream, method: bytes) -> None:
    upstream.script = dies_from(2)
    assert asked(door)[0] == 200

    data = message(method + b" /w HTTP/1.1", b"Content-Length: 5", body=b"hello")
    assert asked(door, data)[0] == 502
    assert len([1 for seen in upstream.requests if seen.target == b"/w"]) == 1


def test_a_put_whose_body_came_in_pieces_is_never_sent_again(
    door: GatewayDoor, upstream: Upstream
) -> None:
    upstream.script = dies_from(2)
    assert asked(door)[0] == 200
    with door.dial(message(b"PUT /p HTTP/1.1", b"Content-Length: 10", body=b"hello")) as sock:
        assert until(lambda: len(upstream.requests) == 2)
        sock.sendall(b"again")

        assert answer(sock)[0] == 502
    assert len(upstream.requests) == 2


def test_a_connection_that_nobody_used_before_is_not_given_a_second_try(
    door: GatewayDoor, upstream: Upstream
) -> None:
    # Forget what earlier tests left open.
    upstream.script = lambda exchange: (exchange.send(reply(b"")), exchange.close())
    for _ in range(3):
        asked(door)
    time.sleep(0.1)
    upstream.requests.clear()
    upstream.script = dies_from(1)

    assert asked(door)[0] == 502
    assert len(upstream.requests) == 1


def test_once_a_byte_of_an_answer_came_nothing_is_sent_again(
    door: GatewayDoor, upstream: Upstream
) -> None:
    assert asked(door)[0] == 200
    upstream.script = lambda exchange: (exchange.send(b"HTTP/1.1 2"), exchange.close())

    assert asked(door)[0] == 502
    assert len(upstream.requests) == 2


def test_a_post_never_meets_a_pooled_connection_the_upstream_has_closed(
    door: GatewayDoor, upstream: Upstream
) -> None:
    for _ in range(20):
        upstream.script = lambda exchange: (exchange.send(reply(b"")), exchange.close())
        asked(door)
        time.sleep(0.02)
        upstream.script = lambda exchange: exchange.send(reply(exchange.read(5)))
        upstream.requests.clear()
        data = message(b"POST /w HTTP/1.1", b"Content-Length: 5", body=b"hello")

        assert asked(door, data)[:2] == (200, b"hello")
        assert len(upstream.requests) == 1


@pytest.mark.parametrize("is_late", [False, True], ids=["while it is idle", "after the request"])
def test_what_an_upstream_says_unasked_answers_nobody(
    door: GatewayDoor, upstream: Upstream, *, is_late: bool
) -> None:
    upstream.script = lambda exchange: exchange.send(reply(exchange.target))
    (worker,) = door.workers()
    for turn in range(5):
        with door.dial(message(b"GET /first HTTP/1.1")) as sock:
            assert answer(sock)[:2] == (200, b"/first")
            idle = upstream.requests[-1].sock
            idle.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            # Both are there when the worker looks again: the request first, in the harder case.
            with hung(worker):
                if is_late:
                    sock.sendall(message(b"GET /%d HTTP/1.1" % turn))
                    time.sleep(0.02)
                idle.sendall(reply(b"poison"))
                if not is_late:
                    sock.sendall(message(b"GET /%d HTTP/1.1" % turn))
                time.sleep(0.02)

            assert answer(sock)[:2] == (200, b"/%d" % turn)
        assert upstream.requests[-1].sock is not idle


def test_who_finds_no_room_waits_a_little_or_is_told_when_to_come_back(
    door: GatewayDoor, upstream: Upstream
) -> None:
    release = threading.Event()

    def slow(exchange: Exchange) -> None:
        release.wait(5)
        exchange.send(reply(b"slow"))

    upstream.script = slow
    with ThreadPoolExecutor(12) as threads:
        asking = [threads.submit(asked, door) for _ in range(12)]
        # They are told while the others still wait.
        assert until(lambda: sum(each.done() for each in asking) == 8, 5)
        release.set()
        results = [each.result() for each in asking]
    served = [result for result in results if result[0] == 200]
    told = [result for result in results if result[0] == 503]

    # Two at once, two that waited their turn; the rest is told without a wait.
    assert (len(served), len(told)) == (4, 8)
    assert {result[2] for result in told} == {"5"}
    assert len(upstream.requests) == 4


def test_who_waited_too_long_is_told_too_and_never_sent(
    door: GatewayDoor, upstream: Upstream
) -> None:
    release = threading.Event()

    def stuck(exchange: Exchange) -> None:
        release.wait(0.75)
        exchange.send(reply(b"late"))

    upstream.script = stuck
    with ThreadPoolExecutor(3) as threads:
        holders = [threads.submit(asked, door) for _ in range(2)]
        assert until(lambda: len(upstream.requests) == 2)
        waited = asked(door)
        health = door.get("/-/health").status
        release.set()

        assert [holder.result()[0] for holder in holders] == [200, 200]
    assert (waited[0], waited[2], health) == (503, "5", 200)
    assert waited[3] > 0.35
    assert len(upstream.requests) == 2


def test_who_left_while_waiting_is_not_sent(door: GatewayDoor, upstream: Upstream) -> None:
    def slow(exchange: Exchange) -> None:
        time.sleep(0.3)
        exchange.send(reply(b"slow"))

    upstream.script = slow
    with ThreadPoolExecutor(2) as threads:
        holders = [threads.submit(asked, door) for _ in range(2)]
        assert until(lambda: len(upstream.requests) == 2)
        door.dial(message(b"GET /left HTTP/1.1")).close()
        assert [holder.result()[0] for holder in holders] == [200, 200]
    upstream.script = lambda exchange: exchange.send(reply(b"ok"))

    assert asked(door)[0] == 200
    assert b"/left" not in [seen.target for seen in upstream.requests]


def test_an_applications_errors_and_silences_never_cut_it_off(
    door: GatewayDoor, upstream: Upstream
) -> None:
    upstream.script = lambda exchange: exchange.send(reply(b"oh", status=b"500 Oh"))
    assert {asked(door)[0] for _ in range(20)} == {500}
    upstream.script = lambda exchange: exchange.seconds_until_gone(5)
    with ThreadPoolExecutor(2) as threads:
        for _ in range(3):
            assert set(threads.map(lambda _: asked(door)[0], range(2))) == {504}
    upstream.script = lambda exchange: exchange.send(reply(b"ok"))

    assert asked(door)[0] == 200


def test_a_silence_in_the_middle_of_an_answer_cuts_it_off_visibly(
    door: GatewayDoor, upstream: Upstream
) -> None:
    gone: list[bool] = []

    def stops(exchange: Exchange) -> None:
        exchange.send(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhello")
        gone.append(exchange.seconds_until_gone(3))

    upstream.script = stops
    started = time.monotonic()
    with door.dial(GET) as sock, pytest.raises((IncompleteRead, ConnectionError)):
        answer(sock)

    assert time.monotonic() - started > 0.9
    assert until(lambda: gone == [True])


def test_a_head_that_drips_is_given_no_more_time_than_another(
    door: GatewayDoor, upstream: Upstream
) -> None:
    def drips(exchange: Exchange) -> None:
        with contextlib.suppress(OSError):
            for byte in reply(b"ok", *[b"X-Filler: " + b"a" * 50] * 3):
                exchange.sock.sendall(bytes([byte]))
                time.sleep(0.1)

    upstream.script = drips
    status, _, _, seconds = asked(door)

    assert (status, seconds < 1.7) == (504, True)


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port that refuses: it is bound, and nobody listens."""
    with socket.socket() as holder:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holder.bind(("127.0.0.1", 0))
        yield holder.getsockname()[1]


def test_an_upstream_that_refuses_is_cut_off_alone_and_comes_back(
    open_door: OpenDoor, closed_port: int
) -> None:
    door = open_door(closed_port)
    first = [asked(door) for _ in range(5)]
    second = [asked(door) for _ in range(10)]
    lot = asked(door, message(b"GET /lotb HTTP/1.1"))
    health = door.health()

    assert {status for status, *_ in first} == {502}
    assert {(status, again) for status, _, again, _ in second} == {(503, "5")}
    assert sorted(seconds for *_, seconds in second)[5] < 0.05
    assert lot[0] == 200
    assert (health["status"], health["live"]) == ("degraded", True)
    assert "FIGUIER_BACKEND_FRONT_URL" in door.log

    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", closed_port))
        listener.listen(16)
        threading.Thread(target=_answer_all, args=(listener,), daemon=True).start()
        assert until(lambda: asked(door)[0] == 200, 5)
        listener.shutdown(socket.SHUT_RDWR)


def _answer_all(listener: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while True:
            sock, _ = listener.accept()
            with sock:
                sock.recv(65536)
                sock.sendall(reply(b"back", b"Connection: close"))


def test_one_probe_at_a_time_finds_out_whether_a_silent_host_is_back(open_door: OpenDoor) -> None:
    with socket.socket() as listener:
        # Its queue is full: further connections are met with silence, as behind a firewall.
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        fillers = [socket.socket() for _ in range(4)]
        for filler in fillers:
            filler.setblocking(False)
            filler.connect_ex(listener.getsockname())
        door = open_door(listener.getsockname()[1], CONNECT_TIMEOUT_S="0.6")
        with ThreadPoolExecutor(10) as threads:
            opening = list(threads.map(lambda _: asked(door), range(5)))
            time.sleep(1.1)
            probed = list(threads.map(lambda _: asked(door), range(10)))
        for filler in fillers:
            filler.close()

    assert {status for status, *_ in opening} == {504}
    assert max(seconds for *_, seconds in opening) < 1.5
    assert sorted(status for status, *_ in probed) == [503] * 9 + [504]


def test_a_name_that_leads_nowhere_is_an_unreachable_upstream(open_door: OpenDoor) -> None:
    door = open_door(9, BACKEND_FRONT_URL="http://no-such-host.invalid:80")

    assert asked(door)[0] == 502
    assert until(lambda: "LegacyUnreachable" in str([ln["error"] for ln in door.lines()]))
