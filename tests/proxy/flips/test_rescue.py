"""Rollbacks on a routing file that cannot be used: broken, gone, or no file at all."""

from collections.abc import Callable
from pathlib import Path

import pytest

from proxy.core.stages import parse_stage
from proxy.errors import JournalBroken, LotUnknown, RoutingFileRefused, TableMoved
from proxy.flips.desk import Desk
from proxy.flips.entries import Entry, EntryKind
from proxy.flips.flip import Order, flip, rollback
from proxy.flips.journal import Journal, read_journal
from proxy.flips.rescue import plan_rescue, put_back
from proxy.routing_file.reader import read_table
from tests.fakes.routing_files import desk_in, routing_text

BROKEN_LOT = "  bogus:\n    title: x\n    stage: legacy\n    routes: {nope: [/x]}\n"
GOOD = routing_text(lists="python", events="python")
BACK = routing_text(events="python")


def append(file: Path, text: str) -> None:
    with file.open("a", encoding="utf-8", newline="") as output:
        output.write(text)


def by_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()
    (file / "inside").write_text("kept too")


DAMAGES: list[Callable[[Path], object]] = [
    lambda file: append(file, BROKEN_LOT),
    lambda file: file.write_text("lots: ["),
    lambda file: file.write_bytes(b"\xff\xfe"),
    lambda file: file.write_bytes(b""),
    lambda file: file.unlink(),
    by_folder,
    lambda file: (file.unlink(), file.symlink_to("nowhere")),
]
damages = pytest.mark.parametrize(
    "damage",
    DAMAGES,
    ids=["an invalid lot", "no YAML", "no text", "empty", "gone", "a folder", "a dangling link"],
)


@pytest.fixture
def desk(tmp_path) -> Desk:
    """A desk whose lists were put at python, by a flip that kept the good file."""
    desk = desk_in(tmp_path, routing_text(events="python"))
    flip(desk, Order("lists", parse_stage("python"), "sprint 1"))
    return desk


def put_aside(desk: Desk) -> list[Path]:
    return sorted(desk.routing_file.parent.glob("routing.yaml.broken-*"))


@damages
def test_a_rollback_always_leads_to_a_good_file(desk, damage) -> None:
    damage(desk.routing_file)

    outcome = rollback(desk, "lists", "errors")

    assert desk.routing_file.read_text(encoding="utf-8") == BACK
    assert read_table(desk.routing_file).lot("lists").stage == parse_stage("legacy")
    assert outcome.is_restored
    assert "the last good one is back" in outcome.warnings[0]


@damages
def test_a_rescue_is_journalled_as_such(desk, damage) -> None:
    damage(desk.routing_file)

    outcome = rollback(desk, "lists", "errors")

    reading = read_journal(desk.state_dir)
    note, intent, done = reading.entries[-3:]
    assert (note.kind, intent.kind, done.kind) == (
        EntryKind.NOTE, EntryKind.INTENT, EntryKind.DONE,
    )  # fmt: skip
    assert (done, done.to_stage, intent.why) == (outcome.entry, "legacy", "errors")
    assert "could not be used" in done.text
    assert reading.stages == {"lists": "legacy", "events": "python", "old_pages": "retired"}
    assert flip(desk, Order("events", parse_stage("legacy"), "x")).entry.number == done.number + 2


def test_what_could_not_be_used_is_kept_byte_for_byte(desk) -> None:
    append(desk.routing_file, BROKEN_LOT)
    broken = desk.routing_file.read_bytes()

    rollback(desk, "lists", "errors")

    (kept,) = put_aside(desk)
    assert kept.read_bytes() == broken
    assert kept.name in read_journal(desk.state_dir).last.text


def test_a_folder_is_kept_with_what_is_in_it(desk) -> None:
    by_folder(desk.routing_file)

    rollback(desk, "lists", "errors")

    assert (put_aside(desk)[0] / "inside").read_text() == "kept too"


def test_nothing_is_put_aside_where_nothing_was(desk) -> None:
    desk.routing_file.unlink()

    rollback(desk, "lists", "errors")

    assert put_aside(desk) == []
    assert {path.name for path in desk.routing_file.parent.iterdir()} == {"routing.yaml", "var"}


