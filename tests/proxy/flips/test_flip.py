import re
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from proxy.core.stages import parse_stage
from proxy.errors import (
    GateClosed,
    JournalBroken,
    LotUnknown,
    MoveForbidden,
    ReasonMissing,
    RoutingFileRefused,
    StateUnwritable,
    TableMoved,
)
from proxy.flips.desk import Desk
from proxy.flips.entries import EntryKind
from proxy.flips.flip import Order, flip, recover, rollback
from proxy.flips.journal import read_journal
from proxy.flips.proposal import content_of, propose
from proxy.routing_file import mistakes
from tests.fakes.disk import full_disk, small_disk
from tests.fakes.routing_files import desk_in, routing_text


def order(lot: str = "lists", stage: str = "python", **fields) -> Order:
    facts = {"why": "sprint 1"} | fields
    return Order(lot, parse_stage(stage), **facts)


def text_of(desk: Desk) -> str:
    return desk.routing_file.read_text(encoding="utf-8")


def told(desk: Desk) -> list[str]:
    return [entry.kind.value for entry in read_journal(desk.state_dir).entries]


@pytest.fixture
def desk(tmp_path) -> Desk:
    return desk_in(tmp_path)


def test_a_flip_changes_one_word_and_nothing_else(desk) -> None:
    flip(desk, order("lists", "canary 10%"))

    assert text_of(desk) == routing_text(lists="canary 10%")


def test_a_flip_is_journalled_as_intent_and_done(desk) -> None:
    moment = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    outcome = flip(replace(desk, now=lambda: moment), order(why="  3 weeks of shadow "))

    intent, done = read_journal(desk.state_dir).entries[1:]
    assert outcome.entry == done
    assert (intent.kind, done.kind, done.of) == (EntryKind.INTENT, EntryKind.DONE, intent.number)
    assert (intent.at, intent.who, intent.why) == (
        "2026-11-23T09:30:00.000000Z", "claire", "3 weeks of shadow",
    )  # fmt: skip
    assert (intent.lot, intent.from_stage, intent.to_stage) == ("lists", "legacy", "python")
    assert (intent.before, intent.after) == (
        outcome.proposal.plan.table_digest,
        propose(content_of(desk.routing_file), "x", "lists", None).plan.table_digest,
    )
    assert intent.plan == outcome.proposal.plan.digest
    assert intent.gates == ("evidence: nothing is known: nobody asked what is known of this lot",)


def test_the_same_flip_twice_is_one_change_and_one_line(desk) -> None:
    first = flip(desk, order())
    before = told(desk)
    second = flip(desk, order())

    assert second.entry is None
    assert not second.proposal.plan.is_change
    assert told(desk) == before
    assert flip(desk, order(plan=first.proposal.plan.digest)).entry is None


@pytest.mark.parametrize(
    "start, stage", [("canary 5%", "canary 6%"), ("canary 5%", "legacy"), ("python", "retired")]
)
def test_every_allowed_move_can_be_made(tmp_path, start, stage) -> None:
    desk = desk_in(tmp_path, routing_text(lists=start))

    flip(desk, order("lists", stage))

    assert text_of(desk) == routing_text(lists=stage)


@pytest.mark.parametrize(
    "wanted, error, words",
    [
        pytest.param(order("list"), LotUnknown, 'did you mean "lists"', id="unknown lot"),
        pytest.param(order("lists", "retired"), MoveForbidden, "only to: shadow", id="too far"),
        pytest.param(order("old_pages", "legacy"), MoveForbidden, "only to: python", id="retired"),
        pytest.param(order(why=" "), ReasonMissing, "say why", id="no reason"),
        pytest.param(order(why="a\nb"), ReasonMissing, "one line", id="two lines"),
        pytest.param(order(why="a\udcff"), ReasonMissing, "printable", id="not text"),
        pytest.param(order(override="\x1b[2J"), ReasonMissing, "printable", id="terminal codes"),
    ],
)
def test_a_refused_flip_changes_nothing(desk, wanted, error, words) -> None:
    with pytest.raises(error, match=words):
        flip(desk, wanted)

    assert text_of(desk) == routing_text()
    assert "intent" not in told(desk)


def test_an_enforced_gate_refuses_with_every_reason(tmp_path) -> None:
    desk = desk_in(tmp_path, routing_text(gates="enforced"))

    with pytest.raises(GateClosed) as caught:
        flip(desk, order("events"))

    assert [reason.split(":")[0] for reason in caught.value.reasons] == ["needs", "evidence"]
    assert text_of(desk) == routing_text(gates="enforced")


