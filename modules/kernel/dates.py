"""Dates as the legacy stores and shows them, the impossible ones included."""

import re
from datetime import date, datetime
from typing import Any, TypeAlias

from MySQLdb.constants import FIELD_TYPE
from MySQLdb.converters import Date_or_None, DateTime_or_None, conversions


class UnrealDate(str):
    """A stored date that is no day, as 0000-00-00; written back as it was read."""

    __slots__ = ()


#: What a date column can hold.
StoredDate: TypeAlias = datetime | date | UnrealDate


def _stored_datetime(text: str) -> "datetime | UnrealDate":
    found = DateTime_or_None(text)
    return UnrealDate(text) if found is None else found


def _stored_date(text: str) -> "date | UnrealDate":
    found = Date_or_None(text)
    return UnrealDate(text) if found is None else found


#: mysqlclient's conversions, but for dates that are no days: those would come as None, and an
#: edit could then write NULL over them.
CONVERSIONS: dict[Any, Any] = {
    **conversions,
    FIELD_TYPE.DATETIME: _stored_datetime,
    FIELD_TYPE.TIMESTAMP: _stored_datetime,
    FIELD_TYPE.DATE: _stored_date,
}

MONTHS = {
    "fr": (
        "janvier", "février", "mars", "avril", "mai", "juin",
        "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip

#: The short names of patterns. Source: sfDateFormat.
_PATTERNS = {"f": "d MMMM yyyy HH:mm", "D": "d MMMM yyyy"}

_STORED = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2}))?", re.ASCII)


def shown_date(stored: StoredDate | None, pattern: str, culture: str = "fr") -> str:
    """A stored date in a pattern such as dd/MM/yyyy; the digits are moved, not interpreted.

    Shape:  `f` is the long date and the hour, `D` the long date; empty for None.
    Source: sfDateFormat::format.
    """
    found = _STORED.match("" if stored is None else str(stored))
    if not found:
        return ""
    year, month, day, hour, minute = found.groups("00")
    months = MONTHS.get(culture[:2], MONTHS["fr"])
    words = {
        "yyyy": year,
        "MMMM": months[int(month) - 1] if 1 <= int(month) <= 12 else "00",
        "MM": month,
        "dd": day,
        "d": str(int(day)),
        "HH": hour,
        "mm": minute,
    }
    text = _PATTERNS.get(pattern, pattern)
    return re.sub("yyyy|MMMM|MM|dd|d|HH|mm", lambda word: words[word[0]], text)
