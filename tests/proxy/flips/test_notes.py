"""Lines of the journal that move nobody."""

from pathlib import Path

from proxy.core.stages import parse_stage
from proxy.flips.entries import EntryKind
from proxy.flips.flip import Order, flip
from proxy.flips.journal import read_journal
from proxy.flips.notes import note
from tests.fakes.routing_files import desk_in


def test_a_note_says_who_when_and_what(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)

    assert note(desk, "lists", "an address was given") == ()

    (entry,) = read_journal(desk.state_dir).entries
    assert (entry.kind, entry.who, entry.lot) == (EntryKind.NOTE, "claire", "lists")
    assert entry.text == "an address was given"


def test_flips_go_on_after_a_note_and_stages_stay_known(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    flip(desk, Order("lists", parse_stage("canary 10%"), "x"))
    note(desk, "lists", "an address was given")
    flip(desk, Order("lists", parse_stage("canary 20%"), "x"))

    assert read_journal(desk.state_dir).stages["lists"] == "canary 20%"


def test_a_broken_journal_is_warned_of(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    note(desk, "lists", "first")
    journal = desk.state_dir / "journal.jsonl"
    journal.write_bytes(journal.read_bytes().replace(b"first", b"other"))

    (warning,) = note(desk, "lists", "second")

    assert "this is not in the journal" in warning
