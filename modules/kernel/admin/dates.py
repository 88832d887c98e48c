"""Dates in forms and filters: lists of days, months and years, and what they mean."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import cast

from modules.kernel.admin.refusals import INVALID, ValueRefused
from modules.kernel.admin.widgets import Option, Shape, Widget
from modules.kernel.dates import MONTHS
from modules.kernel.ports import Kept

_PARTS = ("year", "month", "day", "hour", "minute")
_STORED = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2}))?", re.ASCII)


def date_parts(value: Kept) -> dict[str, str]:
    """A stored date, or a posted one, in its parts; '' for what is missing."""
    parts = dict.fromkeys(_PARTS, "")
    if isinstance(value, Mapping):
        sent = {name: value[name] for name in _PARTS if name in value}
        return parts | {
            name: "" if one is None or isinstance(one, Mapping | list) else str(one)
            for name, one in sent.items()
        }
    found = _STORED.match("" if value is None or isinstance(value, list) else str(value))
    if found:
        parts |= {
            name: str(int(text))
            for name, text in zip(_PARTS, found.groups(), strict=True)
            if text is not None
        }
    return parts


def posted_date(value: Kept) -> str | None:
    """The day that was chosen, as YYYY-MM-DD; None when no part was.

    Errors: ValueRefused, when the parts make no day.
    Source: sfValidatorDate.
    """
    parts = date_parts(value)
    if value is None or value == "" or (isinstance(value, Mapping) and not any(parts.values())):
        return None
    numbers = [parts[name] for name in ("year", "month", "day")]
    if not all(re.fullmatch(r"\d{1,4}\n?", one, re.ASCII) for one in numbers):
        raise ValueRefused(INVALID)
    try:
        return date(*map(int, numbers)).isoformat()
    except ValueError:
        raise ValueRefused(INVALID) from None


def posted_time(value: Kept) -> str:
    """The hour that was chosen, as HH:MM:00; midnight when none was.

    Errors: ValueRefused.
    """
    parts = date_parts(value)
    for name, last in (("hour", 23), ("minute", 59)):
        if not re.fullmatch(r"\d{0,2}\n?", parts[name], re.ASCII) or int(parts[name] or 0) > last:
            raise ValueRefused(INVALID)
    return f"{int(parts['hour'] or 0):02d}:{int(parts['minute'] or 0):02d}:00"


def date_lists(name: str, value: Kept, years: Sequence[int], culture: str | None) -> Widget:
    """Three selects: day, month, year; months by name when a culture is given.

    Source: sfWidgetFormDate (with a culture) and the filters' own (without).
    """
    names = dict(enumerate(MONTHS.get((culture or "")[:2], MONTHS["fr"]), start=1))
    months = names if culture else _two_digits(1, 12)
    choices = {"day": _two_digits(1, 31), "month": months, "year": {y: str(y) for y in years}}
    return Widget(Shape.DATE, name, parts=_lists(name, value, choices, culture))


def moment_lists(name: str, value: Kept, years: Sequence[int], culture: str) -> Widget:
    """The lists of a date, then of an hour and its minutes. Source: sfWidgetFormDateTime."""
    hours = {"hour": _two_digits(0, 23), "minute": _two_digits(0, 59)}
    day = date_lists(name, value, years, culture)
    return Widget(Shape.MOMENT, name, parts=(*day.parts, *_lists(name, value, hours, culture)))


def _lists(
    name: str, value: Kept, choices: Mapping[str, Mapping[int, str]], culture: str | None
) -> tuple[Widget, ...]:
    parts = date_parts(value)
    return tuple(
        Widget(
            Shape.SELECT,
            f"{name}[{part}]",
            options=_options(lines, parts[part], marks_empty=culture is None),
        )
        for part, lines in choices.items()
    )


def _two_digits(first: int, last: int) -> dict[int, str]:
    return {number: f"{number:02d}" for number in range(first, last + 1)}


def _options(choices: Mapping[int, str], selected: str, *, marks_empty: bool) -> tuple[Option, ...]:
    digits = cast("re.Match[str]", re.match(r"\d*", selected, re.ASCII))[0]
    number = int(digits or 0) if selected else None
    empty = Option("", "", is_selected=marks_empty and not selected)
    return (empty, *(Option(str(n), text, n == number) for n, text in choices.items()))
