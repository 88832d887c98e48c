"""When lots reached their stages, from the journal; how large it all was, from what was kept."""

from pathlib import Path

from proxy.console.scope import FILE, extent_of, note_scope, scope_history
from proxy.console.timeline import Extent, Height, Stay, height_at, stage_at, stays
from proxy.flips.entries import Entry, EntryKind
from proxy.routing_file.reader import parse_table
from tests.fakes.disk import full_disk
from tests.fakes.routing_files import routing_text

AT = "1970-01-01T00:0{}:00+00:00"


def done(minute: int, lot: str, stage: str) -> Entry:
    return Entry(EntryKind.DONE, AT.format(minute), "nadia", lot=lot, to_stage=stage)


def test_stays_come_from_flips_and_hand_edits_alike() -> None:
    note = Entry(
        EntryKind.NOTE, AT.format(2), "nadia", stages={"lists": "legacy", "events": "shadow"}
    )
    intent = Entry(EntryKind.INTENT, AT.format(3), "nadia", lot="events", to_stage="python")
    found = stays([done(1, "lists", "python"), note, intent, done(4, "events", "shadow")])

    assert found["lists"] == [Stay(60, "python"), Stay(120, "legacy")]
    assert found["events"] == [Stay(120, "shadow")]


def test_a_kill_switch_is_no_stage_of_a_lot() -> None:
    assert stays([done(1, "", "kill switch on")]) == {}


def test_the_stage_of_a_moment_is_the_last_one_reached() -> None:
    known = [Stay(60, "python"), Stay(120, "legacy")]

    assert [stage_at(known, at) for at in (0, 60, 100, 120, 999)] == [
        "", "python", "python", "legacy", "legacy",
    ]  # fmt: skip


def test_both_lines_of_a_burn_up_move_apart() -> None:
    extents = [Extent(10, {"lists": 5, "events": 10}), Extent(100, {"lists": 5, "events": 12})]
    lots = {"lists": [Stay(50, "python")], "events": [Stay(150, "retired")]}

    assert [height_at(at, extents, lots) for at in (5, 20, 60, 110, 200)] == [
        None, Height(20, 15, 0), Height(60, 15, 5), Height(110, 17, 5), Height(200, 17, 17),
    ]  # fmt: skip


def test_scope_is_kept_when_it_changes_and_only_then(tmp_path: Path) -> None:
    table = parse_table(routing_text().encode())
    note_scope(tmp_path, extent_of(table, 1.0))
    note_scope(tmp_path, extent_of(table, 2.0))
    note_scope(tmp_path, Extent(3.0, {"lists": 9}))

    assert [each.at for each in scope_history(tmp_path)] == [1.0, 3.0]
    assert scope_history(tmp_path)[0].routes == {"lists": 2, "events": 2, "old_pages": 1}


def test_a_damaged_line_or_a_full_disk_costs_only_a_point(tmp_path: Path) -> None:
    note_scope(tmp_path, Extent(1.0, {"lists": 9}))
    with (tmp_path / FILE).open("a", encoding="utf-8") as file:
        file.write('{"at": 2.0\n[]\n')
    with full_disk():
        note_scope(tmp_path, Extent(3.0, {"lists": 10}))

    assert [each.at for each in scope_history(tmp_path)] == [1.0]
    assert scope_history(tmp_path / "nowhere") == ()