def test_two_rescues_in_one_second_keep_both_files(desk) -> None:
    for text in ("lots: [", "lots: {"):
        desk.routing_file.write_text(text)
        rollback(desk, "lists", "errors")

    assert sorted(path.read_text() for path in put_aside(desk)) == ["lots: [", "lots: {"]


def test_a_lot_that_is_back_already_gets_its_good_file_all_the_same(desk) -> None:
    rollback(desk, "lists", "first")
    append(desk.routing_file, BROKEN_LOT)

    outcome = rollback(desk, "lists", "again")

    assert (outcome.proposal.plan.is_change, outcome.is_restored) == (False, True)
    assert desk.routing_file.read_text(encoding="utf-8") == BACK


def test_a_rescue_that_was_killed_halfway_is_made_by_the_next_one(desk) -> None:
    facts = {"lot": "lists", "from_stage": "python", "to_stage": "legacy", "after": "never made"}
    Journal(desk.state_dir).append(Entry(EntryKind.INTENT, desk.at, "robert", **facts))
    desk.routing_file.rename(desk.routing_file.with_name("routing.yaml.broken-1"))

    rollback(desk, "lists", "errors")

    reading = read_journal(desk.state_dir)
    assert desk.routing_file.read_text(encoding="utf-8") == BACK
    assert reading.unfinished is None
    assert EntryKind.WITHDRAWN in {entry.kind for entry in reading.entries}


@damages
def test_a_broken_journal_does_not_stop_it_either(desk, damage) -> None:
    (desk.state_dir / "journal.jsonl").write_text("{}\n")
    damage(desk.routing_file)

    outcome = rollback(desk, "lists", "errors")

    assert desk.routing_file.read_text(encoding="utf-8") == BACK
    assert "not in the journal: journal line 1" in outcome.warnings[-1]
    with pytest.raises(JournalBroken):
        read_journal(desk.state_dir)


def test_flips_that_no_process_has_taken_up_are_not_undone(desk) -> None:
    flip(desk, Order("events", parse_stage("legacy"), "nobody runs"))
    desk.routing_file.unlink()

    rollback(desk, "lists", "errors")

    assert desk.routing_file.read_text(encoding="utf-8") == routing_text()


@pytest.fixture
def without_last_good(desk) -> Desk:
    """The same desk, before any process has kept a file."""
    (desk.state_dir / "routing.last-good.yaml").unlink()
    return desk


@damages
def test_without_a_last_good_file_it_says_what_to_do(without_last_good, damage) -> None:
    damage(without_last_good.routing_file)

    with pytest.raises(RoutingFileRefused, match=r"mend this one .* or take it back from git"):
        rollback(without_last_good, "lists", "errors")

    assert put_aside(without_last_good) == []


def test_a_stage_that_is_the_only_mistake_is_mended(without_last_good) -> None:
    file = without_last_good.routing_file
    file.write_text(routing_text(lists="pyhton", events="python"), encoding="utf-8", newline="")

    outcome = rollback(without_last_good, "lists", "errors")

    assert file.read_text(encoding="utf-8") == BACK
    assert outcome.is_restored
    assert "with the lot's stage it can" in outcome.warnings[0]


def test_a_lot_that_was_never_in_charge_is_unknown(desk) -> None:
    append(desk.routing_file, BROKEN_LOT)

    with pytest.raises(LotUnknown, match="bogus"):
        rollback(desk, "bogus", "errors")


def test_a_good_file_needs_no_rescue(desk) -> None:
    assert plan_rescue(desk.routing_file, desk.state_dir, "lists", desk.at) is None


@pytest.mark.parametrize("damage", [DAMAGES[0], DAMAGES[4]], ids=["broken", "gone"])
def test_a_file_that_somebody_mends_meanwhile_is_left_alone(desk, damage) -> None:
    damage(desk.routing_file)
    rescue = plan_rescue(desk.routing_file, desk.state_dir, "lists", desk.at)
    desk.routing_file.write_text(GOOD + "# mended\n", encoding="utf-8", newline="")

    with pytest.raises(TableMoved):
        put_back(rescue, desk.routing_file)

    assert desk.routing_file.read_text(encoding="utf-8") == GOOD + "# mended\n"
