"""What was compared is counted by route and day, redacted, proven per version, and forgotten."""

from pathlib import Path

import pytest

from proxy.parity.differences import Difference, Part
from proxy.parity.ledger import Settled
from proxy.parity.observations import (
    Observation,
    Run,
    causes_of,
    evidence_of,
    forget_old,
    last_run,
    record,
    record_run,
)
from proxy.parity.rules import Thresholds
from proxy.state_database import StateDatabase

DAY = 86400
NOW = 1_800_000_000.0
ROUTES = ("GET /towns", "GET /towns/:id")
FOUND = Difference(Part.TABLE, "td.sf_admin_list_td_nom", "Étang 09", "Etang 9")


@pytest.fixture
def state(tmp_path: Path) -> StateDatabase:
    return StateDatabase(f"sqlite:///{tmp_path}/state.sqlite")


def seen(
    *found: Difference, route: str = ROUTES[0], at: float = NOW, target: str = "/towns?page=2"
) -> Observation:
    return Observation(route, target, "crawl", at, Settled(found))


def test_samples_and_matches_are_counted_by_route(state: StateDatabase) -> None:
    record(state, "towns", "v1", [seen(), seen(), seen(FOUND)])
    evidence = evidence_of(state, "towns", "v1", ROUTES, NOW, Thresholds())

    assert (evidence.samples, evidence.matches) == (3, 2)
    assert evidence.never_sampled == ("GET /towns/:id",)
    assert evidence.routes[0].interval[0] < 2 / 3 < evidence.routes[0].interval[1]


def test_another_version_of_the_code_is_not_proven(state: StateDatabase) -> None:
    record(state, "towns", "v1", [seen()])

    assert evidence_of(state, "towns", "v2", ROUTES, NOW, Thresholds()).samples == 0


def test_the_trend_is_this_week_against_the_last(state: StateDatabase) -> None:
    record(state, "towns", "v1", [seen(FOUND, at=NOW - 10 * DAY), seen(at=NOW - 10 * DAY), seen()])

    assert evidence_of(state, "towns", "v1", ROUTES, NOW, Thresholds()).routes[0].trend == 0.5


def test_causes_are_grouped_and_redacted(state: StateDatabase) -> None:
    target = "/towns?nom=Durand&page=2"
    record(state, "towns", "v1", [seen(FOUND, target=target), seen(FOUND, target=target)])
    (cause,) = causes_of(state, "towns", "v1")

    assert (cause.occurrences, cause.route) == (2, "GET /towns")
    assert (cause.difference.control, cause.difference.candidate) == ("Xxxxx 99", "Xxxxx 9")
    assert cause.target == "/towns?nom=‹value›&page=2"


def test_old_counts_and_examples_are_forgotten(state: StateDatabase) -> None:
    record(state, "towns", "v1", [seen(FOUND, at=NOW - 40 * DAY), seen(at=NOW)])
    forget_old(state, NOW, days=90, exemplar_days=30)
    assert causes_of(state, "towns", "v1") == ()
    assert evidence_of(state, "towns", "v1", ROUTES, NOW, Thresholds(fresh_days=60)).samples == 2

    forget_old(state, NOW, days=30, exemplar_days=30)
    assert evidence_of(state, "towns", "v1", ROUTES, NOW, Thresholds(fresh_days=60)).samples == 1


def test_the_last_run_says_which_entries_it_needed(state: StateDatabase) -> None:
    assert last_run(state, "towns") is None
    for used in (frozenset({"a b", "c d"}), frozenset()):
        record_run(state, "towns", "v1", origin="crawl", at=NOW, run=Run(NOW, 3, 2, used))

    assert last_run(state, "towns") == Run(NOW, 3, 2, frozenset())


def test_a_state_database_that_is_away_proves_nothing(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    away = StateDatabase(f"sqlite:///{tmp_path}/folder")
    evidence = evidence_of(away, "towns", "v1", ROUTES, NOW, Thresholds())

    assert evidence.as_of is None
    assert evidence.reasons_to_wait(NOW) == (
        "the state database does not answer: parity is not known",
    )
