"""Decisions about events: when one ends, who may be invited, who has to wait."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from modules.kernel.admin.messages import Message
from modules.kernel.dates import StoredDate

ENDS_TOO_EARLY = Message("La fin doit suivre le début.")

#: Files that nobody is invited from any more.
CLOSED = ("clos", "abandonne")


def ends_after_start(values: Mapping[str, Any]) -> Mapping[str, Message]:
    """What is wrong with an event's times, once both are days."""
    start, end = values.get("start"), values.get("end")
    return {"end": ENDS_TOO_EARLY} if start and end and end < start else {}


def day_of(moment: StoredDate) -> date | None:
    """The day of a stored moment; None for one that is no day."""
    if isinstance(moment, datetime):
        return moment.date()
    return moment if isinstance(moment, date) else None


def year_before(day: date) -> date:
    """The same day a year earlier; of 29 February, the 28th, as MariaDB counts."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def must_wait(status: str, capacity: int | None, seats_taken: int) -> bool:
    """Whether a registration just saved goes to the waiting list: its seats are counted already."""
    return status == "inscrit" and (capacity or 0) > 0 and seats_taken > (capacity or 0)


def has_begun(start: StoredDate, now: datetime) -> bool:
    """Whether attendance can be noted; an unreal date lies in the past, as PHP reads it."""
    return not isinstance(start, datetime) or start <= now
