"""Signing in with a name and a password: whom to let in, and why not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from legacy_bridge.sfguard.accounts import Account, Accounts
from legacy_bridge.sfguard.own_passwords import OwnPasswords
from legacy_bridge.sfguard.passwords import ALGORITHMS, NOBODY, Algorithm


class Refusal(StrEnum):
    """Why not; for the operator alone. The visitor reads the same sentence for all of them."""

    UNKNOWN = "no such account"
    WRONG_PASSWORD = "wrong password"  # noqa: S105 - a sentence
    INACTIVE = "account switched off"
    UNKNOWN_ALGORITHM = "password stored by an algorithm that is not in the list"


@dataclass(frozen=True, slots=True)
class SignIn:
    """What came of it: an account, or a refusal; a refused account is told to the operator."""

    account: Account | None
    refusal: Refusal | None = None


def sign_in(
    accounts: Accounts,
    login: str,
    password: str,
    algorithms: Mapping[str, Algorithm] = ALGORITHMS,
) -> SignIn:
    """Whether these words are an account's, in the same time whatever the answer."""
    account = accounts.with_login(login)
    if account is None:
        NOBODY.accepts(password, algorithms)
        return SignIn(None, Refusal.UNKNOWN)
    is_right = account.password.accepts(password, algorithms)
    if not account.password.is_known(algorithms):
        return SignIn(account, Refusal.UNKNOWN_ALGORITHM)
    if not is_right:
        return SignIn(account, Refusal.WRONG_PASSWORD)
    if not account.is_active:
        return SignIn(account, Refusal.INACTIVE)
    return SignIn(account)


def sign_in_with_own(own: OwnPasswords, login: str, password: str, now: datetime) -> SignIn:
    """The same, by our own table first; who gets in is in argon2 afterwards, unless PHP checks.

    Units: `now` is PHP's local time, without a zone.
    """
    account = own.accounts.with_login(login)
    if account is None:
        own.refuse(password)
        return SignIn(None, Refusal.UNKNOWN)
    is_right = own.accepts(account, password)
    if not own.is_known(account):
        return SignIn(account, Refusal.UNKNOWN_ALGORITHM)
    if not is_right:
        return SignIn(account, Refusal.WRONG_PASSWORD)
    if not account.is_active:
        return SignIn(account, Refusal.INACTIVE)
    own.upgrade(account, password, now)
    return SignIn(account)
