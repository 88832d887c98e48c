"""The demo's accounts of the console, made at its first start; invented, and known to everybody."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass

from demo.stack.settings import CHECKOUT, StackSettings
from proxy.config import read_settings
from proxy.console.accounts import add_account, all_accounts
from proxy.console.roles import Role
from proxy.state_database import open_state


@dataclass(frozen=True, slots=True)
class ConsoleAccount:
    """Somebody who may sign in to the console."""

    name: str
    password: str
    role: Role


CONSOLE_ACCOUNTS = (
    ConsoleAccount("pilote", "pilote-valmont", Role.LEAD),
    ConsoleAccount("developpeur", "developpeur-valmont", Role.DEVELOPER),
    ConsoleAccount("lecteur", "lecteur-valmont", Role.VIEWER),
)


def make_accounts(settings: StackSettings, environment: Mapping[str, str]) -> bool:
    """Make them as the user everything runs as, unless there are accounts; whether that went well."""
    account = settings.account
    done = subprocess.run(
        [sys.executable, "-m", "demo.stack.console_accounts"],
        cwd=CHECKOUT,
        env=dict(environment),
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
        capture_output=True,
        check=False,
    )
    return done.returncode == 0


def fill(environment: Mapping[str, str]) -> int:
    """Make the accounts in the state database of these settings; how many were made.

    Errors: StateDatabaseUnavailable.
    """
    with open_state(read_settings(environment)).write() as connection:
        if all_accounts(connection):
            return 0
        for each in CONSOLE_ACCOUNTS:
            add_account(connection, each.name, each.role, each.password, time.time())
    return len(CONSOLE_ACCOUNTS)


if __name__ == "__main__":
    fill(os.environ)
