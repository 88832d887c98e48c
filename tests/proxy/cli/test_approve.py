import json

import pytest

from tests.fakes.routing_files import routing_text


@pytest.fixture
def strict(folder) -> None:
    text = routing_text(gates="enforced").replace("gates:", "approvals: required\ngates:", 1)
    (folder / "routing.yaml").write_text(text)


FLIP = ("flip", "lists", "python", "--why", "sprint 1", "--override", "we counted by hand")


def test_a_flip_past_closed_gates_takes_two_people(figuier, strict) -> None:
    refused = figuier(*FLIP)
    waiting = figuier("approve").stdout
    told = json.loads(figuier("approve", "--json").stdout)["pending"]
    approved = figuier("approve", "lists", "python", "--why", "I saw them", FIGUIER_OPERATOR="paul")
    made = figuier(*FLIP)

    assert refused.exit_code == 3
    assert "figuier approve lists python --why" in refused.stderr
    assert "we counted by hand" in waiting
    assert [entry["lot"] for entry in told] == ["lists"]
    assert approved.stdout == "paul approves: lists from legacy to python.\n"
    assert made.exit_code == 0
    assert figuier("approve").stdout == "Nothing waits for an approval.\n"
    assert "approved by paul" in figuier("history").stdout


def test_approving_oneself_is_not_enough(figuier, strict) -> None:
    figuier("approve", "lists", "python", "--why", "me")

    assert figuier(*FLIP).exit_code == 3


def test_approving_what_one_asked_for_is_refused_aloud(figuier, strict) -> None:
    figuier(*FLIP)
    result = figuier("approve", "lists", "python", "--why", "me")

    assert result.exit_code == 3
    assert "somebody else has to approve it" in result.stderr
    assert "approves" not in result.stdout


def test_a_flip_that_closed_gates_refuse_is_in_the_history(figuier, strict) -> None:
    refused = figuier(*FLIP[:-2])
    told = json.loads(figuier("history", "--json").stdout)["records"][-1]

    assert refused.exit_code == 3
    assert (told["result"], told["lot"]) == ("note", "lists")
    assert told["text"].startswith("refused: ")


@pytest.mark.parametrize(
    ("words", "exit_code", "said"),
    [
        pytest.param(("lists", "python"), 3, "say why", id="no reason"),
        pytest.param(("lists", "pyton", "--why", "x"), 2, 'did you mean "python"?', id="misspelt"),
        pytest.param(("lists", "retired", "--why", "x"), 3, "may not go", id="forbidden"),
        pytest.param(
            ("list", "python", "--why", "x"), 2, 'did you mean "lists"?', id="unknown lot"
        ),
    ],
)
def test_what_cannot_be_approved_is_said(figuier, words, exit_code, said) -> None:
    result = figuier("approve", *words)

    assert result.exit_code == exit_code
    assert said in result.stderr


def test_the_plan_says_that_a_second_person_is_needed(figuier, strict) -> None:
    assert "once somebody else has approved" in figuier("plan", "lists", "python").stderr
