"""A process that is kept alive, and ended."""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from proxy.gateway.kept_process import KeptProcess
from tests.fakes.gunicorn_door import until
from tests.fakes.processes import children

#: Says that it runs, in a file of its own, and waits; deaf to SIGTERM where it is told so.
MODULE = """
import os, pathlib, signal, sys, time
if sys.argv[1] == "deaf":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
pathlib.Path(str(os.getpid())).touch()
time.sleep(60)
"""

Keep = Callable[..., KeptProcess]


@pytest.fixture
def keep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Keep]:
    (tmp_path / "waiting.py").write_text(MODULE)
    monkeypatch.chdir(tmp_path)
    kept: list[KeptProcess] = []

    def keep(mood: str = "plain", again_s: float = 0.0) -> KeptProcess:
        words = ("waiting", mood)
        kept.append(KeptProcess(words, os.environ, again_s=again_s, patience_s=0.05))
        return kept[-1]

    yield keep
    for each in kept:
        each.end()


def started() -> list[int]:
    """Those that run and have said so."""
    return [pid for pid in children(os.getpid(), b"waiting") if Path(str(pid)).exists()]


def test_one_that_died_is_started_again(keep: Keep) -> None:
    kept = keep()
    kept.look_after()
    assert until(started, 10)
    first = started()
    kept.look_after()
    assert started() == first

    os.kill(first[0], signal.SIGKILL)
    assert until(lambda: not kept.is_running, 10)
    kept.look_after()

    assert until(started, 10)
    assert started() != first


def test_one_that_cannot_start_is_not_tried_all_the_time(keep: Keep) -> None:
    kept = keep(again_s=60)
    kept.look_after()
    assert until(started, 10)
    os.kill(started()[0], signal.SIGKILL)
    assert until(lambda: not kept.is_running, 10)

    kept.look_after()
    assert not kept.is_running
    kept.renew()
    kept.look_after()
    assert kept.is_running


def test_one_that_does_not_listen_is_ended_all_the_same(keep: Keep) -> None:
    kept = keep("deaf")
    kept.look_after()
    assert until(started, 10)

    kept.end()

    assert (kept.is_running, started()) == (False, [])
