"""Visitors whose session is over: what they keep, and when they are told another id."""

import time

import pytest

from legacy_bridge.symfony1.keys import ATTRIBUTES
from legacy_bridge.symfony1.live import LiveSession
from legacy_bridge.symfony1.rules import SessionRules
from legacy_bridge.symfony1.sessions import SymfonySessions
from tests.fakes.session_store import FakeSessionStore
from tests.fakes.sessions import sf_session

GUARD = b'a:1:{s:19:"sfGuardSecurityUser";a:1:{s:7:"user_id";s:1:"3";}}'
LATE = 1_009_000


def sessions(*, strict: bool = False, **stored: bytes) -> tuple[SymfonySessions, FakeSessionStore]:
    store = FakeSessionStore(**stored)
    return SymfonySessions(store, SessionRules(is_strict=strict), lambda: LATE), store


def test_a_dead_id_is_left_alone_when_nothing_is_kept() -> None:
    here, store = sessions()
    live = here.open("dead")
    live.lists.keep_default("commune.sort", ["nom", "asc"])
    live.user.put_default("referer", "/communes")

    assert here.close(live) is None
    assert store.sessions == {}
    assert not live.is_stored


def test_a_form_shown_to_a_dead_id_has_the_token_php_makes_for_it() -> None:
    here, _ = sessions()
    live = here.open("dead")
    token = live.form_token("secret", "Form")

    assert token == LiveSession("dead", "dead", live.draft, live.rules, 0).form_token(
        "secret", "Form"
    )
    assert here.open("dead").accepts_token(token, "secret", "Form")


def test_where_php_is_strict_a_form_gets_a_session() -> None:
    here, store = sessions(strict=True)
    live = here.open("dead")
    token = live.form_token("secret", "Form")

    assert here.close(live) == f"symfony={live.session_id}; path=/"
    assert list(store.sessions) == [live.session_id] != ["dead"]
    assert here.open(live.session_id).accepts_token(token, "secret", "Form")


def test_where_php_is_strict_a_page_without_a_form_gives_no_id() -> None:
    here, store = sessions(strict=True)

    assert here.close(here.open("dead")) is None
    assert store.sessions == {}


def _message(live: LiveSession) -> None:
    live.flash.put("notice", "ok")


def _filter(live: LiveSession) -> None:
    live.lists.keep("commune.page", "2")


def _language(live: LiveSession) -> None:
    live.user.choose_culture("en")


@pytest.mark.parametrize("act", [_message, _filter, _language, LiveSession.sign_out])
def test_what_is_kept_for_a_dead_id_gets_an_id_of_ours(act) -> None:
    here, store = sessions()
    live = here.open("dead")
    act(live)

    assert here.close(live) == f"symfony={live.session_id}; path=/"
    assert list(store.sessions) == [live.session_id] != ["dead"]
    assert store.sessions[live.session_id].startswith(b"symfony/user/sfUser/lastRequest|i:1009000;")


def test_a_token_drawn_once_something_is_kept_is_for_the_new_id() -> None:
    here, _ = sessions()
    live = here.open("dead")
    live.flash.put("notice", "ok")
    token = live.form_token("secret", "Form")
    here.close(live)

    assert here.open(live.session_id).accepts_token(token, "secret", "Form")


def test_a_form_of_a_dead_id_whose_owner_signs_in_meanwhile_is_outdated() -> None:
    here, _ = sessions()
    token = here.open("dead").form_token("secret", "Form")
    live = here.open("dead")
    live.sign_in(3, [])

    assert live.is_outdated(token, "secret", "Form")


def test_of_two_that_find_the_time_out_one_gives_an_id() -> None:
    here, store = sessions(abc=sf_session(GUARD, signed_in=True))
    first, second = here.open("abc"), here.open("abc")

    assert here.close(first) == f"symfony={first.session_id}; path=/"
    assert here.close(second) is None
    assert list(store.sessions) == [first.session_id]


def test_the_second_gives_one_when_it_keeps_something() -> None:
    here, store = sessions(abc=sf_session(GUARD, signed_in=True))
    first, second = here.open("abc"), here.open("abc")
    second.draft.put(("figuier", "typed"), "text")
    here.close(first)
    begun = time.monotonic()

    assert here.close(second) == f"symfony={second.session_id}; path=/"
    assert time.monotonic() - begun > 0.1, "the first answer must reach the browser first"
    assert b"text" in store.sessions[second.session_id]
    assert here.open(second.session_id).user.user_id is None


def test_what_was_typed_under_a_dead_id_lets_other_answers_go_first() -> None:
    here, _ = sessions()
    live = here.open("dead")
    live.draft.put(("figuier", "typed"), "text")
    live.goes_second = True
    begun = time.monotonic()

    assert here.close(live)
    assert time.monotonic() - begun > 0.1


def test_a_default_is_put_where_nothing_is() -> None:
    here, store = sessions(abc=sf_session())
    live = here.open("abc")
    live.user.put_default("referer", "/communes")
    here.close(live)
    live = here.open("abc")
    live.user.put_default("referer", "/quartiers")
    here.close(live)

    kept = here.open("abc").draft.get((ATTRIBUTES, ATTRIBUTES, "referer"))
    assert kept == "/communes"
    assert list(store.sessions) == ["abc"]
