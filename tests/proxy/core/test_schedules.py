"""When a lot may be on Python."""

import pytest

from proxy.core.schedules import DAYS, UNTIMED, Moment, Schedule

OFFICE = Schedule(DAYS[:5], "08:30", "18:00", "2026-11-23 00:00")
MONDAY = 0
SUNDAY = 6


@pytest.mark.parametrize(
    ("local", "weekday", "why"),
    [
        ("2026-11-23 08:30", MONDAY, ""),
        ("2026-11-23 17:59", MONDAY, ""),
        ("2026-11-23 08:29", MONDAY, "only from 08:30 to 18:00 (it is 08:29)"),
        ("2026-11-23 18:00", MONDAY, "only from 08:30 to 18:00 (it is 18:00)"),
        ("2026-11-29 12:00", SUNDAY, "only on mon, tue, wed, thu, fri (it is sun)"),
        ("2026-11-22 23:59", SUNDAY, "not before 2026-11-23 00:00 (it is 2026-11-22 23:59)"),
    ],
)
def test_outside_its_hours_a_schedule_says_why(local: str, weekday: int, why: str) -> None:
    moment = Moment(0, local, weekday)

    assert OFFICE.why_closed(moment) == why
    assert OFFICE.is_open(moment) is (why == "")


def test_a_schedule_without_words_is_always_open() -> None:
    assert Schedule().is_open(Moment(0, "2026-11-29 03:00", SUNDAY))


def test_who_has_no_clock_finds_a_first_moment_not_reached() -> None:
    assert not Schedule(not_before="2026-11-23 00:00").is_open(UNTIMED)


@pytest.mark.parametrize(
    ("schedule", "text"),
    [
        (OFFICE, "mon, tue, wed, thu, fri 08:30-18:00, not before 2026-11-23 00:00"),
        (Schedule(), "every day"),
    ],
)
def test_a_schedule_is_told_in_one_line(schedule: Schedule, text: str) -> None:
    assert str(schedule) == text
