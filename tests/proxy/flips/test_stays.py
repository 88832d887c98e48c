"""Since when every lot is at its stage, and who edits the file by hand."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from proxy.config import Settings
from proxy.core.stages import parse_stage
from proxy.flips.desk import Desk
from proxy.flips.entries import EntryKind
from proxy.flips.flip import Order, flip
from proxy.flips.journal import read_journal
from proxy.flips.lock import flip_lock
from proxy.flips.stays import Stays
from tests.fakes.happenings import NOON
from tests.fakes.routing_files import desk_in


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """The lot `lists` went to shadow a minute before noon."""
    desk = desk_in(tmp_path)
    at = datetime.fromtimestamp(NOON - 60, UTC)
    early = Desk(desk.routing_file, desk.state_dir, "claire", now=lambda: at)
    flip(early, Order("lists", parse_stage("shadow"), "sprint 1"))
    return desk


@pytest.fixture
def stays(desk: Desk) -> Stays:
    return Stays(Settings(routing_file=desk.routing_file, state_dir=desk.state_dir))


def edit(desk: Desk, old: str, new: str) -> None:
    desk.routing_file.write_text(desk.routing_file.read_text().replace(old, new))


def test_the_journal_says_since_when_and_a_move_by_hand_since_it_was_seen(
    stays: Stays, desk: Desk
) -> None:
    assert stays.look(NOON) == frozenset()
    assert (stays.since("lists"), stays.since("events")) == (NOON - 60, None)

    edit(desk, "shadow", "canary 10%")

    assert stays.look(NOON + 7) == {"lists"}
    assert stays.since("lists") == NOON + 7
    assert stays.look(NOON + 8) == frozenset()


def test_a_file_that_cannot_be_used_leaves_the_table_before_it(stays: Stays, desk: Desk) -> None:
    stays.look(NOON)
    table = stays.table
    desk.routing_file.write_text("lots: [")

    assert stays.look(NOON) == frozenset()
    assert stays.table is table


def notes(desk: Desk) -> list[str]:
    entries = read_journal(desk.state_dir).entries
    return [entry.text for entry in entries if entry.kind is EntryKind.NOTE and entry.stages]


def test_a_move_by_hand_is_journalled_when_it_is_made(stays: Stays, desk: Desk) -> None:
    stays.look(NOON)
    stays.look(NOON)
    before = notes(desk)
    edit(desk, "shadow", "canary 10%")
    stays.look(NOON)
    at_once = notes(desk)
    with flip_lock(desk.state_dir, "paul", 1):
        stays.look(NOON)
    held = notes(desk)
    for _ in range(3):
        stays.look(NOON)

    assert before == at_once == held
    assert notes(desk) == [
        *before,
        "the file was edited by hand: lists: shadow → canary 10%; noticed by figuier",
    ]


def test_a_broken_journal_is_told_once_and_leaves_the_watch_alive(
    stays: Stays, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    stays.look(NOON)
    journal = desk.state_dir / "journal.jsonl"
    journal.write_text(journal.read_text().replace("claire", "pierre"))
    for _ in range(4):
        stays.look(NOON)

    assert caplog.text.count("an edit by hand is not in the journal yet") == 1
