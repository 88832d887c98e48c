"""What each process says of its table."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from proxy.routing_file.workers import WorkerState, publish, withdraw, workers


def a_state(pid: int, **facts: object) -> WorkerState:
    return WorkerState(pid, "gateway", "d1", 1.0, **facts)  # type: ignore[arg-type]


def dead_pid() -> int:
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid


def test_living_processes_are_listed_by_pid(tmp_path: Path) -> None:
    publish(tmp_path, a_state(os.getpid(), fault="bad", since=2.0))
    publish(tmp_path, a_state(os.getppid()))

    found = workers(tmp_path)

    assert [state.pid for state in found] == sorted([os.getpid(), os.getppid()])
    mine = next(state for state in found if state.pid == os.getpid())
    assert (mine.role, mine.digest, mine.fault, mine.since) == ("gateway", "d1", "bad", 2.0)


def test_a_dead_process_is_forgotten(tmp_path: Path) -> None:
    publish(tmp_path, a_state(dead_pid()))

    assert workers(tmp_path) == ()
    assert list((tmp_path / "workers").iterdir()) == []


def test_a_later_process_of_the_same_number_is_another(tmp_path: Path) -> None:
    publish(tmp_path, a_state(os.getpid(), born="1"))

    assert workers(tmp_path) == ()


def test_a_process_of_another_user_counts_as_living(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: int) -> None:
        raise PermissionError

    publish(tmp_path, a_state(1))
    monkeypatch.setattr(os, "kill", refuse)

    assert [state.pid for state in workers(tmp_path)] == [1]


@pytest.mark.parametrize("text", ["", "{", "[]", "1", '{"pid": 1}', '{"pid": 1, "more": 2}'])
def test_a_file_that_says_nothing_is_skipped(tmp_path: Path, text: str) -> None:
    publish(tmp_path, a_state(os.getpid()))
    (tmp_path / "workers" / "1.json").write_text(text)

    assert [state.pid for state in workers(tmp_path)] == [os.getpid()]


def test_a_system_that_tells_no_start_is_believed(tmp_path: Path) -> None:
    publish(tmp_path, a_state(os.getpid()))
    file = tmp_path / "workers" / f"{os.getpid()}.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {"born": ""}))

    assert len(workers(tmp_path)) == 1


def test_a_process_that_ends_withdraws(tmp_path: Path) -> None:
    publish(tmp_path, a_state(os.getpid()))

    withdraw(tmp_path, os.getpid())
    withdraw(tmp_path, os.getpid())

    assert workers(tmp_path) == ()


def test_nobody_has_published_yet(tmp_path: Path) -> None:
    assert workers(tmp_path / "nowhere") == ()
