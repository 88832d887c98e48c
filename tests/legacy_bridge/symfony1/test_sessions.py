"""Sessions opened and closed, PHP working on them meanwhile."""

from dataclasses import dataclass

import pytest

from legacy_bridge.php.formats import SessionFormat, filler
from legacy_bridge.php.session import PhpSession
from legacy_bridge.stores.errors import SessionBusy, SessionTooLarge
from legacy_bridge.symfony1.keys import ATTRIBUTES, FLASH, LAST_REQUEST
from legacy_bridge.symfony1.rules import SessionRules
from legacy_bridge.symfony1.sessions import SymfonySessions
from tests.fakes.php_judge import PhpJudge
from tests.fakes.session_store import FakeSessionStore
from tests.fakes.sessions import sf_session

GUARD = b'a:1:{s:19:"sfGuardSecurityUser";a:1:{s:7:"user_id";s:1:"3";}}'
WAITING = b'a:1:{s:25:"symfony/user/sfUser/flash";a:1:{s:6:"notice";s:2:"ok";}}'


@dataclass
class HandClock:
    now: float = 1_000_100.5

    def __call__(self) -> float:
        return self.now


@dataclass
class Side:
    """The Python side over a fake store."""

    store: FakeSessionStore
    clock: HandClock
    sessions: SymfonySessions

    def stored(self, session_id: str = "abc") -> PhpSession:
        return PhpSession.parse(self.store.sessions[session_id], SessionFormat.PHP)


def side(**sessions: bytes) -> Side:
    store, clock = FakeSessionStore(**sessions), HandClock()
    return Side(store, clock, SymfonySessions(store, SessionRules(), clock))


def test_a_first_visit_gets_a_session_as_symfony_gives_it(captured: dict[str, bytes]) -> None:
    here = side()
    here.clock.now = 1795430389
    live = here.sessions.open(None)
    cookie = here.sessions.close(live)

    assert cookie == f"symfony={live.session_id}; path=/"
    assert here.store.sessions == {live.session_id: captured["php/01-anonymous.sess"]}


def test_a_known_visitor_keeps_id_and_cookie() -> None:
    here = side(abc=sf_session())
    cookie = here.sessions.close(here.sessions.open("abc"))

    assert cookie is None
    assert here.store.sessions == {"abc": sf_session(last=1_000_100)}
    assert here.sessions.counts.refreshed == 1


def test_within_the_same_second_nothing_is_written() -> None:
    here = side(abc=sf_session(last=1_000_100))
    here.sessions.close(here.sessions.open("abc"))

    assert here.store.writes == 0


@pytest.mark.parametrize("cookie", ["", "../../etc/passwd", "a" * 4096, "a/b", "a\0", "é"])
def test_ses_18_19_an_id_of_the_clients_making_is_never_taken(cookie: str) -> None:
    here = side(abc=sf_session())
    live = here.sessions.open(cookie)

    assert live.session_id != cookie
    assert len(live.session_id) == 32
    assert here.sessions.close(live)
    assert cookie not in here.store.sessions


@pytest.mark.parametrize("data", [b"x", sf_session() + b"\n", sf_session()[:-1]])
def test_ses_06_a_broken_session_is_left_to_php(data: bytes) -> None:
    here = side(abc=data)
    live = here.sessions.open("abc")
    here.sessions.close(live)

    assert live.session_id != "abc"
    assert here.store.sessions["abc"] == data
    assert here.sessions.counts.unreadable == 1


BIG = {
    "depth": b"a:1:{i:0;" * 4097 + b"N;" + b"}" * 4097,
    "size": b's:%d:"%b";' % (17 << 20, b"x" * (17 << 20)),
    "count": b"a:1000001:{%b}" % b"".join(b"i:%d;N;" % each for each in range(1_000_001)),
}


@pytest.mark.parametrize("kind", BIG)
def test_a_session_too_large_for_us_is_never_replaced(kind: str) -> None:
    data = sf_session() + b"x|" + BIG[kind]
    here = side(abc=data)

    with pytest.raises(SessionTooLarge, match=r"PHP's pages: More than \d+"):
        here.sessions.open("abc")
    assert here.store.sessions == {"abc": data}


