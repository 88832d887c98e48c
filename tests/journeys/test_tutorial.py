"""The tutorial's commands do what the page says, in its order."""

import re
import shlex

import pytest

from demo.stack.settings import CHECKOUT
from tests.journeys.conftest import Product

pytestmark = pytest.mark.stack

PAGE = (CHECKOUT / "docs/tutorial/first-flip.md").read_text(encoding="utf-8")
COMMANDS = [shlex.split(line) for line in re.findall(r"^\$ (figuier .*)", PAGE, re.MULTILINE)]


def test_the_tutorial_ends_where_it_began(on_php: Product) -> None:
    said = []
    for words in COMMANDS:
        done = on_php.figuier(*words[1:])
        said.append(f"{words[1]} {done.returncode}")
        if words[1] == "explain":
            said.append(re.search(r"Answer +(\w+)", done.stdout)[1])  # type: ignore[index]

    assert said == [
        "explain 0", "legacy", "plan 1", "flip 0", "explain 0", "python", "status 0",
        "rollback 0", "history 0", "history 0",
    ]  # fmt: skip


def test_the_line_it_names_is_the_line_that_answers(on_php: Product) -> None:
    named = re.search(r"`(routing\.yaml:\d+:\d+)`", PAGE)[1]  # type: ignore[index]
    done = on_php.figuier("explain", "http://gestion.localhost/communes/12/edit")

    assert f"Rule     {named} " in done.stdout
