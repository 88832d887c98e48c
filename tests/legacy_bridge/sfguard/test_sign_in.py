"""Signing in, against what the recorded installation answered."""

import hashlib
import json
import statistics
import time

import pytest
from sqlalchemy import Connection

from legacy_bridge.sfguard.accounts import Accounts
from legacy_bridge.sfguard.passwords import ALGORITHMS
from legacy_bridge.sfguard.sign_in import Refusal, sign_in
from legacy_bridge.sfguard.tables import GuardTables
from tests.legacy_bridge.conftest import SFGUARD

USERS = json.loads((SFGUARD.parent / "users.json").read_text(encoding="utf-8"))["accueil"]
#: Where we are stricter than PHP on purpose, and why.
STRICTER = {
    "magie": Refusal.WRONG_PASSWORD,
    "sara": Refusal.UNKNOWN_ALGORITHM,
    "crc": Refusal.UNKNOWN_ALGORITHM,
}


@pytest.fixture
def accounts(guard: Connection) -> Accounts:
    return Accounts(guard, GuardTables.reflected(guard))


@pytest.mark.parametrize("user", USERS, ids=[user["username"] for user in USERS])
def test_ses_30_the_same_people_sign_in_as_on_php(
    accounts: Accounts, user: dict[str, object]
) -> None:
    name, password = str(user["username"]), str(user["password"])
    result = sign_in(accounts, name, password)

    if name in STRICTER:
        assert result.refusal is STRICTER[name]
    else:
        assert (result.refusal is None) is user["signs_in"]
    assert sign_in(accounts, name, password + "x").refusal is not None
    assert sign_in(accounts, name, "").refusal is not None


def test_a_sites_own_algorithm_lets_its_people_in(accounts: Accounts) -> None:
    own = {**ALGORITHMS, "myHash::sha256": lambda data: hashlib.sha256(data).hexdigest()}

    assert sign_in(accounts, "sara", "sara-pw", own).refusal is None


@pytest.mark.parametrize(
    "login, password, refusal",
    [
        ("personne", "x", Refusal.UNKNOWN),
        ("claude", "x", Refusal.WRONG_PASSWORD),
        ("ines", "x", Refusal.WRONG_PASSWORD),
        ("ines", "ines-pw", Refusal.INACTIVE),
        ("algo", "x", Refusal.UNKNOWN_ALGORITHM),
    ],
)
def test_the_operator_is_told_why_not(
    accounts: Accounts, login: str, password: str, refusal: Refusal
) -> None:
    result = sign_in(accounts, login, password)

    assert result.refusal is refusal
    assert (result.account is None) is (refusal is Refusal.UNKNOWN)


@pytest.mark.soak  # a clock on a busy machine proves nothing: not in every run
def test_ses_35_a_refusal_takes_the_same_time_whatever_its_reason(accounts: Accounts) -> None:
    cases = [("personne", "x"), ("claude", "x"), ("ines", "ines-pw")]
    times: dict[str, list[float]] = {login: [] for login, _ in cases}
    for _ in range(200):
        for login, password in cases:
            started = time.perf_counter()
            sign_in(accounts, login, password)
            times[login].append(time.perf_counter() - started)

    medians = [statistics.median(each) for each in times.values()]
    print("medians, µs:", [round(each * 1e6) for each in medians])
    assert max(medians) < min(medians) * 1.5
