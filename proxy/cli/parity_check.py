"""`figuier parity check`: is every accepted difference still in date, and still needed?"""

import sys
from datetime import datetime

import click

from proxy.cli.arguments import LotName, lot_named
from proxy.cli.command import FiguierCommand, as_json
from proxy.cli.exit_codes import ExitCode
from proxy.cli.output import print_json
from proxy.cli.surroundings import current_settings, current_table
from proxy.parity.ledger import faults_of
from proxy.parity.observations import last_run
from proxy.parity.rules_file import parity_folder, read_rules
from proxy.state_database import open_state


@click.command(
    cls=FiguierCommand,
    examples=("figuier parity check", "figuier parity check reference_lists --json"),
)
@click.argument("lots", nargs=-1, type=LotName())
@as_json
def check(*, lots: tuple[str, ...], as_json: bool) -> None:
    """Check the parity files: every mistake, every accepted difference that is expired or unused.

    Exit code 1 when an entry is expired, or the last run of its lot did not need it.
    """
    settings, table = current_settings(), current_table()
    today = datetime.now(settings.time_zone).date()
    state = open_state(settings)
    faults: dict[str, list[str]] = {}
    names = lots or tuple(lot.name for lot in table.lots)
    for name in names:
        rules = read_rules(parity_folder(settings), lot_named(table, name).name)
        if rules.accepted:
            done = last_run(state, name)
            faults[name] = faults_of(rules.accepted, done.used if done else frozenset(), today)
    state.close()
    told = {name: found for name, found in faults.items() if found}
    if as_json:
        print_json("parity check", {"lots": list(names), "faults": told})
    else:
        for name, found in told.items():
            for fault in found:
                click.echo(f"{name}: {fault}")
        click.echo(f"{len(names)} lots, {sum(map(len, told.values()))} faults")
    if told:
        sys.exit(ExitCode.DIFFERENT)
