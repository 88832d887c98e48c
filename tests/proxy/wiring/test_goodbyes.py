"""Remember keys forgotten on behalf of PHP, over the demo's database."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from demo.stack.database import Database
from proxy.config import Settings, read_settings
from proxy.goodbyes import GoodbyeDelayed
from proxy.wiring.goodbyes import GoodbyeDesk, RememberedVisitors, remembered_visitors
from proxy.wiring.recent_visitors import RECENT_FOLDER, RecentVisitors
from tests.fakes.sessions import sf_session

KEYS = "SELECT user_id, remember_key FROM sf_guard_remember_key ORDER BY remember_key"


@pytest.fixture
def keys(database: Database, reset_database: Callable[[], list[str]]) -> Iterator[Database]:
    for user, key, made in ((1, "aaa1", "2026-11-01"), (1, "aaa2", "2001-01-01"), (2, "bbb1", "2026-11-01")):  # fmt: skip
        database.run(
            "INSERT INTO sf_guard_remember_key (user_id, remember_key, created_at, updated_at)"
            f" VALUES ({user}, '{key}', '{made}', '{made}')"
        )
    yield database
    reset_database()


def settings(url: str) -> Settings:
    return read_settings({"FIGUIER_DATABASE_URL": url})


@pytest.mark.stack
@pytest.mark.parametrize(
    ("key", "left"),
    [
        pytest.param("aaa1", ["bbb1"], id="all keys of its owner, old ones too"),
        pytest.param("AAA1", ["aaa1", "aaa2", "bbb1"], id="another spelling"),
        pytest.param("ccc1", ["aaa1", "aaa2", "bbb1"], id="nobody's"),
        pytest.param("' OR 1=1 -- ", ["aaa1", "aaa2", "bbb1"], id="no key"),
        pytest.param("%", ["aaa1", "aaa2", "bbb1"], id="a wildcard"),
    ],
)
def test_the_keys_of_who_signed_out_are_deleted(keys: Database, key: str, left: list[str]) -> None:
    remembered_visitors(settings(keys.url)).forget(key)

    assert [found for _, found in keys.run(KEYS) if found[:3] in {"aaa", "bbb"}] == left


@pytest.mark.stack
@pytest.mark.parametrize(
    ("who", "left"),
    [
        pytest.param(":abc", ["bbb1"], id="seen signed in"),
        pytest.param("zz:abc", ["bbb1"], id="with a dead key"),
        pytest.param("bbb1:abc", [], id="with somebody else's key"),
        pytest.param("bbb1:def", ["aaa1", "aaa2"], id="never seen, with a key"),
        pytest.param(":def", ["aaa1", "aaa2", "bbb1"], id="never seen"),
        pytest.param(":", ["aaa1", "aaa2", "bbb1"], id="nothing"),
    ],
)
def test_the_keys_of_who_was_signed_in_under_a_session_are_deleted(
    keys: Database, tmp_path: Path, who: str, left: list[str]
) -> None:
    RecentVisitors(tmp_path / RECENT_FOLDER).note("abc", 1)
    environ = {"FIGUIER_DATABASE_URL": keys.url, "FIGUIER_STATE_DIR": str(tmp_path)}
    remembered_visitors(read_settings(environ)).forget(who)

    assert [found for _, found in keys.run(KEYS) if found[:3] in {"aaa", "bbb"}] == left
    is_known = RecentVisitors(tmp_path / RECENT_FOLDER).user_of("abc") is not None
    assert is_known is ("aaa1" in left)


def test_a_session_is_known_until_its_keys_are_gone(tmp_path: Path) -> None:
    recent = RecentVisitors(tmp_path)
    recent.note("abc", 1)
    away = remembered_visitors(settings("mysql://nobody@127.0.0.1:1/none"))

    with pytest.raises(GoodbyeDelayed, match="database"):
        RememberedVisitors(away.engine, recent).forget(":abc")
    assert recent.user_of("abc") == 1


def asked(desk: GoodbyeDesk, key: bytes) -> str:
    said: list[str] = []
    environ: dict[str, Any] = {"wsgi.input": io.BytesIO(key), "wsgi.errors": io.StringIO()}
    desk(environ, lambda status, _headers, _error=None: said.append(status) or io.BytesIO().write)  # type: ignore[func-returns-value,arg-type,return-value]
    return said[0]


def test_the_desk_says_what_it_did() -> None:
    heard: list[str] = []

    assert asked(GoodbyeDesk(heard.append), b"abc") == "204 No Content"
    assert heard == ["abc"]


def test_a_database_that_is_away_is_said() -> None:
    visitors = remembered_visitors(settings("mysql://nobody@127.0.0.1:1/none"))

    with pytest.raises(GoodbyeDelayed, match="database"):
        visitors.forget("abc")
    assert asked(GoodbyeDesk(visitors.forget), b"abc") == "503 Service Unavailable"


def test_without_a_database_nobody_is_remembered() -> None:
    RememberedVisitors(None).forget("abc")

    assert remembered_visitors(read_settings({})).engine is None


GUARD = b'a:1:{s:19:"sfGuardSecurityUser";a:1:{s:7:"user_id";s:1:"3";}}'


@pytest.mark.parametrize(
    ("data", "user_id"),
    [
        (sf_session(GUARD, signed_in=True), 3),
        (sf_session(GUARD), None),
        (sf_session(), None),
        (b"damaged", None),
    ],
    ids=["signed in", "signed out", "anonymous", "damaged"],
)
def test_who_was_given_a_session_is_noted_for_a_goodbye(
    tmp_path: Path, data: bytes, user_id: int | None
) -> None:
    sessions = tmp_path / "sessions"
    sessions.mkdir()
    environ = {
        "FIGUIER_DATABASE_URL": "mysql://nobody@127.0.0.1:1/none",
        "FIGUIER_STATE_DIR": str(tmp_path),
        "FIGUIER_SYMFONY1_SESSION_DIR": str(sessions),
    }
    visitors = remembered_visitors(read_settings(environ))
    for nothing_yet in (None, b""):
        if nothing_yet is not None:
            (sessions / "sess_abc").write_bytes(nothing_yet)
        with pytest.raises(GoodbyeDelayed, match="cannot be read yet"):
            visitors.forget("+abc")
    (sessions / "sess_abc").write_bytes(data)
    visitors.forget("+abc")

    assert RecentVisitors(tmp_path / RECENT_FOLDER).user_of("abc") == user_id
