"""Passwords in argon2 beside PHP's columns, over the recorded sfGuard tables."""

import statistics
import time
from dataclasses import replace
from datetime import datetime

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Connection, select, update

from legacy_bridge.sfguard.accounts import Account, Accounts
from legacy_bridge.sfguard.own_passwords import (
    RETIRED,
    TABLE,
    OwnPassword,
    OwnPasswords,
    legacy_digest,
)
from legacy_bridge.sfguard.passwords import ALGORITHMS, StoredPassword, stored_password
from legacy_bridge.sfguard.sign_in import Refusal, sign_in, sign_in_with_own
from legacy_bridge.sfguard.tables import GuardTables

NOW = datetime(2026, 11, 23, 10, 0)  # noqa: DTZ001 - as the columns hold it
#: The same algorithm, in microseconds.
FAST = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture
def own(guard: Connection) -> OwnPasswords:
    """For a site where PHP signs nobody in any more."""
    TABLE.create(guard, checkfirst=True)
    accounts = Accounts(guard, GuardTables.reflected(guard))
    return OwnPasswords(accounts, php_checks=False, hasher=FAST)


def account_of(own: OwnPasswords, login: str = "claude") -> Account:
    found = own.accounts.with_login(login)
    assert found is not None
    return found


def hash_of(own: OwnPasswords, account: Account) -> str | None:
    query = select(TABLE.c.hash).where(TABLE.c.user_id == account.id)
    return own.connection.execute(query).scalar()


def columns(own: OwnPasswords, account: Account) -> object:
    user = own.accounts.tables.user
    return own.connection.execute(select(user).where(user.c.id == account.id)).one()


def write(own: OwnPasswords, account: Account, stored: StoredPassword) -> None:
    """As PHP or an administrator writes, knowing nothing of our table."""
    user = own.accounts.tables.user
    values = {"algorithm": stored.algorithm, "salt": stored.salt, "password": stored.password}
    own.connection.execute(update(user).where(user.c.id == account.id).values(values))


def enters(own: OwnPasswords, password: str, login: str = "claude") -> bool:
    return sign_in_with_own(own, login, password, NOW).refusal is None


def test_ses_31_a_sign_in_makes_argon2_and_leaves_phps_columns(own: OwnPasswords) -> None:
    account = account_of(own)
    before = columns(own, account)

    assert enters(own, "claude-pw")
    made = hash_of(own, account)
    assert (made or "").startswith("$argon2id$")
    assert columns(own, account) == before
    assert sign_in(own.accounts, "claude", "claude-pw").refusal is None
    assert enters(own, "claude-pw")
    assert hash_of(own, account) == made
    assert not enters(own, "claude-pw ")


def test_a_refused_sign_in_makes_nothing(own: OwnPasswords) -> None:
    for login, password in (("claude", "x"), ("ines", "ines-pw"), ("personne", "x")):
        assert not enters(own, password, login)

    assert own.connection.execute(select(TABLE)).all() == []


def test_while_php_checks_nothing_is_made_and_what_is_there_counts(own: OwnPasswords) -> None:
    account = account_of(own)
    shared = replace(own, php_checks=True)
    assert enters(shared, "claude-pw")
    assert hash_of(own, account) is None

    enters(own, "claude-pw")
    assert enters(shared, "claude-pw")
    assert not enters(shared, "x")
    assert hash_of(own, account) is not None


def test_ses_32_a_password_changed_by_php_ends_the_argon2_one(own: OwnPasswords) -> None:
    account = account_of(own)
    enters(own, "claude-pw")
    write(own, account, stored_password("new"))

    assert not enters(own, "claude-pw")
    assert hash_of(own, account) is None
    assert enters(own, "new")
    assert hash_of(own, account) is not None


@pytest.mark.parametrize("php_checks", [True, False], ids=["PHP checks", "Python alone"])
def test_ses_33_a_password_changed_here_counts_on_both_sides(
    own: OwnPasswords, php_checks: bool
) -> None:
    enters(own, "claude-pw")
    side = replace(own, php_checks=php_checks)
    side.change(account_of(own), "pàsswörd €", NOW)

    account = account_of(own)
    assert (hash_of(own, account) is None) is php_checks
    assert account.password.accepts("pàsswörd €")
    assert enters(side, "pàsswörd €")
    assert not enters(side, "claude-pw")
    assert not account.password.accepts("claude-pw")