def test_an_override_passes_the_gates_and_stays_visible(tmp_path) -> None:
    desk = desk_in(tmp_path, routing_text(gates="enforced"))

    flip(desk, order("events", override="agreed with the committee"))

    intent = read_journal(desk.state_dir).entries[1]
    assert text_of(desk) == routing_text(gates="enforced", events="python")
    assert intent.override == "agreed with the committee"
    assert len(intent.gates) == 2


def test_an_override_that_was_not_needed_is_not_recorded(desk) -> None:
    flip(desk, order(override="just in case"))

    assert read_journal(desk.state_dir).entries[1].override == ""


@pytest.mark.parametrize("length", [12, 64])
def test_exactly_the_plan_that_was_seen_is_applied(desk, length) -> None:
    plan = propose(content_of(desk.routing_file), "r", "lists", parse_stage("python")).plan

    flip(desk, order(plan=plan.digest[:length]))

    assert text_of(desk) == routing_text(lists="python")


def test_a_stale_plan_is_refused_and_the_attempt_noted(desk) -> None:
    plan = propose(content_of(desk.routing_file), "r", "lists", parse_stage("python")).plan
    flip(desk, order("events", "shadow"))

    with pytest.raises(
        TableMoved, match=r"lists is at legacy, and the plan is .* now, not .*: the file changed"
    ):
        flip(desk, order(plan=plan.digest))

    note = read_journal(desk.state_dir).last
    assert text_of(desk) == routing_text(events="shadow")
    assert (note.kind, note.lot, note.to_stage) == (EntryKind.NOTE, "lists", "python")
    assert note.text.startswith("refused: ")
    assert read_journal(desk.state_dir).stages["lists"] == "legacy"


def test_a_hand_edit_between_flips_is_noted_and_kept(desk) -> None:
    flip(desk, order("events", "shadow"))
    edited = text_of(desk).replace("# Who answers", "# Edited") + "# by hand\n"
    edited = edited.replace("stage: legacy   # first", "stage: shadow   # first")
    desk.routing_file.write_text(edited, encoding="utf-8", newline="")

    flip(desk, order("lists", "python"))

    assert text_of(desk) == edited.replace("stage: shadow   # first", "stage: python   # first")
    assert told(desk) == ["note", "intent", "done", "note", "intent", "done"]
    note = read_journal(desk.state_dir).entries[3]
    assert note.text == "the file was edited by hand: lists: legacy → shadow; noticed by claire"


def test_a_file_that_cannot_be_used_is_refused_with_its_mistakes(desk) -> None:
    desk.routing_file.write_text("version: 1\nlots: {}\nbackend: {}\n")

    with pytest.raises(mistakes.RoutingFileRefused, match=r"routing.yaml:3:1"):
        flip(desk, order())


def test_a_file_that_is_gone_is_refused_in_words(desk) -> None:
    desk.routing_file.unlink()

    with pytest.raises(RoutingFileRefused, match="No such file"):
        flip(desk, order())


def test_a_full_disk_leaves_file_and_journal_as_they_were(desk) -> None:
    flip(desk, order("events", "shadow"))
    before = text_of(desk), told(desk)

    with full_disk(), pytest.raises(StateUnwritable, match="then do it again"):
        flip(desk, order())

    assert (text_of(desk), told(desk)) == before
    assert {path.name for path in desk.routing_file.parent.iterdir()} == {"routing.yaml", "var"}

    flip(desk, order())

    assert text_of(desk) == routing_text(events="shadow", lists="python")


def fill(file: Path) -> Path:
    """Take all the space there is."""
    with suppress(OSError), file.open("wb", 0) as output:
        while True:
            output.write(b"x" * 4096)
    return file


def flip_often(desk: Desk) -> None:
    """More flips than the last free bytes can hold."""
    for number in range(100):
        flip(desk, order("lists", f"canary {number}%"))


def test_a_disk_that_is_really_full_refuses_flips_until_there_is_space(tmp_path) -> None:
    (tmp_path / "disk").mkdir()
    with small_disk(tmp_path / "disk"):
        desk = desk_in(tmp_path / "disk")
        flip(desk, order("events", "shadow"))
        before = text_of(desk), told(desk)
        ballast = fill(tmp_path / "disk" / "ballast")

        with pytest.raises(StateUnwritable, match="No space left on device; free some space"):
            flip_often(desk)

        told_then, text_then = told(desk), text_of(desk)
        assert told_then[: len(before[1])] == before[1]
        assert re.sub(r"canary \d+%", "legacy", text_then) == before[0]

        ballast.unlink()
        flip(desk, order("lists", "python"))

        assert text_of(desk) == routing_text(events="shadow", lists="python")
        assert read_journal(desk.state_dir).unfinished is None


