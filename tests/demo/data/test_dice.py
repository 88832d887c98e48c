"""Seeded chance."""

from datetime import date

import pytest

from demo.data.dice import Dice


def test_the_same_seed_gives_the_same_draws():
    first, second = Dice(1, "a"), Dice(1, "a")

    assert [first.number(0, 999) for _ in range(50)] == [second.number(0, 999) for _ in range(50)]


def test_another_purpose_has_its_own_draws():
    first, second = Dice(1, "a"), Dice(1, "b")

    assert [first.number(0, 999) for _ in range(50)] != [second.number(0, 999) for _ in range(50)]


def test_known_draws_stay_what_they_were():
    dice = Dice(7, "known")

    assert [dice.number(1, 6) for _ in range(8)] == [5, 2, 6, 3, 3, 1, 3, 1]


def test_a_number_reaches_both_ends_and_no_further():
    dice = Dice(1)

    assert {dice.number(2, 4) for _ in range(200)} == {2, 3, 4}


def test_weights_count():
    dice = Dice(1)
    drawn = [dice.weighted({"often": 9, "never": 0, "seldom": 1}) for _ in range(500)]

    assert drawn.count("often") > 400
    assert 0 < drawn.count("seldom") < 100
    assert "never" not in drawn


@pytest.mark.parametrize(
    "low, high, least, most",
    [
        pytest.param(2, 4, 2, 4, id="between the bounds"),
        pytest.param(9, 9, 5, 5, id="never more than there are"),
        pytest.param(0, 0, 0, 0, id="none"),
    ],
)
def test_some_items_differ(low, high, least, most):
    drawn = Dice(3).some("abcde", low, high)

    assert least <= len(drawn) <= most
    assert len(set(drawn)) == len(drawn)


def test_a_day_of_an_empty_span_is_its_first():
    assert Dice(1).day(date(2026, 5, 2), date(2026, 5, 1)) == date(2026, 5, 2)


def test_nothing_to_pick_from_is_an_error():
    with pytest.raises(IndexError):
        Dice(1).pick(())
