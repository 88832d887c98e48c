"""No proof is no good news: what keeps a lot where it is."""

import pytest

from proxy.parity.proof import ParityEvidence, RouteProof
from proxy.parity.rules import Thresholds

NOW = 1_800_000_000.0
DAY = 86400


def evidence(*routes: RouteProof, **thresholds: float) -> ParityEvidence:
    return ParityEvidence("towns", "v1", NOW, routes, Thresholds(**thresholds))  # type: ignore[arg-type]


def seen(samples: int, matches: int, age_days: float = 0, route: str = "GET /towns") -> RouteProof:
    return RouteProof(route, samples, matches, NOW - 30 * DAY, NOW - age_days * DAY)


@pytest.mark.parametrize(
    "found, reason",
    [
        pytest.param(evidence(), "never compared", id="nothing"),
        pytest.param(evidence(RouteProof("GET /towns")), "never compared", id="no sample"),
        pytest.param(
            evidence(seen(500, 500), RouteProof("GET /x")), "never sampled: GET /x", id="a route"
        ),
        pytest.param(evidence(seen(500, 500), seen(3, 3, route="GET /x")), "fewer than 20", id="thin"),
        pytest.param(evidence(seen(500, 400)), "below 98.0%: GET /towns (400 of 500)", id="differs"),
        pytest.param(evidence(seen(500, 500), seen(20, 10, route="GET /x")), "below", id="one differs"),
        pytest.param(evidence(seen(20, 20)), "too small", id="interval too wide"),
        pytest.param(evidence(seen(500, 500, 15)), "for 15 days", id="stale"),
    ],
)  # fmt: skip
def test_a_lot_waits_and_is_told_why(found: ParityEvidence, reason: str) -> None:
    assert any(reason in each for each in found.reasons_to_wait(NOW)), found.reasons_to_wait(NOW)


def test_a_lot_that_is_proven_does_not_wait() -> None:
    assert evidence(seen(500, 500), seen(200, 199, route="GET /x")).reasons_to_wait(NOW) == ()


def test_posts_owe_one_sample_not_twenty() -> None:
    assert evidence(seen(500, 500), seen(3, 3, route="POST /x")).reasons_to_wait(NOW) == ()


def test_a_lots_interval_is_of_all_its_answers() -> None:
    found = evidence(seen(60, 30), seen(40, 20, route="GET /towns/:id"))

    assert found.interval == pytest.approx((0.404, 0.596), abs=0.001)
    assert evidence().interval == (0.0, 1.0)
