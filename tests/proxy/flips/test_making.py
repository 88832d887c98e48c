"""A change of the routing file, and how its end is told."""

from pathlib import Path

import pytest

from proxy.errors import TableMoved
from proxy.flips.desk import Desk, settled_journal
from proxy.flips.entries import Entry, EntryKind
from proxy.flips.journal import Journal
from proxy.flips.making import end_of, make
from proxy.routing_file.last_good import last_good
from tests.fakes.routing_files import desk_in


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return desk_in(tmp_path)


@pytest.fixture
def journal(desk: Desk) -> Journal:
    return settled_journal(desk, desk.routing_file.read_bytes())


def intent_in(journal: Journal, desk: Desk) -> Entry:
    return journal.append(Entry(EntryKind.INTENT, desk.at, desk.who, why="sprint 1", lot="lists"))


def test_what_is_made_is_done_and_kept(desk: Desk, journal: Journal) -> None:
    intent = intent_in(journal, desk)

    done, late = make(desk, journal, end_of(intent), lambda: None, b"after")

    assert done is not None
    assert (done.kind, done.of, done.lot, done.why) == (
        EntryKind.DONE, intent.number, "lists", "",
    )  # fmt: skip
    assert (late, last_good(desk.state_dir)) == ("", b"after")


def test_what_cannot_be_made_is_withdrawn(desk: Desk, journal: Journal) -> None:
    intent = intent_in(journal, desk)

    def change() -> None:
        raise TableMoved("somebody edits it")

    with pytest.raises(TableMoved):
        make(desk, journal, end_of(intent), change, b"after")

    last = journal.reading.entries[-1]
    assert (last.kind, last.of, last.text) == (
        EntryKind.WITHDRAWN, intent.number, "somebody edits it",
    )  # fmt: skip
    assert last_good(desk.state_dir) is None
