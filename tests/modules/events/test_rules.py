from datetime import date, datetime

import pytest

from modules.events.rules import day_of, ends_after_start, has_begun, must_wait, year_before
from modules.kernel.dates import UnrealDate

TEN, NOON = (datetime.fromisoformat(f"2026-03-01 {hour}:00:00") for hour in ("10", "12"))


@pytest.mark.parametrize(
    "values, refused",
    [
        pytest.param({"start": NOON, "end": TEN}, True, id="before it begins"),
        pytest.param({"start": TEN, "end": TEN}, False, id="at once"),
        pytest.param({"start": TEN, "end": None}, False, id="open"),
        pytest.param({"end": TEN}, False, id="a start that was refused"),
    ],
)
def test_an_event_ends_after_it_begins(values: dict[str, datetime], refused: bool) -> None:
    assert bool(ends_after_start(values)) is refused


@pytest.mark.parametrize(
    "day, before",
    [("2026-03-01", "2025-03-01"), ("2028-02-29", "2027-02-28"), ("2029-02-28", "2028-02-28")],
)
def test_a_year_before_29_february_is_the_28th(day: str, before: str) -> None:
    assert year_before(date.fromisoformat(day)) == date.fromisoformat(before)


@pytest.mark.parametrize(
    "status, capacity, taken, waits",
    [
        pytest.param("inscrit", 8, 9, True, id="one too many"),
        pytest.param("inscrit", 8, 8, False, id="the last seat"),
        pytest.param("invite", 8, 99, False, id="only invited"),
        pytest.param("inscrit", None, 99, False, id="no capacity"),
        pytest.param("inscrit", 0, 99, False, id="capacity of nothing"),
    ],
)
def test_who_comes_beyond_the_capacity_waits(status, capacity, taken, waits) -> None:
    assert must_wait(status, capacity, taken) is waits


def test_attendance_begins_with_the_event() -> None:
    assert has_begun(TEN, TEN)
    assert not has_begun(NOON, TEN)
    assert has_begun(UnrealDate("0000-00-00 00:00:00"), TEN)


def test_an_unreal_date_is_no_day() -> None:
    assert day_of(UnrealDate("2026-00-00")) is None
    assert day_of(NOON) == date(2026, 3, 1) == day_of(date(2026, 3, 1))
