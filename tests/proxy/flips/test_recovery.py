from dataclasses import replace

import pytest

from proxy.flips.entries import Entry, EntryKind
from proxy.flips.journal import Journal, read_journal
from proxy.flips.recovery import Present, moved_by_hand, rules_of, settle
from proxy.routing_file.reader import parse_table
from tests.fakes.routing_files import routing_text

AT = "2026-11-23T10:00:00.000000Z"


@pytest.fixture
def journal(tmp_path) -> Journal:
    """A journal that has begun, on a file of digest `old` with events at legacy."""
    found = Journal(tmp_path)
    settle(found, Present("old", {"events": "legacy"}), "claire", AT)
    return found


def intend(journal: Journal) -> Entry:
    facts = {"lot": "events", "from_stage": "legacy", "to_stage": "python"}
    return journal.append(
        Entry(EntryKind.INTENT, AT, "claire", why="x", before="old", after="new", **facts)
    )


def kinds(journal: Journal) -> list[str]:
    return [entry.kind.value for entry in journal.reading.entries]


def test_an_empty_journal_begins_with_every_stage(journal) -> None:
    entry = journal.reading.entries[0]

    assert (entry.kind, entry.text, entry.after) == (EntryKind.NOTE, "the journal begins", "old")
    assert entry.stages == {"events": "legacy"}


def test_nothing_is_written_when_nothing_happened(journal) -> None:
    settle(journal, Present("old", {"events": "legacy"}), "claire", AT)

    assert kinds(journal) == ["note"]


@pytest.mark.parametrize(
    "present, expected, words",
    [
        pytest.param(
            Present("new", {"events": "python"}), ["done"], "found in the file", id="after rename"
        ),
        pytest.param(
            Present("old", {"events": "legacy"}), ["withdrawn"], "does not have it", id="before"
        ),
        pytest.param(
            Present("other", {"events": "python"}),
            ["done", "note"],
            "the lot's stage says",
            id="made, then edited",
        ),
        pytest.param(
            Present("other", {"events": "legacy"}),
            ["withdrawn", "note"],
            "does not have it",
            id="not made, then edited",
        ),
        pytest.param(
            Present("other", None),
            ["withdrawn", "note"],
            "does not have it",
            id="then edited and broken",
        ),
        pytest.param(
            Present("new", None), ["done"], "found in the file", id="digests need no table"
        ),
    ],
)
def test_an_interrupted_flip_is_ended_by_what_the_file_is(
    journal, present, expected, words
) -> None:
    intent = intend(journal)

    settle(journal, present, "robert", AT)

    ending = journal.reading.entries[2]
    assert kinds(journal)[2:] == expected
    assert (ending.of, ending.lot, ending.to_stage) == (intent.number, "events", "python")
    assert words in ending.text
    assert journal.reading.unfinished is None
    assert journal.reading.file_digest == present.digest


def test_a_hand_edit_is_noted_once_with_the_stages_that_moved(journal) -> None:
    for _ in range(2):
        settle(journal, Present("other", {"events": "python", "b": "legacy"}), "claire", AT)

    note = journal.reading.entries[1]
    assert kinds(journal) == ["note", "note"]
    assert (note.before, note.after) == ("old", "other")
    assert (
        note.text
        == "the file was edited by hand: b: absent → legacy, events: legacy → python; noticed by claire"
    )


def test_a_hand_edit_that_moves_no_stage_says_so(journal) -> None:
    settle(journal, Present("other", {"events": "legacy"}), "claire", AT)

    assert (
        journal.reading.last.text
        == "the file was edited by hand: no stage changed; noticed by claire"
    )


RULES = {"gates": "enforced", "approvals": "required", "kill_switch": "off"}


def test_a_hand_edit_names_the_rules_that_it_changed(journal) -> None:
    stages = {"events": "legacy"}
    loose = {
        "gates": "advisory",
        "approvals": "not required",
        "kill_switch": "on",
        "events.sentinel": "alert",
    }
    settle(journal, Present("second", stages, RULES), "claire", AT)
    first = journal.reading.last.text
    settle(journal, Present("third", stages, loose), "claire", AT)
    second = journal.reading.last.text
    settle(journal, Present("broken", None), "claire", AT)
    settle(journal, Present("fourth", stages, loose), "claire", AT)

    assert "gates" not in first
    assert second == (
        "the file was edited by hand: approvals: required → not required, "
        "events.sentinel: roll_back → alert, gates: enforced → advisory, kill_switch: off → on, "
        "no stage changed; noticed by claire"
    )
    assert "gates" not in journal.reading.last.text


def test_the_kill_switch_thrown_by_command_is_no_edit_by_hand(journal) -> None:
    stages = {"events": "legacy"}
    settle(journal, Present("second", stages, RULES), "claire", AT)
    thrown = Entry(EntryKind.INTENT, AT, "claire", to_stage="kill switch on", after="third")
    intent = journal.append(thrown)
    journal.append(replace(thrown, kind=EntryKind.DONE, of=intent.number))
    settle(journal, Present("fourth", stages, {**RULES, "kill_switch": "on"}), "claire", AT)

    assert "kill_switch" not in journal.reading.last.text


def test_what_holds_flips_back_is_read_from_the_table() -> None:
    text = routing_text(gates="enforced").replace("    needs", "    sentinel: alert\n    needs")
    found = rules_of(parse_table(f"approvals: required\n{text}".encode()))

    assert found == {**RULES, "events.sentinel": "alert"}


def test_a_file_edited_into_nonsense_keeps_the_known_stages(journal) -> None:
    settle(journal, Present("other", None), "claire", AT)

    assert (
        journal.reading.last.text
        == "the file was edited by hand, and cannot be used; noticed by claire"
    )
    assert journal.reading.stages == {"events": "legacy"}


@pytest.mark.parametrize("cut", [1, 10, 200])
def test_a_torn_line_is_kept_in_a_note_and_the_flip_withdrawn(journal, tmp_path, cut) -> None:
    path = tmp_path / "journal.jsonl"
    known = {name: (tmp_path / name).read_bytes() for name in ("journal.head", "flip.lock")}
    intend(journal)
    whole = path.read_bytes()
    torn = whole.splitlines()[-1][:-cut]
    path.write_bytes(whole[: -cut - 1])
    for name, data in known.items():
        (tmp_path / name).write_bytes(data)

    reopened = Journal(tmp_path)
    settle(reopened, Present("old", {"events": "legacy"}), "robert", AT)

    assert kinds(reopened) == ["note", "note"]
    assert reopened.reading.last.text.endswith(f"set aside: {torn.decode()}")
    assert read_journal(tmp_path) == reopened.reading


def test_a_torn_end_of_a_flip_that_was_made_is_completed(journal, tmp_path) -> None:
    intend(journal)
    with (tmp_path / "journal.jsonl").open("ab") as file:
        file.write(b'{"kind":"done","at"')

    reopened = Journal(tmp_path)
    settle(reopened, Present("new", {"events": "python"}), "robert", AT)

    assert kinds(reopened) == ["note", "intent", "note", "done"]


def test_moves_by_hand_are_told_lot_by_lot() -> None:
    assert moved_by_hand({"a": "legacy", "b": "legacy"}, {"a": "python", "c": "legacy"}) == (
        "a: legacy → python",
        "b: legacy → absent",
        "c: absent → legacy",
    )
