"""`figuier plan`, `flip` and `rollback`: seeing a move, making it, taking it back."""

import sys
from dataclasses import replace

import click

from proxy.cli.arguments import LotName, StageWord, stage_of
from proxy.cli.command import FiguierCommand, as_json
from proxy.cli.exit_codes import ExitCode
from proxy.cli.flip_output import plan_fields, print_outcome, print_plan
from proxy.cli.outlook_output import outlook_fields
from proxy.cli.output import print_json, warn
from proxy.cli.python_lots import code_for
from proxy.cli.surroundings import current_settings, desk
from proxy.core.stages import Stage, StageName
from proxy.errors import CommitRefused, GateClosed
from proxy.flips.commit import commit_flip, require_committed
from proxy.flips.desk import Desk
from proxy.flips.evidence import Evidence
from proxy.flips.flip import Order, Outcome, proposed
from proxy.flips.flip import flip as make_flip
from proxy.flips.flip import rollback as roll_back
from proxy.flips.gathering import gathering_of, known_of
from proxy.flips.outlook import outlook
from proxy.flips.proposal import Proposal, content_of, table_in
from proxy.flips.spread import await_spread
from proxy.state_database import open_state

#: Requests a plan replays here, where somebody waits for one page only.
REPLAYED = 50_000
#: Longer than any worker may take to see a change.
WAIT_S = 2.0

_WITHOUT_GATES = frozenset({StageName.LEGACY, StageName.SHADOW})

lot_argument = click.argument("lot", type=LotName())
stage_argument = click.argument(
    "stage", type=StageWord(), nargs=-1, required=True, callback=stage_of
)
commit_option = click.option("--commit", is_flag=True, help="Make the git commit of the flip.")


@click.command(
    cls=FiguierCommand,
    examples=("figuier plan reference_lists python", "figuier plan housing canary 10% --json"),
)
@lot_argument
@stage_argument
@as_json
def plan(lot: str, stage: Stage, *, as_json: bool) -> None:
    """Show what moving LOT to STAGE would change. Nothing is changed.

    Exit codes are those of `diff`: 0 nothing would change, 1 something would, 2 and above it
    cannot be done.
    """
    settings = current_settings()
    proposal = _proposed(desk(), Order(lot, stage, "", code=code_for(stage, settings)))
    seen = outlook(open_state(settings), settings, proposal, most=REPLAYED)
    if as_json:
        print_json("plan", plan_fields(proposal) | {"traffic": outlook_fields(seen)})
    else:
        print_plan(proposal, seen)
    if proposal.plan.is_stopped:
        sys.exit(ExitCode.REFUSED)
    sys.exit(ExitCode.DIFFERENT if proposal.plan.is_change else ExitCode.DONE)


@click.command(
    cls=FiguierCommand,
    examples=(
        'figuier flip reference_lists python --why "sprint 1"',
        'figuier flip housing canary 10% --why "3 weeks of shadow" --commit',
        'figuier flip housing python --plan 3fa9c01b2d4e --why "as agreed" --yes',
    ),
)
@lot_argument
@stage_argument
@click.option("--why", required=True, help="The reason, in a few words; the journal keeps it.")
@click.option("--plan", "seen", default="", metavar="DIGEST", help="Only if this is the plan.")
@click.option(
    "--override-gates",
    "--override",
    "override",
    default="",
    metavar="REASON",
    help="Pass closed gates; with approvals: required, a second person has to agree.",
)
@click.option("--yes", is_flag=True, help="Do not ask, even on a terminal.")
@commit_option
@as_json
def flip(  # noqa: PLR0913, one for each option
    lot: str,
    stage: Stage,
    *,
    why: str,
    seen: str,
    override: str,
    yes: bool,
    commit: bool,
    as_json: bool,
) -> None:
    """Move LOT to STAGE, at once and in every process.

    On a terminal the plan is shown and confirmed first, and exactly that plan is applied: it is
    refused if the file changed meanwhile. Nothing is asked with --yes, with --json, or when the
    input is no terminal. A lot that is already there is left alone (exit code 0).
    """
    here = desk()
    code, known = code_for(stage, current_settings()), evidence_for(lot, stage)
    order = Order(lot, stage, why, seen, override, code, known)
    if commit:
        require_committed(here.routing_file)
    if not (yes or as_json) and sys.stdin.isatty():
        order = _confirmed(here, order)
    _finish("flip", here, make_flip(here, order), why, commit=commit, as_json=as_json)


@click.command(
    cls=FiguierCommand,
    examples=(
        "figuier rollback reference_lists",
        'figuier rollback reference_lists --why "errors on /communes"',
    ),
)
@lot_argument
@click.option("--why", default="rollback", help="The reason, if there is time for one.")
@commit_option
@as_json
def rollback(lot: str, *, why: str, commit: bool, as_json: bool) -> None:
    """Bring LOT back to legacy, now: no question, no gate, no database.

    A retired lot goes back to python, its only way. A broken or full journal does not stop it,
    nor does a routing file that is broken or gone: the last good one is put back with LOT moved,
    and what was there is kept beside it.
    """
    here = desk()
    _finish("rollback", here, roll_back(here, lot, why), why, commit=commit, as_json=as_json)


def _proposed(here: Desk, order: Order) -> Proposal:
    data = content_of(here.routing_file)
    known = order.evidence or evidence_for(order.lot, order.stage)
    return proposed(here, data, replace(order, evidence=known))


def evidence_for(lot: str, stage: Stage | None) -> Evidence | None:
    """What is known of a lot, when moving it there has gates."""
    settings = current_settings()
    if stage is None or stage.name in _WITHOUT_GATES:
        return None
    return known_of(gathering_of(settings), table_in(settings.routing_file), lot)


def _confirmed(here: Desk, order: Order) -> Order:
    proposal = _proposed(here, order)
    found = proposal.plan
    if not found.is_change:
        return order
    settings = current_settings()
    print_plan(proposal, outlook(open_state(settings), settings, proposal, most=REPLAYED))
    if found.is_stopped and not order.override:
        raise GateClosed(*found.refusals)
    if not click.confirm(f"Move {found.lot.name} from {found.before} to {found.after}?"):
        click.echo("Nothing was changed.")
        sys.exit(ExitCode.DIFFERENT)
    return replace(order, plan=order.plan or found.digest)


def _finish(
    command: str, here: Desk, outcome: Outcome, why: str, *, commit: bool, as_json: bool
) -> None:
    reached = await_spread(here.routing_file, here.state_dir, WAIT_S)
    name, fault = "", ""
    if commit and outcome.entry is not None:
        try:
            name = commit_flip(here.routing_file, outcome.entry, why)
        except CommitRefused as refused:
            fault = f"the flip is made, but not committed: {refused}"
    for sentence in (*outcome.warnings, *((fault,) if fault else ())):
        warn(sentence)
    print_outcome(command, outcome, reached, name, as_json=as_json)
    if fault or reached.behind:
        sys.exit(ExitCode.DIFFERENT)
