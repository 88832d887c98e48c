"""A range from the sprints done, and none when there is too little."""

from datetime import date

import pytest

from proxy.console.forecast import Sprint, forecast, sprints_of
from proxy.console.timeline import Height

TODAY = date(2026, 11, 23)


def test_steady_sprints_end_on_one_day() -> None:
    found = forecast(Height(0, 100, 40), [Sprint(10, 0)] * 4, TODAY, 14)

    assert (found.first, found.last) == (date(2027, 2, 15), date(2027, 2, 15))


def test_uneven_sprints_give_a_range_and_always_the_same() -> None:
    sprints = [Sprint(2, 0), Sprint(20, 0), Sprint(8, 5)]
    found = forecast(Height(0, 200, 40), sprints, TODAY, 14)

    assert found.first is not None
    assert found.last is not None
    assert TODAY < found.first < found.last
    assert forecast(Height(0, 200, 40), sprints, TODAY, 14) == found


def test_growing_scope_moves_the_end_away() -> None:
    steady = forecast(Height(0, 100, 40), [Sprint(10, 0)] * 3, TODAY, 14)
    growing = forecast(Height(0, 100, 40), [Sprint(10, 5)] * 3, TODAY, 14)

    assert steady.last is not None
    assert growing.last is not None
    assert growing.last > steady.last


@pytest.mark.parametrize(
    ("now", "sprints", "why"),
    [
        (Height(0, 100, 40), [], "il y en a 0"),
        (Height(0, 100, 40), [Sprint(10, 0)] * 2, "il y en a 2"),
        (Height(0, 100, 40), [Sprint(0, 0)] * 5, "Aucune route"),
        (Height(0, 100, 40), [Sprint(5, 5)] * 5, "grandit aussi vite"),
        (Height(0, 100, 100), [Sprint(5, 0)] * 5, "Toutes les routes"),
    ],
)
def test_there_may_be_no_forecast_and_a_reason(
    now: Height, sprints: list[Sprint], why: str
) -> None:
    found = forecast(now, sprints, TODAY, 14)

    assert (found.first, found.last) == (None, None)
    assert why in found.why_none


def test_a_sprint_is_what_changed_between_two_heights() -> None:
    heights = [Height(0, 100, 0), Height(1, 105, 10), Height(2, 100, 8)]

    assert sprints_of(heights) == (Sprint(10, 5), Sprint(-2, -5))
    assert sprints_of(heights[:1]) == ()
