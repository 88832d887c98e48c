import json

import pytest


def test_an_incident_is_opened_listed_and_closed(figuier) -> None:
    opened = figuier("incident", "open", "events", "the agenda is empty")
    listed = figuier("incident", "list").stdout
    closed = figuier("incident", "close", "1", "--cause", "a missing index")
    after = figuier("incident", "list")
    every = json.loads(figuier("incident", "list", "--all", "--json").stdout)["incidents"]

    assert "figuier incident close 1" in opened.stdout
    assert [word for word in ("claire", "events", "blocking", "open") if word not in listed] == []
    assert closed.stdout == "Incident 1 is closed.\n"
    assert after.stdout == "No incident is open.\n"
    assert (every[0]["cause"], every[0]["is_blocking"]) == ("a missing index", False)


def test_an_open_incident_closes_a_gate(figuier) -> None:
    figuier("incident", "open", "lists", "it is broken")
    figuier("incident", "open", "-", "slow", "--severity", "minor")
    gates = json.loads(figuier("plan", "lists", "python", "--json").stdout)["gates"]

    assert [(gate["is_open"], gate["reason"]) for gate in gates if gate["name"] == "incidents"] == [
        (False, "open: #1 it is broken")
    ]


@pytest.mark.parametrize(
    ("words", "exit_code", "said"),
    [
        pytest.param(("open", "event", "x"), 2, 'did you mean "events"?', id="unknown lot"),
        pytest.param(
            ("close", "9", "--cause", "x"), 2, "no open incident 9", id="unknown incident"
        ),
        pytest.param(("open", "events", "a\nb"), 2, "one line", id="two lines"),
        pytest.param(("close", "9"), 2, "--cause", id="no cause"),
    ],
)
def test_what_cannot_be_is_refused(figuier, words, exit_code, said) -> None:
    result = figuier("incident", *words)

    assert result.exit_code == exit_code
    assert said in result.stderr


def test_a_state_database_that_is_down_is_said(figuier) -> None:
    down = {"FIGUIER_STATE_DATABASE_URL": "mysql://nobody@127.0.0.1:1/none"}
    result = figuier("incident", "list", **down)

    assert result.exit_code == 5
    assert "does not answer" in result.stderr
