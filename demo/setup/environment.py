"""The virtual environment: made from the lock files with hashes, remade when they change."""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from demo.setup.advice import DISK, PIP_FAILURES, advice
from demo.setup.errors import InstallFailed
from demo.setup.packages import Group

#: What each group installs; the development lock holds the other one whole.
LOCKS = {
    Group.RUN: "requirements.lock",
    Group.TEST: "requirements-dev.lock",
    Group.BENCH: "requirements-dev.lock",
}

SCRIPT = """#!{python}
import sys

from {module} import {function}

if __name__ == "__main__":
    sys.exit({function}())
"""


def say(text: str) -> None:
    """Print at once, also into a pipe."""
    print(text, flush=True)


def digest(path: Path) -> str:
    """What changes when a lock file does."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


class Environment:
    """The folder .venv of a checkout."""

    def __init__(self, checkout: Path) -> None:
        """Nothing is looked at yet."""
        self.checkout = checkout
        self.folder = checkout / ".venv"
        self.python = self.folder / "bin" / "python"
        self.stamp = self.folder / "figuier-stamp.json"
        self.unfinished = self.folder / "figuier-unfinished"

    def wanted_stamp(self, group: Group) -> dict[str, str]:
        """What a whole environment says of itself once it holds a group."""
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        locks = {LOCKS[each] for each in group.with_smaller}
        digests = {name: digest(self.checkout / name) for name in sorted(locks)}
        return {"python": version, "checkout": str(self.checkout), **digests}

    def is_current(self, group: Group) -> bool:
        """Whether nothing needs doing: same locks, same Python, same place, finished."""
        try:
            found = json.loads(self.stamp.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return False
        if not isinstance(found, dict) or self.unfinished.exists() or not self.python.exists():
            return False
        return self.wanted_stamp(group).items() <= found.items()

    def prepare(self, group: Group) -> bool:
        """Bring the environment up to a group; True when there was something to do.

        An environment made by hand is completed in place; one of ours that was left half-made,
        or made for another Python or place, is made again.

        Errors: InstallFailed, with what to do.
        """
        if self.is_current(group):
            return False
        with self.locked():
            if self.is_current(group):
                return False
            try:
                if self.is_spoilt():
                    say("The virtual environment was left half-made: making it again.")
                    shutil.rmtree(self.folder)
                self.make(group)
            except OSError as error:
                raise InstallFailed(
                    f"Cannot make {self.folder}: {error}.\n{advice(str(error), (DISK,))}"
                ) from error
        return True

    @contextmanager
    def locked(self) -> Iterator[None]:
        """One set-up at a time in a checkout."""
        folder = os.open(self.checkout, os.O_RDONLY)
        try:
            try:
                fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say("Another make prepares this checkout: waiting for it…")
                fcntl.flock(folder, fcntl.LOCK_EX)
            yield
        finally:
            os.close(folder)

    def is_spoilt(self) -> bool:
        """Whether what is there cannot be completed in place."""
        if not self.folder.exists():
            return False
        if self.unfinished.exists() or not self.python.exists():
            return True
        code = "import sys; print('%d.%d' % sys.version_info[:2])"
        asked = subprocess.run(
            [str(self.python), "-c", code], capture_output=True, text=True, check=False
        )
        return asked.stdout.strip() != f"{sys.version_info.major}.{sys.version_info.minor}"

    def make(self, group: Group) -> None:
        """Make or complete the folder, with a mark in it until it is whole."""
        say(f"Preparing the virtual environment from {LOCKS[group]} (once, a minute or two)…")
        if not self.folder.exists():
            self.create()
        self.unfinished.touch()
        self.stamp.unlink(missing_ok=True)
        self.install(LOCKS[group])
        self.link_project()
        self.stamp.write_text(json.dumps(self.wanted_stamp(group), indent=1), encoding="utf-8")
        self.unfinished.unlink()

    def create(self) -> None:
        """An empty environment of the Python that runs us.

        Errors: InstallFailed.
        """
        self.folder.mkdir()
        self.unfinished.touch()
        command = [sys.executable, "-m", "venv", str(self.folder)]
        self.checked(command, "Making .venv failed.")

    def install(self, lock: str) -> None:
        """Everything the lock names, each file checked against its hash.

        Errors: InstallFailed.
        """
        pip = [str(self.python), "-m", "pip", "install", "--quiet", "--no-input"]
        options = ["--disable-pip-version-check", "--progress-bar", "off", "--require-hashes"]
        command = [*pip, *options, "--requirement", str(self.checkout / lock)]
        self.checked(command, f"pip could not install {lock}.")

    def checked(self, command: list[str], failed: str) -> None:
        """Run a step; its output is kept beside the stamp.

        Errors: InstallFailed with the end of the output and advice.
        """
        log = self.folder / "figuier-setup.log"
        result = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
            env={**os.environ, "PIP_USER": "0"},
        )
        log.write_text(result.stdout, encoding="utf-8")
        if result.returncode:
            tail = "\n".join(f"  | {line}" for line in result.stdout.strip().splitlines()[-12:])
            words = advice(result.stdout, PIP_FAILURES)
            raise InstallFailed(f"{failed}\n{tail}\n{words}\n(The whole output is in {log}.)")

    def link_project(self) -> None:
        """The checkout itself, importable from anywhere, and its commands.

        A path file and scripts, which is what an editable installation comes to: no build
        tool is needed in the environment of a site that only runs.
        """
        version = f"python{sys.version_info.major}.{sys.version_info.minor}"
        site = self.folder / "lib" / version / "site-packages"
        (site / "figuier.pth").write_text(f"{self.checkout}\n", encoding="utf-8")
        project = tomllib.loads((self.checkout / "pyproject.toml").read_text(encoding="utf-8"))
        for name, target in project["project"]["scripts"].items():
            module, _, function = target.partition(":")
            script = self.folder / "bin" / name
            text = SCRIPT.format(python=self.python, module=module, function=function)
            script.write_text(text, encoding="utf-8")
            script.chmod(0o755)
