"""Remember keys, as recorded and as issued."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, text

from legacy_bridge.sfguard.accounts import Account
from legacy_bridge.sfguard.remember import KeyRefusal, RememberCookie, RememberKeys
from legacy_bridge.sfguard.tables import GuardTables
from tests.legacy_bridge.conftest import SFGUARD

RECORDED = json.loads((SFGUARD.parent / "remember-keys.json").read_text(encoding="utf-8"))
NOW = datetime(2026, 11, 24, 12, 0)  # noqa: DTZ001 - PHP's local time


@pytest.fixture
def keys(guard: Connection) -> RememberKeys:
    return RememberKeys(guard, GuardTables.reflected(guard))


@pytest.mark.parametrize("name", ["chloe", "claude", "élodie"])
def test_ses_27_a_recorded_key_opens_its_owners_account(keys: RememberKeys, name: str) -> None:
    owner = keys.owner(RECORDED[name]["cookie"], NOW)

    assert isinstance(owner, Account)
    assert owner.username == name


CLAUDE = RECORDED["claude"]["cookie"]


@pytest.mark.parametrize(
    "key, refusal",
    [
        pytest.param("vieillecle0000000000000000000001", KeyRefusal.EXPIRED, id="too old"),
        pytest.param("cleinactive000000000000000000001", KeyRefusal.INACTIVE, id="switched off"),
        pytest.param("0" * 32, KeyRefusal.UNKNOWN, id="nobody's"),
        pytest.param(CLAUDE.upper(), KeyRefusal.UNKNOWN, id="another case"),
        pytest.param(CLAUDE + " ", KeyRefusal.UNKNOWN, id="a space after"),
        pytest.param("%", KeyRefusal.UNKNOWN, id="SQL wildcard"),
        pytest.param("", KeyRefusal.UNKNOWN, id="empty"),
        pytest.param("a" * 65536, KeyRefusal.UNKNOWN, id="64 KiB"),
        pytest.param("é", KeyRefusal.UNKNOWN, id="no ASCII"),
    ],
)
def test_ses_28_other_keys_open_nothing(keys: RememberKeys, key: str, refusal: KeyRefusal) -> None:
    assert keys.owner(key, NOW) is refusal


@pytest.mark.parametrize("column, value", [("user_id", "NULL"), ("created_at", "0")])
def test_ses_28_a_damaged_row_opens_nothing(keys: RememberKeys, column: str, value: str) -> None:
    keys.connection.execute(text("SET sql_mode = ''"))
    keys.connection.execute(
        text(f"UPDATE sf_guard_remember_key SET {column} = {value} WHERE remember_key = :key"),
        {"key": CLAUDE},
    )

    assert isinstance(keys.owner(CLAUDE, NOW), KeyRefusal)


def test_a_new_key_replaces_the_users_others_and_everybodys_old_ones(keys: RememberKeys) -> None:
    key = keys.issue(3, "127.0.0.1", NOW)

    assert isinstance(keys.owner(key, NOW), Account)
    assert len(key) == 32
    query = text("SELECT user_id FROM sf_guard_remember_key ORDER BY user_id")
    assert list(keys.connection.execute(query).scalars()) == [2, 3, 6, 7]
    assert keys.owner(CLAUDE, NOW) is KeyRefusal.UNKNOWN


def test_a_key_lasts_as_long_as_the_site_says(keys: RememberKeys) -> None:
    key = keys.issue(3, "127.0.0.1", NOW)
    last = NOW + timedelta(seconds=keys.age_s)

    assert isinstance(keys.owner(key, last - timedelta(seconds=1)), Account)
    assert keys.owner(key, last) is KeyRefusal.EXPIRED


def test_ses_22_a_sign_out_leaves_no_key(keys: RememberKeys) -> None:
    assert keys.revoke(3) == 1
    assert keys.owner(CLAUDE, NOW) is KeyRefusal.UNKNOWN


def test_a_key_found_after_a_sign_out_takes_its_users_others_along(keys: RememberKeys) -> None:
    assert keys.revoke_with(CLAUDE.upper()) == 0
    assert keys.revoke_with("' OR 1=1 -- ") == 0
    assert keys.revoke_with(CLAUDE) == 1
    assert keys.owner(CLAUDE, NOW) is KeyRefusal.UNKNOWN


def test_the_cookie_is_the_recorded_one_and_out_of_scripts_reach() -> None:
    now = datetime(2026, 11, 23, 10, 43, 40, tzinfo=UTC)
    line = RememberCookie(is_http_only=False).header(CLAUDE, now)

    assert line == RECORDED["claude"]["set_cookie"]
    assert RememberCookie(is_secure=True).header(CLAUDE, now) == f"{line}; secure; HttpOnly"
    assert RememberCookie().removal() == (
        "sfRemember=deleted; expires=Thu, 01 Jan 1970 00:00:01 GMT; Max-Age=0; path=/"
    )
