import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from proxy.flips.journal import read_journal
from proxy.routing_file.last_good import keep_last_good
from proxy.routing_file.workers import WorkerState, publish
from tests.fakes.routing_files import routing_text

ROOT = Path(__file__).resolve().parents[3]


def text_in(folder: Path) -> str:
    return (folder / "routing.yaml").read_text(encoding="utf-8")


def write(folder: Path, **stages: str) -> None:
    (folder / "routing.yaml").write_text(routing_text(**stages), encoding="utf-8", newline="")


@pytest.mark.parametrize(
    "words, code",
    [
        pytest.param(("lists", "legacy"), 0, id="nothing would change"),
        pytest.param(("lists", "python"), 1, id="something would change"),
        pytest.param(("lists", "canary", "10%"), 1, id="a stage of two words"),
        pytest.param(("lists", "canary 10%"), 1, id="a stage of two words, quoted"),
        pytest.param(("list", "python"), 2, id="unknown lot"),
        pytest.param(("lists", "pyhton"), 2, id="unknown stage"),
        pytest.param(("lists",), 2, id="no stage"),
        pytest.param(("lists", "retired"), 3, id="forbidden move"),
    ],
)
def test_plan_ends_as_diff_does(figuier, folder, words, code) -> None:
    before = text_in(folder)

    assert figuier("plan", *words).exit_code == code
    assert text_in(folder) == before
    assert not (folder / "var").exists()


def test_plan_stopped_by_gates_cannot_be_done(figuier, folder) -> None:
    write(folder, gates="enforced")

    result = figuier("plan", "events", "python")

    assert result.exit_code == 3
    assert "closed  needs: events needs these lots on Python first: lists (at legacy)" in (
        result.stdout
    )
    assert "--override-gates" in result.stderr


def test_plan_says_in_words_what_moves(figuier) -> None:
    result = figuier("plan", "lists", "canary 10%")
    text = result.stdout

    assert text.startswith("lists (Référentiels): legacy → canary 10%\n")
    assert "2 routes and 2 implied addresses: 0% → 10% of visitors on Python.\n" in text
    assert "    gestion/frontend  any  /communes\n" in text
    assert "-    stage: legacy   # first of all\n+    stage: canary 10%   # first of all\n" in text
    assert "Gates, advisory:\n    open    needs: needs no other lot\n" in text


def test_plan_of_a_move_that_moves_nobody_says_so(figuier) -> None:
    assert "No visitor changes side." in figuier("plan", "lists", "shadow").stdout


@pytest.mark.parametrize(
    "words, hint",
    [
        (("event", "python"), 'did you mean "events"?'),
        (("lists", "pyton"), 'did you mean "python"?'),
        (("lists", "canary"), "canary needs a percentage, as in: canary 10%"),
        (("lists", "canary", "101%"), "101% is outside 0 to 100"),
    ],
)
def test_misspelt_words_are_corrected(figuier, words, hint) -> None:
    assert hint in figuier("plan", *words).stderr


def test_plan_for_programs_has_a_stable_shape(figuier) -> None:
    found = json.loads(figuier("plan", "events", "python", "--json").stdout)

    assert {key: found[key] for key in ("version", "command", "lot", "from", "to")} == {
        "version": 1, "command": "plan", "lot": "events", "from": "legacy", "to": "python",
    }  # fmt: skip
    assert set(found) == {
        "version", "command", "lot", "title", "from", "to", "is_change", "is_stopped", "plan",
        "table", "python_share", "routes", "gates_mode", "gates", "warnings", "diff", "traffic",
        "needs_approval",
    }  # fmt: skip
    assert found["python_share"] == {"before": 0, "after": 100}
    assert found["routes"][0] == {
        "backend": "gestion", "application": "frontend", "methods": None,
        "pattern": "/evenements", "is_alias": False, "to": None, "place": "routing.yaml:21:26",
    }  # fmt: skip
    assert [(gate["name"], gate["is_open"]) for gate in found["gates"]] == [
        ("needs", False), ("evidence", False), ("parity", True), ("incidents", True),
    ]  # fmt: skip


def test_flip_changes_the_file_and_says_so(figuier, folder) -> None:
    result = figuier("flip", "lists", "python", "--why", "sprint 1")

    assert result.exit_code == 0
    assert text_in(folder) == routing_text(lists="python")
    first, second = result.stdout.splitlines()
    assert first.startswith("lists (Référentiels): legacy → python, in force when the proxy starts")
    assert second == "The way back: figuier rollback lists"
    assert (
        "Warning: gate closed, passed and journalled: evidence: nothing is known" in result.stderr
    )


def test_flip_is_journalled_under_the_operators_name(figuier, folder) -> None:
    figuier("flip", "lists", "python", "--why", "sprint 1", FIGUIER_OPERATOR="robert")

    done = read_journal(folder / "var").last
    assert (done.who, done.lot, done.to_stage) == ("robert", "lists", "python")


