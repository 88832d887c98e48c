"""Dates, numbers and stages as French readers write them."""

from datetime import date

import pytest

from proxy.console.french import count, day, milliseconds, percent, short_day, stage, stage_class


@pytest.mark.parametrize(
    ("share", "digits", "text"),
    [
        (None, 0, "—"),
        (0.0, 0, "0\u202f%"),
        (1.0, 0, "100\u202f%"),
        (0.9999, 0, "99\u202f%"),
        (0.0001, 0, "1\u202f%"),
        (0.99999, 1, "99,9\u202f%"),
        (0.4081, 1, "40,8\u202f%"),
    ],
)
def test_nearly_all_is_never_all(share: float | None, digits: int, text: str) -> None:
    assert percent(share, digits) == text


def test_days_and_numbers() -> None:
    assert day(date(2026, 12, 1)) == "1er décembre 2026"
    assert day("2026-11-23T10:00:00Z") == "23 novembre 2026"
    assert (day(""), day(None), count(None)) == ("—", "—", "—")
    assert short_day("2026-11-23") == "23/11"
    assert count(1234567) == "1\u202f234\u202f567"
    assert (milliseconds(0.12), milliseconds(None)) == ("120\u202fms", "—")


def test_stages_have_a_word_and_a_class() -> None:
    assert (stage("canary 10%"), stage_class("canary 10%")) == (
        "Progressif 10\u202f%",
        "stage-canary",
    )
    assert (stage("python"), stage("kill switch on")) == ("Python", "arrêt d’urgence")
