"""A label changed: locked, journalled, and refused when somebody was faster."""

from pathlib import Path

import pytest

from proxy.errors import LabelRefused, StateUnwritable, TableMoved
from proxy.flips.desk import Desk
from proxy.flips.flip import recover
from proxy.flips.journal import read_journal
from proxy.flips.labels import LabelOrder, change_label
from proxy.flips.records import Result, records
from tests.fakes.disk import full_disk
from tests.fakes.routing_files import desk_in


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return desk_in(tmp_path)


def order(key: str = "owner", value: str = "Nadia", seen: str = "") -> LabelOrder:
    return LabelOrder("lists", key, value, seen, "handed over")


def test_a_label_is_journalled_and_moves_nobody(desk: Desk) -> None:
    before = desk.routing_file.read_text(encoding="utf-8")
    entry = change_label(desk, order())
    reading = read_journal(desk.state_dir)
    record = records(reading.entries)[-1]

    assert entry == reading.last
    assert (record.result, record.move, record.text) == (Result.DONE, "", "owner: — → Nadia")
    assert (record.entry.who, record.entry.why) == (desk.who, "handed over")
    after = desk.routing_file.read_text(encoding="utf-8")
    assert [line for line in after.splitlines() if line not in before.splitlines()] == [
        "    owner: Nadia"
    ]


def test_the_next_flip_takes_it_for_no_hand_edit(desk: Desk) -> None:
    change_label(desk, order())
    lines = len(read_journal(desk.state_dir).entries)
    recover(desk)

    assert len(read_journal(desk.state_dir).entries) == lines


def test_the_same_label_again_leaves_no_line(desk: Desk) -> None:
    change_label(desk, order())
    lines = len(read_journal(desk.state_dir).entries)

    assert change_label(desk, order(seen="Nadia")) is None
    assert len(read_journal(desk.state_dir).entries) == lines


def test_who_saw_an_older_label_changes_nothing(desk: Desk) -> None:
    change_label(desk, order())
    before = desk.routing_file.read_bytes()

    with pytest.raises(TableMoved):
        change_label(desk, order(value="Paul", seen=""))
    assert desk.routing_file.read_bytes() == before


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("stage", "python"),
        ("routes", "x"),
        ("title", "  "),
        ("sprint", "two"),
        ("owner", "x" * 201),
        ("owner", "a\x00b"),
    ],
)
def test_what_is_no_label_is_refused(desk: Desk, key: str, value: str) -> None:
    before = desk.routing_file.read_bytes()

    with pytest.raises(LabelRefused):
        change_label(desk, order(key, value))
    assert desk.routing_file.read_bytes() == before


def test_a_full_disk_leaves_the_file_as_it_was(desk: Desk) -> None:
    before = desk.routing_file.read_bytes()

    with full_disk(), pytest.raises(StateUnwritable):
        change_label(desk, order())
    assert desk.routing_file.read_bytes() == before