def test_a_disk_that_fills_after_the_intent_withdraws_it(desk) -> None:
    recover(desk)
    size = (desk.state_dir / "journal.jsonl").stat().st_size
    big = "# " + "x" * 20_000 + "\n"
    desk.routing_file.write_text(text_of(desk) + big, encoding="utf-8", newline="")
    recover(desk)

    with full_disk(size + 8000), pytest.raises(StateUnwritable, match=r"routing.yaml: File too"):
        flip(desk, order())

    assert told(desk)[-2:] == ["intent", "withdrawn"]
    assert text_of(desk) == routing_text() + big


def test_a_disk_that_fills_after_the_change_leaves_the_end_to_the_next_flip(desk) -> None:
    flip(desk, order())
    rollback(desk, "lists", "x")
    lines = (desk.state_dir / "journal.jsonl").read_bytes().splitlines()
    intent = next(len(line) for line in lines if b'"sprint 1"' in line)

    with full_disk(sum(len(line) + 1 for line in lines) + intent + 100):
        outcome = flip(desk, order())

    assert text_of(desk) == routing_text(lists="python")
    assert (told(desk)[-1], outcome.entry.kind) == ("intent", EntryKind.INTENT)
    assert "its end is not in the journal yet" in outcome.warnings[0]

    flip(desk, order("events", "shadow"))

    assert told(desk)[-4:] == ["intent", "done", "intent", "done"]
    assert read_journal(desk.state_dir).stages["lists"] == "python"


def test_rollback_brings_a_lot_back_without_reason_or_gate(tmp_path) -> None:
    desk = desk_in(tmp_path, routing_text(gates="enforced", lists="python"))

    outcome = rollback(desk, "lists", "rollback")

    assert text_of(desk) == routing_text(gates="enforced")
    assert outcome.entry.to_stage == "legacy"


def test_rollback_of_a_retired_lot_leads_to_python(desk) -> None:
    rollback(desk, "old_pages", "errors")

    assert text_of(desk) == routing_text(old="python")


def test_rollback_of_a_lot_at_legacy_has_nothing_to_do(desk) -> None:
    assert rollback(desk, "lists", "x").entry is None


def test_rollback_of_an_unknown_lot_is_refused(desk) -> None:
    with pytest.raises(LotUnknown, match="did you mean"):
        rollback(desk, "list", "x")


@pytest.fixture
def broken(tmp_path) -> Desk:
    """A desk whose journal was tampered with, while lists is at python."""
    desk = desk_in(tmp_path)
    flip(desk, order())
    path = desk.state_dir / "journal.jsonl"
    path.write_bytes(path.read_bytes().replace(b"claire", b"robert", 1))
    return desk


def test_a_broken_journal_refuses_flips(broken) -> None:
    with pytest.raises(JournalBroken, match="journal line 1"):
        flip(broken, order("events", "shadow"))

    assert text_of(broken) == routing_text(lists="python")


def test_a_broken_journal_does_not_stop_a_rollback(broken) -> None:
    outcome = rollback(broken, "lists", "errors")

    assert text_of(broken) == routing_text()
    assert outcome.entry is None
    assert "not in the journal: journal line 1" in outcome.warnings[0]


def test_a_broken_journal_is_said_even_when_there_is_nothing_to_do(broken) -> None:
    outcome = rollback(broken, "events", "x")

    assert not outcome.proposal.plan.is_change
    assert "journal line 1" in outcome.warnings[0]


def test_a_full_state_disk_does_not_stop_a_rollback(tmp_path) -> None:
    desk = desk_in(tmp_path, routing_text(lists="python"))
    recover(desk)
    for number in range(20):
        flip(desk, order("events", f"canary {number}%"))
    size = (desk.state_dir / "journal.jsonl").stat().st_size
    expected = text_of(desk).replace("stage: python   # first", "stage: legacy   # first")

    with full_disk(size):
        outcome = rollback(desk, "lists", "errors")

    assert text_of(desk) == expected
    assert "File too large" in outcome.warnings[0]

    recover(desk)

    assert "lists: python → legacy" in read_journal(desk.state_dir).last.text


def test_recover_begins_a_journal_and_then_has_nothing_to_do(desk) -> None:
    recover(desk)
    recover(desk)

    assert told(desk) == ["note"]
