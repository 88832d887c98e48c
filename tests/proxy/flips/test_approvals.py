from dataclasses import replace
from pathlib import Path

import pytest

from proxy.core.stages import parse_stage
from proxy.errors import ApprovalMissing, GateClosed, MoveForbidden, ReasonMissing
from proxy.flips.approvals import pending
from proxy.flips.desk import Desk
from proxy.flips.flip import Order, approve, flip, rollback
from proxy.flips.journal import read_journal
from proxy.flips.records import Result, records
from tests.fakes.routing_files import desk_in, routing_text

PYTHON = parse_stage("python")
ORDER = Order("lists", PYTHON, "sprint 1", override="we measured it ourselves")


@pytest.fixture
def claire(tmp_path: Path) -> Desk:
    text = routing_text(gates="enforced").replace("gates:", "approvals: required\ngates:", 1)
    return desk_in(tmp_path, text)


@pytest.fixture
def paul(claire: Desk) -> Desk:
    return replace(claire, who="paul")


def test_closed_gates_are_passed_by_two_people(claire: Desk, paul: Desk) -> None:
    with pytest.raises(ApprovalMissing, match="figuier approve lists python"):
        flip(claire, ORDER)
    waiting = pending(read_journal(claire.state_dir))
    approve(paul, "lists", PYTHON, "I saw the figures")
    outcome = flip(claire, ORDER)
    history = records(read_journal(claire.state_dir).entries)

    assert [(entry.lot, entry.who, entry.override) for entry in waiting] == [
        ("lists", "claire", "we measured it ourselves")
    ]
    assert outcome.entry is not None
    assert pending(read_journal(claire.state_dir)) == ()
    assert [record.result for record in history][-2:] == [Result.APPROVAL, Result.DONE]
    assert history[-1].entry.text == "approved by paul"
    assert history[-1].entry.override == "we measured it ourselves"
    assert history[-1].entry.gates


def test_nobody_is_a_second_person_to_themselves(claire: Desk) -> None:
    approve(claire, "lists", PYTHON, "I agree with me")

    with pytest.raises(ApprovalMissing):
        flip(claire, ORDER)


def test_asking_twice_is_noted_once(claire: Desk) -> None:
    for _ in range(2):
        with pytest.raises(ApprovalMissing):
            flip(claire, ORDER)

    assert len(pending(read_journal(claire.state_dir))) == 1


def test_an_approval_is_of_one_move_on_one_file(claire: Desk, paul: Desk) -> None:
    approve(paul, "lists", parse_stage("canary 10%"), "a little")
    with pytest.raises(ApprovalMissing):
        flip(claire, ORDER)
    approve(paul, "lists", PYTHON, "all of it")
    text = claire.routing_file.read_text()
    claire.routing_file.write_text(text + "# edited\n")

    with pytest.raises(ApprovalMissing):
        flip(claire, ORDER)


def test_an_approval_counts_once_even_where_the_file_comes_back(claire: Desk, paul: Desk) -> None:
    approve(paul, "lists", PYTHON, "once")
    flip(claire, ORDER)
    rollback(claire, "lists", "it broke")

    with pytest.raises(ApprovalMissing):
        flip(claire, ORDER)


def test_an_approval_alone_opens_no_gate(claire: Desk, paul: Desk) -> None:
    approve(paul, "lists", PYTHON, "go")

    with pytest.raises(GateClosed) as refused:
        flip(claire, replace(ORDER, override=""))
    assert not isinstance(refused.value, ApprovalMissing)


def test_a_rollback_never_waits_for_an_approval(claire: Desk, paul: Desk) -> None:
    approve(paul, "lists", PYTHON, "go")
    flip(claire, ORDER)
    with pytest.raises(ApprovalMissing):
        flip(claire, replace(ORDER, lot="events"))

    assert rollback(paul, "lists", "now").proposal.plan.after == parse_stage("legacy")


def test_where_no_approval_is_required_an_override_is_enough(tmp_path: Path) -> None:
    desk = desk_in(tmp_path, routing_text(gates="enforced"))

    assert flip(desk, ORDER).entry is not None


@pytest.mark.parametrize("why", ["", "  ", "two\nlines"])
def test_an_approval_says_why(claire: Desk, why: str) -> None:
    with pytest.raises(ReasonMissing):
        approve(claire, "lists", PYTHON, why)


def test_a_move_that_is_forbidden_cannot_be_approved(claire: Desk) -> None:
    with pytest.raises(MoveForbidden):
        approve(claire, "lists", parse_stage("retired"), "no")
