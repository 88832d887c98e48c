import pytest

from proxy.cli.explain_output import WORDS, Scene, print_explanation
from proxy.core.decision import Decision, Reason, Refusal, Side
from proxy.core.explanation import Explanation
from proxy.core.messages import RequestHead
from tests.fakes.tables import table

HEAD = RequestHead("GET", b"/-/", b"gestion.localhost")
GESTION = table().backends["gestion"]

#: Reasons that come with a refusal, whose detail says more than any word of ours.
REFUSALS = {
    Reason.HOST_UNKNOWN,
    Reason.TARGET_AMBIGUOUS,
    Reason.NOT_CANONICAL,
    Reason.CONTROLLER_BLOCKED,
    Reason.GONE,
    Reason.MOVED,
}


def test_every_reason_is_either_a_refusal_or_has_words() -> None:
    assert set(WORDS) == set(Reason) - REFUSALS


@pytest.mark.parametrize("reason", WORDS)
def test_a_decision_is_told_in_words(capsys, reason) -> None:
    decision = Decision(Side.PYTHON, reason, GESTION, "", "/-/")

    found = Explanation(decision, "gestion.localhost", GESTION, None, ())
    print_explanation(HEAD, found, Scene(table()))

    assert f"Answer   python: {WORDS[reason]} ({reason.value})\n" in capsys.readouterr().out


def test_a_host_that_is_no_text_can_be_printed(capsys) -> None:
    refusal = Refusal(400, Reason.HOST_UNKNOWN, "the Host is malformed")

    found = Explanation(refusal, None, None, None, ())
    print_explanation(RequestHead("GET", b"/", b"\xff"), found, Scene(table()))

    assert capsys.readouterr().out == (
        "Request  GET /, Host \\xff\n"
        "Answer   400 by the proxy itself: the Host is malformed (host-unknown)\n"
    )
