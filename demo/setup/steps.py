"""The order of the set-up: packages, environment, passage, then the command as one plain user."""

import os
import shlex
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from demo.setup.account import become, chosen, hand_over, surroundings
from demo.setup.apt import install
from demo.setup.environment import Environment
from demo.setup.errors import CommandUnknown, SetupStopped
from demo.setup.packages import Group, missing
from demo.setup.passage import grant, grant_flips

CHECKOUT = Path(__file__).resolve().parents[2]

USAGE = """usage: python3 demo/bootstrap.py GROUP packages     installs Debian packages only
       python3 demo/bootstrap.py GROUP COMMAND…     sets up, then runs .venv/bin/COMMAND
       python3 demo/bootstrap.py GROUP              sets up only
       python3 demo/bootstrap.py ready COMMAND…     runs it when set up, or says nothing runs

GROUP is run, test or bench. Started as root, COMMAND runs as www-data (FIGUIER_USER)."""


@dataclass(frozen=True, slots=True)
class Order:
    """What the command line asks; no group means: take the environment as it is."""

    group: Group | None
    command: tuple[str, ...]


def order(arguments: Sequence[str]) -> Order:
    """The command line, understood.

    Errors: CommandUnknown.
    """
    if not arguments:
        raise CommandUnknown(USAGE)
    first, *command = arguments
    if first == "ready" and command:
        return Order(None, tuple(command))
    if first not in map(str, Group):
        raise CommandUnknown(f"{first!r} is not a group.\n{USAGE}")
    return Order(Group(first), tuple(command))


def carry_out(given: Order, environment: Environment) -> int:
    """Set up what is missing, then become the command.

    Errors: SetupStopped.
    """
    if given.group is None:
        if not environment.python.exists():
            print("Nothing is set up here, so nothing runs.")
            return 0
    else:
        install(missing(given.group), given.group, environment.checkout)
        if given.command == ("packages",):
            return 0
        environment.prepare(given.group)
    if given.command:
        run(environment, given.command, is_demo=given.group is Group.RUN)
    return 0


def run(environment: Environment, command: Sequence[str], *, is_demo: bool = False) -> NoReturn:
    """Replace this process by a command of the environment, as the plain user.

    Errors: PassageClosed, CommandUnknown.
    """
    checkout = environment.checkout
    variables = dict(os.environ)
    program = environment.folder / "bin" / command[0]
    if not program.exists():
        raise CommandUnknown(f"{program} does not exist (asked: {shlex.join(command)}).")
    account = chosen(variables)
    if account:
        state = Path(variables.get("FIGUIER_STATE_DIR") or checkout / "var").absolute()
        hand_over(account, checkout, state)
        grant(account, checkout, state)
        if is_demo and not variables.get("FIGUIER_ROUTING_FILE"):
            grant_flips(account, checkout)
        variables = surroundings(account, checkout, variables)
        become(account)
    variables["PATH"] = f"{program.parent}:{variables.get('PATH', os.defpath)}"
    os.chdir(checkout)
    sys.stdout.flush()
    try:
        os.execve(program, [str(program), *command[1:]], variables)  # noqa: S606 - ours, no shell
    except OSError as error:
        raise CommandUnknown(f"Cannot run {program}: {error.strerror}.") from error


def main(arguments: Sequence[str]) -> int:
    """The exit status of the set-up; of the command, once that took our place."""
    os.umask(0o022)
    try:
        return carry_out(order(arguments), Environment(CHECKOUT))
    except SetupStopped as stopped:
        print(f"\n{stopped}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted. The same make goes on from here.", file=sys.stderr)
        return 130
