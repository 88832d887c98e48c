"""Signing in and out over recorded accounts; real PHP judges in tests/proxy/wiring."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Connection, select, text

from legacy_bridge.sfguard.accounts import Accounts
from legacy_bridge.sfguard.gate import REFERER, Gate
from legacy_bridge.sfguard.own_passwords import TABLE, OwnPasswords
from legacy_bridge.sfguard.passwords import stored_password
from legacy_bridge.sfguard.remember import KeyRefusal, RememberKeys
from legacy_bridge.sfguard.sign_in import Refusal
from legacy_bridge.sfguard.tables import GuardTables
from legacy_bridge.sfguard.visitor import Visitor
from legacy_bridge.symfony1.live import LiveSession
from legacy_bridge.symfony1.rules import SessionRules
from tests.fakes.sessions import php_draft, sf_session

NOW = datetime(2026, 11, 24, 12, 0, 0, 5, tzinfo=ZoneInfo("Europe/Paris"))
LOCAL = NOW.replace(tzinfo=None, microsecond=0)
CLAUDE = 3


@pytest.fixture
def gate(guard: Connection) -> Gate:
    tables = GuardTables.reflected(guard)
    accounts = Accounts(guard, tables)
    accounts.change_password(CLAUDE, stored_password("mot"), LOCAL)
    live = LiveSession("abc", "abc", php_draft(sf_session()), SessionRules(), 1_000_000)
    live.user.put_attribute(REFERER, "http://site/wanted")
    return Gate(Visitor(live, lambda: accounts), RememberKeys(guard, tables))


def test_a_right_password_opens_and_leads_to_the_page_that_was_wanted(gate: Gate) -> None:
    passage = gate.sign_in("claude", "mot", NOW)

    assert passage.result.refusal is None
    assert (passage.go_to, passage.cookies) == ("http://site/wanted", ())
    assert gate.live.has_new_id
    assert gate.live.user.user_id == CLAUDE
    assert gate.live.user.attribute(REFERER) is None
    row = gate.keys.connection.execute(text("SELECT last_login FROM sf_guard_user WHERE id = 3"))
    assert row.scalar_one() == LOCAL


def test_with_passwords_of_our_own_they_count_before_phps_columns(gate: Gate) -> None:
    TABLE.create(gate.keys.connection, checkfirst=True)
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    own = OwnPasswords(gate.visitor.accounts(), php_checks=False, hasher=hasher)
    gate.visitor.accounts().change_password(CLAUDE, stored_password("mot"), LOCAL)
    with_own = replace(gate, own=lambda: own)

    assert with_own.sign_in("claude", "x", NOW).result.refusal is Refusal.WRONG_PASSWORD
    assert with_own.sign_in("claude", "mot", NOW).go_to == "http://site/wanted"
    made, at = gate.keys.connection.execute(select(TABLE.c.hash, TABLE.c.created_at)).one()
    assert made.startswith("$argon2id$")
    assert at == LOCAL


def test_remembering_gives_a_key_and_its_cookie(gate: Gate) -> None:
    passage = gate.sign_in("claude", "mot", NOW, remembers=True, address="192.0.2.7")
    (line,) = passage.cookies
    key = line.removeprefix("sfRemember=").partition(";")[0]

    owner = gate.keys.owner(key, LOCAL)
    assert not isinstance(owner, KeyRefusal)
    assert owner.id == CLAUDE
    assert "HttpOnly" in line


@pytest.mark.parametrize(
    ("login", "password", "refusal"),
    [
        ("claude", "faux", Refusal.WRONG_PASSWORD),
        ("personne", "mot", Refusal.UNKNOWN),
        ("", "", Refusal.UNKNOWN),
    ],
)
def test_a_refusal_changes_nothing(gate: Gate, login: str, password: str, refusal: Refusal) -> None:
    passage = gate.sign_in(login, password, NOW, remembers=True)

    assert passage.result.refusal is refusal
    assert (passage.cookies, passage.go_to) == ((), "")
    assert not gate.live.has_new_id
    assert gate.live.user.attribute(REFERER) == "http://site/wanted"


def test_going_out_leaves_no_key_and_says_so_to_the_browser(gate: Gate) -> None:
    line = gate.sign_in("claude", "mot", NOW, remembers=True).cookies[0]
    key = line.removeprefix("sfRemember=").partition(";")[0]
    (removal,) = gate.sign_out()

    assert removal.startswith("sfRemember=deleted;")
    assert gate.keys.owner(key, LOCAL) is KeyRefusal.UNKNOWN
    assert not gate.live.user.is_authenticated


def test_a_stranger_may_go_out_too(gate: Gate) -> None:
    assert len(gate.sign_out()) == 1
    assert not gate.live.user.is_authenticated


def test_a_referer_that_is_no_text_leads_nowhere(gate: Gate) -> None:
    gate.live.user.put_attribute(REFERER, 5)

    assert gate.sign_in("claude", "mot", NOW).go_to == ""
