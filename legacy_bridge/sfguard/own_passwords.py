"""Passwords in argon2, in a table of our own, beside columns that stay PHP's until they retire."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    DateTime,
    MetaData,
    String,
    Table,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from legacy_bridge.sfguard.accounts import Account, Accounts
from legacy_bridge.sfguard.passwords import ALGORITHMS, Algorithm, StoredPassword, stored_password

#: `legacy_digest` is of the columns the row was made from. With an algorithm, `hash` is not of the
#: password but of what that algorithm makes of it with the salt: a wrapped legacy hash.
TABLE = Table(
    "figuier_password",
    MetaData(),
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("hash", String(255), nullable=False),
    Column("legacy_digest", String(64), nullable=False),
    Column("algorithm", String(128)),
    Column("salt", String(128)),
    Column("created_at", DateTime, nullable=False),
    mysql_engine="InnoDB",
    mysql_charset="utf8mb4",
)

#: What stands in PHP's columns after their retirement. The algorithm is one PHP can call, so that
#: it refuses as for a wrong password; no algorithm makes a `!`.
RETIRED = StoredPassword("sha1", "", "!")


def legacy_digest(user_id: int, stored: StoredPassword) -> str:
    """What says that a row was made from these columns and no others."""
    words = json.dumps([user_id, stored.algorithm, stored.salt, stored.password])
    return hashlib.sha256(words.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class OwnPassword:
    """One row; `wraps` has the algorithm and salt of a legacy hash, or is None."""

    hash: str
    legacy_digest: str
    wraps: StoredPassword | None


@dataclass(frozen=True, slots=True)
class OwnPasswords:
    """The rows of our table, through one connection; the caller commits.

    Shape: `php_checks` says that PHP still signs people in: what is there is honoured, and nothing
        is added. Every check costs one argon2 hash, whoever is asked for.
    """

    accounts: Accounts
    php_checks: bool
    hasher: PasswordHasher = field(default_factory=PasswordHasher)
    algorithms: Mapping[str, Algorithm] = field(default_factory=lambda: ALGORITHMS)

    @property
    def connection(self) -> Connection:
        """The connection of the accounts."""
        return self.accounts.connection

    def refuse(self, typed: str) -> None:
        """Take the time of a check, for somebody who is not there."""
        self.hasher.hash(as_bytes(typed))

    def is_known(self, account: Account) -> bool:
        """Whether there is a password that can be checked here."""
        row = self.of(account)
        if row is None:
            return account.password.is_known(self.algorithms)
        return row.wraps is None or row.wraps.algorithm in self.algorithms

    def accepts(self, account: Account, typed: str) -> bool:
        """Whether `typed` is the password of the account."""
        row = self.of(account)
        if row is None:
            is_right = account.password.accepts(typed, self.algorithms)
            self.refuse(typed)
            return is_right
        secret = as_bytes(typed)
        if row.wraps is not None:
            secret = row.wraps.made_of(typed, self.algorithms).encode()
        try:
            is_right = self.hasher.verify(row.hash, secret)
        except InvalidHashError:
            self.refuse(typed)
            return False
        except VerificationError:
            return False
        return is_right and (row.wraps is None or row.wraps.algorithm in self.algorithms)

    def upgrade(self, account: Account, typed: str, now: datetime) -> None:
        """Keep the password that was just found right in argon2; PHP's columns stay as they are.

        Shape: nothing is done while PHP checks, nor when the columns changed under our hands.
        """
        row = self.of(account)
        is_current = row and row.wraps is None and not self.hasher.check_needs_rehash(row.hash)
        if self.php_checks or is_current:
            return
        made = self.hasher.hash(as_bytes(typed))
        self.keep(account.id, account.password, OwnPassword(made, "", None), now)

    def change(self, account: Account, typed: str, now: datetime) -> None:
        """Another password for both sides at once; for ours alone once the columns are retired."""
        columns = self.locked(account.id)
        if columns is None:
            return
        if columns != RETIRED:
            name = columns.algorithm if columns.algorithm in self.algorithms else "sha1"
            columns = stored_password(typed, name, self.algorithms)
            self.accounts.change_password(account.id, columns, now)
            if self.php_checks:
                self.drop(account.id)
                return
        made = self.hasher.hash(as_bytes(typed))
        self.keep(account.id, columns, OwnPassword(made, "", None), now)

    def of(self, account: Account) -> OwnPassword | None:
        """The account's row; one made from other columns than there are now is dropped.

        Shape: columns and row are read again under a lock before that, so that nothing is dropped
            that a retirement or another sign-in wrote between the two readings.
        """
        row = self._row(account.id)
        if row is None or row.legacy_digest == legacy_digest(account.id, account.password):
            return row
        columns = self.locked(account.id)
        row = self._row(account.id, is_locked=True)
        if columns is None or row is None:
            return None
        if row.legacy_digest == legacy_digest(account.id, columns):
            return row
        self.drop(account.id)
        return None

    def locked(self, user_id: int) -> StoredPassword | None:
        """The columns as they are now, and as they stay until the caller commits."""
        user = self.accounts.tables.user
        query = select(user.c.algorithm, user.c.salt, user.c.password)
        found = self.connection.execute(query.where(user.c.id == user_id).with_for_update())
        row = found.first()
        return None if row is None else columns_of(row.algorithm, row.salt, row.password)

    def keep(self, user_id: int, columns: StoredPassword, made: OwnPassword, now: datetime) -> bool:
        """Whether the row was written: not when the columns are other ones by now."""
        if self.locked(user_id) != columns:
            return False
        values = {
            "hash": made.hash,
            "legacy_digest": legacy_digest(user_id, columns),
            "algorithm": made.wraps.algorithm if made.wraps else None,
            "salt": made.wraps.salt if made.wraps else None,
            "created_at": now,
        }
        try:
            with self.connection.begin_nested():
                self.connection.execute(insert(TABLE).values(user_id=user_id, **values))
        except IntegrityError:
            self.connection.execute(
                update(TABLE).where(TABLE.c.user_id == user_id).values(**values)
            )
        return True

    def drop(self, user_id: int) -> None:
        """The row is gone; the legacy's columns rule."""
        self.connection.execute(delete(TABLE).where(TABLE.c.user_id == user_id))

    def _row(self, user_id: int, *, is_locked: bool = False) -> OwnPassword | None:
        query = select(TABLE).where(TABLE.c.user_id == user_id)
        found = self.connection.execute(query.with_for_update() if is_locked else query).first()
        if found is None:
            return None
        wraps = None if found.algorithm is None else StoredPassword(found.algorithm, found.salt, "")
        return OwnPassword(found.hash, found.legacy_digest, wraps)


def columns_of(algorithm: str | None, salt: str | None, password: str | None) -> StoredPassword:
    """The three columns of a row of sf_guard_user."""
    return StoredPassword(algorithm or "", salt, password)


def as_bytes(typed: str) -> bytes:
    """What a browser sent, whatever it was."""
    return typed.encode("utf-8", "surrogateescape")
