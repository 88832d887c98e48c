"""The table a process runs: whole, good, and up to date within a second."""

import hashlib
import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from proxy.core.table import RoutingTable
from proxy.routing_file.last_good import last_good
from proxy.routing_file.live import LiveTable
from proxy.routing_file.mistakes import RoutingFileRefused
from proxy.routing_file.settling import Patience
from proxy.routing_file.workers import workers
from proxy.routing_file.writer import replace_file
from tests.fakes.routing_texts import BACKENDS, a_lot_text

GOOD = BACKENDS + a_lot_text("a", "/a") + a_lot_text("b", "/b")
OTHER = GOOD.replace("stage: legacy", "stage: python", 1)
HALF = BACKENDS + a_lot_text("a", "/a")
LONGER = OTHER + a_lot_text("c", "/c", "/d", "/e", "/f")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "routing.yaml"
    path.write_text(GOOD)
    return path


@pytest.fixture
def live(file: Path) -> Iterator[LiveTable]:
    table = LiveTable(
        file, 0.05, state_dir=file.parent / "var", role="test", patience=Patience(0.3, 1.2)
    )
    yield table
    table.close()


def rename_into(file: Path, text: str) -> None:
    new = file.with_name("new")
    new.write_text(text)
    new.replace(file)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def stage(live: LiveTable) -> str:
    return str(live.table.lots[0].stage)


def wait_until(condition: Callable[[], bool], patience_s: float = 1.5) -> float:
    started = time.monotonic()
    while not condition():
        assert time.monotonic() - started < patience_s, "it did not happen in time"
        time.sleep(0.005)
    return time.monotonic() - started


