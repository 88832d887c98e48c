"""The visitor: what the session says, and what the account is now."""

from datetime import datetime

import pytest
from sqlalchemy import Connection, text

from legacy_bridge.sfguard.accounts import Accounts
from legacy_bridge.sfguard.remember import KeyRefusal, RememberKeys
from legacy_bridge.sfguard.tables import GuardTables
from legacy_bridge.sfguard.visitor import Visitor
from legacy_bridge.symfony1.live import LiveSession
from legacy_bridge.symfony1.rules import SessionRules
from tests.fakes.sessions import php_draft, sf_session
from tests.legacy_bridge.conftest import CORPUS

NOW = datetime(2026, 11, 24, 12, 0)  # noqa: DTZ001 - PHP's local time
SESSIONS = CORPUS / "sessions" / "php"
told: list[str] = []


@pytest.fixture
def accounts(guard: Connection) -> Accounts:
    told.clear()
    return Accounts(guard, GuardTables.reflected(guard))


def visitor(accounts: Accounts, data: bytes) -> Visitor:
    live = LiveSession("abc", "abc", php_draft(data), SessionRules(), 1_000_000)
    return Visitor(live, lambda: accounts, told.append)


def recorded(accounts: Accounts, name: str) -> Visitor:
    return visitor(accounts, (SESSIONS / f"{name}.sess").read_bytes())


def test_somebody_php_signed_in_is_signed_in_here(accounts: Accounts) -> None:
    claude = recorded(accounts, "07-signed-in-claude")

    assert claude.is_signed_in
    assert claude.account
    assert claude.account.username == "claude"
    assert claude.holds(["conseiller", ["admin", "editeur"]])
    assert not claude.holds("admin")


def test_a_super_admin_may_do_all_until_this_is_taken_back(accounts: Accounts) -> None:
    assert recorded(accounts, "10-signed-in-super-admin").holds(["anything"])

    accounts.connection.execute(text("UPDATE sf_guard_user SET is_super_admin = 0 WHERE id = 1"))
    assert not recorded(accounts, "10-signed-in-super-admin").holds(["anything"])


def test_an_anonymous_visitor_may_nothing_and_asks_nothing_of_the_database() -> None:
    live = LiveSession("abc", "abc", php_draft(sf_session()), SessionRules(), 1_000_000)
    anonymous = Visitor(live, lambda: pytest.fail("the database was asked"))

    assert not anonymous.is_signed_in
    assert not anonymous.holds([])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE sf_guard_user SET is_active = 0 WHERE id = 3",
        "DELETE FROM sf_guard_user WHERE id = 3",
    ],
    ids=["switched off", "deleted"],
)
def test_somebody_switched_off_is_out_at_once_and_told_of(
    accounts: Accounts, statement: str
) -> None:
    accounts.connection.execute(text(statement))
    claude = recorded(accounts, "07-signed-in-claude")

    assert not claude.is_signed_in
    assert not claude.holds([])
    assert told == ["account 3 is deleted or switched off, yet its session lives"]


def test_ses_20_signing_in_writes_what_php_writes(accounts: Accounts) -> None:
    someone = visitor(accounts, sf_session())
    claude = accounts.with_login("claude")
    assert claude
    someone.sign_in(claude, NOW)

    assert someone.live.has_new_id
    assert someone.account == accounts.with_id(3)
    assert someone.live.user.credentials == ("stats_lecture", "conseiller", "editeur")


def test_ses_27_28_a_remember_key_signs_in_or_is_told_of(accounts: Accounts) -> None:
    keys = RememberKeys(accounts.connection, accounts.tables)
    someone = visitor(accounts, sf_session())

    refusal = someone.sign_in_by_key("cleinactive000000000000000000001", keys, NOW)
    assert refusal is KeyRefusal.INACTIVE
    assert told == ["a remember key was refused: account switched off"]
    assert someone.sign_in_by_key("d662zzjh1z40cw0okooccow8w04c08o", keys, NOW) is None
    assert someone.account
    assert someone.account.username == "claude"


def test_ses_22_signing_out_leaves_nothing(accounts: Accounts) -> None:
    keys = RememberKeys(accounts.connection, accounts.tables)
    claude = recorded(accounts, "07-signed-in-claude")
    claude.sign_out(keys)

    assert not claude.is_signed_in
    assert claude.live.has_new_id
    assert keys.owner("d662zzjh1z40cw0okooccow8w04c08o", NOW) is KeyRefusal.UNKNOWN
    visitor(accounts, sf_session()).sign_out(keys)
