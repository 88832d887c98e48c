import logging
import threading

import pytest

from proxy.core.goodbyes import GoodbyeSign
from proxy.goodbyes import LONGEST_QUEUE, Farewells, GoodbyeDelayed, Goodbyes
from tests.fakes.gunicorn_door import until

GONE = b"sfRemember=deleted; expires=Thu, 01 Jan 1970 00:00:01 GMT; Max-Age=0; path=/"


class Desk:
    """Forgets keys, after being away for some tries."""

    def __init__(self, away: int = 0) -> None:
        self.away = away
        self.forgotten: list[str] = []

    def __call__(self, key: str) -> None:
        if self.away:
            self.away -= 1
            raise GoodbyeDelayed("the database is away")
        self.forgotten.append(key)


def test_a_goodbye_is_carried_at_once() -> None:
    desk = Desk()
    goodbyes = Goodbyes(desk)

    goodbyes.hear("abc")

    assert until(lambda: desk.forgotten == ["abc"], 5)
    assert until(lambda: goodbyes.counts.forgotten == 1, 5)


def test_a_database_that_comes_back_is_asked_again() -> None:
    desk = Desk(away=2)
    goodbyes = Goodbyes(desk, pauses_s=(0.01, 0.01))

    goodbyes.hear("abc")
    goodbyes.hear("def")

    assert until(lambda: desk.forgotten == ["abc", "def"], 5)
    assert until(lambda: goodbyes.counts.snapshot()["forgotten"] == 2, 5)
    assert goodbyes.counts.snapshot() == {
        "heard": 2, "forgotten": 2, "tried_again": 2, "lost": 0, "met": 0,
    }  # fmt: skip


def test_tries_are_counted_and_the_loss_is_said_without_the_key(
    caplog: pytest.LogCaptureFixture,
) -> None:
    goodbyes = Goodbyes(Desk(away=1000), pauses_s=(0.001, 0.001, 0.001))

    with caplog.at_level(logging.ERROR):
        goodbyes.hear("s3cr3tk3y")
        assert until(lambda: goodbyes.counts.lost == 1, 5)
        assert until(lambda: "sf_guard_remember_key" in caplog.text, 5)

    assert goodbyes.counts.tried_again == 3
    assert "s3cr3tk3y" not in caplog.text


def test_a_fault_of_one_goodbye_does_not_stop_the_next() -> None:
    heard: list[str] = []

    def forget(key: str) -> None:
        if key == "bad":
            raise RuntimeError(key)
        heard.append(key)

    goodbyes = Goodbyes(forget)
    goodbyes.hear("bad")
    goodbyes.hear("good")

    assert until(lambda: heard == ["good"], 5)
    assert goodbyes.counts.lost == 1


def test_the_queue_is_bounded() -> None:
    is_open = threading.Event()

    def forget(_key: str) -> None:
        is_open.wait(10)

    goodbyes = Goodbyes(forget)
    for number in range(LONGEST_QUEUE + 5):
        goodbyes.hear(str(number))
    lost = goodbyes.counts.lost
    is_open.set()

    # The first one is being carried, so it does not wait.
    assert 3 <= lost <= 5
    assert until(lambda: goodbyes.counts.forgotten == LONGEST_QUEUE + 5 - lost, 5)


def test_closing_ends_the_tries() -> None:
    goodbyes = Goodbyes(Desk(away=1000), pauses_s=(60.0,))
    goodbyes.hear("abc")

    goodbyes.close()

    assert until(lambda: goodbyes.counts.lost == 1, 5)


def test_farewells_hear_what_an_answer_says() -> None:
    heard: list[str] = []
    farewells = Farewells(GoodbyeSign(b"sfRemember"), heard.append)
    head = b"GET /logout HTTP/1.1\r\nCookie: sfRemember=abc\r\n\r\n"

    farewells.in_line(b"Set-Cookie: symfony=1; path=/", head)
    farewells.in_line(b"Set-Cookie: " + GONE, b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    assert heard == []
    farewells.in_line(b"Set-Cookie: " + GONE, head)
    farewells.in_exchange(((b"Cookie", b"sfRemember=def"),), ((b"Set-Cookie", GONE),))
    assert heard == ["abc", "def"]


def test_who_cannot_be_met_is_given_up_soon_and_is_no_loss() -> None:
    tried: list[str] = []

    def never(key: str) -> None:
        tried.append(key)
        if key == "+abc":
            raise GoodbyeDelayed

    goodbyes = Goodbyes(never, pauses_s=(0, 0, 60))
    goodbyes.hear("+abc")
    goodbyes.hear("def")

    assert until(lambda: goodbyes.counts.forgotten == 1, 5)
    assert until(lambda: len(tried) == 4, 5)
    assert sorted(tried) == ["+abc"] * 3 + ["def"]
    assert (goodbyes.counts.met, goodbyes.counts.heard, goodbyes.counts.lost) == (1, 1, 0)


def test_a_session_that_cannot_be_read_yet_holds_no_goodbye_up() -> None:
    tried: list[str] = []

    def forget(key: str) -> None:
        tried.append(key)
        if key.startswith("+") and tried.count(key) == 1:
            raise GoodbyeDelayed

    goodbyes = Goodbyes(forget, pauses_s=(60, 60))
    for key in ("+abc", "+def", "key:ghi", "key:abc"):
        goodbyes.hear(key)

    assert until(lambda: goodbyes.counts.forgotten == 2, 5)
    # Only who leaves from there makes it look again at once.
    assert tried == ["+abc", "+def", "key:ghi", "+abc", "key:abc"]
    assert (goodbyes.counts.tried_again, goodbyes.counts.lost) == (2, 0)


def test_after_closing_no_session_is_looked_at_again(caplog: pytest.LogCaptureFixture) -> None:
    tried: list[str] = []

    def never(key: str) -> None:
        tried.append(key)
        raise GoodbyeDelayed

    goodbyes = Goodbyes(never, pauses_s=(60, 60))
    goodbyes.close()
    with caplog.at_level(logging.WARNING):
        goodbyes.hear("+abc")
        assert until(lambda: "not known" in caplog.text, 5)

    assert tried == ["+abc"]
