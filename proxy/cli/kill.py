"""`figuier kill`: everything to legacy, in every process, and back."""

import sys

import click

from proxy.cli.command import FiguierCommand, as_json
from proxy.cli.exit_codes import ExitCode
from proxy.cli.flips import WAIT_S
from proxy.cli.output import print_json, warn
from proxy.cli.surroundings import current_table, desk
from proxy.core.stages import StageName
from proxy.flips.kill import throw
from proxy.flips.spread import await_spread


@click.command(
    cls=FiguierCommand,
    examples=(
        'figuier kill on --why "errors everywhere since 14:00"',
        'figuier kill off --why "the database is back"',
    ),
)
@click.argument("word", metavar="on|off", type=click.Choice(["on", "off"]))
@click.option("--why", default="kill switch", help="The reason, if there is time for one.")
@as_json
def kill(word: str, *, why: str, as_json: bool) -> None:
    """Turn the kill switch on or off: every lot to legacy at once, or each back to its stage.

    No question, no gate, no database. Retired lots stay where they are: legacy is not asked for
    them any more. A routing file that is broken or gone is put aside for the last good one; a
    broken or full journal is warned of.
    """
    here = desk()
    thrown = throw(here, why, is_on=word == "on")
    reached = await_spread(here.routing_file, here.state_dir, WAIT_S)
    retired = [lot.name for lot in current_table().lots if lot.stage.name is StageName.RETIRED]
    for sentence in thrown.warnings:
        warn(sentence)
    if as_json:
        fields = {
            "kill_switch": word,
            "is_change": thrown.is_change,
            "journal_line": thrown.entry.number if thrown.entry else None,
            "retired": retired,
            "processes": len(reached.states),
            "behind": [state.pid for state in reached.behind],
            "warnings": list(thrown.warnings),
        }
        print_json("kill", fields)
    else:
        told = f"The kill switch is {word}" if thrown.is_change else f"It is {word} already"
        click.echo(f"{told}: {len(reached.states) - len(reached.behind)} processes know.")
        if word == "on" and retired:
            click.echo(f"Retired, so not with legacy: {', '.join(retired)}")
    for state in reached.behind:
        warn(f"process {state.pid} ({state.role}) has not taken it up: {state.fault or 'not yet'}")
    if reached.behind:
        sys.exit(ExitCode.DIFFERENT)
