"""The state database killed, locked, full and slow: counts wait, nothing is lost or invented."""

import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from demo.stack.database import Database
from proxy.evidence import queries
from proxy.evidence.counting import Series
from proxy.evidence.periods import HOUR
from proxy.evidence.queries import Span
from proxy.evidence.recorder import Recorder
from proxy.evidence.spool import Batch, Spool
from proxy.state_database import StateDatabase
from tests.fakes.disk import small_disk
from tests.fakes.gunicorn_door import until
from tests.fakes.happenings import labels

PARIS = ZoneInfo("Europe/Paris")


def leave(folder: Path, requests: int, rows: int = 0) -> None:
    series = Series()
    for _ in range(requests):
        series.add(0.04, 100)
    now = time.time()
    row = {
        "at": now, "request_id": "r" * 32, "backend": "gestion", "application": "frontend",
        "method": "GET", "path": "/events/" + "x" * 400, "route": "/events", "lot": "events",
        "stage": "python", "side": "python", "reason": "stage", "status": 200, "ms": 1.0,
        "bucket": -1, "table_digest": "ab",
    }  # fmt: skip
    batch = Batch(now - 1, now, series={labels(): {200: series}})
    batch.requests.extend([row] * rows)
    Spool(folder).write(batch)


def counted(state: StateDatabase) -> int:
    now = time.time()
    return queries.traffic(state, Span(now - HOUR, now + HOUR, now, PARIS)).requests


def recorder_of(state: StateDatabase, folder: Path) -> Recorder:
    return Recorder(state, folder, zone=PARIS, log_rows=9000)


def mariadb(server: Database) -> StateDatabase:
    server.recreate("gestion_troubles")
    return StateDatabase(server.url.replace("/gestion?", "/gestion_troubles?"), patience_s=1)


def test_a_mariadb_that_is_killed_and_comes_back(private_mariadb: Database, tmp_path: Path) -> None:
    state = mariadb(private_mariadb)
    recorder = recorder_of(state, tmp_path)
    leave(tmp_path, 3)
    well = recorder.run_once()
    server = private_mariadb.server
    assert server.pid is not None
    os.kill(server.pid, signal.SIGKILL)
    assert until(lambda: server.status is not None, 10)
    leave(tmp_path, 4)
    down = recorder.run_once()
    server.start()
    server.wait_ready()
    healed = recorder.run_once()

    assert (well.fault, healed.fault) == ("", "")
    assert "does not answer" in down.fault
    assert (down.as_of, down.waiting) == (well.as_of, 1)
    assert counted(state) == 7
    state.close()


def test_a_mariadb_that_hangs_is_given_up_after_a_while(
    private_mariadb: Database, tmp_path: Path
) -> None:
    state = mariadb(private_mariadb)
    recorder = recorder_of(state, tmp_path)
    recorder.run_once()
    leave(tmp_path, 5)
    holder = private_mariadb.connect(database="gestion_troubles")
    holder.cursor().execute("LOCK TABLES evidence_folded WRITE")
    began = time.monotonic()
    stuck = recorder.run_once()
    took = time.monotonic() - began
    holder.close()
    healed = recorder.run_once()

    assert stuck.fault
    assert stuck.waiting == 1
    assert took < 15
    assert healed.fault == ""
    assert counted(state) == 5
    state.close()


def test_a_disk_that_is_full_for_sqlite(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    with small_disk(disk):
        state = StateDatabase(f"sqlite:///{disk}/state.sqlite", patience_s=1)
        recorder = recorder_of(state, tmp_path)
        leave(tmp_path, 6, rows=1000)
        full = recorder.run_once()
        state.close()

    assert "full" in full.fault or "disk" in full.fault
    assert full.waiting == 1
    assert full.as_of == 0


@pytest.mark.parametrize("kind", ["sqlite", "mariadb"])
def test_processes_that_make_the_tables_at_the_same_moment(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = f"sqlite:///{tmp_path}/state.sqlite"
    if kind == "mariadb":
        server: Database = request.getfixturevalue("private_mariadb")
        server.recreate("gestion_twins")
        url = server.url.replace("/gestion?", "/gestion_twins?")
    (tmp_path / "state.sqlite").touch()
    barrier = threading.Barrier(6)

    def ask(_number: int) -> int:
        state = StateDatabase(url)
        barrier.wait()
        found = queries.log_extent(state).rows
        state.close()
        return found

    with ThreadPoolExecutor(6) as twins:
        assert list(twins.map(ask, range(6))) == [0] * 6


@pytest.mark.parametrize("statement", ["drop table evidence_folded", "drop table evidence_traffic"])
def test_a_table_that_somebody_dropped_loses_no_batch(tmp_path: Path, statement: str) -> None:
    state = StateDatabase(f"sqlite:///{tmp_path}/state.sqlite", patience_s=1)
    recorder_of(state, tmp_path).run_once()
    with state.write() as connection:
        connection.execute(text(statement))
    leave(tmp_path, 2)
    hurt = recorder_of(state, tmp_path).run_once()
    anew = StateDatabase(f"sqlite:///{tmp_path}/state.sqlite", patience_s=1)
    healed = recorder_of(anew, tmp_path).run_once()

    assert "no such table" in hurt.fault
    assert healed.fault == ""
    assert counted(anew) == 2