def test_a_session_that_outgrew_us_meanwhile_is_never_replaced() -> None:
    here = side(abc=sf_session())
    live = here.sessions.open("abc")
    live.sign_in(4, [])
    here.store.sessions["abc"] += b"x|" + BIG["depth"]

    with pytest.raises(SessionTooLarge):
        here.sessions.close(live)
    assert list(here.store.sessions) == ["abc"]


def test_a_large_session_that_php_reads_is_served() -> None:
    deep = b"a:1:{i:0;" * 600 + b"N;" + b"}" * 600
    many = b"a:250000:{%b}" % b"".join(b"i:%d;N;" % each for each in range(250_000))
    data = b'd|%bm|%bs|s:5000000:"%b";' % (deep, many, b"x" * 5_000_000)
    here = side(abc=sf_session() + data)

    assert here.sessions.close(here.sessions.open("abc")) is None
    assert here.store.sessions["abc"] == sf_session(last=1_000_100) + data


def test_an_empty_session_is_an_anonymous_one() -> None:
    here = side(abc=b"")
    live = here.sessions.open("abc")

    assert live.session_id == "abc"
    assert not live.user.is_authenticated
    here.sessions.close(live)
    assert here.stored().get((LAST_REQUEST,)) == 1_000_100


def test_ses_10_only_what_changed_is_written_on_what_php_wrote_meanwhile() -> None:
    here = side(abc=sf_session())
    live = here.sessions.open("abc")
    live.lists.keep("commune.page", "2")
    here.store.sessions["abc"] += b"php|i:5;"
    here.sessions.close(live)

    page = b'a:1:{s:12:"admin_module";a:1:{s:12:"commune.page";s:1:"2";}}'
    assert here.store.sessions["abc"] == sf_session(page, last=1_000_100) + b"php|i:5;"


def test_ses_20_a_sign_in_moves_the_session() -> None:
    here = side(abc=sf_session())
    live = here.sessions.open("abc")
    live.sign_in(3, ["referentiels"])
    cookie = here.sessions.close(live)

    assert cookie == f"symfony={live.session_id}; path=/"
    assert list(here.store.sessions) == [live.session_id]
    assert here.sessions.open(live.session_id).user.user_id == 3
    assert here.sessions.open("abc").user.user_id is None


def test_ses_23_a_timed_out_user_is_signed_out_as_symfony_does() -> None:
    here = side(abc=sf_session(GUARD, signed_in=True))
    here.clock.now = 1_000_000 + 1800
    live = here.sessions.open("abc")

    assert live.was_timed_out
    assert not live.user.is_authenticated
    assert here.sessions.close(live)
    assert "abc" not in here.store.sessions
    assert not here.sessions.open(live.session_id).user.is_authenticated


def test_ses_23_work_in_python_keeps_the_user_signed_in() -> None:
    here = side(abc=sf_session(GUARD, signed_in=True))
    for minute in range(31):
        here.clock.now = 1_000_000 + 60 * minute
        here.sessions.close(here.sessions.open("abc"))

    assert here.sessions.open("abc").user.user_id == 3
    assert here.stored().get((LAST_REQUEST,)) == 1_000_000 + 1800


def test_an_account_of_somebody_not_signed_in_is_dropped() -> None:
    here = side(abc=sf_session(GUARD))
    here.sessions.close(here.sessions.open("abc"))

    assert here.stored().get((ATTRIBUTES,)) == {}


def test_ses_12_a_session_that_php_holds_is_read_and_its_time_left_to_php() -> None:
    here = side(abc=sf_session())
    here.store.held.add("abc")
    here.sessions.close(here.sessions.open("abc"))

    assert here.store.sessions["abc"] == sf_session()
    assert here.sessions.counts.changes_lost == 0


def test_ses_12_a_change_that_php_keeps_us_from_writing_is_told_and_counted() -> None:
    here = side(abc=sf_session())
    live = here.sessions.open("abc")
    live.lists.keep("commune.page", "2")
    here.store.held.add("abc")

    with pytest.raises(SessionBusy):
        here.sessions.close(live)
    assert here.sessions.counts.changes_lost == 1


def test_ses_12_a_default_is_no_reason_to_wait_for_php() -> None:
    here = side(abc=sf_session())
    live = here.sessions.open("abc")
    live.lists.keep_default("commune.page", "2")
    here.store.held.add("abc")
    here.sessions.close(live)

    assert live.lists.kept("commune.page") == "2"
    assert here.store.sessions["abc"] == sf_session()