def test_a_change_after_the_retirement_writes_no_column(own: OwnPasswords) -> None:
    account = account_of(own)
    write(own, account, RETIRED)
    before = columns(own, account)
    own.change(account, "new", NOW)

    assert columns(own, account) == before
    assert enters(own, "new")
    assert not enters(own, "!")


def test_an_account_read_before_its_retirement_keeps_its_row(own: OwnPasswords) -> None:
    enters(own, "claude-pw")
    read_before = account_of(own)
    write(own, read_before, RETIRED)
    digest = legacy_digest(read_before.id, RETIRED)
    own.connection.execute(update(TABLE).values(legacy_digest=digest))

    assert own.accepts(read_before, "claude-pw")
    assert hash_of(own, read_before) is not None
    made = OwnPassword("$argon2id$", "", None)
    assert not own.keep(read_before.id, read_before.password, made, NOW)
    own.change(read_before, "new", NOW)
    assert account_of(own).password == RETIRED
    assert enters(own, "new")


def test_a_wrapped_hash_opens_and_becomes_argon2_of_the_password(own: OwnPasswords) -> None:
    account = account_of(own)
    wrapped = OwnPassword(
        FAST.hash(account.password.password or ""), "", replace(account.password, password="")
    )
    assert own.keep(account.id, account.password, wrapped, NOW)

    assert not enters(own, "x")
    assert not enters(own, account.password.password or "")
    assert enters(own, "claude-pw")
    row = own.of(account)
    assert row is not None
    assert row.wraps is None
    assert enters(own, "claude-pw")


def test_ses_30_a_wrapped_hash_of_an_unknown_algorithm_opens_nothing(own: OwnPasswords) -> None:
    account = account_of(own, "crc")
    made = FAST.hash(account.password.password or "")
    own.keep(account.id, account.password, OwnPassword(made, "", account.password), NOW)

    assert sign_in_with_own(own, "crc", "crc-pw", NOW).refusal is Refusal.UNKNOWN_ALGORITHM
    assert not own.accepts(account, "crc-pw")


def test_a_damaged_row_refuses_and_a_weaker_one_is_made_again(own: OwnPasswords) -> None:
    account = account_of(own)
    enters(own, "claude-pw")
    stronger = replace(own, hasher=PasswordHasher(time_cost=2, memory_cost=8, parallelism=1))
    assert enters(stronger, "claude-pw")
    assert "t=2" in (hash_of(own, account) or "")

    own.connection.execute(update(TABLE).values(hash="damaged"))
    assert not enters(own, "claude-pw")


def test_no_algorithm_makes_what_retired_columns_hold() -> None:
    for name, algorithm in ALGORITHMS.items():
        assert len(algorithm(b"")) != len(RETIRED.password or ""), name
    assert not RETIRED.accepts("!")
    assert not RETIRED.accepts("")


@pytest.mark.soak  # a clock on a busy machine proves nothing: not in every run
def test_ses_35_a_refusal_takes_as_long_as_argon2_whatever_its_reason(own: OwnPasswords) -> None:
    slow = replace(own, hasher=PasswordHasher(time_cost=2, memory_cost=16384, parallelism=1))
    enters(slow, "claude-pw")
    cases = [("personne", "x"), ("claude", "x"), ("pierre", "x"), ("ines", "ines-pw"), ("crc", "x")]
    times: dict[str, list[float]] = {login: [] for login, _ in cases}
    for _ in range(25):
        for login, password in cases:
            started = time.perf_counter()
            sign_in_with_own(slow, login, password, NOW)
            times[login].append(time.perf_counter() - started)

    medians = {login: statistics.median(each) for login, each in times.items()}
    print("medians, ms:", {login: round(each * 1e3, 1) for login, each in medians.items()})
    assert max(medians.values()) < min(medians.values()) * 1.5
