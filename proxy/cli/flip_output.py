"""Plans and outcomes of flips, in words and as JSON."""

import click

from proxy.cli.outlook_output import print_outlook
from proxy.cli.output import count_of, print_json, route_fields, warn
from proxy.core.stages import share_of
from proxy.flips.flip import Outcome
from proxy.flips.outlook import Outlook
from proxy.flips.plan import Plan
from proxy.flips.proposal import Proposal
from proxy.flips.spread import Spread

_ROUTES_SHOWN = 8


def plan_fields(proposal: Proposal) -> dict[str, object]:
    """A plan for programs."""
    plan = proposal.plan
    return {
        "lot": plan.lot.name,
        "title": plan.lot.title,
        "from": str(plan.before),
        "to": str(plan.after),
        "is_change": plan.is_change,
        "is_stopped": plan.is_stopped,
        "plan": plan.digest,
        "table": plan.table_digest,
        "python_share": {"before": share_of(plan.before), "after": share_of(plan.after)},
        "routes": [route_fields(change.route) for change in plan.changes],
        "gates_mode": plan.mode.value,
        "needs_approval": plan.needs_approval,
        "gates": [
            {
                "name": gate.name.value,
                "is_open": gate.is_open,
                "is_strict": gate.is_strict,
                "is_configured": gate.is_configured,
                "reason": gate.reason,
            }
            for gate in plan.gates
        ],
        "warnings": list(plan.warnings),
        "diff": proposal.diff,
    }


def print_plan(proposal: Proposal, seen: Outlook) -> None:
    """A plan for people."""
    plan = proposal.plan
    if not plan.is_change:
        click.echo(f"{_lot(plan)} is at {plan.after}: nothing to change.")
        return
    click.echo(f"{_lot(plan)}: {plan.before} → {plan.after}")
    click.echo(_moved(plan))
    for change in plan.changes[:_ROUTES_SHOWN]:
        route = change.route
        methods = ",".join(sorted(route.methods)) if route.methods else "any"
        click.echo(f"    {route.backend}/{route.application}  {methods}  {route.pattern}")
    more = len(plan.changes) - _ROUTES_SHOWN
    if more > 0:
        click.echo(f"    and {more} more: figuier routes --lot {plan.lot.name}")
    print_outlook(seen, plan.lot.name)
    if plan.gates:
        click.echo(f"Gates, {plan.mode.value}:")
    for gate in plan.gates:
        state = "open  " if gate.is_open else "closed"
        if not gate.is_configured:
            state = "–     "
        strict = " (refuses in any mode)" if gate.is_strict and not gate.is_open else ""
        click.echo(f"    {state}  {gate.name.value}: {gate.reason}{strict}")
    for sentence in plan.warnings:
        warn(sentence)
    click.echo()
    click.echo(_coloured(proposal.diff), nl=False)
    click.echo(f"\nPlan {plan.digest[:12]}")
    if plan.is_stopped:
        second = ", once somebody else has approved" if plan.needs_approval else ""
        warn(f"closed gates refuse it; figuier flip --override-gates REASON passes them{second}")


def print_outcome(
    command: str, outcome: Outcome, reached: Spread, commit: str, *, as_json: bool
) -> None:
    """What a flip did, and how far it has come."""
    plan = outcome.proposal.plan
    if as_json:
        print_json(command, _outcome_fields(outcome, reached, commit))
        return
    if plan.is_change:
        click.echo(f"{_lot(plan)}: {plan.before} → {plan.after}, {_progress(reached)}.")
    elif outcome.is_restored:
        click.echo(f"{_lot(plan)} is at {plan.after}, {_progress(reached)}.")
    else:
        click.echo(f"{_lot(plan)} is already at {plan.after}: nothing was changed.")
    for sentence in plan.closed if plan.is_change else ():
        warn(f"gate closed, passed and journalled: {sentence}")
    for sentence in plan.warnings:
        warn(sentence)
    for state in reached.behind:
        why = state.fault or "it runs another table"
        warn(f"process {state.pid} ({state.role}) has not taken it up: {why}")
    if commit:
        click.echo(f"Committed as {commit}.")
    if plan.is_change and outcome.entry is not None and share_of(plan.after) > 0:
        click.echo(f"The way back: figuier rollback {plan.lot.name}")


def _outcome_fields(outcome: Outcome, reached: Spread, commit: str) -> dict[str, object]:
    plan, entry = outcome.proposal.plan, outcome.entry
    return {
        "lot": plan.lot.name,
        "from": str(plan.before),
        "to": str(plan.after),
        "is_change": plan.is_change,
        "is_restored": outcome.is_restored,
        "plan": plan.digest,
        "journal_line": entry.number if entry else None,
        "closed_gates": list(plan.closed),
        "warnings": [*plan.warnings, *outcome.warnings],
        "table": reached.file_digest,
        "workers": {"all": len(reached.states), "behind": [state.pid for state in reached.behind]},
        "commit": commit or None,
    }


def _progress(reached: Spread) -> str:
    if not reached.states:
        return "in force when the proxy starts (no process runs now)"
    taken = len(reached.states) - len(reached.behind)
    of = count_of(len(reached.states), "process", "processes")
    return f"in force in {taken} of {of} after {reached.after_s:.1f} s"


def _lot(plan: Plan) -> str:
    return f"{plan.lot.name} ({plan.lot.title})"


def _moved(plan: Plan) -> str:
    if not plan.changes:
        return "No visitor changes side."
    aliases = sum(change.route.is_alias for change in plan.changes)
    routes = count_of(len(plan.changes) - aliases, "route")
    implied = f" and {count_of(aliases, 'implied address', 'implied addresses')}"
    before, after = share_of(plan.before), share_of(plan.after)
    shares = f"{before}% → {after}% of visitors on Python"
    return f"{routes}{implied if aliases else ''}: {shares}."


def _coloured(diff: str) -> str:
    colours = {"+": "green", "-": "red"}
    lines = diff.splitlines(keepends=True)
    return "".join(click.style(line, fg=colours.get(line[:1])) for line in lines)
