"""Flips by several processes, killed ones among them: the file and the journal stay whole."""

import itertools
import multiprocessing
import os
import random
import re
import signal
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from proxy.core.stages import parse_stage
from proxy.errors import TableMoved
from proxy.flips.desk import Desk
from proxy.flips.entries import EntryKind
from proxy.flips.flip import Order, flip, recover
from proxy.flips.journal import read_journal
from proxy.flips.proposal import content_of, propose, table_in
from tests.fakes.routing_files import desk_in, routing_text

#: Fork: a child is at work within a millisecond, so that many can be killed.
PROCESSES = multiprocessing.get_context("fork")
FEW_PAIRS, FEW_KILLS = 6, 15
MANY_PAIRS = int(os.environ.get("FIGUIER_SOAK_PAIRS", "50"))
MANY_KILLS = int(os.environ.get("FIGUIER_SOAK_FLIPS", "200"))

pairs = pytest.mark.parametrize(
    "count",
    [
        pytest.param(FEW_PAIRS, id="few"),
        pytest.param(MANY_PAIRS, id="soak", marks=pytest.mark.soak),
    ],
)


def stages(desk: Desk) -> dict[str, str]:
    return {lot.name: str(lot.stage) for lot in table_in(desk.routing_file).lots}


def at_once(*jobs: Callable[[], object]) -> list[int]:
    """Run every job in a process of its own, all at the same moment; gives the exit codes."""
    barrier = PROCESSES.Barrier(len(jobs))

    def run(job: Callable[[], object]) -> None:
        barrier.wait(10)
        job()

    children = [PROCESSES.Process(target=run, args=(job,)) for job in jobs]
    for child in children:
        child.start()
    for child in children:
        child.join(30)
    return [child.exitcode for child in children]


def attempt(desk: Desk, order: Order) -> None:
    """Flip; exit code 4 when somebody was faster."""
    try:
        flip(desk, order)
    except TableMoved:
        os._exit(4)


@pairs
def test_flips_of_two_lots_at_once_are_both_kept(tmp_path, count) -> None:
    desk = desk_in(tmp_path)
    for number in range(1, count + 1):
        stage = parse_stage(f"canary {number}%")
        orders = [Order(lot, stage, "x") for lot in ("lists", "events")]

        codes = at_once(*(partial(attempt, desk, order) for order in orders))

        assert codes == [0, 0]
        assert stages(desk) | {"old_pages": "retired"} == {
            "lists": f"canary {number}%", "events": f"canary {number}%", "old_pages": "retired",
        }  # fmt: skip

    done = [e for e in read_journal(desk.state_dir).entries if e.kind is EntryKind.DONE]
    assert len(done) == 2 * count


@pairs
def test_of_two_flips_of_one_plan_exactly_one_is_made(tmp_path, count) -> None:
    desk = desk_in(tmp_path)
    for number in range(1, count + 1):
        data = content_of(desk.routing_file)
        wanted = [f"canary {number}%", f"canary {number + 50 if number < 50 else 100}%"]
        if number % 2 == 0:
            wanted[1] = "shadow"
        orders = [
            Order("lists", stage, "x", propose(data, "r", "lists", stage).plan.digest)
            for stage in map(parse_stage, wanted)
        ]

        codes = at_once(*(partial(attempt, desk, order) for order in orders))

        assert sorted(codes) == [0, 4]
        assert stages(desk)["lists"] == wanted[codes.index(0)]
        last = read_journal(desk.state_dir).entries[-3:]
        assert [entry.kind.value for entry in last] == ["intent", "done", "note"]
        assert last[2].to_stage == wanted[codes.index(4)]


def flip_for_ever(desk: Desk) -> None:
    """As many flips as possible, until killed."""
    moves = itertools.cycle(
        (lot, f"canary {percent}%") for percent in range(100) for lot in ("lists", "events")
    )
    for lot, stage in moves:
        flip(desk, Order(lot, parse_stage(stage), "x" * 200))


def await_growth(file: Path, size: int) -> None:
    """Return as soon as the file is longer: a flip has just begun or ended."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and (not file.exists() or file.stat().st_size <= size):
        time.sleep(0)


@pytest.mark.parametrize(
    "count",
    [
        pytest.param(FEW_KILLS, id="few"),
        pytest.param(MANY_KILLS, id="soak", marks=pytest.mark.soak),
    ],
)
def test_a_flip_killed_at_any_moment_leaves_everything_whole(tmp_path, count) -> None:
    seed = random.randrange(1 << 32)
    print(f"seed {seed}")
    moments = random.Random(seed)
    desk = desk_in(tmp_path)
    shape = re.sub(r"canary \d+%", "legacy", routing_text())
    interrupted = 0
    recover(desk)
    journal_file = desk.state_dir / "journal.jsonl"
    for number in range(count):
        size = journal_file.stat().st_size
        child = PROCESSES.Process(target=flip_for_ever, args=(desk,))
        child.start()
        if number % 3:
            await_growth(journal_file, size)
            time.sleep(moments.uniform(0, 0.003))
        else:
            time.sleep(moments.uniform(0.005, 0.06))
        child.kill()
        child.join()
        found = read_journal(desk.state_dir)
        interrupted += found.unfinished is not None or bool(found.torn)

        assert child.exitcode == -signal.SIGKILL
        text = desk.routing_file.read_text(encoding="utf-8")
        assert re.sub(r"canary \d+%", "legacy", text) == shape

        recover(desk)
        journal = read_journal(desk.state_dir)
        assert (journal.unfinished, journal.torn) == (None, b"")
        assert journal.stages == stages(desk)
        assert journal.file_digest == table_in(desk.routing_file).digest

    lines = read_journal(desk.state_dir).entries
    assert not [entry for entry in lines if "edited by hand" in entry.text]
    assert {path.name for path in tmp_path.iterdir()} == {"routing.yaml", "var"}
    assert interrupted > 0
    print(f"{count} kills, {interrupted} in the middle of a flip, {len(lines)} lines")
