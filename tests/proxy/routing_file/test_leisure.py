"""Turns are short beside long work, and as before after it."""

import sys

import pytest

from proxy.routing_file.leisure import at_leisure


def test_turns_are_short_meanwhile_and_as_before_afterwards() -> None:
    usual_s = sys.getswitchinterval()
    with at_leisure():
        during_s = sys.getswitchinterval()
        with at_leisure():
            pass
        still_s = sys.getswitchinterval()

    assert during_s == still_s < usual_s == sys.getswitchinterval()


def test_a_failure_leaves_turns_as_they_were() -> None:
    usual_s = sys.getswitchinterval()

    def fail() -> None:
        with at_leisure():
            raise LookupError

    with pytest.raises(LookupError):
        fail()

    assert sys.getswitchinterval() == usual_s
