"""Accounts local to the console: it lets people in when the legacy is down."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, Row, delete, insert, select, update

from proxy.console.roles import Role
from proxy.console.tables import ACCOUNTS, SITTINGS
from proxy.errors import AccountRefused

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}", re.ASCII)
SHORTEST = 12
#: Before the name of somebody whom the legacy let in.
GUEST = "sfguard/"
#: Hashing more would only cost time, to whoever wants to cost us some.
LONGEST = 256


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in.

    Units: moments are seconds since 1970; `seen_at` is None before the first sign-in.
    """

    name: str
    role: Role
    is_disabled: bool
    created_at: float
    seen_at: float | None = None


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _nobody() -> str:
    """A hash that no password has, so that unknown names take as long as known ones."""
    return _hasher().hash("nobody has this password")


def add_account(connection: Connection, name: str, role: Role, password: str, at: float) -> Account:
    """A new account.

    Errors: AccountRefused, for a name or a password that may not be, or a name that is taken.
    """
    if not NAME.fullmatch(name):
        raise AccountRefused(
            f"{name!r} is no account name: small letters, digits, dots and dashes, 64 at most"
        )
    if find_account(connection, name) is not None:
        raise AccountRefused(f"the account {name!r} exists already")
    row = {
        "name": name,
        "role": role.value,
        "hash": _hashed(password),
        "is_disabled": False,
        "created_at": at,
    }
    connection.execute(insert(ACCOUNTS).values(row))
    return Account(name, role, is_disabled=False, created_at=at)


def welcome_guest(connection: Connection, name: str, role: Role, at: float) -> Account | None:
    """The account of somebody whose password another application has checked.

    Shape: its name begins as no account's of ours may; a lead can disable it, and then it is None;
           its role follows what the other application says at each sign-in.
    """
    known = f"{GUEST}{name}"[:64]
    found = find_account(connection, known)
    if found is None:
        row = {
            "name": known,
            "role": role.value,
            "hash": "!",
            "is_disabled": False,
            "created_at": at,
        }
        connection.execute(insert(ACCOUNTS).values(row))
    elif found.is_disabled:
        return None
    elif found.role is not role:
        _change(connection, known, role=role.value)
    return Account(known, role, is_disabled=False, created_at=at)


def all_accounts(connection: Connection) -> Sequence[Account]:
    """Every account, by name."""
    rows = connection.execute(select(ACCOUNTS).order_by(ACCOUNTS.c.name))
    return [_account(row) for row in rows]


def find_account(connection: Connection, name: str) -> Account | None:
    """The account of that name."""
    row = connection.execute(select(ACCOUNTS).where(ACCOUNTS.c.name == name)).first()
    return None if row is None else _account(row)


def reset_password(connection: Connection, name: str, password: str) -> None:
    """Another password; whoever is signed in under that name is no more.

    Errors: AccountRefused.
    """
    _change(connection, name, hash=_hashed(password))
    sign_out_everywhere(connection, name)


def set_role(connection: Connection, name: str, role: Role) -> None:
    """Another role, from the next request on.

    Errors: AccountRefused, for the last lead: nobody could make another.
    """
    if role is not Role.LEAD:
        _require_other_lead(connection, name)
    _change(connection, name, role=role.value)


def set_disabled(connection: Connection, name: str, *, is_disabled: bool) -> None:
    """Nobody signs in under a disabled name, and who has is signed out.

    Errors: AccountRefused, for the last lead.
    """
    if is_disabled:
        _require_other_lead(connection, name)
        sign_out_everywhere(connection, name)
    _change(connection, name, is_disabled=is_disabled)


def is_password(connection: Connection, name: str, password: str) -> bool:
    """Whether this account has that password and may sign in; as slow for nobody's name."""
    query = select(ACCOUNTS.c.hash, ACCOUNTS.c.is_disabled).where(ACCOUNTS.c.name == name)
    row = connection.execute(query).first()
    known = _nobody() if row is None else str(row.hash)
    try:
        _hasher().verify(known, password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return row is not None and not row.is_disabled


def sign_out_everywhere(connection: Connection, name: str) -> None:
    """End every sitting of an account."""
    connection.execute(delete(SITTINGS).where(SITTINGS.c.account == name))


def _require_other_lead(connection: Connection, name: str) -> None:
    leads = [
        account.name
        for account in all_accounts(connection)
        if account.role is Role.LEAD and not account.is_disabled
    ]
    if leads == [name]:
        raise AccountRefused(f"{name!r} is the last lead: give somebody else that role first")


def _change(connection: Connection, name: str, **values: object) -> None:
    if find_account(connection, name) is None:
        raise AccountRefused(f"there is no account {name!r}")
    connection.execute(update(ACCOUNTS).where(ACCOUNTS.c.name == name).values(**values))


def _hashed(password: str) -> str:
    if not SHORTEST <= len(password) <= LONGEST:
        raise AccountRefused(f"a password has from {SHORTEST} to {LONGEST} characters")
    return _hasher().hash(password)


def _account(row: Row[tuple[object, ...]]) -> Account:
    fields = row._mapping  # noqa: SLF001, SQLAlchemy's own name for the row as a mapping
    return Account(
        fields["name"],
        Role(fields["role"]),
        bool(fields["is_disabled"]),
        fields["created_at"],
        fields["seen_at"],
    )
