"""A typed form carried by a PHP session."""

import json

import pytest

from legacy_bridge.flask_session import OWN_KEY
from legacy_bridge.symfony1.live import LiveSession
from legacy_bridge.symfony1.rules import SessionRules
from modules.kernel.ports import TypedForm
from proxy.wiring.kept_forms import LONGEST_S, keep, room_in, take
from tests.fakes.sessions import php_draft, sf_session

NOW = 1_000_000
TYPED = TypedForm("/communes/3/edit", (("commune[nom]", "Élan | ; \" d'été"), ("ids[]", "1")))


def live(data: bytes, now: int = NOW) -> LiveSession:
    return LiveSession("old", "old", php_draft(data), SessionRules(), now)


def given(session: LiveSession, page: str) -> TypedForm | None:
    return take(session.draft, page, session.started_at, user=session.user.user_id)


def kept(user: int | None = None) -> bytes:
    """The session of somebody who typed, signed in again since as account 3."""
    session = live(sf_session())
    keep(session.draft, TYPED, NOW, user=user)
    session.user.sign_in(3, [])
    return session.draft.rewritten(sf_session())


@pytest.mark.parametrize("user", [None, 3], ids=["PHP ended the session", "Python did"])
def test_the_one_who_typed_is_given_it_once(user: int | None) -> None:
    session = live(kept(user))

    assert given(session, "/communes/3/edit") == TYPED
    assert given(session, "/communes/3/edit") is None
    assert live(session.draft.rewritten(kept(user))).draft.get((OWN_KEY, "typed")) is None


def test_another_account_is_given_nothing_and_it_is_gone() -> None:
    session = live(kept(user=4))

    assert given(session, "/communes/3/edit") is None
    assert session.draft.get((OWN_KEY, "typed")) is None


def test_another_page_leaves_it() -> None:
    session = live(kept())

    assert given(session, "/communes/4/edit") is None
    assert given(session, "/communes/3/edit") == TYPED


def test_it_is_kept_for_an_hour() -> None:
    assert given(live(kept(), NOW + LONGEST_S), TYPED.page) == TYPED

    late = live(kept(), NOW + LONGEST_S + 1)
    assert given(late, "/elsewhere") is None
    assert late.draft.get((OWN_KEY, "typed")) is None


@pytest.mark.parametrize(
    "damaged",
    [
        "{",
        "[]",
        json.dumps({"page": "/communes/3/edit", "pairs": [[1]], "user": 3, "at": NOW}),
        json.dumps({"page": "/communes/3/edit", "pairs": [], "user": 3, "at": "yesterday"}),
        json.dumps({"page": "/communes/3/edit"}),
    ],
)
def test_what_cannot_be_read_is_dropped(damaged: str) -> None:
    session = live(sf_session())
    session.draft.put((OWN_KEY, "typed"), damaged)

    assert given(session, TYPED.page) is None
    assert session.draft.get((OWN_KEY, "typed")) is None


def test_what_is_no_text_is_not_ours() -> None:
    session = live(sf_session())
    session.draft.put((OWN_KEY, "typed"), 5)

    assert given(session, TYPED.page) is None


@pytest.mark.parametrize(
    ("store", "size", "is_kept"),
    [
        pytest.param("files", 1_000_000, True, id="a file takes all"),
        pytest.param("redis://127.0.0.1:6379", 1_000_000, True, id="redis takes all"),
        pytest.param("table:session", 30_000, True, id="a BLOB takes it"),
        pytest.param("table:session", 60_000, False, id="a BLOB would be cut"),
        pytest.param("table:session", 20_500, False, id="bytes are counted, not letters"),
        pytest.param("memcached://127.0.0.1", 700_000, True, id="an item takes it"),
        pytest.param("memcached://127.0.0.1", 1_000_000, False, id="an item would not"),
        pytest.param("files", 1_100_000, False, id="more than the setting says"),
    ],
)
def test_a_form_is_kept_where_the_store_has_room(
    store: str, size: int, is_kept: bool, caplog: pytest.LogCaptureFixture
) -> None:
    session = live(sf_session())
    letter = "é" if size == 20_500 else "x"

    typed, room = TypedForm("/x", (("a", letter * size),)), room_in(store, 1 << 20)
    assert keep(session.draft, typed, NOW, room=room) is is_kept
    assert (given(session, "/x") is not None) is is_kept
    assert ("did not fit" in caplog.text) is not is_kept
