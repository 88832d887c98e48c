"""The invented world, before any database."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from demo.data.accounts import ACCOUNTS
from demo.data.generator import TRAPS, invented
from demo.data.world import SIZES, World

TODAY = date(2026, 11, 23)
README = Path(__file__).parents[3] / "demo/data/README.md"

#: Table → rows, where a scale was promised.
LARGE = {"arrivant": 12_000, "enfant": 9_000, "entreprise": 1_500, "inscription": 30_000}
SMALL = {"arrivant": 50}

#: Reference lists must fill more than two pages of twenty.
PAGED = {
    "commune": 45,
    "quartier": 60,
    "etablissement_scolaire": 40,
    "mode_garde": 40,
    "partenaire": 30,
    "demarche_type": 21,
}


@pytest.fixture(scope="module")
def worlds() -> dict[str, World]:
    """Each size once: the large one takes a second."""
    return {size: invented(size, 1, TODAY) for size in SIZES}


def printed(*arguments: str) -> bytes:
    command = [sys.executable, "-m", "demo.data", *arguments]
    return subprocess.run(command, capture_output=True, check=True).stdout


def test_two_runs_print_the_same_bytes():
    assert printed("--seed", "1") == printed("--seed", "1")


def test_another_seed_or_day_prints_other_bytes():
    base = printed()

    assert base != printed("--seed", "2")
    assert base != printed("--today", "2027-03-01")


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["--size", "huge"], id="unknown size"),
        pytest.param(["--today", "tomorrow"], id="not a day"),
        pytest.param(["--seed", "x"], id="not a number"),
    ],
)
def test_a_bad_argument_is_refused_with_usage(arguments):
    command = [sys.executable, "-m", "demo.data", *arguments]
    result = subprocess.run(command, capture_output=True, check=False, text=True)

    assert result.returncode == 2
    assert "usage:" in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize("size, promised", [("small", SMALL), ("large", LARGE)])
def test_counts_are_what_was_promised(worlds, size, promised):
    tables = worlds[size].tables

    assert {table: len(tables[table]) for table in promised} == promised
    assert {t: n for t, n in PAGED.items() if len(tables[t]) < n} == {}
    assert len(tables["sf_guard_user"]) == len(ACCOUNTS) >= 15


@pytest.mark.parametrize("size", SIZES)
def test_file_numbers_have_no_gap_within_a_year(worlds, size):
    numbers = [str(row["numero_dossier"]) for row in worlds[size].rows("arrivant")]
    by_year: dict[str, list[int]] = {}
    for number in numbers:
        by_year.setdefault(number[:4], []).append(int(number[5:]))

    assert all(found == list(range(1, len(found) + 1)) for found in by_year.values())


@pytest.mark.parametrize("size", SIZES)
def test_the_public_agenda_has_something_to_come(worlds, size):
    events = worlds[size].rows("evenement")

    assert sum(bool(row["publie"]) and str(row["debut"]) > str(TODAY) for row in events) >= 3


@pytest.mark.parametrize("seed", [2, 3, 99])
def test_traps_find_room_whatever_the_seed(seed):
    assert invented("small", seed, TODAY).tables


def test_every_trap_is_in_the_readme():
    text = README.read_text(encoding="utf-8")

    assert [trap.name for trap in TRAPS if f"| {trap.name} |" not in text] == []
