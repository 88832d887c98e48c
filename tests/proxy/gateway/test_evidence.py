"""Counting by the gateway as it is shipped: workers, spool, recorder, state database."""

import os
import signal
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from demo.stack.database import Database
from proxy.evidence import queries
from proxy.evidence.periods import HOUR
from proxy.evidence.queries import Span
from proxy.evidence.values import ALL
from proxy.state_database import StateDatabase
from tests.fakes.gateway_door import GatewayDoor
from tests.fakes.gunicorn_door import until
from tests.fakes.processes import children
from tests.fakes.upstream import Upstream, reply

PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def upstream(lone_upstream: Upstream) -> Upstream:
    return lone_upstream


@pytest.fixture
def lone_upstream() -> object:
    made = Upstream(lambda exchange: exchange.send(reply()))
    yield made
    made.stop()


def hour() -> Span:
    now = time.time()
    return Span(now - HOUR, now + HOUR, now, PARIS)


def counted(state: StateDatabase, side: str = "legacy") -> int:
    return queries.traffic(state, hour()).only(side=side).requests


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("mariadb", marks=pytest.mark.soak)])
def test_every_request_is_counted_once(
    kind: str,
    upstream: Upstream,
    open_door: Callable[..., GatewayDoor],
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:
    url = f"sqlite:///{tmp_path}/var/state.sqlite"
    if kind == "mariadb":
        server: Database = request.getfixturevalue("private_mariadb")
        server.recreate("gestion_counts")
        url = server.url.replace("/gestion?", "/gestion_counts?")
    door = open_door(upstream.port, WORKERS="2", STATE_DATABASE_URL=url)
    # Nobody is told apart before the recorder has drawn the salt of the day.
    assert until((door.state / "evidence" / "salt.json").exists, 15), door.log
    time.sleep(1.1)
    for number in range(60):
        cookie = b"Cookie: symfony=visitor-%04d" % (number % 3)
        door.get(f"/page/{number}?secret=1", cookie)
    python = len([line for line in door.lines() if line["side"] == "python"])
    assert door.stop() == 0
    state = StateDatabase(url)
    day = queries.requests(state, limit=1000)
    users = queries.users(state, "2020-01-01", "2100-01-01")

    assert counted(state) == 60
    assert counted(state, "python") >= python
    assert len([row for row in day if row.path.startswith("/page/")]) == 60
    assert {row.path for row in day if "secret" in row.path} == set()
    assert [each.users for each in users if each.side == "legacy" and each.lot == ALL] == [3]
    state.close()


def test_a_locked_database_stops_nothing_but_counting(
    upstream: Upstream, open_door: Callable[..., GatewayDoor]
) -> None:
    door = open_door(upstream.port)
    file = door.state / "state.sqlite"
    assert until(lambda: evidence_of(door)["as_of"], 15), door.log
    holder = sqlite3.connect(file)
    holder.execute("begin immediate")
    for _ in range(20):
        assert door.get("/page").status == 200
    assert until(lambda: "locked" in str(evidence_of(door)["fault"]), 15), door.log
    seen = evidence_of(door)
    slowest = max(float(str(line["ms"])) for line in door.lines())
    holder.close()
    state = StateDatabase(f"sqlite:///{file}")
    assert until(lambda: counted(state) == 20, 15), evidence_of(door)
    assert until(lambda: not evidence_of(door)["fault"], 15)

    assert seen["state"] == "behind"
    assert slowest < 500


def test_without_a_database_traffic_passes_and_health_says_so(
    upstream: Upstream, open_door: Callable[..., GatewayDoor]
) -> None:
    door = open_door(upstream.port, STATE_DATABASE_URL="mysql://nobody@127.0.0.1:1/none")

    assert door.get("/page").status == 200
    assert until(lambda: "does not answer" in str(evidence_of(door)["fault"]), 15), door.log
    assert evidence_of(door)["as_of"] is None
    assert "nobody@" not in door.log.replace("nobody@127.0.0.1:1/none", "")


def test_a_recorder_that_is_killed_is_replaced_and_counts_nothing_twice(
    upstream: Upstream, open_door: Callable[..., GatewayDoor]
) -> None:
    door = open_door(upstream.port)
    for _ in range(15):
        door.get("/page")
    assert until(lambda: recorder_pid(door), 15), door.log
    os.kill(recorder_pid(door), signal.SIGKILL)
    for _ in range(15):
        door.get("/page")
    assert until(lambda: recorder_pid(door), 15), door.log
    state = StateDatabase(f"sqlite:///{door.state}/state.sqlite")

    assert until(lambda: counted(state) == 30, 15)
    assert door.stop() == 0
    assert counted(state) == 30


def test_a_hand_over_brings_a_new_recorder(
    upstream: Upstream, open_door: Callable[..., GatewayDoor]
) -> None:
    door = open_door(upstream.port)
    assert until(lambda: recorder_pid(door), 15), door.log
    before = recorder_pid(door)
    door.get("/page")
    door.process.send_signal(signal.SIGHUP)
    assert until(lambda: recorder_pid(door) not in {0, before}, 20), door.log
    door.get("/page")
    state = StateDatabase(f"sqlite:///{door.state}/state.sqlite")

    assert until(lambda: counted(state) == 2, 15), door.log


def evidence_of(door: GatewayDoor) -> dict[str, object]:
    found = door.health()["evidence"]
    assert isinstance(found, dict)
    return found


def recorder_pid(door: GatewayDoor) -> int:
    found = children(door.process.pid, b"proxy.gateway.recorder\x00")
    return found[0] if found else 0
