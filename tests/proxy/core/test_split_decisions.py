"""Who answers where it depends on the visitor, the time, a cluster, a kill switch or an old address."""

import pytest

from proxy.core.cohorts import digest_of
from proxy.core.decision import (
    Decision,
    DecisionOptions,
    Fork,
    Reason,
    Refusal,
    Side,
    Verdict,
    Visitor,
    decide,
    look_up,
)
from proxy.core.messages import RequestHead
from proxy.core.schedules import Moment, Schedule
from proxy.core.table import RoutingTable
from proxy.core.visitors import Mark, Override
from tests.fakes.routes import VITRINE, a_lot, a_table

NOW = 1_795_000_000
MONDAY = Moment(NOW, "2026-11-23 10:00", 0)
HOURS = Schedule(opens="08:00", closes="18:00")
NIGHT = Moment(NOW, "2026-11-23 22:00", 0)
IN, OUT = Visitor(10), Visitor(9000)


def head(target: str, method: str = "GET", host: bytes = b"gestion.localhost") -> RequestHead:
    return RequestHead(method, target.encode(), host)


def said(verdict: Verdict) -> tuple[object, Reason]:
    if isinstance(verdict, Refusal):
        return verdict.status, verdict.reason
    return verdict.side, verdict.reason


SPLIT = a_table(
    a_lot("housing", "/logements", stage="canary 50%", modules=("logement",), cohorts=("user:a",)),
    a_lot("events", "/evenements", stage="python", schedule=HOURS),
)


@pytest.mark.parametrize(
    ("visitor", "moment", "target", "expected"),
    [
        (IN, MONDAY, "/logements", (Side.PYTHON, Reason.CANARY_IN)),
        (OUT, MONDAY, "/logements", (Side.LEGACY, Reason.CANARY_OUT)),
        (Visitor(9000, frozenset({digest_of("user:a")})), MONDAY, "/logements", (Side.PYTHON, Reason.COHORT)),
        (IN.marked(Mark("housing", False, NOW)), MONDAY, "/logements", (Side.LEGACY, Reason.JOURNEY)),
        (OUT.overriding(Override("housing", True, NOW + 9), NOW), MONDAY, "/logements", (Side.PYTHON, Reason.TESTER)),
        (IN, MONDAY, "//logements", (301, Reason.NOT_CANONICAL)),
        (OUT, MONDAY, "//logements", (Side.LEGACY, Reason.CANARY_OUT)),
        (IN, MONDAY, "/logement;/x", (404, Reason.NOT_CANONICAL)),
        (Visitor(), MONDAY, "/evenements", (Side.PYTHON, Reason.CANARY_IN)),
        (Visitor(), NIGHT, "/evenements", (Side.LEGACY, Reason.SCHEDULE)),
    ],
)  # fmt: skip
def test_a_split_lot_is_decided_for_each_visitor(
    visitor: Visitor, moment: Moment, target: str, expected: tuple[object, Reason]
) -> None:
    assert said(decide(SPLIT, head(target), visitor, moment=moment)) == expected


@pytest.mark.parametrize("stage", ["legacy", "shadow", "python", "retired"])
def test_other_stages_never_depend_on_the_visitor(stage: str) -> None:
    table = a_table(a_lot("housing", "/logements", stage=stage, cohorts=("user:a",)))

    assert not isinstance(look_up(table, head("/logements")), Fork)


def cluster(housing: str, visits: str) -> RoutingTable:
    return a_table(
        a_lot("housing", "/logements", stage=housing, cluster="welcome"),
        a_lot("visits", "/visites", stage=visits, cluster="welcome"),
    )


@pytest.mark.parametrize(
    ("housing", "visits", "bucket", "sides"),
    [
        ("python", "legacy", 10, (Side.LEGACY, Side.LEGACY)),
        ("python", "canary 20%", 10, (Side.PYTHON, Side.PYTHON)),
        ("python", "canary 20%", 3000, (Side.LEGACY, Side.LEGACY)),
        ("canary 50%", "canary 20%", 3000, (Side.LEGACY, Side.LEGACY)),
        ("canary 50%", "shadow", 10, (Side.LEGACY, Side.LEGACY)),
        ("python", "retired", 9000, (Side.PYTHON, Side.PYTHON)),
        ("legacy", "retired", 9000, (Side.LEGACY, Side.PYTHON)),
        ("python", "python", 9000, (Side.PYTHON, Side.PYTHON)),
    ],
)
def test_a_cluster_moves_when_its_last_lot_does(
    housing: str, visits: str, bucket: int, sides: tuple[Side, Side]
) -> None:
    table = cluster(housing, visits)
    verdicts = [decide(table, head(path), Visitor(bucket)) for path in ("/logements", "/visites")]

    assert tuple(v.side for v in verdicts if isinstance(v, Decision)) == sides


