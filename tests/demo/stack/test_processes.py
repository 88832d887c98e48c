import os
import signal
import subprocess
import sys
import time
from dataclasses import replace

import pytest

from demo.stack.processes import (
    Trace,
    boot_id,
    command_of,
    group_members,
    is_alive,
    read_trace,
    remains_of,
    stop_group,
    trace,
)

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]

#: A leader whose child outlives it, as nginx's worker does when its master is killed.
WITH_CHILD = [sys.executable, "-c", "import os, time; os.fork(); time.sleep(60)"]

STUBBORN_SCRIPT = (
    "import signal, time; signal.signal(15, signal.SIG_IGN); print('up', flush=True);"
    " time.sleep(60)"
)
STUBBORN = [sys.executable, "-c", STUBBORN_SCRIPT]


@pytest.fixture
def spawn():
    started = []

    def start(command):
        process = subprocess.Popen(command, start_new_session=True, stdout=subprocess.PIPE)
        started.append(process)
        return process

    yield start
    for process in started:
        for pid in group_members(process.pid):
            os.kill(pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()


def until(condition):
    deadline = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_living_process_is_recognised(spawn):
    known = trace(spawn(SLEEP).pid)

    assert is_alive(known)


def test_a_dead_process_is_not(spawn):
    process = spawn(SLEEP)
    known = trace(process.pid)
    process.kill()
    until(lambda: trace(process.pid) is None)

    assert not is_alive(known)
    assert remains_of(known) == []


def test_a_later_process_of_the_same_number_is_spared(spawn):
    earlier = replace(trace(spawn(SLEEP).pid), started=1)

    assert not is_alive(earlier)
    assert remains_of(earlier) == []


def test_a_process_of_an_earlier_boot_is_spared(spawn):
    earlier = replace(trace(spawn(SLEEP).pid), boot="another")

    assert remains_of(earlier) == []


def test_children_that_outlive_their_leader_are_found(spawn):
    process = spawn(WITH_CHILD)
    known = trace(process.pid)
    until(lambda: len(group_members(process.pid)) == 2)
    process.kill()
    process.wait()

    assert len(remains_of(known)) == 1
    assert process.pid not in remains_of(known)


def test_a_stopped_group_leaves_nobody(spawn):
    process = spawn(WITH_CHILD)
    until(lambda: len(group_members(process.pid)) == 2)

    had_to_kill = stop_group(process.pid, patience_s=5)

    assert group_members(process.pid) == []
    assert not had_to_kill


def test_a_leader_that_refuses_is_killed_when_patience_is_over(spawn):
    process = spawn(STUBBORN)
    process.stdout.readline()

    assert stop_group(process.pid, patience_s=0.2)
    assert group_members(process.pid) == []


def test_a_trace_survives_its_pid_file(tmp_path):
    known = Trace(12, 345, boot_id())
    (tmp_path / "x.pid").write_text(str(known))

    assert read_trace(tmp_path / "x.pid") == known


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("12", id="a bare number"),
        pytest.param("a b c", id="no numbers"),
    ],
)
def test_a_damaged_pid_file_names_nobody(tmp_path, text):
    (tmp_path / "x.pid").write_text(text)

    assert read_trace(tmp_path / "x.pid") is None


def test_a_missing_pid_file_names_nobody(tmp_path):
    assert read_trace(tmp_path / "x.pid") is None


def test_a_command_line_is_shown(spawn):
    process = spawn(SLEEP)

    # The kernel shows it once exec is over.
    until(lambda: "time.sleep(60)" in command_of(process.pid))


def test_nobody_has_no_command_line():
    assert command_of(2**22 + 1) == ""
