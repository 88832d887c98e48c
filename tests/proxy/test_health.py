import json
import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from proxy.core.table import RoutingTable
from proxy.health import report
from proxy.routing_file.live import Fault
from proxy.routing_file.workers import WorkerState, publish
from tests.fakes.tables import table

EMPTY = table()


@dataclass(frozen=True)
class Running:
    table: RoutingTable = EMPTY
    fault: Fault | None = None


@dataclass(frozen=True)
class Seen:
    is_reachable: bool
    at: float = 1_800_000_000.0
    fault: str | None = None


def test_what_nobody_asked_yet_is_unknown_and_no_harm(tmp_path: Path) -> None:
    told = report(Running(), {}, 0, tmp_path)

    assert (told["status"], told["ready"]) == ("ok", True)
    assert told["upstreams"] == {"gestion": {"state": "unknown"}}
    assert told["table"] == {"source": "routing.yaml", "digest": "d1"}


@pytest.mark.parametrize(
    "running, seen, status",
    [
        pytest.param(Running(), {"gestion": Seen(is_reachable=True)}, "ok", id="all well"),
        pytest.param(
            Running(), {"gestion": Seen(is_reachable=False)}, "degraded", id="dead upstream"
        ),
        pytest.param(
            Running(fault=Fault("line 3", 1.0, "d2")), {}, "degraded", id="file not the table"
        ),
    ],
)
def test_degraded_is_not_dead(tmp_path: Path, running, seen, status) -> None:
    told = report(running, seen, 0, tmp_path)

    assert (told["status"], told["live"], told["ready"]) == (status, True, True)


def test_a_fault_says_since_when_and_of_which_file(tmp_path: Path) -> None:
    told = report(Running(fault=Fault("line 3", 1_800_000_000.0, "d2")), {}, 0, tmp_path)

    assert told["fault"] == {
        "text": "line 3",
        "since": "2027-01-15T08:00:00+00:00",
        "file_digest": "d2",
    }


def test_a_dead_upstream_has_its_error_by_name(tmp_path: Path) -> None:
    seen = {"gestion": Seen(is_reachable=False, fault="LegacyTimedOut")}

    assert report(Running(), seen, 0, tmp_path)["upstreams"]["gestion"] == {
        "state": "unreachable",
        "at": "2027-01-15T08:00:00+00:00",
        "fault": "LegacyTimedOut",
    }


def test_every_worker_is_told_with_its_table(tmp_path: Path) -> None:
    publish(tmp_path, WorkerState(os.getpid(), "worker", "d0", 1_800_000_000.0, "line 3", 1.0))

    (worker,) = report(Running(), {}, 7, tmp_path)["workers"]

    assert (worker["pid"], worker["digest"], worker["fault"]) == (os.getpid(), "d0", "line 3")
    assert worker["since"] == "1970-01-01T00:00:01+00:00"


def test_lost_lines_are_counted(tmp_path: Path) -> None:
    assert report(Running(), {}, 7, tmp_path)["access_log"] == {"dropped": 7}


def test_a_routing_file_that_nobody_can_write_is_said(tmp_path: Path) -> None:
    (tmp_path / "evidence").mkdir()
    said = {"pid": 1, "at": 1.0, "as_of": 1.0, "waiting": 0, "cannot_write": "root has /etc"}
    before = report(Running(), {}, 0, tmp_path)["cannot_write"]
    (tmp_path / "evidence" / "recorder.json").write_text(json.dumps(said))
    told = report(Running(), {}, 0, tmp_path)

    assert before is None
    assert "the sentinels and the console cannot write the routing file" in told["cannot_write"]
    assert "root has /etc" in told["cannot_write"]
    assert told["status"] == "ok"
