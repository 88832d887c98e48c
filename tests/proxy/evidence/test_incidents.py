"""Incidents: opened, amended, closed with a cause."""

from pathlib import Path

import pytest

from proxy.errors import IncidentRefused
from proxy.evidence.incidents import (
    Severity,
    amend_incident,
    close_incident,
    incident,
    incidents,
    open_incident,
)
from proxy.state_database import StateDatabase


@pytest.fixture
def state(tmp_path: Path) -> StateDatabase:
    return StateDatabase(f"sqlite:///{tmp_path}/state.sqlite")


def opened(
    state: StateDatabase, lot: str = "events", severity: Severity = Severity.BLOCKING
) -> int:
    with state.write() as connection:
        return open_incident(
            connection, lot=lot, severity=severity, what="  500 on /evenements ", at=1.0, by="nadia"
        )


def test_an_incident_lasts_until_its_cause_is_known(state: StateDatabase) -> None:
    number = opened(state)
    with state.read() as connection:
        before = incident(connection, number)
    with state.write() as connection:
        amend_incident(
            connection, number, severity=Severity.MAJOR, what="500 on export", cause="memory"
        )
        close_incident(connection, number, cause="a full disk", at=2.0, by="paul")
        after = incident(connection, number)

    assert before is not None
    assert after is not None
    assert (before.what, before.is_blocking) == ("500 on /evenements", True)
    assert (after.is_open, after.cause, after.closed_by) == (False, "a full disk", "paul")
    assert after.severity is Severity.MAJOR


@pytest.mark.parametrize(
    ("cause", "number"),
    [("", 1), ("x" * 501, 1), ("a\x00b", 1), ("known", 99)],
    ids=["no cause", "too long", "unprintable", "no such incident"],
)
def test_what_cannot_be_closed_stays_open(state: StateDatabase, cause: str, number: int) -> None:
    opened(state)

    with pytest.raises(IncidentRefused), state.write() as connection:
        close_incident(connection, number, cause=cause, at=2.0, by="paul")
    with state.read() as connection:
        assert [each.is_open for each in incidents(connection)] == [True]


def test_an_incident_of_all_lots_concerns_each(state: StateDatabase) -> None:
    opened(state, lot="")
    opened(state, lot="events")
    opened(state, lot="housing")

    with state.read() as connection:
        assert [each.lot for each in incidents(connection, lot="events")] == ["events", ""]
        assert len(incidents(connection, only_open=True)) == 3
        assert incidents(connection, since=5.0) == []


def test_an_incident_needs_words(state: StateDatabase) -> None:
    with pytest.raises(IncidentRefused), state.write() as connection:
        open_incident(connection, lot="", severity=Severity.MINOR, what=" ", at=1.0, by="nadia")
