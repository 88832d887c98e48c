"""Symfony 4 sessions during a request."""

import pytest

from legacy_bridge.php.formats import SessionFormat, filler
from legacy_bridge.php.limits import Limits
from legacy_bridge.php.session import PhpSession
from legacy_bridge.stores.errors import SessionBusy, SessionTooLarge
from legacy_bridge.symfony4.sessions import SymfonyRules, SymfonySessions
from tests.fakes.session_store import FakeSessionStore

STORED = b'autre|i:5;_sf2_attributes|a:1:{s:1:"a";i:1;}_sf2_meta|a:3:{s:1:"u";i:50;s:1:"c";i:40;s:1:"l";i:0;}'


def sessions(store: FakeSessionStore, rules: SymfonyRules | None = None) -> SymfonySessions:
    return SymfonySessions(store, rules or SymfonyRules(), lambda: 100)


@pytest.mark.parametrize("cookie", [None, "", "none", "../x"])
def test_a_visitor_without_a_session_stays_without_one(cookie: str | None) -> None:
    store = FakeSessionStore()
    side = sessions(store)
    live = side.open(cookie)

    assert live.session_id not in {cookie, ""}
    assert side.close(live) is None
    assert store.sessions == {}


def test_something_to_keep_makes_a_session_as_symfony_lays_it_out() -> None:
    store = FakeSessionStore()
    side = sessions(store)
    live = side.open("planted")
    live.bags.put_attribute("a", 1)

    cookie = side.close(live, is_https=True)
    assert cookie == f"PHPSESSID={live.session_id}; path=/; secure; HttpOnly; SameSite=lax"
    made = PhpSession.parse(store.sessions[live.session_id], SessionFormat.PHP)
    assert made.values == {
        "_sf2_attributes": {"a": 1},
        "_symfony_flashes": {},
        "_sf2_meta": {"u": 100, "c": 100, "l": 0},
    }


def test_d5_a_page_of_python_is_a_use_of_the_session() -> None:
    store = FakeSessionStore(abc=STORED)
    side = sessions(store)

    assert side.close(side.open("abc")) is None
    assert store.sessions["abc"] == STORED.replace(b"i:50", b"i:100")


def test_php_at_the_session_writes_its_use_and_is_waited_for_to_keep_anything() -> None:
    store = FakeSessionStore(abc=STORED)
    store.held.add("abc")
    side = sessions(store)
    assert side.close(side.open("abc")) is None

    live = side.open("abc")
    live.bags.put_attribute("a", 2)
    with pytest.raises(SessionBusy):
        side.close(live)
    with pytest.raises(SessionBusy):
        side.wait(live)
    assert store.sessions["abc"] == STORED


def test_what_another_page_wrote_meanwhile_stays() -> None:
    store = FakeSessionStore(abc=STORED)
    side = sessions(store)
    live = side.open("abc")
    live.bags.put_attribute("b", 2)
    store.sessions["abc"] = STORED.replace(b"autre|i:5", b"autre|i:6")
    side.close(live)

    now = PhpSession.parse(store.sessions["abc"], SessionFormat.PHP)
    assert now.get(("autre",)) == 6
    assert now.get(("_sf2_attributes",)) == {"a": 1, "b": 2}


def test_filler_of_a_killed_write_goes_with_the_next_one() -> None:
    store = FakeSessionStore(abc=STORED + filler(SessionFormat.PHP, 60))
    side = sessions(store)
    side.close(side.open("abc"))

    assert store.sessions["abc"] == STORED.replace(b"i:50", b"i:100")


def test_a_damaged_session_is_none_and_one_too_large_is_phps() -> None:
    store = FakeSessionStore(abc=STORED[:-1])
    assert sessions(store).open("abc").stored_id is None

    with pytest.raises(SessionTooLarge):
        sessions(FakeSessionStore(abc=STORED), SymfonyRules(limits=Limits(size=10))).open("abc")
