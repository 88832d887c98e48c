import csv
import io
import json

import pytest

from proxy.routing_file.last_good import keep_last_good


@pytest.fixture
def flipped(figuier):
    """The command, after two flips and a rollback."""
    figuier("flip", "lists", "python", "--why", "sprint 1")
    figuier("flip", "events", "canary 5%", "--why", "=SUM(A1)")
    figuier("rollback", "lists")
    return figuier


def test_history_has_a_line_for_each_flip(flipped) -> None:
    lines = flipped("history").stdout.splitlines()

    assert lines[0].split() == ["LINE", "WHEN", "WHO", "LOT", "MOVE", "RESULT", "WHY"]
    assert [line.split()[0] for line in lines[1:]] == ["1", "2", "4", "6"]
    assert "lists   legacy → python     done    sprint 1" in lines[2]
    assert "lists   python → legacy     done    rollback" in lines[4]


def test_before_the_first_flip_history_says_so(figuier) -> None:
    assert figuier("history").stdout == "No flip yet.\n"


def test_one_lot_has_its_own_history_with_notes_about_the_file(flipped) -> None:
    found = json.loads(flipped("history", "--lot", "events", "--json").stdout)["records"]

    assert [(each["lot"], each["result"]) for each in found] == [(None, "note"), ("events", "done")]


def test_only_the_last_can_be_asked_for(flipped) -> None:
    found = json.loads(flipped("history", "--limit", "2", "--json").stdout)["records"]

    assert [each["line"] for each in found] == [4, 6]


def test_times_are_those_of_the_time_zone(flipped) -> None:
    at = json.loads(flipped("history", "--json").stdout)["records"][0]["at"]

    shown = flipped("history", FIGUIER_TIME_ZONE="UTC").stdout.splitlines()[1]

    assert at[:19].replace("T", " ") in shown


def test_history_for_programs_has_a_stable_shape(flipped) -> None:
    found = json.loads(flipped("history", "--json").stdout)

    assert (found["version"], found["command"]) == (1, "history")
    assert set(found["records"][1]) == {
        "line", "at", "ended_at", "who", "why", "lot", "from", "to", "result", "text", "plan",
        "before", "after", "closed_gates", "override",
    }  # fmt: skip


def test_csv_runs_no_formula_in_a_spreadsheet(flipped) -> None:
    rows = list(csv.DictReader(io.StringIO(flipped("history", "--csv").stdout)))

    assert [row["why"] for row in rows] == ["", "sprint 1", "'=SUM(A1)", "rollback"]
    assert [row["to"] for row in rows] == ["", "python", "canary 5%", "legacy"]


def test_a_whole_journal_is_verified_with_its_last_digest(flipped) -> None:
    result = flipped("history", "--verify")
    found = json.loads(flipped("history", "--verify", "--json").stdout)

    assert result.exit_code == 0
    assert result.stdout == f"The journal is whole: 7 lines, the last one {found['head']}\n"
    assert (found["is_whole"], found["lines"]) == (True, 7)


def test_an_empty_journal_is_whole(figuier) -> None:
    assert figuier("history", "--verify").stdout == "The journal is whole: 0 lines\n"


def test_an_empty_journal_proves_nothing_where_a_proxy_has_run(figuier, folder) -> None:
    keep_last_good(folder / "var", (folder / "routing.yaml").read_bytes())

    result = figuier("history", "--verify")

    assert result.exit_code == 1
    assert "its history was taken away" in result.stderr


@pytest.mark.parametrize(
    "taken", [("journal.head",), ("journal.head", "journal.jsonl")], ids=["head", "both"]
)
def test_lines_cut_off_the_end_are_told_even_without_a_head(flipped, folder, taken) -> None:
    path = folder / "var" / "journal.jsonl"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
    for name in taken:
        (folder / "var" / name).unlink()

    verified = flipped("history", "--verify")
    flip = flipped("flip", "events", "shadow", "--why", "x")

    assert (verified.exit_code, flip.exit_code) == (5, 5)
    assert "lines are gone from the end: flip.lock knows 7" in verified.stderr
    assert not any((folder / "var" / name).exists() for name in taken)


@pytest.mark.parametrize("line", range(1, 8))
def test_a_changed_line_is_named(flipped, folder, line) -> None:
    path = folder / "var" / "journal.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    lines[line - 1] = lines[line - 1].replace(b'"who":"claire"', b'"who":"robert"')
    path.write_bytes(b"".join(lines))

    result = flipped("history", "--verify")

    assert result.exit_code == 5
    assert f"journal line {line}: it is not what was written there" in result.stderr


def test_a_broken_journal_is_shown_up_to_the_bad_line(flipped, folder) -> None:
    path = folder / "var" / "journal.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:3], b"{}\n", *lines[4:]]))

    result = flipped("history")

    assert result.exit_code == 5
    assert [line.split()[0] for line in result.stdout.splitlines()[1:]] == ["1", "2"]
    assert "journal line 4" in result.stderr


def test_an_unfinished_line_is_mentioned(flipped, folder) -> None:
    with (folder / "var" / "journal.jsonl").open("ab") as file:
        file.write(b'{"kind"')

    result = flipped("history", "--verify")

    assert result.exit_code == 1
    assert "unfinished line" in result.stderr


def test_a_broken_journal_can_be_set_aside(flipped, folder) -> None:
    (folder / "var" / "journal.jsonl").write_bytes(b"{}\n")

    assert flipped("history", "--set-aside", "disk failure").exit_code == 0

    assert (folder / "var" / "journal.broken-1.jsonl").read_bytes() == b"{}\n"
    assert flipped("history", "--verify").exit_code == 0
    assert "disk failure; a broken journal was set aside" in flipped("history").stdout


def test_a_whole_journal_is_not_set_aside(flipped) -> None:
    result = flipped("history", "--set-aside", "tired")

    assert result.exit_code == 3
    assert "nothing to set aside" in result.stderr
