"""What can be done to events and registrations beyond writing their rows."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from modules.events.models import Event, Newcomer, Registration
from modules.events.queries import hold_event, invitable, other_registration, seats_taken
from modules.events.rules import has_begun, must_wait
from modules.kernel.admin.messages import Message
from modules.kernel.database import transaction
from modules.kernel.dates import shown_date
from modules.kernel.mail import Letter

ALREADY_REGISTERED = Message("Ce foyer est déjà inscrit à cet évènement.")


def publish(_: Session, events: Sequence[Event]) -> str:
    """Events shown on the public agenda."""
    return _publish(events, "publié(s)", is_published=True)


def withdraw(_: Session, events: Sequence[Event]) -> str:
    """Events taken off the public agenda; their registrations stay."""
    return _publish(events, "dépublié(s)", is_published=False)


def _publish(events: Sequence[Event], word: str, *, is_published: bool) -> str:
    for event in events:
        event.is_published = is_published
    return f"{len(events)} évènement(s) {word}."


def note_present(session: Session, registrations: Sequence[Registration]) -> str:
    """Registrations of people who came."""
    return _note(session, registrations, "present")


def note_absent(session: Session, registrations: Sequence[Registration]) -> str:
    """Registrations of people who did not come."""
    return _note(session, registrations, "absent")


def _note(session: Session, registrations: Sequence[Registration], status: str) -> str:
    """Attendance exists only once the event has begun."""
    now = session.info["clock"].now()
    begun = [one for one in registrations if one.event and has_begun(one.event.start, now)]
    for one in begun:
        one.status = status
    return f"{len(begun)} inscription(s) sur {len(registrations)} : « {status} »."


def refuse_second(
    session: Session, row: Registration, values: Mapping[str, Any]
) -> Mapping[str, Message]:
    """One registration for each household and event, even when two are sent at once.

    Shape: from here to the end of the transaction, nobody else registers for the event.
    """
    event, newcomer = values.get("event_id", row.event_id), values.get("newcomer_id")
    if event is None or newcomer is None:
        return {}
    hold_event(session, event)
    if other_registration(session, event, newcomer, row.id):
        return {"newcomer_id": ALREADY_REGISTERED}
    return {}


def put_on_waiting_list(session: Session, row: Registration) -> None:
    """A registration beyond the event's capacity waits."""
    capacity = row.event.capacity if row.event else None
    if must_wait(row.status, capacity, seats_taken(session, row.event_id)):
        row.status = "liste_attente"


def invite(session: Session, event: Event, ids: Collection[str]) -> tuple[int, list[Letter]]:
    """Those of the given who may be invited are, once each; and the letters that say so."""
    with transaction(session):
        hold_event(session, event.id)
        guests = [guest for guest in invitable(session, event) if str(guest.id) in ids]
        for guest in guests:
            session.add(_invitation(event, guest))
            session.flush()
    return len(guests), [_letter(event, guest) for guest in guests if guest.email]


def _invitation(event: Event, guest: Newcomer) -> Registration:
    return Registration(
        event_id=event.id, newcomer_id=guest.id, with_spouse=False, child_count=0, status="invite"
    )


def _letter(event: Event, guest: Newcomer) -> Letter:
    when = shown_date(event.start, "f", "fr")
    body = (
        f"Bonjour {guest.first_name},\r\n\r\nNous serions heureux de vous accueillir : "
        f"{event.title}, {when}, {event.place or ''}.\r\n"
    )
    return Letter(guest.email or "", f"Invitation : {event.title}", body)
