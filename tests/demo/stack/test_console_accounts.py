"""The demo's accounts of the console: made once, each with the role and password of the welcome."""

from dataclasses import replace
from pathlib import Path

from demo.stack.console_accounts import CONSOLE_ACCOUNTS, fill, make_accounts
from demo.stack.settings import StackSettings
from proxy.config import read_settings
from proxy.console.accounts import add_account, all_accounts, is_password
from proxy.console.roles import Role
from proxy.state_database import open_state


def environment(folder: Path) -> dict[str, str]:
    return {"FIGUIER_STATE_DIR": str(folder)}


def test_each_role_has_an_account_with_its_password(tmp_path: Path) -> None:
    assert fill(environment(tmp_path)) == 3
    assert {each.role for each in CONSOLE_ACCOUNTS} == set(Role)
    with open_state(read_settings(environment(tmp_path))).read() as connection:
        for each in CONSOLE_ACCOUNTS:
            assert is_password(connection, each.name, each.password)


def test_accounts_that_are_there_are_left_alone(tmp_path: Path) -> None:
    state = open_state(read_settings(environment(tmp_path)))
    with state.write() as connection:
        add_account(connection, "nadia", Role.LEAD, "a long enough password", 1.0)

    assert fill(environment(tmp_path)) == 0
    with state.read() as connection:
        assert [account.name for account in all_accounts(connection)] == ["nadia"]


def test_a_state_database_that_is_gone_does_not_stop_the_demo(tmp_path: Path) -> None:
    (tmp_path / "state.sqlite").mkdir()
    settings = replace(StackSettings(), account=None)

    assert make_accounts(settings, environment(tmp_path)) is False