def test_flip_to_the_present_stage_is_no_error(figuier, folder) -> None:
    figuier("flip", "lists", "python", "--why", "sprint 1")
    lines = len(read_journal(folder / "var").entries)

    result = figuier("flip", "lists", "python", "--why", "again")

    assert result.exit_code == 0
    assert result.stdout == "lists (Référentiels) is already at python: nothing was changed.\n"
    assert len(read_journal(folder / "var").entries) == lines


@pytest.mark.parametrize(
    "words, code, message",
    [
        pytest.param(("lists", "python"), 2, "Missing option '--why'", id="no reason"),
        pytest.param(("lists", "python", "--why", " "), 3, "say why", id="empty reason"),
        pytest.param(("lists", "retired", "--why", "x"), 3, "only to:", id="forbidden"),
        pytest.param(("list", "python", "--why", "x"), 2, "did you mean", id="unknown lot"),
        pytest.param(
            ("lists", "python", "--why", "x", "--plan", "0123456789ab"), 4, "changed", id="stale"
        ),
        pytest.param(
            ("lists", "python", "--why", "x", "--commit"), 3, "not a git repository", id="no git"
        ),
    ],
)
def test_a_refused_flip_says_why_and_changes_nothing(figuier, folder, words, code, message) -> None:
    result = figuier("flip", *words)

    assert result.exit_code == code
    assert message in result.stderr
    assert text_in(folder) == routing_text()


def test_enforced_gates_refuse_until_overridden(figuier, folder) -> None:
    write(folder, gates="enforced")
    words = "flip", "lists", "python", "--why", "x"

    assert figuier(*words).exit_code == 3
    assert figuier(*words, "--override-gates", "agreed").exit_code == 0
    assert text_in(folder) == routing_text(gates="enforced", lists="python")


def test_a_journal_that_cannot_be_written_is_exit_code_five(figuier, folder) -> None:
    (folder / "var").write_text("not a folder")

    result = figuier("flip", "lists", "python", "--why", "x")

    assert result.exit_code == 5
    assert str(folder / "var") in result.stderr


@pytest.fixture
def repository(folder):
    """The folder as a git repository, the routing file committed; runs git in it."""

    def git(*words: str) -> str:
        identity = "-c", "user.name=Claire", "-c", "user.email=claire@valmont.example"
        done = subprocess.run(
            ["git", *identity, *words], cwd=folder, capture_output=True, text=True, check=True
        )
        return done.stdout

    git("init", "--quiet")
    git("config", "user.name", "Claire")
    git("config", "user.email", "claire@valmont.example")
    git("add", "routing.yaml")
    git("commit", "--quiet", "-m", "Start")
    return git


def test_commit_makes_the_commit_and_names_it(figuier, repository) -> None:
    result = figuier("flip", "lists", "python", "--why", "sprint 1", "--commit")

    name = repository("log", "-1", "--format=%h").strip()
    assert result.exit_code == 0
    assert f"Committed as {name}." in result.stdout
    assert repository("log", "-1", "--format=%s") == "lists: Flip from legacy to python\n"
    assert repository("status", "--porcelain", "routing.yaml") == ""


def test_commit_of_nothing_makes_none(figuier, repository) -> None:
    assert figuier("rollback", "lists", "--commit").exit_code == 0
    assert repository("log", "--format=%s") == "Start\n"


def test_a_commit_that_git_refuses_is_exit_code_one(figuier, folder, repository) -> None:
    hook = folder / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'frozen until Monday' >&2\nexit 1\n")
    hook.chmod(0o755)

    result = figuier("flip", "lists", "python", "--why", "x", "--commit")

    assert result.exit_code == 1
    assert "made, but not committed: git commit: frozen until Monday" in result.stderr
    assert text_in(folder) == routing_text(lists="python")


def test_flip_for_programs_has_a_stable_shape(figuier) -> None:
    found = json.loads(figuier("flip", "lists", "canary 5%", "--why", "x", "--json").stdout)

    assert found | {"plan": "", "table": "", "warnings": []} == {
        "version": 1, "command": "flip", "lot": "lists", "from": "legacy", "to": "canary 5%",
        "is_change": True, "is_restored": False, "plan": "", "journal_line": 3,
        "closed_gates": ["evidence: nothing is known: the requests of this site were never counted"],
        "warnings": [], "table": "", "workers": {"all": 0, "behind": []}, "commit": None,
    }  # fmt: skip


def test_an_error_for_programs_has_a_stable_shape(figuier) -> None:
    result = figuier("flip", "list", "python", "--why", "x", "--json")

    found = json.loads(result.stdout)
    assert (found["version"], found["command"]) == (1, "flip")
    assert (found["error"]["kind"], found["error"]["exit_code"]) == ("LotUnknown", 2)
    assert "did you mean" in found["error"]["messages"][0]


