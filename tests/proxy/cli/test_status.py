import json
import os
import time

import pytest

from proxy.flips.entries import Entry, EntryKind
from proxy.flips.journal import Journal
from proxy.routing_file.workers import WorkerState, publish


def digest_of(figuier) -> str:
    return json.loads(figuier("status", "--json").stdout)["table"]


def say(folder, digest: str, fault: str | None = None, since: float | None = None) -> None:
    publish(folder / "var", WorkerState(os.getpid(), "wsgi door", digest, 0.0, fault, since))


def test_without_process_the_file_speaks_for_itself(figuier, folder) -> None:
    result = figuier("status")

    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        f"File     {folder / 'routing.yaml'}: valid, table {digest_of(figuier)[:12]}",
        "Journal  empty: no flip yet",
        "Counts   no recorder runs",
        "No process is running.",
    ]


@pytest.mark.parametrize(
    ("fault", "shown", "warned"),
    [
        pytest.param("", "Counts   kept, up to", "", id="well"),
        pytest.param("it is locked", "7 batches wait", "not kept: it is locked", id="behind"),
    ],
)
def test_status_tells_how_counting_does(figuier, folder, fault, shown, warned) -> None:
    evidence = folder / "var" / "evidence"
    evidence.mkdir(parents=True)
    now = time.time()
    said = {"pid": 1, "at": now, "as_of": now - 1, "waiting": 7, "fault": fault}
    (evidence / "recorder.json").write_text(json.dumps(said))

    result = figuier("status")

    assert shown in result.stdout
    assert warned in result.stderr


def test_status_says_that_nobody_there_can_roll_back(figuier, folder) -> None:
    evidence = folder / "var" / "evidence"
    evidence.mkdir(parents=True)
    said = {"pid": 1, "at": 1.0, "as_of": 1.0, "waiting": 0, "cannot_write": "root has it"}
    (evidence / "recorder.json").write_text(json.dumps(said))

    result = figuier("status")

    assert "cannot write the routing file (root has it)" in result.stderr


def test_status_writes_nothing(figuier, folder) -> None:
    figuier("status")

    assert [path.name for path in folder.iterdir()] == ["routing.yaml"]


def test_a_process_that_runs_the_file_agrees(figuier, folder) -> None:
    say(folder, digest_of(figuier))

    result = figuier("status")

    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1].split(maxsplit=1)[1].startswith("wsgi door")
    assert result.stdout.endswith("runs the file\n")


@pytest.mark.parametrize(
    "digest, fault, words",
    [
        pytest.param("f" * 64, None, "runs another table", id="drift"),
        pytest.param(
            None,
            "routing.yaml:3:1 lots: nonsense\nrouting.yaml:4:1 more",
            "keeps its last good table since 1970-01-01T00:01:00Z: routing.yaml:3:1 lots: nonsense",
            id="a fault, since when",
        ),
    ],
)
def test_a_process_that_differs_is_named(figuier, folder, digest, fault, words) -> None:
    say(folder, digest or digest_of(figuier), fault, 60.0 if fault else None)

    result = figuier("status")

    assert result.exit_code == 1
    assert result.stdout.splitlines()[-1].endswith(words)


def test_a_file_that_cannot_be_used_is_said_with_its_first_mistake(figuier, folder) -> None:
    (folder / "routing.yaml").write_text("version: 2\nlots: 3\n")

    result = figuier("status")

    assert result.exit_code == 1
    assert "cannot be used: routing.yaml:" in result.stdout
    assert "more: figuier check)" in result.stdout


def test_a_file_that_is_gone_is_said(figuier, folder) -> None:
    (folder / "routing.yaml").unlink()

    result = figuier("status")

    assert result.exit_code == 1
    assert "No such file" in result.stdout


def test_an_edit_by_hand_is_said_before_any_flip_notes_it(figuier, folder) -> None:
    figuier("flip", "lists", "python", "--why", "x")
    path = folder / "routing.yaml"
    path.write_text(path.read_text().replace("stage: python   # first", "stage: shadow   # first"))

    result = figuier("status")

    assert result.exit_code == 0
    assert (
        "the file was edited by hand since the last flip: lists: python → shadow" in result.stderr
    )


def test_an_interrupted_flip_is_said(figuier, folder) -> None:
    figuier("flip", "lists", "python", "--why", "x")
    facts = {"lot": "events", "to_stage": "shadow"}
    Journal(folder / "var").append(Entry(EntryKind.INTENT, "2026", "robert", **facts))
    with (folder / "var" / "journal.jsonl").open("ab") as file:
        file.write(b"{")

    result = figuier("status")

    assert "under way, or was interrupted: events to shadow, by robert" in result.stderr
    assert "ends in an unfinished line" in result.stderr


def test_a_broken_journal_is_said(figuier, folder) -> None:
    figuier("flip", "lists", "python", "--why", "x")
    (folder / "var" / "journal.jsonl").write_text("{}\n")

    result = figuier("status")

    assert "Journal  broken" in result.stdout
    assert "journal line 1" in result.stderr


def test_a_misspelt_setting_is_said(figuier) -> None:
    result = figuier("status", FIGUIER_STATEDIR="x")

    assert "FIGUIER_STATEDIR is not a setting; did you mean FIGUIER_STATE_DIR?" in result.stderr


def test_status_for_programs_has_a_stable_shape(figuier, folder) -> None:
    say(folder, digest_of(figuier), "broken", 60.0)

    found = json.loads(figuier("status", "--json").stdout)

    assert set(found) == {
        "version", "command", "agrees", "routing_file", "table", "is_valid", "journal",
        "warnings", "workers", "evidence",
    }  # fmt: skip
    assert found["agrees"] is False
    assert found["workers"] == [
        {
            "pid": os.getpid(), "role": "wsgi door", "table": found["table"],
            "loaded_at": "1970-01-01T00:00:00Z", "runs_the_file": True, "fault": "broken",
            "fault_since": "1970-01-01T00:01:00Z",
        }
    ]  # fmt: skip
