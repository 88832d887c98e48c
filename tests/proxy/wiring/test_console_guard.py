"""sfGuard's users at the console's door, on the demo's own accounts."""

from dataclasses import replace

import pytest

from demo.data.accounts import ACCOUNTS
from demo.stack.database import Database
from proxy.config import Settings
from proxy.console.roles import Role
from proxy.console.sources import Guest
from proxy.errors import ConfigurationRefused
from proxy.wiring.console_guard import console_guests, roles_in

pytestmark = pytest.mark.stack

PASSWORD = {each.username: each.password for each in ACCOUNTS}


def settings(database: Database, *permissions: str) -> Settings:
    return replace(Settings(), database_url=database.url, console_permissions=permissions)


def a_permission_of(database: Database, name: str) -> str:
    rows = database.run(
        "SELECT p.name FROM sf_guard_permission p JOIN sf_guard_group_permission gp ON "
        "gp.permission_id = p.id JOIN sf_guard_user_group ug ON ug.group_id = gp.group_id JOIN "
        f"sf_guard_user u ON u.id = ug.user_id WHERE u.username = '{name}' LIMIT 1"
    )
    return str(rows[0][0])


def test_who_holds_the_permission_gets_its_role(database: Database) -> None:
    held = a_permission_of(database, "claire.martin")
    door = console_guests(settings(database, f"{held}=viewer", "nobody_has_this=lead"))
    assert door is not None

    assert door("claire.martin", PASSWORD["claire.martin"]) == Guest("claire.martin", Role.VIEWER)
    assert door("claire.martin", "wrong") is None
    assert door("nobody", "x") is None
    assert door("admin", PASSWORD["admin"]) == Guest("admin", Role.LEAD)


def test_who_does_not_hold_it_stays_out(database: Database) -> None:
    door = console_guests(settings(database, "nobody_has_this=lead"))
    assert door is not None

    assert door("claire.martin", PASSWORD["claire.martin"]) is None


def test_a_database_that_does_not_answer_lets_nobody_in(database: Database) -> None:
    gone = replace(
        settings(database, "x=lead"), database_url="mysql+mysqldb://x:y@127.0.0.1:1/gestion"
    )
    door = console_guests(gone)
    assert door is not None

    assert door("admin", PASSWORD["admin"]) is None


def test_without_permissions_there_is_no_door(database: Database) -> None:
    assert console_guests(settings(database)) is None


@pytest.mark.parametrize("word", ["lead", "x=boss", "=lead", "x="])
def test_a_role_that_there_is_not_is_refused(word: str) -> None:
    with pytest.raises(ConfigurationRefused, match="FIGUIER_CONSOLE_PERMISSIONS"):
        roles_in((word,))
