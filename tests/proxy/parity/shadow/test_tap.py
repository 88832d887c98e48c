"""A worker hands over what is chosen, waits for nobody, and counts what was lost."""

import dataclasses
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from proxy.core.decision import Decision, Reason, Side
from proxy.core.stages import parse_stage
from proxy.core.table import Backend, BackendKind, Place, Route
from proxy.parity.shadow.orders import Order, give
from proxy.parity.shadow.places import shadow_socket, wanted_file
from proxy.parity.shadow.tap import Tap
from proxy.parity.shadow.wire import LARGEST, Begin, Content, End, read_datagram

BACKEND = Backend("gestion", BackendKind.SYMFONY1, "http://127.0.0.1:1", ("g.localhost",), {})
ROUTE = Route(
    "gestion",
    "frontend",
    "/towns",
    frozenset({"GET", "HEAD"}),
    "towns",
    Place("routing.yaml", 1, 1),
)
HEAD = b"GET /towns HTTP/1.1\r\nHost: g.localhost\r\n\r\n"


def decision(named: str = "shadow", **changed: object) -> Decision:
    plain = Decision(
        Side.LEGACY, Reason.STAGE, BACKEND, "frontend", "/towns", None, ROUTE, parse_stage(named)
    )
    return dataclasses.replace(plain, **changed)  # type: ignore[arg-type]


@pytest.fixture
def listener(tmp_path: Path):
    made = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    made.bind(str(shadow_socket(tmp_path)))
    made.settimeout(1)
    yield made
    made.close()


MADE: list[Tap] = []


@pytest.fixture(autouse=True)
def taps_closed() -> Iterator[None]:
    yield
    while MADE:
        MADE.pop().close()


def tap(folder: Path, share: float = 1.0, canary: float = 1.0, **given: object) -> Tap:
    MADE.append(Tap(folder, share, canary, **given))  # type: ignore[arg-type]
    return MADE[-1]


def test_a_request_and_its_answer_are_handed_over(tmp_path: Path, listener: socket.socket) -> None:
    watch = tap(tmp_path).watch(decision(), b"GET", b"http")
    assert watch
    capture = watch.begin(HEAD)
    assert capture
    capture.take(b"HTTP/1.1 200 OK\r\n\r\n")
    capture.take(b"body")
    capture.end(23)

    begin, end = (read_datagram(listener.recv(LARGEST)) for _ in range(2))
    assert isinstance(begin, Begin)
    assert isinstance(end, End)
    assert (begin.head, begin.subject.lot, begin.subject.route) == (HEAD, "towns", "GET /towns")
    assert (end.key, end.answer, end.sampled) == (begin.key, b"HTTP/1.1 200 OK\r\n\r\nbody", 1)


@pytest.mark.parametrize(
    "verdict, method",
    [
        pytest.param(decision(side=Side.PYTHON), b"POST", id="unsafe, to Python"),
        pytest.param(decision("legacy"), b"POST", id="unsafe, at legacy"),
        pytest.param(decision(), b"HEAD", id="no body to compare"),
        pytest.param(decision("legacy"), b"GET", id="at legacy"),
        pytest.param(decision("python"), b"GET", id="at python"),
        pytest.param(decision(stage=None), b"GET", id="no lot"),
        pytest.param(decision(route=None), b"GET", id="no route"),
        pytest.param(decision(reason=Reason.KILL_SWITCH), b"GET", id="kill switch"),
    ],
)
def test_nobody_watches_what_may_not_be_asked_twice(
    tmp_path: Path, verdict: Decision, method: bytes
) -> None:
    assert tap(tmp_path).watch(verdict, method, b"http") is None


def test_an_unsafe_request_is_handed_over_when_its_recording_is_ordered(
    tmp_path: Path, listener: socket.socket
) -> None:
    now = [10.0]
    watch = tap(tmp_path, clock=lambda: now[0]).watch(decision(), b"POST", b"http")
    assert watch
    post = HEAD.replace(b"GET", b"POST")
    assert watch.begin(post) is None

    later = time.time() + 60
    for order, is_wanted in (
        (Order("towns", "gestion", later), False),
        (Order("lists", "gestion", later, with_writes=True), False),
        (Order("towns", "gestion", 1.0, with_writes=True), False),
        (Order("towns", "gestion", later, with_writes=True), True),
    ):
        give(order, tmp_path)
        now[0] += 1
        capture = watch.begin(post)
        assert (capture is not None) == is_wanted
    assert capture
    capture.ask(b"nom=")
    capture.ask(b"Lys")
    capture.take(b"HTTP/1.1 302 Found\r\n\r\n")
    capture.end(22)

    found = [read_datagram(listener.recv(LARGEST)) for _ in range(3)]
    assert [type(each) for each in found] == [Begin, Content, End]
    assert found[1] == Content(found[0].key, b"nom=Lys")
    assert isinstance(found[0], Begin)
    assert not found[0].is_get


