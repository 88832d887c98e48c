from datetime import date, datetime

import pytest

from modules.kernel.calendar_file import CalendarEvent, calendar_of
from modules.kernel.dates import UnrealDate

START = datetime.fromisoformat("2026-03-01 10:00:00")


def lines_of(**changes: object) -> list[str]:
    usual: dict[str, object] = {
        "uid": "1@x", "stamp": START, "start": START, "end": None, "summary": "Fête",
        "location": None, "description": "",
    }  # fmt: skip
    event = CalendarEvent(**(usual | changes))  # type: ignore[arg-type]
    return calendar_of(event).decode().split("\r\n")


def test_times_are_paris_in_utc_and_what_is_empty_is_left_out() -> None:
    assert lines_of()[4:8] == [
        "UID:1@x", "DTSTAMP:20260301T090000Z", "DTSTART:20260301T090000Z", "SUMMARY:Fête",
    ]  # fmt: skip
    assert "DTEND:20260801T080000Z" in lines_of(end=datetime.fromisoformat("2026-08-01 10:00:00"))


@pytest.mark.parametrize("start, expected", [(date(2026, 3, 1), "20260228T230000Z"), (UnrealDate("0000-00-00"), "19700101T000000Z"), (None, "19700101T000000Z")])  # fmt: skip
def test_a_time_that_is_none_is_the_beginning(start: object, expected: str) -> None:
    assert f"DTSTART:{expected}" in lines_of(start=start)


def test_texts_are_escaped_and_long_lines_folded_between_characters() -> None:
    found = lines_of(summary="a;b,c\\d\r\ne\nf", description="é" * 100)

    assert "SUMMARY:a\\;b\\,c\\\\d\\ne\\nf" in found
    assert max(len(line.encode()) for line in found) <= 75
    unfolded = "\r\n".join(found).replace("\r\n ", "")
    assert f"DESCRIPTION:{'é' * 100}" in unfolded
