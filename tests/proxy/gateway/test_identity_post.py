"""Questions about visitors, asked beside the loop."""

import asyncio
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest

from proxy.gateway.identity_post import Identities, IdentityPost
from proxy.reception import FAILED_S, IdentityUnknown

Words = Sequence[str] | None


class Knower:
    """Says what it is told to, once it may."""

    def __init__(self, *words: str, fails: bool = False) -> None:
        self.words, self.fails = words, fails
        self.asked: list[bytes] = []
        self.may_answer = threading.Event()
        self.may_answer.set()

    def __call__(self, cookies: bytes) -> Sequence[str]:
        self.asked.append(cookies)
        self.may_answer.wait(5)
        if self.fails:
            raise IdentityUnknown("nobody is there")
        return self.words


async def found(identities: Identities, count: int = 1) -> list[Words]:
    """What comes of so many questions."""
    told: list[Words] = []
    for number in range(count):
        identities.find(b"symfony=%d" % number, told.append)
        assert told == []
    for _ in range(200):
        if len(told) == count:
            break
        await asyncio.sleep(0.01)
    return told


def test_an_answer_comes_back_to_the_loop() -> None:
    knower = Knower("user:claire")
    identities = Identities(knower)

    assert asyncio.run(found(identities)) == [("user:claire",)]
    assert knower.asked == [b"symfony=0"]
    identities.close()


def test_after_a_failure_nobody_is_asked_for_a_while() -> None:
    now = [100.0]
    knower = Knower(fails=True)
    identities = Identities(knower, lambda: now[0])

    assert asyncio.run(found(identities)) == [None]
    assert asyncio.run(found(identities, 3)) == [None, None, None]
    assert len(knower.asked) == 1

    now[0] += FAILED_S
    knower.fails = False
    assert asyncio.run(found(identities)) == [()]
    identities.close()


def test_too_many_who_wait_are_not_asked_about() -> None:
    knower = Knower()
    knower.may_answer.clear()
    identities = Identities(knower)

    async def crowd() -> list[Words]:
        told: list[Words] = []
        for number in range(40):
            identities.find(b"symfony=%d" % number, told.append)
        await asyncio.sleep(0.05)
        at_once = list(told)
        knower.may_answer.set()
        await asyncio.sleep(0.3)
        assert len(told) == 40
        return at_once

    assert asyncio.run(crowd()) == [None] * 8
    identities.close()


def test_closing_before_any_question_is_nothing() -> None:
    Identities(Knower()).close()


def test_processes_that_are_away_know_nobody(tmp_path: Path) -> None:
    with pytest.raises(IdentityUnknown, match="do not answer"):
        IdentityPost(tmp_path / "nobody.sock")(b"symfony=abc")
