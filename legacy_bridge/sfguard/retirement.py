"""The last step of PHP's password columns: emptied in one transaction, with nobody locked out."""

from dataclasses import dataclass, replace
from datetime import datetime

from argon2 import PasswordHasher
from sqlalchemy import Connection, Engine, inspect, select, update

from legacy_bridge.sfguard.accounts import Accounts
from legacy_bridge.sfguard.own_passwords import (
    RETIRED,
    TABLE,
    OwnPassword,
    OwnPasswords,
    columns_of,
    legacy_digest,
)
from legacy_bridge.sfguard.passwords import ALGORITHMS, StoredPassword
from legacy_bridge.sfguard.tables import GuardTables


class PhpStillSignsIn(Exception):
    """PHP checks passwords by its columns: without them it would let nobody in."""


@dataclass(frozen=True, slots=True)
class Retirement:
    """What becomes of the accounts, counted.

    Shape: `own` signed in by argon2 before; `wrapped` keep their password inside argon2;
        `without` have none and get none; `done` were retired before. `unknown` of those wrapped
        have an algorithm that is not in the list: they are refused as before.
    """

    own: int = 0
    wrapped: int = 0
    without: int = 0
    done: int = 0
    unknown: int = 0


def retire_legacy_passwords(
    engine: Engine,
    *,
    php_signs_in: bool,
    now: datetime,
    dry_run: bool = False,
    hasher: PasswordHasher | None = None,
) -> Retirement:
    """Every column of passwords says nothing any more; what was in them is in our table.

    Shape: the slow half, a row for each account without, is committed one by one and changes
        nothing for anybody; stopped there, it goes on at the next call. Then one transaction.
    Units: `now` is PHP's local time, without a zone.
    Errors: PhpStillSignsIn; sqlalchemy.exc.SQLAlchemyError, nothing being retired then.
    """
    if php_signs_in:
        raise PhpStillSignsIn("PHP still signs people in, by the columns that would be emptied")
    if dry_run:
        with engine.connect() as connection:
            return _counted(connection, is_new=not inspect(connection).has_table(TABLE.name))
    hasher = hasher or PasswordHasher()
    # A table is made before the transactions: MariaDB commits at each of these.
    TABLE.create(engine, checkfirst=True)
    with engine.connect() as connection:
        tables = GuardTables.reflected(connection)
        waiting = [user_id for user_id, each in _columns(connection, tables) if each != RETIRED]
    for user_id in waiting:
        with engine.begin() as connection:
            _wrap(_passwords(connection, tables, hasher), user_id, now)
    with engine.begin() as connection:
        return _retire(_passwords(connection, tables, hasher), now)


def _passwords(connection: Connection, tables: GuardTables, hasher: PasswordHasher) -> OwnPasswords:
    return OwnPasswords(Accounts(connection, tables), php_checks=False, hasher=hasher)


def _wrap(own: OwnPasswords, user_id: int, now: datetime) -> None:
    """A row with the legacy hash inside argon2, where there is none that counts."""
    account = own.accounts.with_id(user_id)
    if account is None or account.password == RETIRED or own.of(account) is not None:
        return
    if not account.password.password:
        return
    wrapped = replace(account.password, password="")
    made = own.hasher.hash(account.password.password.encode())
    own.keep(user_id, account.password, OwnPassword(made, "", wrapped), now)


def _retire(own: OwnPasswords, now: datetime) -> Retirement:
    """The one step; accounts changed since the rows were made are wrapped under its lock."""
    tables, connection = own.accounts.tables, own.connection
    locked = _columns(connection, tables, is_locked=True)
    waiting = {user_id: columns for user_id, columns in locked if columns != RETIRED}
    before = {row.user_id: row for row in connection.execute(select(TABLE).with_for_update())}
    for user_id, columns in waiting.items():
        row = before.get(user_id)
        if row is None or row.legacy_digest != legacy_digest(user_id, columns):
            own.drop(user_id)
            _wrap(own, user_id, now)
    told = _counted(connection)
    for user_id in waiting:
        # The digest of a hash that is gone would be something to guess passwords by.
        digest = legacy_digest(user_id, RETIRED)
        connection.execute(
            update(TABLE).where(TABLE.c.user_id == user_id).values(legacy_digest=digest)
        )
    emptied = {
        "algorithm": RETIRED.algorithm, "salt": RETIRED.salt, "password": RETIRED.password,
    }  # fmt: skip
    user = tables.user
    connection.execute(update(user).where(user.c.id.in_(list(waiting))).values(emptied))
    gone = set(before) - {user_id for user_id, _ in locked}
    for user_id in gone:
        own.drop(user_id)
    return told


def _counted(connection: Connection, *, is_new: bool = False) -> Retirement:
    rows = {} if is_new else {row.user_id: row for row in connection.execute(select(TABLE))}
    told = dict.fromkeys(("own", "wrapped", "without", "done", "unknown"), 0)
    for user_id, columns in _columns(connection, GuardTables.reflected(connection)):
        row = rows.get(user_id)
        counts = row is not None and row.legacy_digest == legacy_digest(user_id, columns)
        if columns == RETIRED:
            told["done"] += 1
        elif counts and row is not None and row.algorithm is None:
            told["own"] += 1
        elif not columns.password:
            told["without"] += 1
        else:
            told["wrapped"] += 1
            told["unknown"] += columns.algorithm not in ALGORITHMS
    return Retirement(**told)


def _columns(
    connection: Connection, tables: GuardTables, *, is_locked: bool = False
) -> list[tuple[int, StoredPassword]]:
    user = tables.user
    query = select(user.c.id, user.c.algorithm, user.c.salt, user.c.password).order_by(user.c.id)
    found = connection.execute(query.with_for_update() if is_locked else query)
    return [(int(row.id), columns_of(row.algorithm, row.salt, row.password)) for row in found]
