"""The commands of the how-to about rehearsing do what the page says."""

import json
import re
import shlex

import pytest

from demo.stack.laboratory import describe
from demo.stack.settings import CHECKOUT
from tests.journeys.conftest import Product

pytestmark = pytest.mark.stack

PAGE = (CHECKOUT / "docs/how-to/rehearse-a-lot.md").read_text(encoding="utf-8")
COMMANDS = [shlex.split(line)[1:] for line in re.findall(r"^\$ (figuier .*)", PAGE, re.MULTILINE)]


def test_the_quick_command_of_the_how_to(on_php: Product) -> None:
    describe(on_php.stack.settings)

    done = on_php.figuier(*COMMANDS[0])

    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(
        r"^quartier +python → php +[123] rows? +no byte but", done.stdout, re.MULTILINE
    )
    assert "each side can take up the other's rows" in done.stdout


@pytest.mark.soak
@pytest.mark.parametrize("words", COMMANDS[1:], ids=" ".join)
def test_the_long_commands_of_the_how_to(on_php: Product, words: list[str]) -> None:
    describe(on_php.stack.settings)

    done = on_php.figuier(*words, "--json", wait_s=600)

    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout)["faults"] == []


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("nowhere",), 2, "'nowhere' is not a lot"),
        (("reference_lists", "--laboratory", "/nowhere.yaml"), 2, "there is no laboratory"),
        (("territory_pages",), 5, "no Python code"),
    ],
    ids=["an unknown lot", "no laboratory", "no Python code"],
)
def test_what_cannot_be_rehearsed_is_said(
    on_php: Product, words: tuple[str, ...], code: int, said: str
) -> None:
    describe(on_php.stack.settings)

    done = on_php.figuier("rehearse", *words)

    assert (done.returncode, said in done.stderr) == (code, True), done.stderr
