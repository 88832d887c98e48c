import os

import pytest

from proxy.errors import JournalBroken, StateUnwritable
from proxy.flips.entries import Entry, EntryKind
from proxy.flips.journal import Journal, read_journal
from tests.fakes.disk import full_disk


def entry(why: str = "sprint 1", kind: EntryKind = EntryKind.NOTE, **fields) -> Entry:
    return Entry(kind, "2026-11-23T10:00:00.000000Z", "claire", why=why, **fields)


@pytest.fixture
def three_lines(tmp_path):
    journal = Journal(tmp_path)
    for why in ("first", "second", "third"):
        journal.append(entry(why))
    return tmp_path


def test_a_folder_without_journal_reads_as_an_empty_one(tmp_path) -> None:
    reading = read_journal(tmp_path / "absent")

    assert (reading.entries, reading.torn, reading.last) == ((), b"", None)
    assert (reading.file_digest, reading.stages, reading.unfinished) == ("", {}, None)


def test_what_was_appended_is_read_back_in_order(three_lines) -> None:
    entries = read_journal(three_lines).entries

    assert [(each.number, each.why) for each in entries] == [
        (1, "first"), (2, "second"), (3, "third"),
    ]  # fmt: skip


def test_a_second_writer_continues_the_chain(three_lines) -> None:
    Journal(three_lines).append(entry("fourth"))

    assert [each.why for each in read_journal(three_lines).entries][-1] == "fourth"


@pytest.mark.parametrize("cut", [1, 2, 3])
def test_lines_cut_off_the_end_are_missed(three_lines, cut) -> None:
    path = three_lines / "journal.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:-cut]))

    with pytest.raises(JournalBroken, match="lines are gone from the end") as caught:
        read_journal(three_lines)

    assert caught.value.line == 4 - cut


def test_a_journal_taken_away_is_missed(three_lines) -> None:
    (three_lines / "journal.jsonl").unlink()

    with pytest.raises(JournalBroken, match="knows 3 of them"):
        read_journal(three_lines)


def test_another_last_line_is_named(three_lines, tmp_path_factory) -> None:
    other = tmp_path_factory.mktemp("other")
    journal = Journal(other)
    for why in ("first", "second", "a forged third"):
        journal.append(entry(why))
    (three_lines / "journal.jsonl").write_bytes((other / "journal.jsonl").read_bytes())

    with pytest.raises(JournalBroken, match="not the line that journal") as caught:
        read_journal(three_lines)

    assert caught.value.line == 3


def test_a_head_that_lags_behind_is_allowed(three_lines) -> None:
    head = (three_lines / "journal.head").read_bytes()
    Journal(three_lines).append(entry("fourth"))
    (three_lines / "journal.head").write_bytes(head)

    assert len(read_journal(three_lines).entries) == 4


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(None, id="gone"),
        pytest.param(b"", id="empty"),
        pytest.param(b"\x00\x00", id="zeros after a power cut"),
        pytest.param(b"\xff 3", id="not text"),
    ],
)
def test_without_a_head_nothing_proves_that_the_journal_is_whole(three_lines, data) -> None:
    (three_lines / "journal.head").unlink()
    if data is not None:
        (three_lines / "journal.head").write_bytes(data)

    with pytest.raises(JournalBroken, match="gone or damaged: nothing proves") as caught:
        Journal(three_lines)

    assert caught.value.line == 4


@pytest.mark.parametrize("cut", [1, 2, 3])
def test_lines_taken_together_with_the_head_are_missed(three_lines, cut) -> None:
    path = three_lines / "journal.jsonl"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-cut]))
    (three_lines / "journal.head").unlink()

    with pytest.raises(JournalBroken, match=r"gone from the end: flip.lock knows 3") as caught:
        Journal(three_lines)

    assert caught.value.line == 4 - cut


def test_a_journal_and_a_head_taken_away_are_missed(three_lines) -> None:
    (three_lines / "journal.jsonl").unlink()
    (three_lines / "journal.head").unlink()

    with pytest.raises(JournalBroken, match=r"flip.lock knows 3 of them"):
        Journal(three_lines)


def test_a_shortened_journal_with_a_new_head_is_missed(three_lines, tmp_path_factory) -> None:
    other = tmp_path_factory.mktemp("other")
    journal = Journal(other)
    for why in ("first", "a forged second"):
        journal.append(entry(why))
    for name in ("journal.jsonl", "journal.head"):
        (three_lines / name).write_bytes((other / name).read_bytes())

    with pytest.raises(JournalBroken, match=r"flip.lock knows 3 of them"):
        read_journal(three_lines)


def test_a_lock_taken_away_learns_the_last_line_again(three_lines) -> None:
    (three_lines / "flip.lock").unlink()

    Journal(three_lines).append(entry("fourth"))

    head = (three_lines / "journal.head").read_text()
    assert (three_lines / "flip.lock").read_text() == f"\n{head}"


