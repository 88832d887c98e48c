import json
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from proxy.evidence import queries
from proxy.evidence.counting import Series
from proxy.evidence.periods import DAY, HOUR
from proxy.evidence.queries import Span
from proxy.evidence.recorder import Recorder
from proxy.evidence.recorder_state import recorder_state
from proxy.evidence.recording import Recording
from proxy.evidence.retention import GRACE_S
from proxy.evidence.spool import Batch, Spool
from proxy.evidence.tables import REQUESTS, SALTS, VISITORS
from proxy.evidence.values import ALL
from proxy.state_database import StateDatabase
from tests.fakes.happenings import NOON, labels

PARIS = ZoneInfo("Europe/Paris")
ROW = {
    "at": NOON, "request_id": "r", "backend": "gestion", "application": "frontend",
    "method": "GET", "path": "/events", "route": "/events", "lot": "events", "stage": "python",
    "side": "python", "reason": "stage", "status": 200, "ms": 1.0, "bucket": -1,
    "table_digest": "ab",
}  # fmt: skip


class Now:
    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def now() -> Now:
    return Now()


@pytest.fixture
def make(state: StateDatabase, tmp_path: Path, now: Now) -> Callable[..., Recorder]:
    def recorder(log_rows: int = 100) -> Recorder:
        return Recorder(state, tmp_path, zone=PARIS, log_rows=log_rows, wall=now)

    return recorder


def leave(folder: Path, *, until: float = NOON, status: int = 200, side: str = "python") -> Batch:
    series = Series()
    series.add(0.04, 100)
    batch = Batch(until - 1, until, series={labels(side=side): {status: series}})
    day = "2026-11-23" if until < NOON + DAY / 2 else "2026-11-24"
    batch.visitors.add((day, "0123456789abcdef", "gestion", "events", side))
    batch.requests.append(ROW)
    batch.signals["gestion", "events", side, "csrf-refused"] = 1
    batch.unlogged = 2
    Spool(folder).write(batch)
    return batch


def hour(now: Now) -> Span:
    return Span(now.at - HOUR, now.at + HOUR, now.at, PARIS)


def test_everything_in_the_spool_is_folded(
    make: Callable[..., Recorder], state: StateDatabase, tmp_path: Path, now: Now
) -> None:
    leave(tmp_path)
    leave(tmp_path, status=502)
    said = make().run_once()
    found = queries.traffic(state, hour(now))
    (seen,) = queries.seen_routes(state)

    assert (found.requests, found.errors) == (2, 1)
    assert queries.asked_and_tried(state, "events", "python", "2026-11-23")[1] == {"/events"}
    assert (seen.requests, seen.python, seen.errors) == (2, 2, 1)
    assert queries.signals(state, hour(now)) == {("events", "python", "csrf-refused"): 2}
    assert queries.log_extent(state).rows == 2
    assert queries.freshness(state).recorders[0].unlogged_requests == 4
    assert found.as_of == said.as_of == NOON - 1
    assert list(Spool(tmp_path).folder.iterdir()) == []


def test_a_batch_is_folded_once_however_often_it_is_found(
    make: Callable[..., Recorder], state: StateDatabase, tmp_path: Path, now: Now
) -> None:
    batch = leave(tmp_path)
    recorder = make()
    recorder.run_once()
    Spool(tmp_path).write(batch)
    recorder.run_once()
    Spool(tmp_path).write(batch)
    make().run_once()

    assert queries.traffic(state, hour(now)).requests == 1
    assert queries.log_extent(state).rows == 1


def test_every_grain_holds_the_same_requests(
    make: Callable[..., Recorder], state: StateDatabase, tmp_path: Path, now: Now
) -> None:
    for minutes in range(5):
        leave(tmp_path, until=NOON - minutes * 60)
    make().run_once()

    for length in (HOUR, DAY, 30 * DAY):
        span = Span(now.at - length, now.at + HOUR, now.at, PARIS)
        assert queries.traffic(state, span).requests == 5, span.grain


def test_a_day_that_is_over_is_counted_and_its_visitors_forgotten(
    make: Callable[..., Recorder], state: StateDatabase, tmp_path: Path, now: Now
) -> None:
    leave(tmp_path)
    recorder = make()
    recorder.run_once()
    before = {
        u.lot: (u.users, u.is_whole) for u in queries.users(state, "2026-11-23", "2026-11-24")
    }
    salt = json.loads((tmp_path / "evidence" / "salt.json").read_text())
    now.at += DAY / 2 + GRACE_S + 60
    recorder.run_once()
    leave(tmp_path)
    recorder.run_once()
    after = {u.lot: (u.users, u.is_whole) for u in queries.users(state, "2026-11-23", "2026-11-24")}
    fresh = json.loads((tmp_path / "evidence" / "salt.json").read_text())
    with state.read() as connection:
        left = connection.execute(select(func.count()).select_from(VISITORS)).scalar()
        salts = connection.execute(select(SALTS.c.day)).scalars().all()

    assert before[ALL] == (1, False)
    assert after[ALL] == (1, True)
    assert left == 0
    assert salts == ["2026-11-24"]
    assert (salt["day"], fresh["day"]) == ("2026-11-23", "2026-11-24")
    assert salt["salt"] != fresh["salt"]


