"""`figuier approve`: the second person who agrees that closed gates are passed."""

import click

from proxy.cli.arguments import LotName, StageWord, stage_of
from proxy.cli.command import FiguierCommand, as_json
from proxy.cli.output import print_json, print_table
from proxy.cli.surroundings import current_settings, desk
from proxy.core.stages import Stage
from proxy.flips.approvals import pending
from proxy.flips.entries import Entry
from proxy.flips.flip import approve as give_approval
from proxy.flips.journal import read_journal

HEADINGS = ("ASKED", "BY", "LOT", "FROM", "TO", "BECAUSE", "PLAN")


@click.command(
    cls=FiguierCommand,
    examples=(
        "figuier approve",
        'figuier approve housing canary 25% --why "I saw the figures, the days are enough"',
    ),
)
@click.argument("lot", type=LotName(), required=False)
@click.argument("stage", type=StageWord(), nargs=-1)
@click.option("--why", default="", help="The reason, in a few words; the journal keeps it.")
@as_json
def approve(lot: str | None, stage: tuple[str, ...], *, why: str, as_json: bool) -> None:
    """Agree to LOT moving to STAGE past closed gates; without words, list what waits.

    Needed where the routing file says approvals: required, from somebody else than whoever flips.
    It holds for this one move, until the file changes.
    """
    if lot is None:
        _list(as_json=as_json)
        return
    context = click.get_current_context()
    wanted: Stage = stage_of(context, context.command.params[1], stage)
    entry = give_approval(desk(), lot, wanted, why)
    if as_json:
        fields = {"lot": lot, "to": str(wanted), "plan": entry.plan, "journal_line": entry.number}
        print_json("approve", fields)
    else:
        click.echo(f"{entry.who} approves: {lot} from {entry.from_stage} to {entry.to_stage}.")


def _list(*, as_json: bool) -> None:
    found = pending(read_journal(current_settings().state_dir))
    if as_json:
        print_json("approve", {"pending": [_fields(entry) for entry in found]})
    elif found:
        print_table(HEADINGS, (tuple(_fields(entry).values()) for entry in found))
    else:
        click.echo("Nothing waits for an approval.")


def _fields(entry: Entry) -> dict[str, str]:
    return {
        "asked_at": entry.at,
        "who": entry.who,
        "lot": entry.lot,
        "from": entry.from_stage,
        "to": entry.to_stage,
        "because": entry.override or entry.why,
        "plan": entry.plan[:12],
    }
