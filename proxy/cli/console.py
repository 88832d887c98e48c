"""`figuier console`: the accounts that may sign in to the console."""

import sys
import time
from collections.abc import Callable
from typing import TypeVar

import click
from sqlalchemy import Connection

from proxy.cli.command import FiguierCommand, as_json
from proxy.cli.output import print_json, print_table, warn
from proxy.cli.surroundings import current_settings
from proxy.console import accounts
from proxy.console.accounts import Account
from proxy.console.roles import Role
from proxy.state_database import open_state

T = TypeVar("T")


@click.group()
def console() -> None:
    """Make, list and change the console's accounts; passwords are never arguments."""


@console.command(
    "add-user",
    cls=FiguierCommand,
    examples=(
        "figuier console add-user nadia.benali --role lead",
        "figuier console add-user paul.roux --role developer < password.txt",
    ),
)
@click.argument("name")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@as_json
def add_user(name: str, role: str, *, as_json: bool) -> None:
    """Make the account NAME; its password is asked for, or read from the input."""
    password = _password()
    made = _written(
        lambda connection: accounts.add_account(
            connection, name.lower(), Role(role), password, time.time()
        )
    )
    _say(as_json, "console add-user", made, f"{made.name} may sign in as {made.role}.")


@console.command(
    "list-users",
    cls=FiguierCommand,
    examples=("figuier console list-users", "figuier console list-users --json"),
)
@as_json
def list_users(*, as_json: bool) -> None:
    """List the accounts, their roles, and whether they may sign in."""
    with open_state(current_settings()).read() as connection:
        found = accounts.all_accounts(connection)
    if as_json:
        print_json("console list-users", {"accounts": [_fields(each) for each in found]})
    elif found:
        rows = ((each.name, each.role.value, _state(each), _seen(each)) for each in found)
        print_table(("NAME", "ROLE", "STATE", "LAST SIGN-IN"), rows)
    else:
        click.echo("No account yet: figuier console add-user NAME --role lead")


@console.command(
    "reset-password",
    cls=FiguierCommand,
    examples=("figuier console reset-password nadia.benali",),
)
@click.argument("name")
@as_json
def reset_password(name: str, *, as_json: bool) -> None:
    """Give NAME another password, asked for or read from the input; NAME is signed out."""
    password = _password()
    _written(lambda connection: accounts.reset_password(connection, name.lower(), password))
    _say_name(as_json, "console reset-password", name, "has another password and is signed out")


@console.command(
    "set-role",
    cls=FiguierCommand,
    examples=("figuier console set-role paul.roux viewer",),
)
@click.argument("name")
@click.argument("role", type=click.Choice([role.value for role in Role]))
@as_json
def set_role(name: str, role: str, *, as_json: bool) -> None:
    """Give NAME another role, from the next request on."""
    _written(lambda connection: accounts.set_role(connection, name.lower(), Role(role)))
    _say_name(as_json, "console set-role", name, f"is {role} now")


@console.command(
    cls=FiguierCommand,
    examples=("figuier console disable paul.roux", "figuier console disable paul.roux --undo"),
)
@click.argument("name")
@click.option("--undo", is_flag=True, help="Let NAME sign in again.")
@as_json
def disable(name: str, *, undo: bool, as_json: bool) -> None:
    """Keep NAME from signing in, and sign NAME out; the journal goes on naming NAME."""
    _written(
        lambda connection: accounts.set_disabled(connection, name.lower(), is_disabled=not undo)
    )
    _say_name(as_json, "console disable", name, "may sign in" if undo else "is shut out")


def _written(change: Callable[[Connection], T]) -> T:
    with open_state(current_settings()).write() as connection:
        return change(connection)


def _password() -> str:
    """A password from the terminal, twice, or the first line of the input."""
    if sys.stdin.isatty():
        text: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
        return text
    line = sys.stdin.readline().rstrip("\r\n")
    if not line:
        warn("the first line of the input is the password; it is empty")
    return line


def _say(as_json: bool, command: str, account: Account, sentence: str) -> None:
    if as_json:
        print_json(command, {"account": _fields(account)})
    else:
        click.echo(sentence)


def _say_name(as_json: bool, command: str, name: str, what: str) -> None:
    if as_json:
        print_json(command, {"account": name.lower()})
    else:
        click.echo(f"{name.lower()} {what}.")


def _fields(account: Account) -> dict[str, object]:
    return {
        "name": account.name,
        "role": account.role.value,
        "is_disabled": account.is_disabled,
        "created_at": account.created_at,
        "seen_at": account.seen_at,
    }


def _state(account: Account) -> str:
    return "disabled" if account.is_disabled else "active"


def _seen(account: Account) -> str:
    if account.seen_at is None:
        return "never"
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(account.seen_at))
