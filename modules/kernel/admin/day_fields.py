"""Form fields for days and moments, chosen in lists."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from modules.kernel.admin.dates import (
    date_lists,
    date_parts,
    moment_lists,
    posted_date,
    posted_time,
)
from modules.kernel.admin.fields import Field
from modules.kernel.admin.posted import Posted
from modules.kernel.admin.widgets import Widget


@dataclass(frozen=True, kw_only=True)
class Day(Field):
    """A day, chosen in three lists. Source: sfWidgetFormDate, sfValidatorDate."""

    years_before: int = 90
    years_after: int = 5

    def is_empty(self, posted: Posted | None) -> bool:
        """Whether no part was chosen."""
        return super().is_empty(posted) or (
            isinstance(posted, dict) and not any(date_parts(posted).values())
        )

    def clean_text(self, text: str, session: Session) -> object:  # noqa: ARG002, a field's signature
        """The day of a text, as a browser without lists could send it."""
        return self.clean_parts(text)

    def clean_parts(self, posted: Posted | None) -> object:
        """The day that the parts make."""
        return date.fromisoformat(posted_date(posted) or "")

    def widget(self, name: str, posted: Posted | None, session: Session) -> Widget:
        """The three lists, months by name."""
        return date_lists(name, posted, self.years(session), culture_of(session))

    def years(self, session: Session) -> range:
        """The years offered, around this one."""
        now: int = session.info["clock"].now().year
        return range(now - self.years_before, now + self.years_after + 1)


@dataclass(frozen=True, kw_only=True)
class Moment(Day):
    """A day and an hour, chosen in five lists. Source: sfWidgetFormDateTime."""

    years_before: int = 10

    def clean_parts(self, posted: Posted | None) -> object:
        """The moment that the parts make; without an hour, midnight."""
        return datetime.fromisoformat(f"{posted_date(posted)} {posted_time(posted)}")

    def widget(self, name: str, posted: Posted | None, session: Session) -> Widget:
        """The five lists."""
        return moment_lists(name, posted, self.years(session), culture_of(session))


def culture_of(session: Session) -> str:
    """The language of the visitor whom this request's database session serves."""
    return str(session.info.get("culture", "fr"))
