"""PHP's password columns emptied in one step, over the recorded sfGuard tables."""

import json
import re
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Connection, Engine, NullPool, create_engine, event, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from demo.stack.database import Database
from legacy_bridge.sfguard.accounts import Accounts
from legacy_bridge.sfguard.own_passwords import RETIRED, TABLE, OwnPasswords, legacy_digest
from legacy_bridge.sfguard.retirement import (
    PhpStillSignsIn,
    Retirement,
    retire_legacy_passwords,
)
from legacy_bridge.sfguard.sign_in import sign_in_with_own
from legacy_bridge.sfguard.tables import GuardTables
from tests.legacy_bridge.conftest import SFGUARD

NOW = datetime(2026, 11, 23, 10, 0)  # noqa: DTZ001 - as the columns hold it
FAST = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
USERS = json.loads((SFGUARD.parent / "users.json").read_text(encoding="utf-8"))["accueil"]
LEGACY_HASH = re.compile(r"\b([0-9a-f]{32}|[0-9a-f]{40})\b", re.IGNORECASE)


@pytest.fixture
def engine(private_mariadb: Database) -> Iterator[Engine]:
    """The recorded tables, made anew."""
    name = "gestion_retirement"
    private_mariadb.recreate(name)
    subprocess.run(private_mariadb.client(name), input=SFGUARD.read_bytes(), check=True)
    made = create_engine(private_mariadb.url.replace("/gestion?", f"/{name}?"), poolclass=NullPool)
    yield made
    made.dispose()


def retire(engine: Engine, *, php_signs_in: bool = False, dry_run: bool = False) -> Retirement:
    return retire_legacy_passwords(
        engine, php_signs_in=php_signs_in, now=NOW, dry_run=dry_run, hasher=FAST
    )


def own_of(connection: Connection) -> OwnPasswords:
    accounts = Accounts(connection, GuardTables.reflected(connection))
    return OwnPasswords(accounts, php_checks=False, hasher=FAST)


def enters(engine: Engine, name: str, password: str) -> bool:
    with engine.begin() as connection:
        return sign_in_with_own(own_of(connection), name, password, NOW).refusal is None


def users(engine: Engine) -> list[tuple[object, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text("SELECT * FROM sf_guard_user"))]


def test_while_php_signs_in_it_is_refused(engine: Engine) -> None:
    before = users(engine)
    for dry_run in (True, False):
        with pytest.raises(PhpStillSignsIn):
            retire(engine, php_signs_in=True, dry_run=dry_run)

    assert users(engine) == before
    assert not inspect(engine).has_table(TABLE.name)


def test_a_dry_run_tells_what_will_be_and_writes_nothing(engine: Engine) -> None:
    before = users(engine)
    told = retire(engine, dry_run=True)

    assert users(engine) == before
    assert not inspect(engine).has_table(TABLE.name)
    assert told.wrapped + told.without == len(before)
    assert told.own == told.done == 0
    assert retire(engine) == told
    assert retire(engine, dry_run=True) == Retirement(done=len(before))


def test_the_same_people_sign_in_before_and_after(engine: Engine) -> None:
    with engine.begin() as connection:
        TABLE.create(connection)
    upgraded = ("claude", "claude-pw")
    assert enters(engine, *upgraded)
    with engine.connect() as connection:
        own = own_of(connection)
        words = [(str(user["username"]), str(user["password"])) for user in USERS]
        before = [sign_in_with_own(own, *each, NOW).refusal for each in words]
        connection.rollback()
    told = retire(engine)

    assert told.own == 1
    with engine.connect() as connection:
        own = own_of(connection)
        assert [sign_in_with_own(own, *each, NOW).refusal for each in words] == before
        assert {sign_in_with_own(own, name, "!", NOW).refusal for name, _ in words}.isdisjoint(
            {None}
        )


def test_no_sha1_nor_md5_is_left_to_guess_passwords_by(engine: Engine) -> None:
    old = {str(row[0]) for row in passwords(engine) if LEGACY_HASH.fullmatch(str(row[0]))}
    assert old
    retire(engine)

    assert {row[0] for row in passwords(engine)} == {"!"}
    with engine.connect() as connection:
        rows = connection.execute(TABLE.select()).all()
    assert rows
    assert all(row.hash.startswith("$argon2id$") for row in rows)
    assert not [row for row in rows if old & {str(value) for value in row}]
    # The digest of a legacy hash would be one more to guess by; of emptied columns it says nothing.
    assert all(row.legacy_digest == legacy_digest(row.user_id, RETIRED) for row in rows)


def passwords(engine: Engine) -> list[tuple[object, ...]]:
    with engine.connect() as connection:
        found = connection.execute(text("SELECT password FROM sf_guard_user"))
        return [tuple(row) for row in found]


def test_stopped_half_way_nothing_is_retired_and_it_goes_on(engine: Engine) -> None:
    before, told = users(engine), retire(engine, dry_run=True)
    stops = True

    @event.listens_for(engine, "before_cursor_execute")
    def stop(*words: object) -> None:
        if stops and str(words[2]).startswith("UPDATE sf_guard_user"):
            raise SQLAlchemyError("the machine went away")

    with pytest.raises(SQLAlchemyError, match="went away"):
        retire(engine)
    assert users(engine) == before
    assert enters(engine, "claude", "claude-pw")

    stops = False
    assert retire(engine).own == 1
    assert {row[0] for row in passwords(engine)} == {"!"}
    assert enters(engine, "claude", "claude-pw")
    assert told.wrapped > 1


def test_an_account_changed_between_the_halves_keeps_its_new_password(engine: Engine) -> None:
    changes = iter([text("UPDATE sf_guard_user SET algorithm='md5', salt='', password=MD5('neu')"
                         " WHERE username = 'claude'")])  # fmt: skip

    @event.listens_for(engine, "before_cursor_execute")
    def change(*words: object) -> None:
        is_step = "FOR UPDATE" in str(words[2]) and "ORDER BY" in str(words[2])
        if is_step and (sql := next(changes, None)) is not None:
            with engine.begin() as other:
                other.execute(sql)

    retire(engine)

    assert next(changes, None) is None
    assert enters(engine, "claude", "neu")
    assert not enters(engine, "claude", "claude-pw")


def test_rows_of_deleted_accounts_go(engine: Engine) -> None:
    TABLE.create(engine)
    assert enters(engine, "claude", "claude-pw")
    with engine.begin() as connection:
        connection.execute(text("UPDATE figuier_password SET user_id = 999999"))
    retire(engine)

    with engine.connect() as connection:
        found = connection.execute(
            text("SELECT COUNT(*) FROM figuier_password WHERE user_id = 999999")
        )
        assert found.scalar_one() == 0


def test_people_who_sign_in_meanwhile_are_let_in_and_none_is_locked_out(engine: Engine) -> None:
    TABLE.create(engine)
    people = [("claude", "claude-pw"), ("chloe", "chloe-pw"), ("marc", "marc-pw")]
    alone = [each for each in people if enters(engine, *each)]
    with engine.begin() as connection:
        connection.execute(TABLE.delete())
    with ThreadPoolExecutor(7) as pool:
        visits = [pool.submit(enters, engine, *each) for each in alone * 20]
        step = pool.submit(retire, engine)
        visits += [pool.submit(enters, engine, *each) for each in alone * 20]

        assert all(visit.result(60) for visit in visits)
        assert step.result(60).done == 0
    assert alone
    assert all(enters(engine, *each) for each in alone)
    assert {row[0] for row in passwords(engine)} == {"!"}
