import os
import threading
import time

from proxy.flips.spread import await_spread, spread
from proxy.routing_file.workers import WorkerState, publish
from tests.fakes.routing_files import desk_in


def say(desk, digest: str, fault: str | None = None, pid: int | None = None) -> None:
    publish(desk.state_dir, WorkerState(pid or os.getpid(), "wsgi door", digest, 0.0, fault))


def test_without_process_nobody_is_behind(tmp_path) -> None:
    desk = desk_in(tmp_path)

    assert spread(desk.routing_file, desk.state_dir).behind == ()


def test_who_runs_another_table_or_complains_is_behind(tmp_path) -> None:
    desk = desk_in(tmp_path)
    digest = spread(desk.routing_file, desk.state_dir).file_digest
    say(desk, digest)
    say(desk, "another", pid=1)
    say(desk, digest, "routing.yaml:1:1: nonsense", pid=os.getppid())

    found = spread(desk.routing_file, desk.state_dir)

    assert len(found.states) == len({1, os.getpid(), os.getppid()})
    assert os.getpid() not in {state.pid for state in found.behind}
    assert len(found.behind) == len(found.states) - 1


def test_waiting_ends_when_everybody_runs_the_file(tmp_path) -> None:
    desk = desk_in(tmp_path)
    digest = spread(desk.routing_file, desk.state_dir).file_digest
    say(desk, "another")
    timer = threading.Timer(0.15, say, (desk, digest))
    timer.start()

    found = await_spread(desk.routing_file, desk.state_dir, 10)
    timer.join()

    assert found.behind == ()
    assert 0.1 < found.after_s < 5


def test_waiting_ends_when_time_is_up(tmp_path) -> None:
    desk = desk_in(tmp_path)
    say(desk, "another")
    start = time.monotonic()

    found = await_spread(desk.routing_file, desk.state_dir, 0.1)

    assert len(found.behind) == 1
    assert time.monotonic() - start < 5