def test_content_longer_than_a_datagram_is_let_be(tmp_path: Path, listener: socket.socket) -> None:
    give(Order("towns", "gestion", time.time() + 60, with_writes=True), tmp_path)
    short = tap(tmp_path)
    watch = short.watch(decision(), b"POST", b"http")
    capture = watch.begin(HEAD) if watch else None
    assert capture
    for _ in range(3):
        capture.ask(b"x" * LARGEST)
    capture.take(b"HTTP/1.1 200 OK\r\n\r\n")
    capture.end(19)

    assert short.too_long == 1
    assert isinstance(read_datagram(listener.recv(LARGEST)), Begin)
    listener.settimeout(0)
    with pytest.raises(BlockingIOError):
        listener.recv(LARGEST)


@pytest.mark.parametrize("stage, share, canary", [("shadow", 0, 1), ("canary 5%", 1, 0)])
def test_a_share_of_nothing_watches_nothing(
    tmp_path: Path, stage: str, share: float, canary: float
) -> None:
    assert tap(tmp_path, share, canary).watch(decision(stage), b"GET", b"http") is None


def test_the_share_is_drawn_for_each_request(tmp_path: Path, listener: socket.socket) -> None:
    draws = iter([0.2, 0.6, 0.4])
    watch = tap(tmp_path, canary=0.5, draw=lambda: next(draws)).watch(
        decision("canary 5%"), b"GET", b"http"
    )
    assert watch

    assert [watch.begin(HEAD) is not None for _ in range(3)] == [True, False, True]


def test_a_full_shadow_loses_records_and_nobody_waits(
    tmp_path: Path, listener: socket.socket
) -> None:
    full = tap(tmp_path)
    watch = full.watch(decision(), b"GET", b"http")
    assert watch
    taken = [watch.begin(HEAD) for _ in range(2000)]

    assert None in taken
    assert full.dropped == taken.count(None)
    assert full.sampled == 2000 - full.dropped


def test_a_shadow_that_is_not_there_is_asked_for_once_a_second(tmp_path: Path) -> None:
    now = [10.0]
    lonely = tap(tmp_path, clock=lambda: now[0])
    watch = lonely.watch(decision(), b"GET", b"http")
    assert watch
    assert watch.begin(HEAD) is None
    assert wanted_file(tmp_path).exists()
    wanted_file(tmp_path).unlink()
    assert watch.begin(HEAD) is None
    assert not wanted_file(tmp_path).exists()

    now[0] += 1.1
    watch.begin(HEAD)
    assert wanted_file(tmp_path).exists()


def test_a_shadow_that_ends_is_forgotten(tmp_path: Path) -> None:
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    listener.bind(str(shadow_socket(tmp_path)))
    known = tap(tmp_path)
    watch = known.watch(decision(), b"GET", b"http")
    assert watch
    capture = watch.begin(HEAD)
    assert capture
    listener.close()
    capture.end(0)

    assert known.dropped == 1
    assert watch.begin(HEAD) is None


@pytest.mark.parametrize(
    "size, sent",
    [pytest.param(LARGEST + 1, LARGEST + 1, id="longer than a datagram"),
     pytest.param(100, 5000, id="moved by the kernel")],
)  # fmt: skip
def test_an_answer_that_is_not_whole_is_not_handed_over(
    tmp_path: Path, listener: socket.socket, size: int, sent: int
) -> None:
    watched = tap(tmp_path)
    watch = watched.watch(decision(), b"GET", b"http")
    assert watch
    capture = watch.begin(HEAD)
    assert capture
    capture.take(b"x" * size)
    capture.end(sent)

    assert watched.too_long == 1
    listener.recv(LARGEST)
    listener.settimeout(0.05)
    with pytest.raises(TimeoutError):
        listener.recv(LARGEST)
