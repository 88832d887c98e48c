"""Gate states × phases, each with what it does: the cases of flagger and argo by name."""

from dataclasses import replace

import pytest

from proxy.core.latency import BUCKETS, Latency
from proxy.core.stages import parse_stage
from proxy.flips.evidence import Evidence, SideCounts
from proxy.flips.gates import Gate, Move, gates_of
from tests.fakes.tables import lot, table

NOW = 1_795_431_600.0


def side(requests: int, errors: int = 0, slow: int = 0) -> SideCounts:
    counts = [0] * (len(BUCKETS) + 1)
    counts[3], counts[8] = requests - slow, slow
    return SideCounts(requests, errors, Latency(tuple(counts), requests * 0.03))


#: Everything is well.
GOOD = Evidence(
    NOW,
    as_of=NOW - 3,
    since=NOW - 86400 * 5,
    requests=4000,
    days=5,
    python=side(2000),
    legacy=side(2000, errors=4, slow=40),
    routes=2,
    parity=(),
)


def closed(before: str, after: str, evidence: Evidence | None) -> set[str]:
    return {gate.name.value for gate in found(before, after, evidence) if not gate.is_open}


def found(before: str, after: str, evidence: Evidence | None) -> tuple[Gate, ...]:
    moving = lot("events", before)
    return gates_of(Move(table(moving), moving, parse_stage(after), None, evidence))


PHASES = [
    pytest.param("legacy", "canary 1%", id="first canary"),
    pytest.param("shadow", "canary 5%", id="canary after shadow"),
    pytest.param("canary 5%", "canary 25%", id="ramp"),
    pytest.param("canary 50%", "python", id="promotion"),
    pytest.param("legacy", "python", id="leap"),
    pytest.param("python", "retired", id="retirement"),
]
#: On what Python has answered rest all phases but the first two.
PROVEN = PHASES[2:]


@pytest.mark.parametrize(("before", "after"), PHASES)
def test_with_good_evidence_every_gate_is_open(before: str, after: str) -> None:
    assert closed(before, after, GOOD) == set()


@pytest.mark.parametrize(("before", "after"), PHASES)
@pytest.mark.parametrize(
    ("evidence", "gates"),
    [
        pytest.param(None, {"evidence"}, id="nobody asked"),
        pytest.param(Evidence(NOW, fault="it is locked"), {"evidence"}, id="database down"),
        pytest.param(Evidence(NOW), {"evidence"}, id="never counted"),
        pytest.param(replace(GOOD, as_of=NOW - 3600), {"evidence"}, id="stale data"),
        pytest.param(replace(GOOD, days=1), {"traffic"}, id="too few days"),
        pytest.param(replace(GOOD, incidents=("#3 down",)), {"incidents"}, id="incident open"),
        pytest.param(replace(GOOD, parity=("never compared",)), {"parity"}, id="parity not proven"),
        pytest.param(replace(GOOD, parity=None), set(), id="parity not configured"),
        pytest.param(replace(GOOD, routes=0), {"routes"}, id="no route"),
    ],
)
def test_no_data_stale_data_and_open_incidents_close_every_forward_move(
    before: str, after: str, evidence: Evidence | None, gates: set[str]
) -> None:
    assert closed(before, after, evidence) == gates


@pytest.mark.parametrize(("before", "after"), PROVEN)
@pytest.mark.parametrize(
    ("evidence", "gates"),
    [
        pytest.param(
            replace(GOOD, python=side(0)), {"traffic", "errors", "latency"},
            id="no traffic is no success (flagger 1035)",
        ),
        pytest.param(
            replace(GOOD, python=side(60, errors=1)), {"traffic", "errors"},
            id="inconclusive is no promotion (argo 3850)",
        ),
        pytest.param(
            replace(GOOD, python=side(600, errors=6)), {"errors"}, id="enough requests, still in doubt"
        ),
        pytest.param(replace(GOOD, python=side(2000, errors=100)), {"errors"}, id="more errors"),
        pytest.param(replace(GOOD, python=side(2000, slow=400)), {"latency"}, id="slower"),
        pytest.param(
            replace(GOOD, legacy=side(0)), {"errors", "latency"}, id="nothing to measure against"
        ),
        pytest.param(replace(GOOD, untried=("/events",)), {"routes"}, id="a route never tried"),
    ],
)  # fmt: skip
def test_what_python_answered_decides_all_but_the_first_canary(
    before: str, after: str, evidence: Evidence, gates: set[str]
) -> None:
    assert closed(before, after, evidence) == gates
    assert closed("legacy", "canary 1%", evidence) == set()


def test_the_first_canary_rests_on_what_was_asked() -> None:
    assert closed("legacy", "canary 1%", replace(GOOD, requests=10)) == {"traffic"}
    assert closed("legacy", "canary 1%", replace(GOOD, unasked=("/events",))) == {"routes"}


def test_a_retired_lot_is_not_asked_of_legacy_any_more() -> None:
    assert closed("python", "retired", replace(GOOD, legacy_lately=2)) == {"legacy"}
    assert closed("canary 50%", "python", replace(GOOD, legacy_lately=2)) == set()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("canary 50%", "canary 10%"),
        ("canary 10%", "legacy"),
        ("python", "legacy"),
        ("retired", "python"),
        ("legacy", "shadow"),
    ],
)
@pytest.mark.parametrize(
    "evidence",
    [
        pytest.param(None, id="nothing known"),
        pytest.param(replace(GOOD, incidents=("#1",)), id="incident open"),
        pytest.param(replace(GOOD, python=side(2000, errors=2000)), id="everything fails"),
    ],
)
def test_a_way_back_is_never_held(before: str, after: str, evidence: Evidence | None) -> None:
    assert found(before, after, evidence) == ()


@pytest.mark.parametrize(
    ("evidence", "gate", "words"),
    [
        pytest.param(
            replace(GOOD, python=side(60, errors=1)), "errors", "too few requests to tell", id="doubt"
        ),
        pytest.param(
            replace(GOOD, python=side(2000, errors=100)), "errors", "Python 100 of 2000, legacy 4 of",
            id="worse",
        ),
        pytest.param(
            replace(GOOD, python=side(2000, slow=400)), "latency", "slower than 0.05 s", id="slow"
        ),
        pytest.param(
            replace(GOOD, untried=tuple(f"/r{n}" for n in range(9))), "routes", "… (+4)", id="many"
        ),
        pytest.param(replace(GOOD, as_of=NOW - 7200), "evidence", "120 minutes ago", id="stale"),
        pytest.param(replace(GOOD, parity=None), "parity", "not configured", id="parity"),
    ],
)  # fmt: skip
def test_a_reason_says_what_was_seen(evidence: Evidence, gate: str, words: str) -> None:
    told = {each.name.value: each for each in found("canary 5%", "python", evidence)}

    assert words in told[gate].reason
    assert told[gate].french


def test_a_gate_that_is_not_configured_says_so() -> None:
    told = {
        each.name.value: each for each in found("canary 5%", "python", replace(GOOD, parity=None))
    }

    assert (told["parity"].is_open, told["parity"].is_configured) == (True, False)
    assert told["errors"].is_configured
