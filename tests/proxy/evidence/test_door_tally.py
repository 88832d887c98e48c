import time
from collections.abc import Callable, Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from proxy.core.decision import decide
from proxy.core.messages import RequestHead
from proxy.evidence import queries
from proxy.evidence.door_tally import DoorTally
from proxy.evidence.periods import HOUR
from proxy.evidence.queries import Span
from proxy.evidence.signals import Signal
from proxy.evidence.spool import Spool
from proxy.evidence.tally import Tally
from proxy.state_database import StateDatabase
from proxy.visit import Visit
from tests.fakes.gunicorn_door import GunicornDoor, ask, until
from tests.fakes.tables import table
from tests.fakes.upstream import Upstream, reply

PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def door(tmp_path: Path) -> Iterator[DoorTally]:
    made = DoorTally(
        lambda: Tally(tmp_path, zone=PARIS, session_cookies=("symfony",)),
    )
    yield made
    made.close()


def visit(status: int = 200) -> Visit:
    head = RequestHead("GET", b"/x?q=1", b"gestion.localhost", ((b"Cookie", b"symfony=abcdefgh"),))
    return Visit(head=head, verdict=decide(table(), head), status=status)


def test_before_it_is_started_nothing_is_counted(door: DoorTally, tmp_path: Path) -> None:
    door.count(visit())
    door.close()

    assert list(Spool(tmp_path).waiting()) == []


def test_what_was_counted_lies_in_the_spool_at_the_end(door: DoorTally, tmp_path: Path) -> None:
    door.start()
    for status in (200, 200, 500):
        door.count(visit(status))
    door.close()
    batches = [batch for _, batch in Spool(tmp_path).waiting()]
    counts = {
        status: one.count
        for batch in batches
        for by_status in batch.series.values()
        for status, one in by_status.items()
    }

    assert counts == {200: 2, 500: 1}
    assert {row["path"] for batch in batches for row in batch.requests} == {"/x"}
    assert door.fault == ""


@pytest.fixture
def real(tmp_path: Path) -> Iterator[Callable[..., GunicornDoor]]:
    upstream = Upstream(lambda exchange: exchange.send(reply()))
    doors: list[GunicornDoor] = []

    def start(**settings: str) -> GunicornDoor:
        doors.append(GunicornDoor(tmp_path, upstream.port, **settings))
        return doors[-1]

    yield start
    for each in doors:
        if each.process.poll() is None:
            each.stop()
    upstream.stop()


def test_a_real_door_counts_in_all_its_processes(
    real: Callable[..., GunicornDoor], tmp_path: Path
) -> None:
    door = real(WORKERS="2", THREADS="4")
    for _ in range(30):
        assert ask(door, b"GET /page")[0].status == 200
    state = StateDatabase(f"sqlite:///{tmp_path}/var/state.sqlite")

    def counted() -> int:
        now = time.time()
        span = Span(now - HOUR, now + HOUR, now, PARIS)
        return queries.traffic(state, span).only(side="legacy").requests

    assert until(lambda: counted() == 30, 15), door.log
    assert door.stop() == 0
    assert counted() == 30
    assert "Traceback" not in door.log


def test_a_signal_behind_the_gateway_starts_the_counting(door: DoorTally, tmp_path: Path) -> None:
    door.signal("gestion", "events", Signal.CSRF_REFUSED)
    door.close()
    ((_, batch),) = Spool(tmp_path).waiting()

    assert batch.signals == {("gestion", "events", "python", "csrf-refused"): 1}
