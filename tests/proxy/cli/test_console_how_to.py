"""The how-to's commands do what the page says, in its order."""

import re
import shlex
from pathlib import Path

from proxy.console.access import ACCESS
from proxy.console.roles import Role
from tests.proxy.cli.conftest import Run

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs/how-to/steer-with-the-console.md").read_text(encoding="utf-8")
COMMANDS = [shlex.split(line) for line in re.findall(r"^\$ figuier (.*)", PAGE, re.MULTILINE)]


def test_every_command_of_the_page_is_taken(figuier: Run) -> None:
    said = []
    for words in COMMANDS:
        is_read = words[-2:] == ["<", "password.txt"]
        keyboard = "a long enough password\n" if is_read else ""
        done = figuier(*(words[:-2] if is_read else words), keyboard=keyboard)
        said.append((" ".join(words[:2]), done.exit_code))

    assert [name for name, code in said if code != 0] == []
    assert len(said) == 10
    assert "nadia.benali" in figuier("console", "list-users").output


def test_the_page_names_every_role() -> None:
    rows = re.findall(r"^\| (\w+) \| (?:read|also)", PAGE, re.MULTILINE)

    assert rows == [role.value for role in Role]
    assert {needed for needed in ACCESS.values() if isinstance(needed, Role)} == set(Role)
