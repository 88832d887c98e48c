from pathlib import Path

import pytest

from proxy.config import Settings
from proxy.core.table import Lot
from proxy.evidence.periods import DAY
from proxy.flips.gathering import Gathering
from proxy.flips.incidents import Report, Severity, open_incident
from proxy.state_database import StateDatabase
from tests.fakes.counted import Counted
from tests.fakes.happenings import NOON
from tests.fakes.tables import lot


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(state_dir=tmp_path)


@pytest.fixture
def counted(state: StateDatabase, settings: Settings) -> Counted:
    return Counted(state, settings)


def canary() -> Lot:
    return lot("events", "canary 10%")


def test_what_was_counted_at_the_present_stage_is_known(
    state: StateDatabase, settings: Settings, counted: Counted
) -> None:
    counted.requests(50, NOON - 6 * DAY, stage="legacy", side="legacy")
    counted.requests(90, NOON - DAY, side="legacy")
    counted.requests(10, NOON - DAY)
    counted.requests(5, NOON, status="500")
    counted.recorder.run_once()
    known = Gathering(state, settings).of(canary(), NOON - 3 * DAY, NOON)

    assert (known.requests, known.days) == (105, 2)
    assert (known.python.requests, known.python.errors) == (15, 5)
    assert known.legacy.requests == 90
    assert (known.routes, known.unasked, known.untried) == (1, (), ())
    assert known.as_of is not None
    assert (known.parity, known.incidents, known.fault) == (None, (), "")


def test_without_legacy_beside_it_python_is_measured_against_its_past(
    state: StateDatabase, settings: Settings, counted: Counted
) -> None:
    counted.requests(50, NOON - 6 * DAY, stage="legacy", side="legacy")
    counted.requests(10, NOON, stage="python", reason="stage")
    known = Gathering(state, settings).of(lot("events", "python"), NOON - DAY, NOON)

    assert (known.requests, known.python.requests, known.legacy.requests) == (10, 10, 50)
    assert known.legacy_lately == 0


def test_routes_that_nobody_asked_are_named(
    state: StateDatabase, settings: Settings, counted: Counted
) -> None:
    counted.requests(3, NOON, lot="companies", route="/companies")
    known = Gathering(state, settings).of(canary(), None, NOON)

    assert (known.unasked, known.untried) == (("/events",), ("/events",))


def test_blocking_incidents_of_the_lot_are_named(state: StateDatabase, settings: Settings) -> None:
    for name, severity in (("events", Severity.BLOCKING), ("events", Severity.MINOR),
                           ("companies", Severity.BLOCKING)):  # fmt: skip
        open_incident(state, Report(name, severity, "broken", "claire", NOON))

    assert Gathering(state, settings).of(canary(), None, NOON).incidents == ("#1 broken",)


def test_what_parity_says_is_handed_on(state: StateDatabase, settings: Settings) -> None:
    known = Gathering(state, settings, lambda _lot, _now: ("never compared",))

    assert known.of(canary(), None, NOON).parity == ("never compared",)


def test_a_database_that_does_not_answer_is_said_not_guessed(settings: Settings) -> None:
    state = StateDatabase("mysql://nobody@127.0.0.1:1/none", patience_s=1)
    known = Gathering(state, settings).of(canary(), None, NOON)

    assert "does not answer" in known.fault
    assert (known.as_of, known.requests) == (None, 0)


def test_thresholds_are_those_of_the_settings(state: StateDatabase, tmp_path: Path) -> None:
    settings = Settings(state_dir=tmp_path, gate_requests=7, gate_days=1, gate_error_points=2.5)
    known = Gathering(state, settings).of(canary(), None, NOON)

    assert (known.thresholds.requests, known.thresholds.days) == (7, 1)
    assert known.thresholds.error_margin == pytest.approx(0.025)
