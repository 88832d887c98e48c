"""The periods requests are counted by: minutes, hours, and calendar days of the site."""

from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

MINUTE: Final = 60
HOUR: Final = 3600
DAY: Final = 86400

#: How long the counts of each grain are kept, in seconds.
KEPT: Final = {MINUTE: 2 * DAY, HOUR: 45 * DAY, DAY: 3 * 366 * DAY}
#: How long routes are told apart by day, in days.
ROUTE_DAYS_KEPT: Final = 45


def day_of(moment: float, zone: ZoneInfo) -> str:
    """The calendar day of a moment, as 2026-11-23."""
    return datetime.fromtimestamp(moment, zone).date().isoformat()


def days_before(day: str, count: int) -> str:
    """The calendar day that many days earlier."""
    return (datetime.fromisoformat(day).date() - timedelta(days=count)).isoformat()


def start_of(moment: float, grain: int, zone: ZoneInfo) -> int:
    """The start of the period that a moment lies in, in seconds since 1970."""
    if grain != DAY:
        return int(moment // grain * grain)
    here = datetime.fromtimestamp(moment, zone)
    return int(datetime.combine(here.date(), time(), zone).timestamp())


def grain_for(since: float, until: float, now: float) -> int:
    """The coarsest periods that still tell such a time apart, among those that are kept."""
    length = until - since
    if length <= 6 * HOUR and since >= now - KEPT[MINUTE]:
        return MINUTE
    if length <= 8 * DAY and since >= now - KEPT[HOUR]:
        return HOUR
    return DAY
