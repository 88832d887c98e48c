import socket
import struct
import time
from collections.abc import Iterator

import pytest

from proxy.backends.bodies import NoBody
from proxy.backends.wire import Wire
from proxy.errors import ClientWentAway, LegacyHungUp, LegacyTimedOut
from tests.fakes.bodies import FakeBody


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        ours = socket.create_connection(listener.getsockname())
        legacy, _ = listener.accept()
    ours.settimeout(5)
    with ours, legacy:
        yield legacy, ours


def test_received_bytes_are_taken_in_order(pair) -> None:
    legacy, ours = pair
    wire = Wire(ours, NoBody())
    legacy.sendall(b"abcdef")

    assert wire.fill(1)
    assert (wire.take(2), wire.take(10), wire.received) == (b"ab", b"cdef", 6)


def test_the_end_is_not_a_silence(pair) -> None:
    legacy, ours = pair
    legacy.close()

    assert not Wire(ours, NoBody()).fill(1)


def test_a_reset_is_a_legacy_that_hung_up(pair) -> None:
    legacy, ours = pair
    legacy.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    legacy.close()

    with pytest.raises(LegacyHungUp):
        Wire(ours, NoBody()).fill(1)


def test_a_silent_legacy_is_waited_for_no_longer_than_said(pair) -> None:
    _, ours = pair
    start = time.monotonic()

    with pytest.raises(LegacyTimedOut):
        Wire(ours, NoBody()).fill(0.3)

    assert 0.25 < time.monotonic() - start < 10


def test_a_client_that_left_is_noticed_while_the_legacy_works(pair) -> None:
    _, ours = pair
    start = time.monotonic()

    with pytest.raises(ClientWentAway):
        Wire(ours, FakeBody(has_left=True)).fill(30)

    assert time.monotonic() - start < 10


def test_pushing_stops_when_the_legacy_answers_early(pair) -> None:
    legacy, ours = pair
    legacy.sendall(b"HTTP/1.1 413 Too Large\r\n\r\n")

    assert not Wire(ours, NoBody()).push(b"x" * 1_000_000, 1)


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(b"HTTP/1.1 100 Continue\r\n\r\n", id="continue"),
        pytest.param(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 102 P", id="two"),
        pytest.param(b"HTTP/1.1 ", id="the beginning of one"),
    ],
)
def test_pushing_goes_on_beside_interim_answers(pair, said) -> None:
    legacy, ours = pair
    legacy.sendall(said)
    wire = Wire(ours, NoBody())

    assert wire.push(b"x" * 10_000, 1)
    assert wire.push(b"y" * 10_000, 1)
    assert wire.take(1000) == said


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(b"HTTP/1.1 100 C\r\n\r\n" * 2 + b"HTTP/1.1 413 Too Large\r\n", id="final"),
        pytest.param(b"HTTP/1.1 101 Switching Protocols\r\n\r\n", id="another protocol"),
        pytest.param(b"HTTP/1.1 100 C\r\n\r\n" * 101, id="interim answers without end"),
    ],
)
def test_pushing_stops_when_a_final_answer_follows_interim_ones(pair, said) -> None:
    legacy, ours = pair
    legacy.sendall(said)

    assert not Wire(ours, NoBody()).push(b"x" * 10_000, 1)


def test_pushing_stops_when_the_legacy_has_closed(pair) -> None:
    legacy, ours = pair
    legacy.close()

    assert not Wire(ours, NoBody()).push(b"x" * 1_000_000, 1)


def test_a_legacy_that_stops_reading_times_out(pair) -> None:
    _, ours = pair

    with pytest.raises(LegacyTimedOut):
        Wire(ours, NoBody()).push(b"x" * 50_000_000, 0.3)
