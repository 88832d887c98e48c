from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from modules.events.actions import (
    ALREADY_REGISTERED,
    invite,
    note_absent,
    note_present,
    publish,
    put_on_waiting_list,
    refuse_second,
    withdraw,
)
from modules.events.models import Event, Registration


def event(session: Session) -> Event:
    found = session.get(Event, 1)
    assert found
    return found


@pytest.mark.parametrize("change, published, word", [(publish, True, "publié"), (withdraw, False, "dépublié")])  # fmt: skip
def test_events_are_shown_and_hidden(session: Session, change, published: bool, word: str) -> None:
    party = event(session)

    assert change(session, [party]) == f"1 évènement(s) {word}(s)."
    assert party.is_published is published


@pytest.mark.parametrize("start, count", [("2026-03-01 12:00:00", 1), ("2026-03-01 12:00:01", 0)])
@pytest.mark.parametrize("note, status", [(note_present, "present"), (note_absent, "absent")])
def test_attendance_is_noted_once_the_event_has_begun(
    session: Session, start: str, count: int, note, status: str
) -> None:
    event(session).start = datetime.fromisoformat(start)
    one = session.get(Registration, 1)
    assert one

    assert note(session, [one]) == f"{count} inscription(s) sur 1 : « {status} »."
    assert one.status == (status if count else "inscrit")


def test_a_second_registration_is_refused(session: Session) -> None:
    row = Registration()

    assert refuse_second(session, row, {"event_id": 1, "newcomer_id": 1}) == {
        "newcomer_id": ALREADY_REGISTERED
    }
    assert refuse_second(session, row, {"event_id": 1, "newcomer_id": 2}) == {}
    assert refuse_second(session, row, {"event_id": 1}) == {}
    assert refuse_second(session, row, {"newcomer_id": 1}) == {}


def test_who_fits_no_more_waits(session: Session) -> None:
    late = Registration(
        event_id=1, newcomer_id=2, with_spouse=True, child_count=0, status="inscrit"
    )
    session.add(late)
    session.flush()
    put_on_waiting_list(session, late)

    assert late.status == "liste_attente"


def test_guests_are_invited_and_written_to_once(session: Session) -> None:
    count, letters = invite(session, event(session), {"2", "1", "99"})
    again, _ = invite(session, event(session), {"2"})
    found = session.scalars(select(Registration).where(Registration.newcomer_id == 2)).all()

    assert (count, again) == (1, 0)
    assert letters == []
    assert [(one.status, one.child_count) for one in found] == [("invite", 0)]


def test_a_letter_names_the_event_its_day_and_its_place(session: Session) -> None:
    session.delete(session.get(Registration, 1))
    session.commit()
    _, letters = invite(session, event(session), {"1"})

    (letter,) = letters
    assert (letter.to, letter.subject) == ("Lys@x.example", "Invitation : Accueil")
    assert "Bonjour Ada,\r\n" in letter.body
    assert "Accueil, 1 mars 2026 10:00, Mairie." in letter.body
