"""`figuier tester`."""

import json
import time

import pytest

from proxy.core.cards import override_in
from proxy.flips.journal import read_journal

KEY = "k" * 32


def test_an_address_is_signed_for_its_lot_and_time(figuier, folder) -> None:
    figuier("flip", "lists", "canary", "0%", "--why", "x", "--override-gates", "x")
    result = figuier("tester", "lists", "--minutes", "30", FIGUIER_SECRET_KEY=KEY)
    address = result.stdout.strip()

    assert address.startswith("http://gestion.localhost:8000/-/essai/lists-p-")
    override = override_in(address.rpartition("/")[2], KEY.encode())
    assert override is not None
    assert (override.lot, override.is_python) == ("lists", True)
    assert 1700 <= override.until - time.time() <= 1800
    last = read_journal(folder / "var").entries[-1]
    assert (last.lot, last.who) == ("lists", "claire")
    assert last.text == "a tester's address for python was given, for 30 minutes"


def test_programs_get_addresses_for_either_side_as_visitors_type_them(figuier) -> None:
    words = ("tester", "lists", "--side", "legacy", "--json")
    environ = {"FIGUIER_SECRET_KEY": KEY, "FIGUIER_PUBLIC_SCHEME": "https"}
    found = json.loads(figuier(*words, **environ).stdout)

    assert found["side"] == "legacy"
    assert found["addresses"][0].startswith("https://gestion.localhost/-/essai/lists-l-")


def test_a_lot_with_one_side_is_warned_of(figuier) -> None:
    result = figuier("tester", "lists", FIGUIER_SECRET_KEY=KEY)

    assert "it counts in canary only" in result.stderr


@pytest.mark.parametrize(
    ("words", "key", "said"),
    [
        (("lists",), "", "FIGUIER_SECRET_KEY"),
        (("list",), KEY, 'did you mean "lists"'),
        (("lists", "--minutes", "0"), KEY, "0 is not in the range"),
        (("lists", "--minutes", "100000"), KEY, "not in the range"),
    ],
)
def test_what_cannot_be_given_is_refused(figuier, words, key, said) -> None:
    result = figuier("tester", *words, FIGUIER_SECRET_KEY=key)

    assert result.exit_code != 0
    assert said in result.stderr
