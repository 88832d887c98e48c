"""Lines leave beside the traffic: a sink that is full, slow, closed or missing holds nobody."""

import contextlib
import io
import os
import subprocess
import threading
from collections.abc import Callable, Iterator

import pytest

from proxy.gateway.line_writer import LineWriter
from tests.fakes.gateway_door import GatewayDoor
from tests.fakes.gunicorn_door import until
from tests.fakes.upstream import Upstream, reply

OpenDoor = Callable[..., GatewayDoor]


class Sink(io.RawIOBase):
    """Takes as much as `room` says, a few bytes at a time, then fails as a full disk does."""

    def __init__(self, room: int = 1 << 20, step: int = 1 << 20) -> None:
        self.taken = b""
        self.room, self.step = room, step

    def write(self, data: bytes) -> int:  # type: ignore[override]
        piece = bytes(data[: min(self.step, self.room)])
        if not piece:
            raise OSError("no space left")
        self.room -= len(piece)
        self.taken += piece
        return len(piece)


def test_lines_arrive_whole_through_a_sink_that_takes_little_at_a_time() -> None:
    sink = Sink(step=3)
    writer = LineWriter(sink)  # type: ignore[arg-type]
    writer.write([b"first\n", b"second\n"])
    writer.close()

    assert (sink.taken, writer.dropped) == (b"first\nsecond\n", 0)


def test_after_a_full_disk_the_next_line_begins_on_a_line_of_its_own() -> None:
    sink = Sink(room=9)
    writer = LineWriter(sink)  # type: ignore[arg-type]
    writer.write([b"first\n", b"second\n", b"third\n"])
    assert until(lambda: writer.dropped == 2)
    sink.room = 1000
    writer.write([b"fourth\n"])
    writer.close()

    assert sink.taken == b"first\nsec\nfourth\n"
    assert writer.dropped == 2


def test_a_closed_sink_only_counts() -> None:
    sink = io.BytesIO()
    sink.close()
    writer = LineWriter(sink)
    writer.write([b"a\n"])
    writer.write([b"b\n", b"c\n"])
    writer.close()

    assert writer.dropped == 3


def test_a_sink_that_is_stuck_holds_neither_requests_nor_the_end() -> None:
    stuck = threading.Event()

    class Stuck(io.RawIOBase):
        def write(self, data: bytes) -> int:  # type: ignore[override]
            stuck.wait(10)
            return len(data)

    writer = LineWriter(Stuck())  # type: ignore[arg-type]
    for _ in range(200):
        writer.write([b"a\n", b"b\n"])
    writer.close(patience_s=0.1)
    dropped = writer.dropped
    stuck.set()

    # 64 batches wait, one is in hand; the rest is counted.
    assert dropped >= 2 * (200 - 66)


@pytest.fixture(scope="module")
def upstream() -> Iterator[Upstream]:
    fake = Upstream(lambda exchange: exchange.send(reply(b"done")))
    yield fake
    fake.stop()


def dropped(door: GatewayDoor) -> int:
    return int(door.health()["access_log"]["dropped"])  # type: ignore[index,call-overload]


def test_a_full_disk_stops_no_answer_and_is_told(open_door: OpenDoor, upstream: Upstream) -> None:
    door = open_door(upstream.port, ACCESS_LOG="/dev/full")

    assert [door.get("/a").status for _ in range(10)] == [200] * 10
    assert until(lambda: dropped(door) >= 10)
    assert door.stop() == 0


def test_a_reader_of_the_log_that_left_stops_no_answer(
    open_door: OpenDoor, upstream: Upstream
) -> None:
    reader, writer = os.pipe()
    door = open_door(upstream.port, ACCESS_LOG="-", stdout=writer)
    os.close(writer)
    os.close(reader)

    assert [door.get("/a").status for _ in range(10)] == [200] * 10
    assert until(lambda: dropped(door) > 0)
    assert door.stop() == 0


def test_a_reader_of_the_log_that_sleeps_stops_no_answer_and_no_end(
    open_door: OpenDoor, upstream: Upstream
) -> None:
    reader, writer = os.pipe()
    door = open_door(upstream.port, ACCESS_LOG="-", stdout=writer)
    os.set_blocking(writer, False)
    with contextlib.suppress(BlockingIOError):
        while True:
            os.write(writer, b"x" * 4096)
    os.set_blocking(writer, True)

    assert [door.get("/a").status for _ in range(50)] == [200] * 50
    assert door.stop() == 0
    os.close(writer)
    os.close(reader)


def test_a_standard_output_that_was_closed_stops_nothing(
    open_door: OpenDoor, upstream: Upstream
) -> None:
    shut = ("sh", "-c", 'exec "$@" >&- <&-', "-")
    door = open_door(upstream.port, ACCESS_LOG="-", stdout=subprocess.DEVNULL, through=shut)

    assert door.get("/a").status == 200
    assert door.stop() == 0
