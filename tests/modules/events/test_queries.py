from datetime import date

import pytest
from sqlalchemy.orm import Session

from modules.events.models import Event, Newcomer, Registration
from modules.events.queries import (
    hold_event,
    invitable,
    other_registration,
    seats_taken,
    sheet_lines,
)
from modules.kernel.dates import UnrealDate


def event(session: Session) -> Event:
    found = session.get(Event, 1)
    assert found
    return found


@pytest.mark.parametrize(
    "change, is_invited",
    [
        pytest.param({}, True, id="settled for less than a year"),
        pytest.param({"settling_date": date(2025, 3, 1)}, False, id="a year to the day"),
        pytest.param({"settling_date": date(2025, 3, 2)}, True, id="a day less"),
        pytest.param({"settling_date": date(2026, 3, 1)}, True, id="on that very day"),
        pytest.param({"settling_date": date(2026, 3, 2)}, False, id="settles later"),
        pytest.param({"settling_date": None}, False, id="not settled"),
        pytest.param({"has_consented": False}, False, id="does not want letters"),
        pytest.param({"has_consented": None}, False, id="was never asked"),
        pytest.param({"status": "clos"}, False, id="closed"),
        pytest.param({"status": "abandonne"}, False, id="abandoned"),
        pytest.param({"deleted_at": date(2026, 1, 1)}, False, id="deleted"),
    ],
)
def test_who_may_be_invited(session: Session, change: dict[str, object], is_invited: bool) -> None:
    guest = session.get(Newcomer, 2)
    for name, value in change.items():
        setattr(guest, name, value)
    session.commit()

    assert [one.id for one in invitable(session, event(session))] == ([2] if is_invited else [])


def test_nobody_is_invited_to_a_day_that_is_none(session: Session) -> None:
    party = event(session)
    party.start = UnrealDate("0000-00-00 00:00:00")

    with session.no_autoflush:
        assert invitable(session, party) == ()


def test_seats_are_people_who_come(session: Session) -> None:
    session.add(
        Registration(event_id=1, newcomer_id=2, with_spouse=True, child_count=5, status="annule")
    )
    session.flush()

    assert seats_taken(session, 1) == 3
    assert seats_taken(session, 2) == 0


def test_a_household_is_looked_for_beside_its_own_row(session: Session) -> None:
    hold_event(session, 1)

    assert other_registration(session, 1, 1, None)
    assert not other_registration(session, 1, 1, 1)
    assert not other_registration(session, 1, 2, None)


def test_the_sheet_has_a_line_for_each_household(session: Session) -> None:
    assert [(one.name, one.people) for one in sheet_lines(session, event(session))] == [("Lys", 3)]