def test_the_log_keeps_only_the_newest(
    make: Callable[..., Recorder], state: StateDatabase, tmp_path: Path, now: Now
) -> None:
    recorder = make(log_rows=3)
    for _ in range(8):
        leave(tmp_path)
    recorder.run_once()
    now.at += 700
    recorder.run_once()
    with state.read() as connection:
        kept = connection.execute(select(REQUESTS.c.id)).scalars().all()

    assert kept == [6, 7, 8]


def test_old_periods_are_forgotten(
    make: Callable[..., Recorder], state: StateDatabase, tmp_path: Path, now: Now
) -> None:
    leave(tmp_path)
    recorder = make()
    recorder.run_once()
    now.at += 100 * DAY
    recorder.run_once()
    by_hour = Span(NOON - HOUR, NOON + HOUR, NOON, PARIS)
    by_day = Span(NOON - 30 * DAY, NOON + DAY, now.at, PARIS)

    assert queries.traffic(state, by_hour).requests == 0
    assert queries.traffic(state, by_day).requests == 1
    assert queries.asked_and_tried(state, "events", "python", "2026-11-23")[1] == frozenset()


def test_more_batches_than_one_transaction_takes_are_all_folded(
    make: Callable[..., Recorder], state: StateDatabase, tmp_path: Path, now: Now
) -> None:
    for _ in range(120):
        leave(tmp_path)
    make().run_once()

    assert queries.traffic(state, hour(now)).requests == 120


def test_a_batch_that_the_database_never_takes_holds_up_no_other(
    make: Callable[..., Recorder], state: StateDatabase, tmp_path: Path, now: Now
) -> None:
    leave(tmp_path)
    poison = Batch(NOON - 1, NOON, series=leave(tmp_path).series)
    poison.requests.append(ROW | {"backend": None})
    Spool(tmp_path).write(poison)
    said = make().run_once()

    assert (said.fault, said.waiting) == ("", 0)
    assert queries.traffic(state, hour(now)).requests == 2
    assert Spool(tmp_path).damaged == 1


def test_a_locked_database_is_said_and_nothing_is_lost_or_invented(
    tmp_path: Path, now: Now
) -> None:
    state = StateDatabase(f"sqlite:///{tmp_path}/state.sqlite", patience_s=1)
    recorder = Recorder(state, tmp_path, zone=PARIS, log_rows=9, wall=now)
    well = recorder.run_once()
    leave(tmp_path)
    holder = sqlite3.connect(tmp_path / "state.sqlite")
    holder.execute("begin immediate")
    now.at += 60
    stuck = recorder.run_once()
    on_disk = recorder_state(tmp_path)
    as_of = queries.freshness(state).as_of
    holder.close()
    healed = recorder.run_once()

    assert well.fault == healed.fault == ""
    assert "locked" in stuck.fault
    assert stuck.waiting == 1
    assert stuck.as_of == well.as_of == as_of
    assert on_disk == stuck
    assert healed.as_of == now.at - 1
    assert queries.traffic(state, hour(now)).requests == 1


def test_a_database_that_is_gone_is_said(tmp_path: Path, now: Now) -> None:
    state = StateDatabase("mysql://nobody@127.0.0.1:1/none", patience_s=1)
    leave(tmp_path)
    said = Recorder(state, tmp_path, zone=PARIS, log_rows=9, wall=now).run_once()

    assert "does not answer" in said.fault
    assert said.waiting == 1
    assert said.as_of == 0


def test_without_a_recorder_there_is_nothing_to_say(tmp_path: Path) -> None:
    assert recorder_state(tmp_path) is None


def test_of_two_recorders_in_one_folder_one_records(
    make: Callable[..., Recorder], tmp_path: Path
) -> None:
    stopping, said = threading.Event(), []
    first = Recording(make(), tmp_path, lambda _: said.append("first"), 0.01)
    second = Recording(make(), tmp_path, lambda _: said.append("second"), 0.01)
    threads = [threading.Thread(target=each.run, args=(stopping,)) for each in (first, second)]
    for thread in threads:
        thread.start()
    while len(said) < 5:
        threading.Event().wait(0.01)
    stopping.set()
    for thread in threads:
        thread.join()

    assert len(set(said[:5])) == 1


def test_a_failure_of_the_watch_does_not_end_counting(
    make: Callable[..., Recorder], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    stopping, seen = threading.Event(), []

    def fail(_said: object) -> None:
        seen.append(1)
        raise RuntimeError("watch")

    Recording(make(), tmp_path, fail, 0.01).start(stopping)
    while len(seen) < 3:
        threading.Event().wait(0.01)
    stopping.set()

    assert "the recorder goes on" in caplog.text


def test_a_routing_file_that_cannot_be_written_is_said_once_and_when_it_is_over(
    state: StateDatabase, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    stopping, seen = threading.Event(), []

    def obstacle() -> str:
        return "root has it" if len(seen) < 3 else ""

    recorder = Recorder(state, tmp_path, zone=PARIS, log_rows=9, cannot_write=obstacle)
    Recording(recorder, tmp_path, seen.append, 0.01).start(stopping)
    while len(seen) < 6:
        threading.Event().wait(0.01)
    stopping.set()
    told = [each.message for each in caplog.records if "the routing file" in each.message]

    assert (seen[0].cannot_write, seen[5].cannot_write) == ("root has it", "")
    assert len(told) == 2
    assert "cannot write the routing file (root has it)" in told[0]
    assert told[1].endswith("can write the routing file again")
