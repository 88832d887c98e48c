"""Paths and what is expected there."""

from typing import Any

import pytest

from legacy_bridge.php.changes import ABSENT, Change, look_up, nested
from legacy_bridge.php.values import PhpArray

VALUES: PhpArray = {"a": {"b": {5: "x"}}, "n": None, "t": True}


@pytest.mark.parametrize(
    "path, found",
    [
        (("a", "b", 5), "x"),
        (("a", "b", "5"), "x"),
        (("n",), None),
        (("a", "c"), ABSENT),
        (("n", "c"), ABSENT),
        (("t", 0), ABSENT),
    ],
)
def test_a_path_leads_to_a_value(path: tuple[str | int, ...], found: Any) -> None:
    assert look_up(VALUES, path) is found or look_up(VALUES, path) == found


@pytest.mark.parametrize(
    "change, applies",
    [
        (Change(("t",), 1), True),
        (Change(("t",), 1, expected=True), True),
        (Change(("t",), 1, expected=1), False),
        (Change(("n",), 1, expected=ABSENT), False),
        (Change(("z",), 1, expected=ABSENT), True),
    ],
    ids=["whatever is there", "what is expected", "another type", "something there", "nothing"],
)
def test_a_change_may_depend_on_what_is_there(change: Change, applies: bool) -> None:
    assert change.applies_to(VALUES) is applies


def test_missing_arrays_are_made_around_a_value() -> None:
    assert nested(("a", "b"), 1) == {"a": {"b": 1}}
    assert nested((), 1) == 1
