"""The commands of the how-to do what the page says."""

import json
import re
import shlex
from pathlib import Path

import pytest

from demo.stack.laboratory import describe
from demo.stack.pristine import PRISTINE, fingerprints, tables
from demo.stack.settings import CHECKOUT
from tests.journeys.conftest import Product

pytestmark = pytest.mark.stack

PAGE = (CHECKOUT / "docs/how-to/prove-parity.md").read_text(encoding="utf-8")
COMMANDS = [shlex.split(line) for line in re.findall(r"^\$ (figuier .*)", PAGE, re.MULTILINE)]


def test_the_how_to_works_on_the_demo(on_php: Product, tmp_path: Path) -> None:
    describe(on_php.stack.settings)
    suite = str(tmp_path / "suite.jsonl")
    said = {}
    for words in COMMANDS:
        told = [suite if word.endswith(".jsonl") else word for word in words[1:]]
        done = on_php.figuier(*told)
        assert done.returncode == 0, done.stdout + done.stderr
        said[" ".join(words[1:3])] = done.stdout

    assert "reference_lists on gestion: the same" in said["parity reference_lists"]
    assert re.search(r"visitor +\d+ pages, [4-9] writings", said["parity public_agenda"])
    assert re.search(
        r"assistant +\d+ pages, 0 writings +(\d+) of \1 the same", said["parity replay"]
    )
    assert "0 faults" in said["parity check"]


def test_nothing_of_the_original_changes_and_all_is_told_to_programs(
    on_php: Product, tmp_path: Path
) -> None:
    describe(on_php.stack.settings)
    junit = tmp_path / "parity.xml"
    words = (
        "--role",
        "conseiller",
        "--kinds",
        "1",
        "--scenes",
        "4",
        "--junit",
        str(junit),
        "--json",
    )
    before = _rows(on_php)
    done = on_php.figuier("parity", "reference_lists", *words)
    told = json.loads(done.stdout)

    assert (told["is_clean"], told["outside"], told["causes"]) == (True, [], [])
    assert told["roles"]["conseiller"]["write"] > 0
    assert _rows(on_php) == before
    assert f'tests="{told["checks"]}" failures="0"' in junit.read_text()


def _rows(product: Product) -> dict[str, object]:
    connection = product.stack.database.connect()
    try:
        cursor = connection.cursor()
        return dict(fingerprints(cursor, "gestion", tables(cursor, PRISTINE)))
    finally:
        connection.close()


@pytest.mark.parametrize(
    "words, code, said",
    [
        (("territory_pages",), 5, "has no Python code for vitrine"),
        (("reference_lists", "--role", "nobody"), 5, "no account for nobody"),
    ],
)
def test_what_cannot_be_done_is_said(
    product: Product, words: tuple[str, ...], code: int, said: str
) -> None:
    describe(product.stack.settings)
    done = product.figuier("parity", *words)

    assert (done.returncode, said in done.stderr) == (code, True), done.stderr


@pytest.mark.soak
@pytest.mark.parametrize(
    "lot, words, roles",
    [
        ("reference_lists", (), 9),
        ("events", (), 9),
        ("companies", (), 9),
        ("territory_pages", ("--against", "legacy"), 1),
        ("public_agenda", ("--against", "legacy"), 1),
        ("requests", ("--against", "legacy", "--backend", "vitrine"), 1),
    ],
)
def test_every_role_reads_and_writes_the_same(
    on_php: Product, lot: str, words: tuple[str, ...], roles: int
) -> None:
    """Python's lots against PHP; vitrine's, not yet in Python, PHP against itself."""
    describe(on_php.stack.settings)
    done = on_php.figuier("parity", lot, "--json", *words, wait_s=900)
    told = json.loads(done.stdout)

    assert (told["is_clean"], told["causes"], told["never_reached"]) == (True, [], [])
    assert told["checks"] == told["matches"]
    assert len(told["roles"]) == roles
