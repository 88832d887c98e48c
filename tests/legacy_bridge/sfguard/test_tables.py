"""sfGuard's tables as they are."""

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import NoSuchTableError

from legacy_bridge.sfguard.tables import GuardTables, LateTables

#: Version 4: no names, no e-mail; a remember key belongs to an address.
VERSION_4 = """
CREATE TABLE sf_guard_user (id INTEGER PRIMARY KEY, username TEXT, algorithm TEXT, salt TEXT,
  password TEXT, is_active INT, is_super_admin INT, last_login DATETIME, created_at DATETIME,
  updated_at DATETIME);
CREATE TABLE sf_guard_group (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE sf_guard_permission (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE sf_guard_user_group (user_id INT, group_id INT);
CREATE TABLE sf_guard_user_permission (user_id INT, permission_id INT);
CREATE TABLE sf_guard_group_permission (group_id INT, permission_id INT);
CREATE TABLE sf_guard_remember_key (id INT, user_id INT, remember_key TEXT, ip_address TEXT,
  created_at DATETIME)
"""


def test_version_4_has_no_e_mail() -> None:
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        for statement in VERSION_4.split(";"):
            connection.execute(text(statement))
        tables = GuardTables.reflected(connection)

        assert not tables.has_email
        assert tables.remember_key.name == "sf_guard_remember_key"
    engine.dispose()


def test_missing_tables_are_named() -> None:
    engine = create_engine("sqlite://")
    with engine.connect() as connection, pytest.raises(NoSuchTableError, match="sf_guard_user"):
        GuardTables.reflected(connection)
    engine.dispose()


def test_late_tables_are_asked_for_once() -> None:
    engine = create_engine("sqlite://")
    tables = LateTables()
    with engine.connect() as connection:
        with pytest.raises(NoSuchTableError):
            tables.over(connection)
        for statement in VERSION_4.split(";"):
            connection.execute(text(statement))

        assert tables.over(connection) is tables.over(connection)
    engine.dispose()
