"""The time, as Doctrine's behaviours write it: local to the service, without a zone."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    """Where the time comes from."""

    def now(self) -> datetime:
        """The present moment, local and without a zone.

        Units: whole seconds, as a DATETIME column keeps.
        """


#: Where the service works, and what legacy dates mean.
PARIS = ZoneInfo("Europe/Paris")


@dataclass(frozen=True, slots=True)
class WallClock:
    """The machine's clock, read in the time zone of the service."""

    zone: tzinfo = PARIS

    def now(self) -> datetime:
        """The present moment in that zone, without naming it."""
        return datetime.now(self.zone).replace(tzinfo=None, microsecond=0)
