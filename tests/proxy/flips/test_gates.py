import pytest

from proxy.core.stages import parse_stage
from proxy.core.table import Route
from proxy.flips.gates import GateName, Move, gates_of
from tests.fakes.tables import lot, table


def gates(before: str, after: str, *needed: str) -> dict[str, bool]:
    needs = [lot(f"needed_{number}", stage) for number, stage in enumerate(needed)]
    moving = lot("events", before, needs=tuple(each.name for each in needs))
    move = Move(table(moving, *needs), moving, parse_stage(after))
    return {gate.name.value: gate.is_open for gate in gates_of(move)}


@pytest.mark.parametrize(
    "before, after",
    [
        ("shadow", "legacy"),
        ("canary 10%", "legacy"),
        ("canary 50%", "canary 10%"),
        ("python", "legacy"),
        ("python", "canary 99%"),
        ("retired", "python"),
        ("legacy", "shadow"),
    ],
)
def test_a_way_back_and_shadow_have_no_gate(before, after) -> None:
    assert gates(before, after, "legacy") == {}


@pytest.mark.parametrize(
    "before, after",
    [
        ("legacy", "canary 1%"),
        ("legacy", "python"),
        ("shadow", "canary 5%"),
        ("canary 5%", "canary 6%"),
        ("canary 100%", "python"),
        ("python", "retired"),
    ],
)
@pytest.mark.parametrize(
    "needed, is_open",
    [
        pytest.param((), True, id="needs nothing"),
        pytest.param(("python",), True, id="on Python"),
        pytest.param(("python", "retired"), True, id="on Python and retired"),
        pytest.param(("legacy",), False, id="on legacy"),
        pytest.param(("shadow",), False, id="only shadowed"),
        pytest.param(("canary 100%",), False, id="still a canary"),
        pytest.param(("python", "legacy"), False, id="one of two"),
    ],
)
def test_what_a_lot_needs_comes_first(before, after, needed, is_open) -> None:
    assert gates(before, after, *needed)["needs"] is is_open


CODE = frozenset({("gestion", "events"), ("vitrine", "contact")})


@pytest.mark.parametrize(
    "name, after, is_open",
    [
        pytest.param("events", "python", True, id="written"),
        pytest.param("events", "canary 10%", True, id="written, for some"),
        pytest.param("housing", "python", False, id="not written"),
        pytest.param("housing", "canary 1%", False, id="not written, for some"),
        pytest.param("contact", "python", False, id="written for another backend"),
    ],
)
def test_python_code_comes_before_its_visitors(name, after, is_open) -> None:
    moving = lot(name)

    gate = gates_of(Move(table(moving), moving, parse_stage(after), CODE))[0]

    assert (gate.name, gate.is_open, gate.is_strict) == (GateName.CODE, is_open, not is_open)
    assert is_open or gate.reason.startswith(f"{name} has no Python code for gestion")


def test_every_backend_of_a_lot_needs_code() -> None:
    place = lot("x").place
    routes = (*lot("events").routes, Route("vitrine", "app", "/agenda", None, "events", place))
    moving = lot("events", routes=routes)

    gate = gates_of(Move(table(moving), moving, parse_stage("python"), CODE))[0]

    assert gate.reason == "events has no Python code for vitrine: nobody would find a page"


@pytest.mark.parametrize(
    "before, after, code",
    [
        pytest.param("python", "legacy", CODE, id="back"),
        pytest.param("legacy", "shadow", CODE, id="shadow"),
        pytest.param("python", "retired", CODE, id="retired"),
        pytest.param("legacy", "python", None, id="nobody can tell"),
    ],
)
def test_the_gate_of_code_is_not_everywhere(before, after, code) -> None:
    moving = lot("housing", before)

    names = {gate.name for gate in gates_of(Move(table(moving), moving, parse_stage(after), code))}

    assert GateName.CODE not in names


def test_no_evidence_keeps_its_gate_closed() -> None:
    assert gates("legacy", "python")["evidence"] is False


def test_reasons_name_the_lots() -> None:
    moving = lot("events", needs=("newcomers", "companies"))
    move = Move(
        table(moving, lot("newcomers", "canary 5%"), lot("companies", "python")),
        moving,
        parse_stage("python"),
    )

    reasons = {gate.name.value: gate.reason for gate in gates_of(move)}

    assert reasons["needs"] == "events needs these lots on Python first: newcomers (at canary 5%)"
    assert reasons["evidence"].startswith("nothing is known")