def test_a_lot_that_waits_for_its_cluster_says_so() -> None:
    table = cluster("python", "legacy")
    verdict = decide(table, head("/logements"))

    assert said(verdict) == (Side.LEGACY, Reason.CLUSTER)
    assert verdict.lot is not None
    assert table.standing(verdict.lot).waits_for is table.lot("visits")


@pytest.mark.parametrize(
    ("stage", "expected"),
    [
        ("legacy", (Side.LEGACY, Reason.KILL_SWITCH)),
        ("canary 100%", (Side.LEGACY, Reason.KILL_SWITCH)),
        ("python", (Side.LEGACY, Reason.KILL_SWITCH)),
        ("retired", (Side.PYTHON, Reason.STAGE)),
    ],
)
@pytest.mark.parametrize("target", ["/logements", "//logements"])
def test_the_kill_switch_sends_all_that_legacy_still_has_there(
    stage: str, expected: tuple[Side, Reason], target: str
) -> None:
    table = a_table(a_lot("housing", "/logements", stage=stage), kill_switch=True)
    tester = IN.overriding(Override("housing", True, NOW + 60), NOW)
    verdict = decide(table, head(target), tester, moment=MONDAY)

    if stage == "retired" and target == "//logements":
        assert said(verdict) == (301, Reason.NOT_CANONICAL)
    else:
        assert said(verdict) == expected


def moved(stage: str) -> RoutingTable:
    return a_table(
        a_lot(
            "housing", "/logements", "/logements/:id<int>", "/logement/voir/:id => /logements/:id",
            "/back => /backend.php/housing", "/odd/*rest => /*rest", stage=stage,
        ),
        a_lot("agenda", "/agenda", "/calendrier => /agenda", stage=stage, backend=VITRINE),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("stage", "method", "target", "status", "location"),
    [
        ("retired", "GET", "/logement/voir/12", 301, b"/logements/12"),
        ("retired", "HEAD", "/logement/voir/12?a=%2F&b", 301, b"/logements/12?a=%2F&b"),
        ("retired", "POST", "/logement/voir/12", 308, b"/logements/12"),
        ("python", "GET", "/logement/voir/12", 302, b"/logements/12"),
        ("python", "POST", "/logement/voir/12", 307, b"/logements/12"),
        ("python", "GET", "//logement/voir/12", 302, b"/logements/12"),
        ("python", "GET", "/back", 302, b"/backend.php/housing"),
        ("python", "GET", "/odd/backend_dev.php/x", 404, None),
        ("python", "GET", "/odd/evil%20x", 302, b"/evil%20x"),
    ],
)
def test_an_old_address_leads_to_the_new_one(
    stage: str, method: str, target: str, status: int, location: bytes | None
) -> None:
    options = DecisionOptions(allow_dev_controllers=True)
    verdict = decide(moved(stage), head(target, method), options=options)

    assert isinstance(verdict, Refusal)
    assert (verdict.status, verdict.location) == (status, location)


def test_legacy_still_answers_old_addresses_of_a_lot_that_it_has() -> None:
    for stage in ("legacy", "canary 0%"):
        assert said(decide(moved(stage), head("/logement/voir/12")))[0] is Side.LEGACY


def test_an_old_address_of_another_site_leads_within_it() -> None:
    verdict = decide(moved("python"), head("/calendrier", host=b"vitrine.localhost"))

    assert isinstance(verdict, Refusal)
    assert verdict.location == b"/agenda"


def test_testers_are_known_to_the_public_host() -> None:
    verdict = decide(SPLIT, head("/-/essai/housing-p-1.x"))

    assert said(verdict) == (Side.PYTHON, Reason.OURS)
