"""Honest arithmetic: what may be said of a lot, and of all of them."""

import pytest

from proxy.console.progress import LotLine, Proof, Standing, Whole, lot_line, totals
from proxy.core.stages import parse_stage
from proxy.core.table import Lot, Place, Route


def lot(stage: str = "python", routes: int = 3, aliases: int = 1) -> Lot:
    place = Place("routing.yaml", 1, 1)
    made = tuple(
        Route("gestion", "frontend", f"/e/{number}", None, "events", place, number >= routes)
        for number in range(routes + aliases)
    )
    return Lot("events", "Évènements", parse_stage(stage), place, routes=made)


GOOD = Proof(requests=100, python=100, errors=0, users=9)
MOVED = Proof(requests=50, python=20, errors=0, users=9, has_moved=True)


@pytest.mark.parametrize(
    ("stage", "proof", "standing"),
    [
        pytest.param("legacy", Proof(), Standing.NOT_BEGUN, id="nothing counted, nothing begun"),
        pytest.param("legacy", GOOD, Standing.NOT_BEGUN, id="at legacy, whatever was counted"),
        pytest.param("legacy", MOVED, Standing.ROLLED_BACK, id="back at legacy"),
        pytest.param(
            "legacy", Proof(has_moved=True), Standing.ROLLED_BACK, id="back, and nobody counts"
        ),
        pytest.param("shadow", GOOD, Standing.UNDER_WAY, id="observed"),
        pytest.param("canary 100%", GOOD, Standing.UNDER_WAY, id="all of a canary is no end"),
        pytest.param("python", GOOD, Standing.MIGRATED, id="served, gates green, legacy silent"),
        pytest.param("retired", GOOD, Standing.MIGRATED, id="retired counts as progress"),
        pytest.param("python", Proof(), Standing.UNPROVEN, id="nobody counts"),
        pytest.param("python", Proof(requests=0, python=0), Standing.UNPROVEN, id="nobody asked"),
        pytest.param("python", Proof(requests=9, python=0), Standing.UNPROVEN, id="not by Python"),
        pytest.param(
            "python", Proof(0, 0, 0, has_answered=True), Standing.MIGRATED, id="a quiet week"
        ),
        pytest.param(
            "retired", Proof(0, 0, 0, has_answered=True), Standing.MIGRATED, id="retired, quiet"
        ),
        pytest.param("retired", Proof(0, 0, 0), Standing.UNPROVEN, id="retired, never answered"),
        pytest.param(
            "python", Proof(100, 100, 0, closed=("it needs lists",)), Standing.UNPROVEN, id="a gate"
        ),
        pytest.param("python", Proof(100, 100, 5), Standing.UNPROVEN, id="errors"),
        pytest.param(
            "python", Proof(100, 99, 0, still_legacy="GET /e/1"), Standing.CONTRADICTED, id="PHP"
        ),
        pytest.param(
            "retired", Proof(100, 99, 0, still_legacy="GET /e/1"), Standing.CONTRADICTED, id="dead?"
        ),
    ],
)
def test_standing_is_told_by_evidence(stage: str, proof: Proof, standing: Standing) -> None:
    line = lot_line(lot(stage), proof)

    assert line.standing is standing
    assert line.why


def test_a_contradiction_names_the_address() -> None:
    line = lot_line(lot(), Proof(100, 99, 0, still_legacy="GET /e/1"))

    assert "GET /e/1" in line.why


def test_what_has_not_begun_has_no_share() -> None:
    assert lot_line(lot("legacy"), Proof(requests=50, python=0)).share is None
    assert lot_line(lot("shadow"), Proof(requests=50, python=0)).share == 0
    assert lot_line(lot("canary 10%"), Proof(requests=0, python=0)).share is None


def test_what_came_back_keeps_the_figures_that_were_counted() -> None:
    line = lot_line(lot("legacy"), MOVED)
    found = totals([line], Whole(50, 20, 10, 4))

    assert (line.label, line.share, line.is_done) == ("Revenu à PHP", 0.4, False)
    assert (found.lots_begun, found.traffic_share, found.users_share) == (1, 0.4, 0.4)


def test_aliases_are_no_routes_to_move() -> None:
    assert lot_line(lot(routes=3, aliases=40), GOOD).routes == 3


def lines(*stages: str) -> list[LotLine]:
    return [lot_line(lot(stage, routes=5), GOOD) for stage in stages]


def test_nothing_begun_is_a_dash_and_never_a_hundred_percent() -> None:
    for found in (
        totals([], Whole()),
        totals(lines("legacy"), Whole()),
        totals(lines("legacy"), Whole(1000, 0, 10, 0)),
    ):
        assert (found.routes_share, found.traffic_share, found.users_share) == (None, None, None)


def test_a_deleted_route_makes_progress_rise_and_scope_fall() -> None:
    before = totals(lines("python", "legacy"), Whole())
    after = totals([*lines("python"), lot_line(lot("legacy", routes=4), GOOD)], Whole())

    assert after.routes < before.routes
    assert (after.routes_share or 0) > (before.routes_share or 0)


def test_routes_traffic_and_visitors_are_three_shares() -> None:
    found = totals(
        lines("python", "legacy", "legacy", "legacy"), Whole(1000, 800, 50, 5, "2026-11-22")
    )

    assert (found.routes_share, found.traffic_share, found.users_share) == (0.25, 0.8, 0.1)
    assert (found.lots_done, found.lots_begun, found.lots) == (1, 1, 4)
