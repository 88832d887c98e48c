"""Accounts, as the recorded installation has them."""

from datetime import datetime

import pytest
from sqlalchemy import Connection, create_engine, text

from legacy_bridge.sfguard.accounts import Accounts
from legacy_bridge.sfguard.passwords import stored_password
from legacy_bridge.sfguard.tables import GuardTables
from tests.legacy_bridge.sfguard.test_tables import VERSION_4

NOW = datetime(2026, 11, 23, 12, 0)  # noqa: DTZ001 - PHP's local time


@pytest.fixture
def accounts(guard: Connection) -> Accounts:
    return Accounts(guard, GuardTables.reflected(guard))


@pytest.mark.parametrize(
    "typed, username",
    [
        ("claude", "claude"),
        ("CLAUDE", "claude"),
        ("  claude\n", "claude"),
        ("claude@example.test", "claude"),
        ("Elodie", "élodie"),
        ("ELODIE.NOEL@EXAMPLE.TEST", "élodie"),
        ("claude%", None),
        ("", None),
        ("   ", None),
        ("' OR 1=1 -- ", None),
    ],
)
def test_one_signs_in_by_name_or_e_mail_as_the_database_compares(
    accounts: Accounts, typed: str, username: str | None
) -> None:
    found = accounts.with_login(typed)

    assert (found.username if found else None) == username


def test_e_mail_may_be_switched_off(accounts: Accounts) -> None:
    by_name = Accounts(accounts.connection, accounts.tables, by_email=False)

    assert by_name.with_login("claude@example.test") is None
    assert by_name.with_login("claude")


@pytest.mark.parametrize(
    "username, permissions, groups",
    [
        ("claude", ("stats_lecture", "conseiller", "editeur"), ("conseillers", "editeurs")),
        ("chloe", ("admin", "conseiller", "editeur"), ("admins",)),
        ("élodie", ("conseiller",), ()),
        ("admin", (), ()),
    ],
)
def test_permissions_come_in_phps_order(
    accounts: Accounts, username: str, permissions: tuple[str, ...], groups: tuple[str, ...]
) -> None:
    account = accounts.with_login(username)

    assert account
    assert accounts.permissions(account.id) == permissions
    assert accounts.groups(account.id) == groups


def test_an_account_says_what_it_is(accounts: Accounts) -> None:
    admin, inactive, nobody = (accounts.with_id(number) for number in (1, 6, 999))

    assert admin
    assert inactive
    assert (admin.is_super_admin, admin.full_name, admin.email) == (
        True, "Ada Lovelace", "admin@example.test",
    )  # fmt: skip
    assert (inactive.is_active, inactive.is_super_admin) == (False, False)
    assert nobody is None


def test_a_sign_in_is_noted(accounts: Accounts) -> None:
    accounts.signed_in_at(3, NOW)

    query = text("SELECT last_login, updated_at FROM sf_guard_user WHERE id = 3")
    assert tuple(accounts.connection.execute(query).one()) == (NOW, NOW)


def test_ses_33_a_changed_password_is_the_only_one(accounts: Accounts) -> None:
    accounts.change_password(3, stored_password("nouveau"), NOW)

    account = accounts.with_id(3)
    assert account
    assert account.password.accepts("nouveau")
    assert not account.password.accepts("claude-pw")


def test_version_4_is_read_as_well() -> None:
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        for statement in VERSION_4.split(";"):
            connection.execute(text(statement))
        row = (
            "INSERT INTO sf_guard_user VALUES (1, 'a', 'sha1', '', 'x', 1, NULL, NULL, NULL, NULL)"
        )
        connection.execute(text(row))
        accounts = Accounts(connection, GuardTables.reflected(connection))
        account = accounts.with_login("a")

        assert account
        assert (account.email, account.full_name, account.is_super_admin) == ("", "", False)
        assert accounts.with_login("b") is None
    engine.dispose()
