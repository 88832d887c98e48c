"""The demo's launcher: `python -m demo` starts it, `stop` ends it, `data` reloads its tables."""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace

from demo.stack.console_accounts import make_accounts
from demo.stack.errors import StackError
from demo.stack.folders import make_state
from demo.stack.laboratory import describe, serve
from demo.stack.leftovers import stop_leftovers
from demo.stack.proxy import Proxy
from demo.stack.settings import SIZES, StackSettings, from_environment
from demo.stack.stack import LegacyStack
from demo.stack.supervisor import Supervisor, held, running_launcher, stop_running
from demo.stack.welcome import welcome


def say(text: str) -> None:
    """Print at once, also into a pipe."""
    print(text, flush=True)


def run(settings: StackSettings, environment: Mapping[str, str]) -> int:
    """Start everything and stay until it is stopped."""
    legacy = LegacyStack(settings)
    proxy = Proxy(settings, legacy.database, environment)
    describe(settings)

    def ready() -> str:
        make_accounts(settings, proxy.environment())
        return welcome(settings)

    return Supervisor(legacy, proxy, say).run(ready)


def reload_data(settings: StackSettings) -> int:
    """Replace the data, in the running database or in one started for it."""
    legacy = LegacyStack(settings)
    if running_launcher(settings) is not None:
        say(f"Loading the {settings.size} invented data into the running demo…")
        legacy.database.load(settings.size)
        return 0
    with held(settings):
        make_state(settings)
        for sentence in stop_leftovers(settings):
            say(sentence)
        try:
            legacy.mariadb.start()
            legacy.mariadb.wait_ready()
            say(f"Loading the {settings.size} invented data…")
            legacy.database.load(settings.size)
        finally:
            legacy.mariadb.stop()
    return 0


def parser() -> argparse.ArgumentParser:
    """The command line of the launcher."""
    top = argparse.ArgumentParser(prog="python -m demo", description=__doc__)
    commands = top.add_subparsers(dest="command")
    commands.add_parser("run", help="start everything (the default)")
    commands.add_parser("stop", help="stop a demo that runs in another terminal")
    commands.add_parser("lab", help="a second PHP over a copy, for `figuier parity`")
    data = commands.add_parser("data", help="throw the tables away and load them again")
    data.add_argument("--size", choices=SIZES, help="default: FIGUIER_DEMO_DATA, or small")
    return top


def main(arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    """The exit status: 0 when all went as asked, 1 with a message otherwise."""
    given = parser().parse_args(arguments)
    try:
        settings = from_environment(environment)
        match given.command:
            case "stop":
                return stop_running(settings, say)
            case "lab":
                return serve(settings)
            case "data":
                return reload_data(replace(settings, size=given.size or settings.size))
            case _:
                return run(settings, environment)
    except StackError as error:
        print(f"\n{error}", file=sys.stderr, flush=True)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
