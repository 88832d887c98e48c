import json

import pytest

from proxy.cli.python_lots import LOTS, code_for, known_code
from proxy.config import Settings
from proxy.core.stages import parse_stage
from tests.fakes.routing_files import routing_text

OURS = Settings().python_application


@pytest.mark.parametrize(
    "stage, is_asked",
    [
        ("legacy", False), ("shadow", False), ("retired", False),
        ("canary 1%", True), ("python", True),
    ],
)  # fmt: skip
def test_only_stages_that_show_python_ask_for_code(stage, is_asked) -> None:
    assert (code_for(parse_stage(stage), Settings()) is not None) is is_asked


def test_of_another_application_nobody_can_tell() -> None:
    settings = Settings(python_application="somebody.elses:application")

    assert code_for(parse_stage("python"), settings) is None


def test_the_lots_of_the_product_are_found() -> None:
    assert ("gestion", "reference_lists") in known_code(LOTS)


@pytest.mark.parametrize(
    "where", ["no.such:thing", "proxy.wiring.lots_with_code:nothing", "builtins:len"]
)
def test_code_that_cannot_be_loaded_is_no_code(where, capsys) -> None:
    assert known_code(where) == frozenset()
    assert "the Python lots cannot be loaded: " in capsys.readouterr().err


def without_code(folder, **stages) -> str:
    """The table, whose second lot is one that has no Python code yet."""
    text = routing_text(**stages).replace("events", "requests")
    (folder / "routing.yaml").write_text(text, encoding="utf-8", newline="")
    return text


@pytest.mark.parametrize("stage", ["canary 50%", "python"])
def test_a_lot_without_code_is_refused_even_where_gates_advise(figuier, folder, stage) -> None:
    text = without_code(folder)
    words = "flip", "requests", stage, "--why", "x"

    refused = figuier(*words, FIGUIER_PYTHON_APPLICATION=OURS)

    assert refused.exit_code == 3
    assert (
        "code: requests has no Python code for gestion: nobody would find a page" in refused.stderr
    )
    assert "evidence" not in refused.stderr
    assert (folder / "routing.yaml").read_text(encoding="utf-8") == text

    passed = figuier(*words, "--override-gates", "a drill", FIGUIER_PYTHON_APPLICATION=OURS)

    assert passed.exit_code == 0
    assert "gate closed, passed and journalled: code: requests has no Python code" in passed.stderr


def test_plan_shows_the_gate_that_refuses(figuier, folder) -> None:
    without_code(folder)
    told = figuier("plan", "requests", "python", FIGUIER_PYTHON_APPLICATION=OURS)
    found = figuier("plan", "requests", "python", "--json", FIGUIER_PYTHON_APPLICATION=OURS)

    assert (told.exit_code, found.exit_code) == (3, 3)
    assert "closed  code: requests has no Python code for gestion" in told.stdout
    assert "(refuses in any mode)" in told.stdout
    gate = json.loads(found.stdout)["gates"][0]
    assert (gate["name"], gate["is_open"], gate["is_strict"]) == ("code", False, True)


@pytest.mark.parametrize("words", [("rollback", "requests"), ("flip", "requests", "shadow")])
def test_the_way_back_and_shadow_need_no_code(figuier, folder, words) -> None:
    start = "python" if words[0] == "rollback" else "legacy"
    without_code(folder, events=start)

    why = ("--why", "x")
    assert figuier(*words, *why, FIGUIER_PYTHON_APPLICATION=OURS).exit_code == 0
