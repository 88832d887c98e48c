"""Cards read, drawn and written at the doors."""

from zoneinfo import ZoneInfo

import pytest

from proxy.config import read_settings
from proxy.core.cards import card_in, sealed
from proxy.core.cohorts import digest_of
from proxy.core.decision import Fork, look_up
from proxy.core.messages import RequestHead
from proxy.core.visitors import Visitor
from proxy.reception import (
    FAILED_S,
    Arrival,
    Reception,
    drawn,
    moment_at,
    nobody_knows,
    reception_of,
)
from tests.fakes.routes import VITRINE, a_lot, a_table

KEY = b"k" * 32
PARIS = ZoneInfo("Europe/Paris")
TABLE = a_table(
    a_lot("housing", "/logements", stage="canary 50%", cohorts=("user:claire",)),
    a_lot("agenda", "/agenda", stage="canary 50%", cohorts=("user:claire",), backend=VITRINE),
)


class Desk:
    """A reception with a clock that a test turns."""

    def __init__(self, key: bytes = KEY) -> None:
        self.now = 1_795_424_400.0
        self.reception = Reception(key, PARIS, b"symfony", lambda: self.now, lambda: 7000)

    def arrival(
        self, cookie: bytes = b"", path: str = "/logements", host: str = "gestion"
    ) -> Arrival:
        fork = look_up(TABLE, RequestHead("GET", path.encode(), f"{host}.localhost".encode()))
        assert isinstance(fork, Fork)
        cookies = [cookie] if cookie else []
        return self.reception.arrival(cookies, fork.posture, fork.legacy.backend, TABLE)

    def card(self, visitor: Visitor) -> bytes:
        return b"figuier_visitor=" + sealed(visitor, KEY)


@pytest.mark.parametrize(
    ("now", "local", "weekday"),
    [
        (1_795_424_400, "2026-11-23 10:00", 0),
        (1_795_424_459.9, "2026-11-23 10:00", 0),
        (1_782_684_000, "2026-06-29 00:00", 0),
    ],
    ids=["winter", "the same minute", "summer"],
)
def test_a_moment_has_the_hours_of_the_zone(now: float, local: str, weekday: int) -> None:
    moment = moment_at(now, PARIS)

    assert (moment.at, moment.local, moment.weekday) == (int(now), local, weekday)


def test_the_moment_follows_the_clock() -> None:
    desk = Desk()
    first = desk.reception.moment
    desk.now += 61

    assert desk.reception.moment.minute == first.minute + 1


def test_who_has_no_card_is_drawn_one() -> None:
    found = Desk().arrival()

    assert (found.visitor, found.is_new, found.asks_for) == (Visitor(7000), True, "")


def test_pages_asked_for_at_once_in_one_session_draw_one_bucket() -> None:
    one, other = Desk().arrival(b"symfony=abc"), Desk().arrival(b"a=1; symfony=abc")

    assert one.visitor.bucket == other.visitor.bucket != 7000
    assert one.is_new
    assert Desk().arrival(b"symfony=abd").visitor.bucket != one.visitor.bucket


def test_who_has_a_card_keeps_it() -> None:
    desk = Desk()

    assert desk.arrival(desk.card(Visitor(3))) == Arrival(Visitor(3))


def test_without_a_key_nobody_is_assigned_nor_asked_about() -> None:
    desk = Desk(b"")
    found = desk.arrival(b"symfony=abc")

    assert found == Arrival(Visitor())
    assert desk.reception.cookie(_choice(desk, found), is_secure=False) == b""


def test_a_session_is_asked_about_once_by_each_process() -> None:
    desk = Desk()
    first = desk.arrival(b"symfony=abc")
    assert first.asks_for

    desk.reception.introduce(first.asks_for, ["user:claire", "group:x"], TABLE)
    found = desk.arrival(b"symfony=abc")

    assert found.asks_for == ""
    assert found.is_new
    assert found.visitor.words == {digest_of("user:claire")}
    card = desk.reception.cookie(_choice(desk, found), is_secure=True)
    written = card_in([card.partition(b";")[0]], KEY)
    assert written is not None
    assert written.asked_for == first.asks_for
    assert desk.arrival(desk.card(written) + b"; symfony=abc").is_new is False
    assert desk.arrival(b"symfony=another").asks_for


def test_what_is_remembered_grows_old() -> None:
    desk = Desk()
    bound_to = desk.arrival(b"symfony=abc").asks_for
    desk.reception.introduce(bound_to, [], TABLE)
    desk.now += 601

    assert desk.arrival(b"symfony=abc").asks_for == bound_to


def test_a_question_without_answer_is_not_asked_again_at_once() -> None:
    desk = Desk()
    bound_to = desk.arrival(b"symfony=abc").asks_for
    desk.reception.introduce(bound_to, None, TABLE)

    assert desk.arrival(b"symfony=abc").asks_for == ""
    assert desk.arrival(b"symfony=abc").visitor.asked_for == ""
    desk.now += FAILED_S
    assert desk.arrival(b"symfony=abc").asks_for == bound_to


def test_only_symfony_1_says_who_somebody_is() -> None:
    assert Desk().arrival(b"symfony=abc", "/agenda", "vitrine").asks_for == ""


def test_memory_is_bounded() -> None:
    desk = Desk()
    for number in range(5000):
        desk.reception.introduce(f"{number}", [], TABLE)

    assert len(desk.reception._known) <= 4096


def test_buckets_are_drawn_from_all_of_them() -> None:
    found = {drawn() for _ in range(2000)}

    assert all(0 <= bucket < 10_000 for bucket in found)
    assert len(found) > 1500


def test_settings_make_a_reception() -> None:
    settings = read_settings({"FIGUIER_SECRET_KEY": "k" * 32})

    assert reception_of(settings).cookie(_choice(Desk(), Desk().arrival()), is_secure=False)
    assert nobody_knows(b"symfony=abc") == ()


def _choice(desk: Desk, arrival: Arrival):  # type: ignore[no-untyped-def]
    fork = look_up(TABLE, RequestHead("GET", b"/logements", b"gestion.localhost"))
    assert isinstance(fork, Fork)
    return desk.reception.choice(arrival, fork.posture, "GET")
