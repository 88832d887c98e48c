"""A routing file in a folder of its own, and the command that works on it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from proxy.cli import main
from tests.fakes.routing_files import desk_in

Run = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where `routing.yaml` and `var` are; the file is there already."""
    return desk_in(tmp_path).routing_file.parent


@pytest.fixture
def figuier(folder: Path) -> Run:
    """Run `figuier` with these words; FIGUIER_ variables may be added by name."""
    return figuier_in(folder)


def figuier_in(folder: Path) -> Run:
    """The command at work on the routing file of a folder."""

    def run(
        *words: str, keyboard: str | None = None, color: bool = False, **environ: str
    ) -> Result:
        surroundings = {
            "FIGUIER_ROUTING_FILE": str(folder / "routing.yaml"),
            "FIGUIER_STATE_DIR": str(folder / "var"),
            "FIGUIER_OPERATOR": "claire",
            # Somebody else's application: of the lots in this file nobody knows any code.
            "FIGUIER_PYTHON_APPLICATION": "tests.fakes.door_app:python_side()",
        }
        runner = CliRunner(env={**surroundings, **environ})
        result = runner.invoke(main, words, input=keyboard, color=color, prog_name="figuier")
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run
