import pytest

from proxy.core.stages import parse_stage
from proxy.flips.plan import Objection, ObjectionKind, Plan, plan_flip, way_back
from tests.fakes.tables import lot, table


def plan(name: str, after: str, *lots, gates: str = "enforced", digest: str = "d1") -> Plan:
    found = plan_flip(table(*lots, gates=gates, digest=digest), name, parse_stage(after))
    assert isinstance(found, Plan)
    return found


def objection(name: str, after: str, *lots) -> Objection:
    found = plan_flip(table(*lots), name, parse_stage(after))
    assert isinstance(found, tuple)
    return found[0]


def test_a_plan_states_the_move_and_what_changes_side() -> None:
    found = plan("events", "canary 10%", lot("events"))

    assert (str(found.before), str(found.after), found.table_digest) == (
        "legacy", "canary 10%", "d1",
    )  # fmt: skip
    assert [
        (change.route.pattern, change.share_before, change.share_after) for change in found.changes
    ] == [("/events", 0, 10), ("/events/:action/*rest", 0, 10)]


@pytest.mark.parametrize(
    "before, after",
    [
        ("legacy", "shadow"),
        ("legacy", "canary 0%"),
        ("canary 100%", "python"),
        ("python", "retired"),
    ],
)
def test_some_moves_change_no_visitor(before, after) -> None:
    assert plan("events", after, lot("events", before)).changes == ()


def test_the_present_stage_is_no_change() -> None:
    found = plan("events", "canary 5%", lot("events", "canary 5%"))

    assert (found.is_change, found.changes, found.gates) == (False, (), ())


def test_an_unknown_lot_is_told_with_the_known_ones() -> None:
    assert objection("event", "python", lot("events"), lot("housing")) == Objection(
        ObjectionKind.LOT_UNKNOWN, "'event' is not a lot of routing.yaml; its lots: events, housing"
    )
    assert objection("event", "python").text.endswith("its lots: none")


@pytest.mark.parametrize(
    "before, after, words",
    [
        ("legacy", "retired", "may not go from legacy to retired, only to: shadow, canary N%, pyt"),
        ("shadow", "retired", "only to: legacy, canary N%, python"),
        ("canary 5%", "retired", "only to: legacy, shadow, canary N%, python"),
        ("retired", "legacy", "only to: python; legacy may no longer understand the database"),
        ("retired", "canary 5%", "only to: python;"),
    ],
)
def test_a_forbidden_move_is_told_with_the_allowed_ones(before, after, words) -> None:
    found = objection("events", after, lot("events", before))

    assert found.kind is ObjectionKind.MOVE_FORBIDDEN
    assert words in found.text


@pytest.mark.parametrize(
    "mode, stopped", [pytest.param("enforced", True), pytest.param("advisory", False)]
)
def test_closed_gates_stop_only_when_enforced(mode, stopped) -> None:
    found = plan("events", "python", lot("events"), gates=mode)

    assert found.is_stopped is stopped
    assert [reason.split(":")[0] for reason in found.closed] == ["evidence"]


def test_a_lot_without_code_is_stopped_whatever_the_mode() -> None:
    lots = table(lot("events"), gates="advisory")

    found = plan_flip(lots, "events", parse_stage("python"), frozenset())

    assert isinstance(found, Plan)
    assert found.is_stopped
    assert [reason.split(":")[0] for reason in found.closed] == ["code", "evidence"]
    assert [reason.split(":")[0] for reason in found.refusals] == ["code"]


def test_a_lot_whose_cluster_is_behind_is_warned_of() -> None:
    lots = lot("housing", cluster="welcome"), lot("visits", "canary 5%", cluster="welcome")

    ahead = plan("housing", "python", *lots).warnings
    level = plan("housing", "canary 5%", *lots).warnings

    assert ahead == (
        "housing waits for visits (at canary 5%): cluster welcome moves when its last lot does",
    )
    assert level == ()


def test_a_way_back_is_never_stopped() -> None:
    assert not plan("events", "legacy", lot("events", "python")).is_stopped


def test_the_digest_names_the_plan() -> None:
    same = plan("events", "python", lot("events")).digest
    others = {
        plan("events", "python", lot("events"), digest="d2").digest,
        plan("events", "canary 5%", lot("events")).digest,
        plan("events", "python", lot("events", "shadow")).digest,
        plan("housing", "python", lot("events"), lot("housing")).digest,
    }

    assert plan("events", "python", lot("events"), gates="advisory").digest == same
    assert len(others) == 4
    assert same not in others


def test_a_lot_left_ahead_of_what_it_needs_is_warned_of() -> None:
    dependents = lot("events", "python", needs=("lists",)), lot("housing", needs=("lists",))

    found = plan("lists", "legacy", lot("lists", "python"), *dependents)

    assert found.warnings == ("events (at python) needs lists, which would be behind it",)


def test_a_symfony_module_cut_in_two_is_warned_of() -> None:
    lots = lot("a", symfony_modules=("visite",)), lot("b", symfony_modules=("visite",))

    assert plan("a", "python", *lots).warnings == (
        "visite is also a Symfony module of b (at legacy): a cluster cut in two",
    )
    assert plan("a", "shadow", *lots).warnings == ()


@pytest.mark.parametrize(
    "stage, back",
    [
        ("shadow", "legacy"),
        ("canary 5%", "legacy"),
        ("python", "legacy"),
        ("legacy", "legacy"),
        ("retired", "python"),
    ],
)
def test_the_way_back_leads_to_legacy_but_from_retired(stage, back) -> None:
    assert str(way_back(parse_stage(stage))) == back