def test_a_first_line_that_was_not_written_leaves_a_head_that_knows_none(tmp_path) -> None:
    (tmp_path / "journal.head").write_text(f"0 {'0' * 64}\n")

    Journal(tmp_path).append(entry("first"))

    assert len(read_journal(tmp_path).entries) == 1


def test_a_journal_never_begins_without_its_head(tmp_path) -> None:
    (tmp_path / ".journal.head.new").mkdir()

    with pytest.raises(StateUnwritable):
        Journal(tmp_path).append(entry("first"))

    assert not (tmp_path / "journal.jsonl").exists()


def test_a_torn_end_is_told_apart_from_the_lines(three_lines) -> None:
    with (three_lines / "journal.jsonl").open("ab") as file:
        file.write(b'{"kind":"int')

    reading = read_journal(three_lines)

    assert len(reading.entries) == 3
    assert reading.torn == b'{"kind":"int'


def test_a_torn_end_is_replaced_by_a_note(three_lines) -> None:
    with (three_lines / "journal.jsonl").open("ab") as file:
        file.write(b'{"kind":"int')
    Journal(three_lines).drop_torn(entry("torn"))

    reading = read_journal(three_lines)

    assert [each.why for each in reading.entries] == ["first", "second", "third", "torn"]
    assert reading.torn == b""


def test_the_unfinished_intent_is_found(tmp_path) -> None:
    journal = Journal(tmp_path)
    first = journal.append(entry("a", EntryKind.INTENT, lot="events"))
    journal.append(entry("a", EntryKind.DONE, of=first.number))
    second = journal.append(entry("b", EntryKind.INTENT, lot="housing"))

    assert journal.reading.unfinished == second

    journal.append(entry("b", EntryKind.WITHDRAWN, of=second.number))

    assert journal.reading.unfinished is None


def test_stages_and_digest_follow_notes_and_finished_flips(tmp_path) -> None:
    journal = Journal(tmp_path)
    journal.append(entry(after="aa", stages={"events": "legacy", "housing": "legacy"}))
    flips = [
        (EntryKind.INTENT, "events", "python", "bb"),
        (EntryKind.DONE, "events", "python", "bb"),
        (EntryKind.INTENT, "housing", "shadow", "cc"),
        (EntryKind.WITHDRAWN, "housing", "shadow", "cc"),
    ]
    for kind, lot, to_stage, after in flips:
        journal.append(entry("x", kind, lot=lot, to_stage=to_stage, after=after))

    assert read_journal(tmp_path).stages == {"events": "python", "housing": "legacy"}
    assert read_journal(tmp_path).file_digest == "bb"


@pytest.mark.parametrize(
    "free", [pytest.param(0, id="no byte fits"), pytest.param(1200, id="half a line fits")]
)
def test_a_full_disk_leaves_the_journal_as_it_was(three_lines, free) -> None:
    before = (three_lines / "journal.jsonl").read_bytes()
    journal = Journal(three_lines)

    with full_disk(free), pytest.raises(StateUnwritable, match=r"too large; raise the limit"):
        journal.append(entry("x" * 1000))

    assert len(before) < 1200
    assert (three_lines / "journal.jsonl").read_bytes() == before
    assert len(journal.reading.entries) == 3


def test_the_journal_grows_again_after_a_full_disk(three_lines) -> None:
    journal = Journal(three_lines)
    with full_disk(), pytest.raises(StateUnwritable):
        journal.append(entry("fourth"))

    journal.append(entry("fourth"))

    assert [each.why for each in read_journal(three_lines).entries][3:] == ["fourth"]


def test_a_head_that_finds_no_room_stops_nothing(three_lines) -> None:
    journal = Journal(three_lines)
    (three_lines / ".journal.head.new").mkdir()

    journal.append(entry("fourth"))

    assert len(read_journal(three_lines).entries) == 4


def test_a_journal_that_is_a_folder_is_refused_in_words(tmp_path) -> None:
    (tmp_path / "journal.jsonl").mkdir()

    with pytest.raises(StateUnwritable, match=r"journal.jsonl: Is a directory"):
        read_journal(tmp_path)


def test_a_link_planted_in_the_folder_is_not_followed(tmp_path) -> None:
    target = tmp_path / "precious"
    state = tmp_path / "var"
    state.mkdir()
    (state / "journal.jsonl").symlink_to(target)

    with pytest.raises(StateUnwritable, match="a symbolic link is there"):
        Journal(state).append(entry())

    assert not target.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_files_made_by_root_belong_to_the_owner_of_the_folder(tmp_path) -> None:
    os.chown(tmp_path, 12345, 23456)

    Journal(tmp_path / "a" / "b").append(entry())

    made = [tmp_path / "a", tmp_path / "a" / "b", *(tmp_path / "a" / "b").iterdir()]
    assert {(path.stat().st_uid, path.stat().st_gid) for path in made} == {(12345, 23456)}
    assert {path.name for path in made[2:]} == {
        "journal.jsonl", "journal.head", "flip.lock",
    }  # fmt: skip
