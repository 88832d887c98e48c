"""A flip as a commit of its own: the routing file alone, and why."""

import os
import subprocess
from pathlib import Path

from proxy.errors import CommitRefused, FlipRefused
from proxy.flips.entries import Entry, line_digest

_TIME_LIMIT_S = 30.0


def require_committed(routing_file: Path) -> None:
    """Refuse a flip whose commit would carry other changes of the file.

    Errors: FlipRefused.
    """
    try:
        status = _git(routing_file, "status", "--porcelain", "--", routing_file.name)
    except CommitRefused as refused:
        raise FlipRefused(f"--commit: {refused}") from None
    if status:
        text = f"{routing_file} has changes that are not committed ({status.split()[0]})"
        raise FlipRefused(f"--commit: {text}: commit them first, or flip without --commit")


def commit_flip(routing_file: Path, entry: Entry, why: str) -> str:
    """Commit the routing file alone; gives the short name of the commit.

    The body names the journal's line and its digest: whoever has the history of the repository
    can tell that the journal was not written anew.

    Errors: CommitRefused.
    """
    subject = f"{entry.lot}: Flip from {entry.from_stage} to {entry.to_stage}"
    body = f"{why}\n\nBy {entry.who}. Journal line {entry.number}: {line_digest(entry)}"
    name = routing_file.name
    _git(routing_file, "commit", "--quiet", "-m", subject, "-m", body, "--only", "--", name)
    return _git(routing_file, "rev-parse", "--short", "HEAD")


def _git(routing_file: Path, *words: str) -> str:
    environment = os.environ | {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0"}
    try:
        done = subprocess.run(
            ["git", *words],
            cwd=routing_file.absolute().parent,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=_TIME_LIMIT_S,
            stdin=subprocess.DEVNULL,
        )
    except FileNotFoundError:
        raise CommitRefused("git is not installed") from None
    except subprocess.TimeoutExpired:
        raise CommitRefused(f"git {words[0]} did not end within {_TIME_LIMIT_S:g} s") from None
    if done.returncode != 0:
        said = (done.stderr or done.stdout).strip() or f"exit code {done.returncode}"
        raise CommitRefused(f"git {words[0]}: {said}")
    return done.stdout.strip()