def test_a_default_leaves_what_was_kept_meanwhile() -> None:
    here = side(abc=sf_session())
    one, other = (here.sessions.open("abc") for _ in range(2))
    one.lists.keep_default("commune.page", "1")
    other.lists.keep("commune.page", "2")
    here.sessions.close(other)
    here.sessions.close(one)

    assert here.sessions.open("abc").lists.kept("commune.page") == "2"


def test_ses_12_one_who_waits_is_told_when_it_takes_too_long() -> None:
    here = side(abc=sf_session())
    live, stranger = here.sessions.open("abc"), here.sessions.open(None)
    here.sessions.wait(live)
    here.store.held.add("abc")
    here.sessions.wait(stranger)

    assert here.store.sessions["abc"] == sf_session()
    with pytest.raises(SessionBusy):
        here.sessions.wait(live)


def test_a_sign_out_that_cannot_be_written_is_told() -> None:
    here = side(abc=sf_session(GUARD, signed_in=True))
    live = here.sessions.open("abc")
    live.sign_out()
    here.store.held.add("abc")

    with pytest.raises(SessionBusy):
        here.sessions.close(live)


def test_ses_22_a_session_signed_out_meanwhile_does_not_come_back() -> None:
    here = side(abc=sf_session(GUARD, signed_in=True))
    live = here.sessions.open("abc")
    live.lists.keep("commune.page", "2")
    del here.store.sessions["abc"]

    assert here.sessions.close(live) is None
    assert here.store.sessions == {}


@pytest.mark.parametrize(
    "act, user_id",
    [("sign_in", 4), ("sign_out", None), ("grant", None)],
)
def test_ses_22_only_this_requests_own_sign_in_outlives_the_session(
    act: str, user_id: int | None
) -> None:
    here = side(abc=sf_session(GUARD, signed_in=True))
    live = here.sessions.open("abc")
    match act:
        case "sign_in":
            live.sign_in(4, ["a"])
        case "sign_out":
            live.sign_out()
        case _:
            live.grant(["a"])
    del here.store.sessions["abc"]
    assert here.sessions.close(live)

    assert here.sessions.open(live.session_id).user.user_id == user_id


def test_ses_45_a_message_is_shown_by_one_request_alone() -> None:
    here = side(abc=sf_session(WAITING))
    first, second = here.sessions.open("abc"), here.sessions.open("abc")

    assert here.sessions.message(first, "notice") == "ok"
    assert here.sessions.message(first, "notice") == "ok"
    assert here.sessions.message(second, "notice") is None
    assert here.stored().get((ATTRIBUTES, FLASH)) == {}
    here.sessions.close(first)
    here.sessions.close(second)
    assert here.stored().get((ATTRIBUTES, FLASH)) == {}


def test_ses_45_a_message_is_phps_when_php_holds_the_session() -> None:
    here = side(abc=sf_session(WAITING))
    live = here.sessions.open("abc")
    here.store.held.add("abc")

    assert here.sessions.message(live, "notice") is None
    here.sessions.close(live)
    assert here.stored().get((ATTRIBUTES, FLASH)) == {"notice": "ok"}


def test_ses_45_a_message_left_here_waits_for_the_next_page() -> None:
    here = side(abc=sf_session())
    live = here.sessions.open("abc")
    live.flash.put("notice", "Enregistré")
    here.sessions.close(live)

    assert here.stored().get((ATTRIBUTES, FLASH)) == {"notice": "Enregistré"}
    following = here.sessions.open("abc")
    assert here.sessions.message(following, "notice") == "Enregistré"
    assert here.sessions.message(following, "error") is None


def test_a_message_of_this_very_request_is_seen() -> None:
    here = side()
    live = here.sessions.open(None)
    live.flash.put("notice", "Enregistré")

    assert here.sessions.message(live, "notice") == "Enregistré"


def test_ses_46_the_language_follows() -> None:
    here = side(abc=sf_session())
    live = here.sessions.open("abc")
    live.user.choose_culture("en")
    here.sessions.close(live)

    assert here.sessions.open("abc").user.culture == "en"


def test_what_a_killed_write_left_is_forgotten() -> None:
    here = side(abc=sf_session() + filler(SessionFormat.PHP, 40))
    here.sessions.close(here.sessions.open("abc"))

    assert here.store.sessions["abc"] == sf_session(last=1_000_100)


