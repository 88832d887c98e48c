import os
import subprocess

import pytest

from proxy.core.stages import parse_stage
from proxy.errors import CommitRefused, FlipRefused
from proxy.flips.commit import commit_flip, require_committed
from proxy.flips.desk import Desk
from proxy.flips.entries import line_digest
from proxy.flips.flip import Order, flip
from tests.fakes.routing_files import desk_in


def git(desk: Desk, *words: str) -> str:
    identity = {
        f"GIT_{role}_{part}": value
        for role in ("AUTHOR", "COMMITTER")
        for part, value in (("NAME", "Claire"), ("EMAIL", "claire@valmont.example"))
    }
    return subprocess.run(
        ["git", *words],
        cwd=desk.routing_file.parent,
        env=os.environ | identity,
        capture_output=True,
        text=True,
        check=True,
    ).stdout


@pytest.fixture
def desk(tmp_path) -> Desk:
    """A desk whose routing file is in a repository, with another file staged."""
    desk = desk_in(tmp_path)
    git(desk, "init", "--quiet")
    git(desk, "config", "user.name", "Claire")
    git(desk, "config", "user.email", "claire@valmont.example")
    git(desk, "add", "routing.yaml")
    git(desk, "commit", "--quiet", "-m", "Start")
    (tmp_path / "other").write_text("staged")
    git(desk, "add", "other")
    return desk


def flipped(desk: Desk):
    entry = flip(desk, Order("lists", parse_stage("canary 10%"), "sprint 1")).entry
    assert entry is not None
    return entry


def test_a_flip_is_a_commit_of_its_own(desk) -> None:
    entry = flipped(desk)

    name = commit_flip(desk.routing_file, entry, "sprint 1")

    assert git(desk, "log", "-1", "--format=%h %s").split(maxsplit=1) == [
        name,
        "lists: Flip from legacy to canary 10%\n",
    ]
    assert git(desk, "show", "--format=", "--name-only", "HEAD") == "routing.yaml\n"
    assert git(desk, "diff", "--cached", "--name-only") == "other\n"


def test_the_commit_says_why_and_names_the_journal_line(desk) -> None:
    entry = flipped(desk)

    commit_flip(desk.routing_file, entry, "sprint 1")

    body = git(desk, "log", "-1", "--format=%b")
    assert body.startswith("sprint 1\n\nBy claire.")
    assert f"Journal line {entry.number}: {line_digest(entry)}" in body


def test_a_file_with_other_changes_is_refused_before_the_flip(desk) -> None:
    require_committed(desk.routing_file)
    with desk.routing_file.open("a") as file:
        file.write("# by hand\n")

    with pytest.raises(FlipRefused, match="changes that are not committed"):
        require_committed(desk.routing_file)


def test_a_folder_outside_any_repository_is_refused(tmp_path) -> None:
    desk = desk_in(tmp_path)

    with pytest.raises(FlipRefused, match="not a git repository"):
        require_committed(desk.routing_file)


def test_a_machine_without_git_is_told(desk, monkeypatch) -> None:
    monkeypatch.setenv("PATH", "")

    with pytest.raises(FlipRefused, match="git is not installed"):
        require_committed(desk.routing_file)


def test_what_git_says_is_repeated(desk) -> None:
    entry = flipped(desk)
    hook = desk.routing_file.parent / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'frozen until Monday' >&2\nexit 1\n")
    hook.chmod(0o755)

    with pytest.raises(CommitRefused, match="git commit: frozen until Monday"):
        commit_flip(desk.routing_file, entry, "sprint 1")
