import hashlib

import pytest

from proxy.core.stages import parse_stage
from proxy.errors import ReasonMissing
from proxy.flips.desk import Desk
from proxy.flips.flip import Order, flip
from proxy.flips.journal import read_journal
from proxy.flips.repair import set_aside
from tests.fakes.routing_files import desk_in


@pytest.fixture
def desk(tmp_path) -> Desk:
    """A desk after one flip."""
    desk = desk_in(tmp_path)
    flip(desk, Order("lists", parse_stage("python"), "sprint 1"))
    return desk


def test_a_broken_journal_is_kept_and_named_by_the_new_one(desk) -> None:
    path = desk.state_dir / "journal.jsonl"
    tampered = path.read_bytes().replace(b"claire", b"robert", 1)
    path.write_bytes(tampered)

    kept = set_aside(desk, "restored from a backup")

    first, second = read_journal(desk.state_dir).entries
    assert kept.read_bytes() == tampered
    assert kept.name == "journal.broken-1.jsonl"
    assert first.why == "restored from a backup"
    assert kept.name in first.text
    assert hashlib.sha256(tampered).hexdigest() in first.text
    assert "journal line 1" in first.text
    assert second.stages["lists"] == "python"


def test_nobody_is_said_to_have_edited_the_file(desk) -> None:
    (desk.state_dir / "journal.jsonl").write_bytes(b"not ours\n")

    set_aside(desk, "disk failure")

    assert [entry.text for entry in read_journal(desk.state_dir).entries[1:]] == [
        "the journal begins"
    ]


def test_flips_can_be_made_again_after_it(desk) -> None:
    (desk.state_dir / "journal.jsonl").unlink()
    set_aside(desk, "lost")

    flip(desk, Order("events", parse_stage("shadow"), "sprint 2"))

    assert "nothing left" in read_journal(desk.state_dir).entries[0].text
    assert read_journal(desk.state_dir).stages["events"] == "shadow"


def test_a_second_broken_journal_gets_its_own_name(desk) -> None:
    for number in (1, 2):
        (desk.state_dir / "journal.jsonl").write_bytes(b"not ours\n")

        assert set_aside(desk, "again").name == f"journal.broken-{number}.jsonl"


@pytest.mark.parametrize("why", ["", "  ", "two\nlines"])
def test_a_reason_is_needed(desk, why) -> None:
    (desk.state_dir / "journal.jsonl").write_bytes(b"not ours\n")

    with pytest.raises(ReasonMissing, match="say why"):
        set_aside(desk, why)


def test_a_whole_journal_stays(desk) -> None:
    with pytest.raises(ReasonMissing, match="nothing to set aside"):
        set_aside(desk, "tired of it")
