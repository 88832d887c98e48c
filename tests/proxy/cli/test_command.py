import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fakes.routing_files import routing_text

ROOT = Path(__file__).resolve().parents[3]
COMMANDS = "check", "explain", "routes", "plan", "flip", "rollback", "history", "status", "serve"


@pytest.mark.parametrize("command", COMMANDS)
def test_help_begins_with_examples(figuier, command) -> None:
    lines = figuier(command, "--help", FIGUIER_PORT="wrong").stdout.splitlines()

    assert lines[0] == "Examples:"
    assert lines[1].startswith(f"  figuier {command}")
    assert any(line.startswith(f"Usage: figuier {command} ") for line in lines)


def test_commands_are_listed_from_looking_to_acting(figuier) -> None:
    text = figuier("--help").stdout

    places = [text.index(f"\n  {command} ") for command in COMMANDS]
    assert places == sorted(places)


def test_a_misspelt_command_is_corrected(figuier) -> None:
    result = figuier("rolback", "lists")

    assert result.exit_code == 2
    assert "rollback" in result.stderr


def test_the_version_is_told(figuier) -> None:
    assert figuier("--version").stdout.startswith("figuier ")


@pytest.mark.parametrize("words", [("history", "--lot", "x"), ("plan", "lists", "python")])
def test_output_that_is_no_terminal_has_no_colour(figuier, words) -> None:
    assert "\x1b" not in figuier(*words).output


@pytest.mark.parametrize("setting, coloured", [("", True), ("1", False)])
def test_no_color_is_obeyed(folder, figuier, setting, coloured) -> None:
    result = figuier("plan", "lists", "python", color=True, NO_COLOR=setting)

    assert ("\x1b[32m" in result.stdout) is coloured


def test_a_terminal_that_lacks_a_letter_does_not_stop_a_flip(folder) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "proxy.cli", "flip", "lists", "shadow", "--why", "x"],
        env=os.environ
        | {
            "PYTHONIOENCODING": "latin-1",
            "FIGUIER_ROUTING_FILE": str(folder / "routing.yaml"),
            "FIGUIER_STATE_DIR": str(folder / "var"),
        },
        cwd=ROOT,
        capture_output=True,
        check=False,
    )

    assert done.returncode == 0
    assert done.stdout.startswith("lists (Référentiels): legacy ? shadow,".encode("latin-1"))


@pytest.mark.parametrize("command", ["check", "routes", "status", "history"])
def test_every_looking_command_speaks_json(figuier, folder, command) -> None:
    (folder / "routing.yaml").write_text(routing_text(lists="canary 5%"))

    assert figuier(command, "--json").stdout.startswith('{\n  "version": 1,\n  "command": ')
