"""One page is kept for each new cause of a route, within bounds, and not for ever."""

from pathlib import Path

import pytest

from proxy.parity.differences import Difference, Part
from proxy.parity.exemplars.records import (
    MOST_OF_A_ROUTE,
    Shown,
    exemplar_at,
    exemplars_of,
)
from proxy.parity.exemplars.values import Exemplar
from proxy.parity.ledger import Settled
from proxy.parity.observations import Observation, causes_of, forget_old, record
from proxy.state_database import StateDatabase

DAY, NOW = 86400, 1_800_000_000.0


@pytest.fixture
def state(tmp_path: Path) -> StateDatabase:
    return StateDatabase(f"sqlite:///{tmp_path}/state.sqlite")


def seen(
    *fields: str, target: str = "/towns", role: str = "adviser", at: float = NOW, pictures: bool = False
) -> Observation:  # fmt: skip
    found = tuple(Difference(Part.TEXT, field, "a", "b") for field in fields)
    shown = Shown(role, f"GET {target}", Exemplar(heads=(("status", "200", "200"),)), pictures)
    return Observation("GET /towns", target, "crawl", at, Settled(found), shown)


def kept(state: StateDatabase, oldest: float = 0.0) -> list[str]:
    return [each.target for each in exemplars_of(state, "towns", "v1", oldest)]


def test_a_page_is_kept_for_each_new_cause(state: StateDatabase) -> None:
    record(state, "towns", "v1", [seen("x"), seen("x", target="/a"), seen("x", "y", target="/b")])
    (cause, *_) = causes_of(state, "towns", "v1")

    assert sorted(kept(state)) == ["/b", "/towns"]
    assert all(cause.id in each.causes for each in exemplars_of(state, "towns", "v1", 0))


def test_pictures_are_kept_of_pages_alike_too(state: StateDatabase) -> None:
    record(state, "towns", "v1", [seen(), seen(target="/a", pictures=True)])

    assert kept(state) == ["/a"]


def test_the_next_run_takes_the_place_of_the_last(state: StateDatabase) -> None:
    record(state, "towns", "v1", [seen("x")])
    record(state, "towns", "v1", [seen("x", at=NOW + 1)])
    (found,) = exemplars_of(state, "towns", "v1", 0)

    assert found.at == NOW + 1


def test_a_route_that_differs_everywhere_keeps_a_bounded_number(state: StateDatabase) -> None:
    many = [seen(f"field {number}", target=f"/towns/{number}") for number in range(30)]
    record(state, "towns", "v1", many)

    assert len(kept(state)) == MOST_OF_A_ROUTE


def test_what_is_too_old_is_neither_shown_nor_kept(state: StateDatabase) -> None:
    record(state, "towns", "v1", [seen("x", at=NOW - 40 * DAY)])
    (found,) = exemplars_of(state, "towns", "v1", 0)

    assert kept(state, NOW - 30 * DAY) == []
    assert exemplar_at(state, "towns", found.id, NOW - 30 * DAY) is None
    assert exemplar_at(state, "events", found.id, 0) is None
    assert exemplar_at(state, "towns", found.id, 0) is not None
    forget_old(state, NOW, days=90, exemplar_days=30)
    assert exemplar_at(state, "towns", found.id, 0) is None


def test_an_answer_counts_once_however_often_it_shows_a_cause(state: StateDatabase) -> None:
    record(state, "towns", "v1", [seen("x", "x", "x"), seen("x")])
    (cause,) = causes_of(state, "towns", "v1")

    assert cause.occurrences == 2
