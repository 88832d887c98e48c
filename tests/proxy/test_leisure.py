"""Turns are short beside long work, and as before after it."""

import sys
import threading
import time

import pytest

from proxy.leisure import at_leisure, in_turns


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


@pytest.mark.parametrize(
    ("items", "turns"),
    [([], []), ([1, 2], [[1, 2]]), ([1, 2, 3, 4, 5], [[1, 2], [3, 4], [5]])],
    ids=["nothing", "one turn", "several"],
)
def test_turns_hold_every_item_in_order(items: list[int], turns: list[list[int]]) -> None:
    assert list(in_turns(items, 2)) == turns


def test_who_is_beside_has_the_interpreter_between_two_turns() -> None:
    seen: list[int] = []
    over = threading.Event()

    def work() -> None:
        for _ in in_turns(range(200), 1):
            sum(range(2000))
        over.set()

    threading.Thread(target=work).start()
    while not over.wait(0):
        seen.append(1)
        time.sleep(0.0005)

    assert len(seen) > 50