def test_a_process_that_does_not_follow_is_named(figuier, folder) -> None:
    publish(folder / "var", WorkerState(os.getpid(), "wsgi door", "another table", 0.0))

    result = figuier("flip", "lists", "shadow", "--why", "x")

    assert result.exit_code == 1
    assert "in force in 0 of 1 process after 2." in result.stdout
    assert f"process {os.getpid()} (wsgi door) has not taken it up" in result.stderr


def test_rollback_needs_nothing_but_the_lot(figuier, folder) -> None:
    write(folder, gates="enforced", lists="python")

    result = figuier("rollback", "lists")

    assert result.exit_code == 0
    assert text_in(folder) == routing_text(gates="enforced")
    assert result.stdout.startswith("lists (Référentiels): python → legacy")


def test_rollback_warns_of_lots_that_need_it(figuier, folder) -> None:
    write(folder, lists="python", events="python")

    assert "events (at python) needs lists" in figuier("rollback", "lists").stderr


def test_rollback_with_a_broken_journal_warns_and_works(figuier, folder) -> None:
    figuier("flip", "lists", "python", "--why", "x")
    (folder / "var" / "journal.jsonl").write_text("{}\n")

    result = figuier("rollback", "lists")

    assert result.exit_code == 0
    assert text_in(folder) == routing_text()
    assert "this rollback is not in the journal" in result.stderr


@pytest.mark.parametrize("is_gone", [False, True], ids=["broken", "gone"])
def test_rollback_needs_no_good_file(figuier, folder, is_gone) -> None:
    write(folder, lists="python")
    keep_last_good(folder / "var", (folder / "routing.yaml").read_bytes())
    (folder / "routing.yaml").write_text("lots: [")
    if is_gone:
        (folder / "routing.yaml").unlink()

    result = figuier("rollback", "lists")

    assert result.exit_code == 0
    assert text_in(folder) == routing_text()
    assert result.stdout.startswith("lists (Référentiels): python → legacy")
    assert "the last good one is back" in result.stderr
    assert "done    rollback; the file could not be used" in figuier("history").stdout


def test_rollback_without_any_good_file_says_what_to_do(figuier, folder) -> None:
    (folder / "routing.yaml").write_text("lots: [")

    result = figuier("rollback", "lists")

    assert result.exit_code == 2
    assert "take it back from git" in result.stderr


def test_rollback_of_a_lot_at_legacy_makes_the_file_good(figuier, folder) -> None:
    keep_last_good(folder / "var", (folder / "routing.yaml").read_bytes())
    (folder / "routing.yaml").unlink()

    result = figuier("rollback", "lists", "--json")

    found = json.loads(result.stdout)
    assert (result.exit_code, found["is_change"], found["is_restored"]) == (0, False, True)
    assert text_in(folder) == routing_text()


def on_a_terminal(folder: Path, typed: str, *words: str) -> tuple[int, str]:
    """Run the command with a terminal as its input; exit code and what it printed."""
    ours, theirs = pty.openpty()
    os.write(ours, typed.encode())
    done = subprocess.run(
        [sys.executable, "-m", "proxy.cli", *words],
        stdin=theirs,
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env=os.environ
        | {
            "FIGUIER_ROUTING_FILE": str(folder / "routing.yaml"),
            "FIGUIER_STATE_DIR": str(folder / "var"),
        },
    )
    os.close(ours)
    os.close(theirs)
    return done.returncode, done.stdout


def test_on_a_terminal_closed_gates_refuse_before_the_question(folder) -> None:
    write(folder, gates="enforced")

    code, text = on_a_terminal(folder, "y\n", "flip", "lists", "python", "--why", "x")

    assert (code, "Move lists" in text) == (3, False)
    assert text_in(folder) == routing_text(gates="enforced")


def test_on_a_terminal_nothing_is_asked_about_nothing(folder) -> None:
    code, text = on_a_terminal(folder, "", "flip", "lists", "legacy", "--why", "x")

    assert (code, text) == (0, "lists (Référentiels) is already at legacy: nothing was changed.\n")


@pytest.mark.parametrize(
    "typed, words, code, stage",
    [
        pytest.param("n\n", (), 1, "legacy", id="no"),
        pytest.param("y\n", (), 0, "shadow", id="yes"),
        pytest.param("", ("--yes",), 0, "shadow", id="not asked"),
        pytest.param("", ("--json",), 0, "shadow", id="a program is not asked"),
    ],
)
def test_on_a_terminal_the_plan_is_confirmed(folder, typed, words, code, stage) -> None:
    found = on_a_terminal(folder, typed, "flip", "lists", "shadow", "--why", "x", *words)

    assert found[0] == code
    assert text_in(folder) == routing_text(lists=stage)
    assert ("Move lists from legacy to shadow?" in found[1]) is (not words)