def test_a_process_does_not_start_without_a_good_table(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        LiveTable(tmp_path / "routing.yaml")
    (tmp_path / "routing.yaml").write_text("version: 2")

    with pytest.raises(RoutingFileRefused):
        LiveTable(tmp_path / "routing.yaml")


def test_a_flip_is_taken_within_a_second_and_told(file: Path, live: LiveTable) -> None:
    told: list[RoutingTable] = []
    live.on_swap(told.append)
    before = live.table

    replace_file(file, before.digest, OTHER.encode())
    took_s = wait_until(lambda: stage(live) == "python")

    assert took_s < 1
    assert str(before.lots[0].stage) == "legacy"
    wait_until(lambda: told == [live.table])
    assert live.loaded_at <= time.time()


def test_two_saves_of_one_size_and_date_are_both_seen(file: Path, live: LiveTable) -> None:
    date = file.stat().st_mtime_ns
    for text, expected in ((OTHER, "python"), (OTHER.replace("python", "shadow"), "shadow")):
        rename_into(file, text)
        os.utime(file, ns=(date, date))
        wait_until(lambda expected=expected: stage(live) == expected)  # type: ignore[misc]

    assert stage(live) == "shadow"


def test_an_edit_in_place_is_taken_when_it_has_settled(file: Path, live: LiveTable) -> None:
    assert stage(live) == "legacy"
    file.write_text(OTHER)

    assert wait_until(lambda: stage(live) == "python") < 1


class Hand:
    """Somebody at the file, and a clock that moves when told."""

    def __init__(self, file: Path, state_dir: Path | None = None) -> None:
        self.file = file
        self.now = 0.0
        self.live = LiveTable(file, 60, state_dir=state_dir, clock=lambda: self.now)

    def lots_after(self, seconds: float) -> int:
        self.live.refresh()
        self.now += seconds
        self.live.refresh()
        return len(self.live._table.lots)


def in_place(file: Path, text: str) -> None:
    file.write_text(text)


def anew_beside_a_backup(file: Path, text: str) -> None:
    """As vim does with backupcopy=no."""
    if not file.with_name("backup").exists():
        file.rename(file.with_name("backup"))
    file.write_text(text)


WRITERS = pytest.mark.parametrize("write", [in_place, anew_beside_a_backup])


@WRITERS
@pytest.mark.parametrize("gap_s", [0.1, 0.5, 0.9, 4.9])
@pytest.mark.parametrize(
    ("half", "whole"),
    [(HALF, OTHER), (LONGER[: LONGER.index("        - /e")], LONGER), (OTHER + "  c:", LONGER)],
    ids=["of what was there", "of what comes", "of a line that comes"],
)
def test_half_of_a_table_is_never_taken(
    file: Path, write: Callable[[Path, str], None], gap_s: float, half: str, whole: str
) -> None:
    hand = Hand(file)
    write(file, half)

    assert hand.lots_after(gap_s) == 2
    assert str(hand.live._table.lots[0].stage) == "legacy"

    write(file, whole)
    hand.lots_after(5)

    assert hand.live._table.digest == digest(whole)


@WRITERS
def test_a_hand_edit_that_ends_as_before_is_taken_after_a_second(
    file: Path, write: Callable[[Path, str], None]
) -> None:
    hand = Hand(file)
    write(file, OTHER)

    assert hand.lots_after(0.99) == 2
    assert hand.live._table.digest == digest(GOOD)

    hand.lots_after(0.02)

    assert hand.live._table.digest == digest(OTHER)


def test_a_finished_file_renamed_into_place_is_taken_at_once(file: Path) -> None:
    hand = Hand(file)
    new = file.with_name("new")
    new.write_text(HALF)
    os.utime(new, (1, 1))
    new.replace(file)

    assert hand.lots_after(0) == 1


def test_a_flip_is_taken_at_once_however_many_came_before(file: Path) -> None:
    hand = Hand(file)
    before = GOOD
    for text in (OTHER, LONGER, HALF, GOOD, LONGER):
        replace_file(file, digest(before), text.encode())
        before = text
    hand.lots_after(0)

    assert hand.live._table.digest == digest(LONGER)


def test_a_mistake_is_told_after_a_second_however_the_file_ends(file: Path) -> None:
    hand = Hand(file)
    file.write_text("lots: [")
    hand.lots_after(1.1)

    assert hand.live._fault is not None


def test_a_process_that_starts_while_the_file_is_written_runs_what_it_was(file: Path) -> None:
    state_dir = file.parent / "var"
    LiveTable(file, 60, state_dir=state_dir)
    file.write_text(HALF)

    hand = Hand(file, state_dir)

    assert hand.lots_after(4.9) == 2
    assert hand.lots_after(0.2) == 1


def test_a_process_starts_with_a_shorter_file_that_is_old(file: Path) -> None:
    state_dir = file.parent / "var"
    LiveTable(file, 60, state_dir=state_dir)
    rename_into(file, HALF)
    os.utime(file, (1, 1))

    assert Hand(file, state_dir).lots_after(0) == 1


def test_a_bad_file_keeps_the_last_good_table_until_the_next(file: Path, live: LiveTable) -> None:
    before, started = live.table, time.time()

    rename_into(file, GOOD.replace("legacy", "pyhton", 1))
    wait_until(lambda: live.fault is not None)
    first = live.fault
    rename_into(file, "lots: [")
    wait_until(lambda: live.fault != first)
    second = live.fault

    assert live.table is before
    assert first is not None
    assert second is not None
    assert first.text.startswith("routing.yaml:12:12 lots.a.stage: 'pyhton' is not a stage")
    assert len(first.file_digest) == 64
    assert started - 1 < first.since == second.since <= time.time()

    rename_into(file, OTHER)
    wait_until(lambda: stage(live) == "python")

    assert live.fault is None


def test_a_file_that_is_gone_or_unreadable_is_a_fault_too(file: Path, live: LiveTable) -> None:
    before = live.table
    file.unlink()
    wait_until(lambda: live.fault is not None)
    first = live.fault
    file.mkdir()
    wait_until(lambda: live.fault != first)
    second = live.fault

    assert live.table is before
    assert first is not None
    assert second is not None
    assert first.text == "routing.yaml cannot be read: No such file or directory"
    assert second.text == "routing.yaml cannot be read: Is a directory"

    file.rmdir()
    rename_into(file, GOOD)
    wait_until(lambda: live.fault is None)

    assert live.table is before


def test_a_bad_file_that_comes_back_after_being_gone_is_blamed_again(
    file: Path, live: LiveTable
) -> None:
    for _ in range(2):
        rename_into(file, "lots: [")
        wait_until(lambda: live.fault is not None and "not YAML" in live.fault.text)
        file.unlink()
        wait_until(lambda: live.fault is not None and "cannot be read" in live.fault.text)

    assert stage(live) == "legacy"


def test_every_process_says_what_it_runs(file: Path, live: LiveTable) -> None:
    digest = live.table.digest
    wait_until(lambda: bool(workers(file.parent / "var")))
    (state,) = workers(file.parent / "var")

    assert (state.pid, state.role, state.digest) == (os.getpid(), "test", digest)

    rename_into(file, "lots: [")
    wait_until(lambda: workers(file.parent / "var")[0].fault is not None)
    (faulty,) = workers(file.parent / "var")
    live.close()

    assert live.fault is not None
    assert (faulty.digest, faulty.since) == (digest, live.fault.since)
    assert workers(file.parent / "var") == ()


def test_the_bytes_in_charge_are_kept_and_those_refused_are_not(file: Path) -> None:
    state_dir = file.parent / "var"
    live = LiveTable(file, 0.05, state_dir=state_dir)

    assert last_good(state_dir) == GOOD.encode()

    rename_into(file, OTHER)
    wait_until(lambda: str(live.table.lots[0].stage) == "python")
    wait_until(lambda: last_good(state_dir) == OTHER.encode())
    rename_into(file, "lots: [")
    wait_until(lambda: live.fault is not None)
    live.close()

    assert last_good(state_dir) == OTHER.encode()


def test_a_state_folder_that_cannot_be_written_stops_nothing(file: Path) -> None:
    (file.parent / "var").write_text("a file, not a folder")
    live = LiveTable(file, 0.05, state_dir=file.parent / "var")

    rename_into(file, OTHER)
    wait_until(lambda: str(live.table.lots[0].stage) == "python")
    live.close()

    assert live.fault is None


def test_a_listener_that_fails_does_not_end_the_watch(
    file: Path, live: LiveTable, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_: RoutingTable) -> None:
        raise ZeroDivisionError

    live.on_swap(fail)
    for text, expected in ((OTHER, "python"), (GOOD, "legacy")):
        rename_into(file, text)
        wait_until(lambda expected=expected: stage(live) == expected)  # type: ignore[misc]

    wait_until(lambda: caplog.text.count("ZeroDivisionError") >= 2)


def child(live: LiveTable, queue: "multiprocessing.Queue[str]") -> None:
    queue.put(str(live.table.lots[0].stage))
    wait_until(lambda: str(live.table.lots[0].stage) == "python", 5)
    queue.put(str(live.table.lots[0].stage))


def test_a_forked_process_watches_by_itself(file: Path, live: LiveTable) -> None:
    assert stage(live) == "legacy"
    context = multiprocessing.get_context("fork")
    queue: multiprocessing.Queue[str] = context.Queue()
    process = context.Process(target=child, args=(live, queue))  # type: ignore[attr-defined]
    process.start()

    assert queue.get(timeout=5) == "legacy"
    rename_into(file, OTHER)

    assert queue.get(timeout=5) == "python"
    process.join()


def test_many_reloads_leave_no_threads_and_no_files_open(file: Path, live: LiveTable) -> None:
    def held() -> tuple[int, int]:
        # The watch itself opens the file for a moment at each look: the least of many counts.
        counts = []
        for _ in range(20):
            counts.append(len(list(Path("/proc/self/fd").iterdir())))
            time.sleep(0.005)
        return threading.active_count(), min(counts)

    assert stage(live) == "legacy"
    before = held()
    for number in range(60):
        text = f"{OTHER if number % 2 else GOOD}# {number}\n"
        replace_file(file, digest(file.read_text()), text.encode())
        live.refresh()
    wait_until(lambda: stage(live) == "python")

    assert held() == before


def test_a_date_in_the_future_does_not_hold_a_change_back(file: Path, live: LiveTable) -> None:
    rename_into(file, OTHER)
    future = time.time() + 3600
    os.utime(file, (future, future))

    assert wait_until(lambda: stage(live) == "python") < 1


def test_the_fault_alone_starts_the_watch(file: Path, live: LiveTable) -> None:
    rename_into(file, "lots: [")

    wait_until(lambda: live.fault is not None)


def test_a_table_nobody_publishes_needs_no_folder(file: Path) -> None:
    live = LiveTable(file, 60)
    rename_into(file, OTHER)

    live.close()

    assert [path.name for path in file.parent.iterdir()] == ["routing.yaml"]


def test_a_look_tells_whether_a_change_is_still_settling(file: Path) -> None:
    live = LiveTable(file, 60, patience=Patience(0.1, 0.1))
    file.write_text(OTHER)

    assert live.refresh() is True
    time.sleep(0.15)
    assert live.refresh() is False
    assert live.refresh() is False

    file.write_text(GOOD + "#")
    file.write_text(OTHER)

    assert live.refresh() is False


def test_a_good_file_that_was_gone_for_a_moment_ends_the_fault(file: Path) -> None:
    live = LiveTable(file, 60)
    aside = file.with_name("aside")
    file.rename(aside)
    live.refresh()
    live.refresh()
    aside.rename(file)
    live.refresh()

    assert live.fault is None
