"""Reads of the lot beyond its own pages."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Integer, exists, func, select, type_coerce
from sqlalchemy.orm import Session

from modules.events.models import COMING, Account, Event, Municipality, Newcomer, Registration
from modules.events.rules import CLOSED, day_of, year_before
from modules.kernel.labels import rows_of

#: Rows of sf_guard_user to choose from, by name.
account_choices = rows_of(Account, Account.last_name, Account.first_name)

#: Rows of evenement to choose from, by name.
event_choices = rows_of(Event, Event.title)

#: Rows of commune to choose from, by name.
municipality_choices = rows_of(Municipality, Municipality.name)


def invitable(session: Session, event: Event) -> Sequence[Newcomer]:
    """Households settled for less than a year on the day of the event, by name.

    Shape: they agreed to be written to, their file is open, and they are not registered yet.
    """
    day = day_of(event.start)
    if day is None:
        return ()
    registered = exists().where(
        Registration.newcomer_id == Newcomer.id, Registration.event_id == event.id
    )
    found = select(Newcomer).where(
        Newcomer.status.not_in(CLOSED),
        Newcomer.has_consented.is_(True),
        Newcomer.settling_date <= day,
        Newcomer.settling_date > year_before(day),
        ~registered,
    )
    return session.scalars(found.order_by(Newcomer.name, Newcomer.first_name, Newcomer.id)).all()


def seats_taken(session: Session, event_id: int) -> int:
    """How many people come to an event: adults, spouses and children."""
    spouse = type_coerce(Registration.with_spouse, Integer)
    people = func.sum(1 + spouse + Registration.child_count)
    found = select(people).where(Registration.event_id == event_id, Registration.status.in_(COMING))
    return int(session.scalar(found) or 0)


def hold_event(session: Session, event_id: int) -> None:
    """Make who registers for this event wait for us until our transaction ends.

    Shape: called before anything is changed. What was read before is let go: later reads see what
           those we waited for have written.
    Source: InnoDB, consistent reads: the snapshot is taken by a transaction's first plain read.
    """
    session.commit()
    session.execute(select(Event.id).where(Event.id == event_id).with_for_update())


def other_registration(session: Session, event_id: int, newcomer_id: int, but: int | None) -> bool:
    """Whether the household is registered for the event by another row than this one."""
    found = select(Registration.id).where(
        Registration.event_id == event_id,
        Registration.newcomer_id == newcomer_id,
        Registration.id != (but or 0),
    )
    return session.scalars(found).first() is not None


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A household on the attendance sheet, and how many of it come."""

    name: str
    first_name: str
    people: int


def sheet_lines(session: Session, event: Event) -> Sequence[SheetLine]:
    """Who comes to an event, by name."""
    found = (
        select(Registration, Newcomer)
        .join(Newcomer, Newcomer.id == Registration.newcomer_id)
        .where(Registration.event_id == event.id, Registration.status.in_(COMING))
        .order_by(Newcomer.name, Newcomer.first_name, Registration.id)
    )
    return [
        SheetLine(guest.name, guest.first_name, 1 + bool(one.with_spouse) + (one.child_count or 0))
        for one, guest in session.execute(found)
    ]
