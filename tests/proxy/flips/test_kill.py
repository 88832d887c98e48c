"""The kill switch thrown, whatever the file and the journal are like."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from proxy.core.stages import parse_stage
from proxy.errors import ReasonMissing, RoutingFileRefused, TableMoved
from proxy.flips.entries import EntryKind
from proxy.flips.flip import Order, flip
from proxy.flips.journal import read_journal
from proxy.flips.kill import throw
from proxy.flips.records import Result, records
from proxy.routing_file.last_good import keep_last_good, last_good
from proxy.routing_file.reader import read_table
from tests.fakes.routing_files import desk_in, routing_text


def test_on_and_off_are_written_and_journalled(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    before = desk.routing_file.read_bytes()

    on = throw(desk, "errors everywhere", is_on=True)
    assert read_table(desk.routing_file).kill_switch
    off = throw(desk, "it is over", is_on=False)

    assert (on.is_change, off.is_change) == (True, True)
    assert desk.routing_file.read_bytes() == before.replace(
        b"version: 1\n", b"version: 1\nkill_switch: off\n"
    )
    told = [record for record in records(read_journal(desk.state_dir).entries) if record.move]
    assert [(record.move, record.entry.why, record.result) for record in told] == [
        ("kill switch off → kill switch on", "errors everywhere", Result.DONE),
        ("kill switch on → kill switch off", "it is over", Result.DONE),
    ]


def test_once_is_enough(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    throw(desk, "x", is_on=True)
    lines = len(read_journal(desk.state_dir).entries)

    assert not throw(desk, "x", is_on=True).is_change
    assert len(read_journal(desk.state_dir).entries) == lines


def test_a_flip_after_it_is_no_hand_edit_and_no_lot_without_a_name(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    flip(desk, Order("lists", parse_stage("canary 10%"), "first"))
    throw(desk, "x", is_on=True)
    flip(desk, Order("lists", parse_stage("canary 20%"), "then"))
    reading = read_journal(desk.state_dir)

    assert "" not in reading.stages
    notes = [entry for entry in reading.entries if entry.kind is EntryKind.NOTE]
    assert all("by hand" not in note.text for note in notes)


@pytest.mark.parametrize("why", ["", "  ", "two\nlines"])
def test_a_reason_is_one_line(tmp_path: Path, why: str) -> None:
    with pytest.raises(ReasonMissing):
        throw(desk_in(tmp_path), why, is_on=True)


@pytest.mark.parametrize("damage", ["lots: [", ""], ids=["broken", "empty"])
def test_a_broken_file_gives_way_to_the_last_good_one(tmp_path: Path, damage: str) -> None:
    desk = desk_in(tmp_path)
    keep_last_good(desk.state_dir, routing_text(lists="python").encode())
    desk.routing_file.write_text(damage)

    thrown = throw(desk, "x", is_on=True)

    table = read_table(desk.routing_file)
    assert table.kill_switch
    assert [str(lot.stage) for lot in table.lots] == ["python", "legacy", "retired"]
    assert "the last good one is back" in thrown.warnings[0]
    assert last_good(desk.state_dir) == desk.routing_file.read_bytes()


def test_a_missing_file_gives_way_too(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    keep_last_good(desk.state_dir, routing_text().encode())
    desk.routing_file.unlink()

    assert throw(desk, "x", is_on=True).is_change
    assert read_table(desk.routing_file).kill_switch


def test_without_a_last_good_file_a_broken_one_is_refused(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    desk.routing_file.write_text("lots: [")

    with pytest.raises(RoutingFileRefused):
        throw(desk, "x", is_on=True)


def test_off_never_replaces_a_broken_file(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    keep_last_good(desk.state_dir, routing_text().encode())
    desk.routing_file.write_text("lots: [")

    with pytest.raises(RoutingFileRefused):
        throw(desk, "x", is_on=False)
    assert desk.routing_file.read_text() == "lots: ["


def test_a_broken_journal_stops_nothing(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    throw(desk, "x", is_on=True)
    journal = desk.state_dir / "journal.jsonl"
    journal.write_bytes(journal.read_bytes().replace(b"kill switch on", b"kill switch ON"))

    thrown = throw(desk, "y", is_on=False)

    assert not read_table(desk.routing_file).kill_switch
    assert thrown.entry is None
    assert "not in the journal" in thrown.warnings[0]


def test_a_file_that_moves_meanwhile_is_left_alone(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    moved = desk.routing_file.read_bytes() + b"# meanwhile\n"

    def now() -> datetime:
        desk.routing_file.write_bytes(moved)
        return datetime(2026, 11, 23, tzinfo=UTC)

    with pytest.raises(TableMoved):
        throw(replace(desk, now=now), "x", is_on=True)
    assert desk.routing_file.read_bytes() == moved
    last = read_journal(desk.state_dir).entries[-1]
    assert last.kind is EntryKind.WITHDRAWN
