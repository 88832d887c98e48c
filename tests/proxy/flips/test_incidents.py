import pytest

from proxy.errors import IncidentUnknown
from proxy.flips.incidents import (
    EVERY_LOT,
    Report,
    Severity,
    close_incident,
    incidents,
    open_incident,
)
from proxy.state_database import StateDatabase


def report(lot: str, severity: Severity = Severity.BLOCKING, at: float = 1.0) -> Report:
    return Report(lot, severity, f"{lot or 'everything'} is broken", "claire", at)


def test_an_incident_blocks_until_it_is_closed(state: StateDatabase) -> None:
    number = open_incident(state, report("events"))
    (before,) = incidents(state)
    close_incident(state, number, who="paul", cause="a missing index", at=9.0)
    (after,) = incidents(state)

    assert (before.is_blocking, before.closed_at, before.cause) == (True, None, "")
    assert (after.is_blocking, after.closed_at, after.cause) == (False, 9.0, "a missing index")
    assert (after.opened_by, after.closed_by) == ("claire", "paul")
    assert incidents(state, only_open=True) == ()


def test_a_minor_one_blocks_nothing(state: StateDatabase) -> None:
    open_incident(state, report("events", Severity.MINOR))

    assert [each.is_blocking for each in incidents(state)] == [False]


def test_those_of_the_whole_site_concern_every_lot(state: StateDatabase) -> None:
    for name in ("events", "companies", EVERY_LOT):
        open_incident(state, report(name))

    assert [each.lot for each in incidents(state, lot="events")] == [EVERY_LOT, "events"]


def test_the_newest_come_first_and_only_so_many(state: StateDatabase) -> None:
    for at in range(5):
        open_incident(state, report("events", at=at))

    assert [each.opened_at for each in incidents(state, limit=2)] == [4.0, 3.0]
    assert [each.opened_at for each in incidents(state, since=3.0)] == [4.0, 3.0]


@pytest.mark.parametrize("closed", [True, False], ids=["closed already", "never opened"])
def test_only_an_open_incident_can_be_closed(state: StateDatabase, closed: bool) -> None:
    number = open_incident(state, report("events")) if closed else 7
    if closed:
        close_incident(state, number, who="paul", cause="x", at=2.0)

    with pytest.raises(IncidentUnknown, match="figuier incident list"):
        close_incident(state, number, who="claire", cause="y", at=3.0)