@pytest.mark.parametrize("key", ["_", "__", "_____", "figuier/filler"])
def test_a_key_of_phps_that_looks_like_filling_stays(key: str) -> None:
    own = b'%b|s:3:"--x";' % key.encode() + b'_|s:3:"---";___|N;'
    here = side(abc=sf_session() + own)
    here.sessions.close(here.sessions.open("abc"))

    assert here.store.sessions["abc"] == sf_session(last=1_000_100) + own


def test_a_session_whose_links_hide_behind_an_own_format_is_still_served() -> None:
    sealed = b'c|C:1:"A":8:{i:0;r:1;}' + sf_session()
    here = side(abc=sealed)
    here.sessions.close(here.sessions.open("abc"))

    assert here.store.sessions["abc"] == sealed.replace(b"1000000", b"1000100")
    assert here.sessions.counts.changes_lost == 0


SEALED = b'o|O:1:"A":1:{s:1:"x";r:1;}c|C:1:"A":8:{i:0;r:1;}' + sf_session(GUARD, signed_in=True)


@pytest.mark.parametrize("act", ["sign_out", "sign_in"])
def test_ses_22_signing_in_and_out_never_depend_on_what_else_is_there(act: str) -> None:
    here = side(abc=SEALED)
    live = here.sessions.open("abc")
    if act == "sign_out":
        live.sign_out()
    else:
        live.sign_in(4, ["a"])
    assert here.sessions.close(live)

    assert list(here.store.sessions) == [live.session_id]
    assert here.sessions.open(live.session_id).user.user_id == (None if act == "sign_out" else 4)
    assert here.sessions.counts.begun_anew == 0
    assert here.store.sessions[live.session_id].startswith(SEALED[: SEALED.index(b"symfony")])


@pytest.mark.parametrize("act", ["time", "sign_out", "sign_in"])
@pytest.mark.parametrize("is_before", [True, False], ids=["before symfony", "after"])
def test_a_shared_object_beside_an_own_format_outlives_sign_in_and_out(
    act: str, is_before: bool, judge: PhpJudge
) -> None:
    inner = b'x:i:0;a:1:{i:0;O:8:"stdClass":1:{s:1:"a";i:1;}};m:a:0:{}'
    ours = sf_session(GUARD, signed_in=True, credentials=b'a:1:{i:0;s:1:"x";}')
    app = b'obj|O:8:"stdClass":0:{}app|C:11:"ArrayObject":%d:{%b}same|r:%d;'
    theirs = app % (len(inner), inner, 1 if is_before else 10)
    here = side(abc=theirs + ours if is_before else ours + theirs)
    before = judge.session("php", here.store.sessions["abc"])
    live = here.sessions.open("abc")
    if act == "sign_out":
        live.sign_out()
    elif act == "sign_in":
        live.sign_in(4, ["a", "b", "c"])
    here.sessions.close(live)

    after = judge.session("php", here.store.sessions[live.session_id])
    assert before is not None
    assert after is not None
    same = (b"obj", b"app", b"same", b"hors_symfony")
    assert {key: after[key] for key in same} == {key: before[key] for key in same}
    again = judge.again("php", here.store.sessions[live.session_id])
    assert again is not None
    assert again.count(b"stdClass") == 2
    assert after[LAST_REQUEST.encode()] == b"i:1000100;"
    expected = {"time": 3, "sign_out": None, "sign_in": 4}[act]
    assert here.sessions.open(live.session_id).user.user_id == expected
    counts = here.sessions.counts
    assert (counts.begun_anew, counts.changes_lost) == (0, 0)


def test_an_object_where_filters_should_be_costs_the_filters_alone() -> None:
    odd = b'a:1:{s:12:"admin_module";O:8:"stdClass":0:{}}'
    here = side(abc=sf_session(odd))
    live = here.sessions.open("abc")
    assert live.lists.kept("commune.page") is None
    live.lists.keep("commune.page", "2")
    here.sessions.close(live)

    assert here.store.sessions["abc"] == sf_session(odd, last=1_000_100)
    assert here.sessions.counts.changes_lost == 1


def test_a_message_that_cannot_be_taken_is_still_shown() -> None:
    sealed = b'c|C:1:"A":8:{i:0;r:1;}' + sf_session(WAITING)
    here = side(abc=sealed)

    assert here.sessions.message(here.sessions.open("abc"), "notice") == "ok"
