from datetime import date, datetime

import pytest
from MySQLdb.constants import FIELD_TYPE

from modules.kernel.dates import CONVERSIONS, StoredDate, UnrealDate, shown_date

MORNING = datetime.fromisoformat("2026-03-01 09:05:00")


@pytest.mark.parametrize(
    "kind, text, value",
    [
        pytest.param(
            FIELD_TYPE.DATETIME,
            "2026-03-01 12:00:05",
            datetime.fromisoformat("2026-03-01 12:00:05"),
            id="a moment",
        ),
        pytest.param(FIELD_TYPE.DATE, "2026-03-01", date(2026, 3, 1), id="a day"),
        pytest.param(
            FIELD_TYPE.DATETIME, "0000-00-00 00:00:00", UnrealDate("0000-00-00 00:00:00"), id="zero"
        ),
        pytest.param(FIELD_TYPE.DATE, "2026-00-10", UnrealDate("2026-00-10"), id="no month"),
        pytest.param(FIELD_TYPE.DATE, "2026-02-31", UnrealDate("2026-02-31"), id="no such day"),
    ],
)
def test_a_stored_date_is_a_date_or_says_that_it_is_none(
    kind: int, text: str, value: object
) -> None:
    found = CONVERSIONS[kind](text)

    assert found == value
    assert isinstance(found, UnrealDate) == isinstance(value, UnrealDate)


@pytest.mark.parametrize(
    "stored, pattern, culture, shown",
    [
        pytest.param(MORNING, "dd/MM/yyyy", "fr", "01/03/2026", id="day"),
        pytest.param(MORNING, "dd/MM/yyyy HH:mm", "fr", "01/03/2026 09:05", id="hour"),
        pytest.param(MORNING, "f", "fr", "1 mars 2026 09:05", id="long, French"),
        pytest.param(date(2026, 8, 15), "D", "en", "15 August 2026", id="long, English"),
        pytest.param(date(2026, 8, 15), "f", "nl", "15 août 2026 00:00", id="another language"),
        pytest.param(
            UnrealDate("0000-00-00 00:00:00"), "dd/MM/yyyy", "fr", "00/00/0000", id="zero"
        ),
        pytest.param(UnrealDate("2026-00-00"), "D", "fr", "0 00 2026", id="no month"),
        pytest.param(None, "f", "fr", "", id="nothing"),
        pytest.param(UnrealDate("?"), "f", "fr", "", id="not a date at all"),
    ],
)
def test_a_date_is_shown_by_its_digits(
    stored: StoredDate | None, pattern: str, culture: str, shown: str
) -> None:
    assert shown_date(stored, pattern, culture) == shown
