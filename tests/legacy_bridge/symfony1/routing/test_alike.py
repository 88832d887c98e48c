"""Requirements to which all numbers are alike."""

import re

import pytest

from legacy_bridge.symfony1.routing.alike import numbers_are_alike

NUMBERS = ("0", "1", "7", "12", "007", "2024", "99999", "1234567890")


@pytest.mark.parametrize(
    "requirement",
    [r"\d+", r"[^/\.]+", ".*", "[a-z0-9-]+", "[a-z]+", "(?:fr|en)", "pdf", r"[\w-]+", r"\w+"],
)
def test_a_requirement_that_takes_all_numbers_or_none(requirement: str) -> None:
    taken = {re.fullmatch(requirement, number) is not None for number in NUMBERS}

    assert (numbers_are_alike(requirement), len(taken)) == (True, 1)


@pytest.mark.parametrize(
    "requirement",
    [r"\d{4}", "[1-9]+", r"0?[1-9]|1[0-2]", "(19|20)x", "[0-9]", r"(?!12)\d+", "[a-z1]+", "[^5]+", r"[\p{N}]+", "[^\\d]+x?"],
)  # fmt: skip
def test_where_it_cannot_be_told_numbers_differ(requirement: str) -> None:
    assert not numbers_are_alike(requirement)
