import multiprocessing
import os
import time

import pytest

from proxy.errors import FlipUnderWay, StateUnwritable
from proxy.flips.lock import flip_lock, remember, remembered


def hold(state_dir, ready, seconds) -> None:
    with flip_lock(state_dir, "claire", 1):
        ready.set()
        time.sleep(seconds)


def holder(state_dir, seconds) -> multiprocessing.Process:
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    process = context.Process(target=hold, args=(state_dir, ready, seconds))
    process.start()
    assert ready.wait(10)
    return process


def test_a_held_lock_is_refused_with_its_holder(tmp_path) -> None:
    process = holder(tmp_path, 30)
    try:
        with pytest.raises(FlipUnderWay) as caught, flip_lock(tmp_path, "robert", 0.05):
            pass
    finally:
        process.kill()
        process.join()

    assert f"another flip is under way (claire, process {process.pid})" in str(caught.value)


def test_a_killed_holder_leaves_the_lock_free(tmp_path) -> None:
    process = holder(tmp_path, 30)
    process.kill()
    process.join()

    with flip_lock(tmp_path, "robert", 0.05):
        assert (tmp_path / "flip.lock").read_text() == f"robert, process {os.getpid()}\n\n"


def test_a_lock_is_waited_for(tmp_path) -> None:
    process = holder(tmp_path, 0.3)

    with flip_lock(tmp_path, "robert", 10):
        pass
    process.join()

    assert process.exitcode == 0


def test_the_folder_is_made(tmp_path) -> None:
    with flip_lock(tmp_path / "a" / "b", "claire", 1):
        assert (tmp_path / "a" / "b" / "flip.lock").exists()


def test_a_folder_that_cannot_be_made_is_named(tmp_path) -> None:
    (tmp_path / "a").write_text("a file")

    with (
        pytest.raises(StateUnwritable, match="File exists"),
        flip_lock(tmp_path / "a" / "b", "claire", 1),
    ):
        pass


def test_a_mark_outlives_its_holder_and_the_next_one(tmp_path) -> None:
    with flip_lock(tmp_path, "claire of a long name", 1):
        remember(tmp_path, "7 abc")
    with flip_lock(tmp_path, "bob", 1):
        assert remembered(tmp_path) == "7 abc"
        remember(tmp_path, "8 d")

    assert remembered(tmp_path) == "8 d"
    assert (tmp_path / "flip.lock").read_text() == f"bob, process {os.getpid()}\n8 d\n"


@pytest.mark.parametrize(
    "data, mark",
    [
        pytest.param("claire, process 12", "", id="of an older version"),
        pytest.param("claire\n7 ab", "", id="not whole"),
        pytest.param("bob\n7 abc\ncess 12\n6 abb\n", "7 abc", id="a writer killed before the cut"),
    ],
)
def test_only_a_whole_mark_is_believed(tmp_path, data, mark) -> None:
    (tmp_path / "flip.lock").write_text(data)

    assert remembered(tmp_path) == mark


def test_a_folder_without_lock_has_no_mark(tmp_path) -> None:
    assert remembered(tmp_path / "absent") == ""
