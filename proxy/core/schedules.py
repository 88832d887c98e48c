"""When a lot may be on Python: days, hours and a first moment; the time is given, never read."""

from dataclasses import dataclass

#: As `routing.yaml` spells them; datetime.weekday() counts them from 0.
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Moment:
    """A time, as a decision may look at it.

    Shape: `local` is the time in the zone of the settings, as in 2026-11-23 16:05; `weekday` is 0
           on Mondays.
    Units: `at` is whole seconds since 1970.
    """

    at: int
    local: str
    weekday: int

    @property
    def minute(self) -> int:
        """Minutes since midnight, in the zone of the settings."""
        return _minute(self.local[11:])


#: For who has no clock: every schedule is closed, every journey long over.
UNTIMED = Moment(0, "0000-00-00 00:00", 0)


@dataclass(frozen=True, slots=True)
class Schedule:
    """The hours of a lot; outside them legacy answers.

    Shape: `days` are those of DAYS; `opens` and `closes` as in 08:30, the second one not included,
           both empty for whole days; `not_before` as a Moment's `local`, empty for always.
    """

    days: tuple[str, ...] = DAYS
    opens: str = ""
    closes: str = ""
    not_before: str = ""

    def is_open(self, moment: Moment) -> bool:
        """Whether the lot may be on Python at this moment."""
        return not self.why_closed(moment)

    def why_closed(self, moment: Moment) -> str:
        """Why it may not, in words; empty when it may."""
        if moment.local < self.not_before:
            return f"not before {self.not_before} (it is {moment.local})"
        day = DAYS[moment.weekday]
        if day not in self.days:
            return f"only on {', '.join(self.days)} (it is {day})"
        if self.opens and not _minute(self.opens) <= moment.minute < _minute(self.closes):
            return f"only from {self.opens} to {self.closes} (it is {moment.local[11:]})"
        return ""

    def __str__(self) -> str:
        """The schedule in one line."""
        days = "every day" if self.days == DAYS else ", ".join(self.days)
        hours = f" {self.opens}-{self.closes}" if self.opens else ""
        start = f", not before {self.not_before}" if self.not_before else ""
        return f"{days}{hours}{start}"


def _minute(text: str) -> int:
    hours, _, minutes = text.partition(":")
    return int(hours) * 60 + int(minutes)
