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


@pytest.mark.parametrize("stage", ["canary 50%", "python"])
def test_a_lot_without_code_is_refused_even_where_gates_advise(figuier, folder, stage) -> None:
    words = "flip", "events", stage, "--why", "x"

    refused = figuier(*words, FIGUIER_PYTHON_APPLICATION=OURS)

    assert refused.exit_code == 3
    assert "code: events has no Python code for gestion: nobody would find a page" in refused.stderr
    assert "evidence" not in refused.stderr
    assert (folder / "routing.yaml").read_text(encoding="utf-8") == routing_text()

    passed = figuier(*words, "--override-gates", "a drill", FIGUIER_PYTHON_APPLICATION=OURS)

    assert passed.exit_code == 0
    assert "gate closed, passed and journalled: code: events has no Python code" in passed.stderr


def test_plan_shows_the_gate_that_refuses(figuier) -> None:
    told = figuier("plan", "events", "python", FIGUIER_PYTHON_APPLICATION=OURS)
    found = figuier("plan", "events", "python", "--json", FIGUIER_PYTHON_APPLICATION=OURS)

    assert (told.exit_code, found.exit_code) == (3, 3)
    assert "closed  code: events has no Python code for gestion" in told.stdout
    assert "(refuses in any mode)" in told.stdout
    gate = json.loads(found.stdout)["gates"][0]
    assert (gate["name"], gate["is_open"], gate["is_strict"]) == ("code", False, True)


@pytest.mark.parametrize("words", [("rollback", "events"), ("flip", "events", "shadow")])
def test_the_way_back_and_shadow_need_no_code(figuier, folder, words) -> None:
    start = "python" if words[0] == "rollback" else "legacy"
    text = routing_text(events=start)
    (folder / "routing.yaml").write_text(text, encoding="utf-8", newline="")

    why = ("--why", "x")
    assert figuier(*words, *why, FIGUIER_PYTHON_APPLICATION=OURS).exit_code == 0
