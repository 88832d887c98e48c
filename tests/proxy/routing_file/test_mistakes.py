"""Mistakes are told once, in the order of the file."""

import pytest

from proxy import errors
from proxy.core.table import Place
from proxy.routing_file.mistakes import Mistake, RoutingFileRefused, did_you_mean


def at(line: int, column: int, text: str, path: str = "a.b") -> Mistake:
    return Mistake(Place("routing.yaml", line, column), path, text)


def test_mistakes_are_sorted_by_place_and_told_once() -> None:
    refused = RoutingFileRefused([at(9, 1, "c"), at(2, 8, "b"), at(9, 1, "c"), at(2, 7, "a", "")])

    assert str(refused).splitlines() == [
        "routing.yaml:2:7: a",
        "routing.yaml:2:8 a.b: b",
        "routing.yaml:9:1 a.b: c",
    ]
    assert isinstance(refused, errors.RoutingFileRefused)


@pytest.mark.parametrize(
    ("word", "hint"),
    [("pyhton", '; did you mean "python"?'), ("zzz", ""), ("", "")],
)
def test_the_nearest_word_is_offered(word: str, hint: str) -> None:
    assert did_you_mean(word, ["legacy", "python"]) == hint
