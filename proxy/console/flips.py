"""Plan, flip and rollback: the functions of the command line, behind a form."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from proxy.console.people import Person, person
from proxy.console.roles import Role
from proxy.console.sources import Sources, sources
from proxy.core.stages import Stage, StageName, StageUnknown, parse_stage
from proxy.errors import FlipRefused
from proxy.flips.flip import Order, Outcome
from proxy.flips.flip import flip as make_flip
from proxy.flips.flip import rollback as make_rollback
from proxy.flips.gates import Code
from proxy.flips.proposal import content_of, propose
from proxy.flips.spread import await_spread

blueprint = Blueprint("flips", __name__)

#: Longer than processes take to see a change; nobody waits longer for a page.
_WAIT_S = 1.5
_NEED_CODE = frozenset({StageName.CANARY, StageName.PYTHON})


@blueprint.get("/-/lots/<name>/plan")
def plan(name: str) -> ResponseReturnValue:
    """What a move would change; nothing is changed."""
    here, stage = sources(), _stage()
    if stage is None:
        flash("Choisissez une étape : legacy, shadow, canary N%, python ou retired.", "danger")
        return redirect(url_for("lots.page", name=name), 303)
    file = here.settings.routing_file
    proposal = propose(content_of(file), file.name, name, stage, _code(here, stage))
    return render_template("console/plan.html", proposal=proposal, plan=proposal.plan, error="")


@blueprint.post("/-/lots/<name>/bascule")
def flip(name: str) -> ResponseReturnValue:
    """Make exactly the move that was planned; refused if the table moved meanwhile."""
    here, who, stage = sources(), _who(), _stage()
    seen = request.form.get("plan", "")
    if stage is None or not seen:
        abort(400)
    override = request.form.get("derogation", "").strip()
    if override and not who.may(Role.LEAD):
        abort(403)
    order = Order(name, stage, request.form.get("pourquoi", ""), seen, override, _code(here, stage))
    try:
        outcome = make_flip(here.desk(who.name), order)
    except FlipRefused as refused:
        return _again(here, name, stage, str(refused))
    return _told(here, name, outcome)


@blueprint.post("/-/lots/<name>/retour")
def roll_back(name: str) -> ResponseReturnValue:
    """Bring a lot back, now."""
    here, who = sources(), _who()
    why = request.form.get("pourquoi", "").strip() or "retour demandé depuis la console"
    return _told(here, name, make_rollback(here.desk(who.name), name, why))


def _again(here: Sources, name: str, stage: Stage, error: str) -> ResponseReturnValue:
    """The plan as it is now, with the reason why the one that was seen is not made."""
    file = here.settings.routing_file
    proposal = propose(content_of(file), file.name, name, stage, _code(here, stage))
    page = render_template("console/plan.html", proposal=proposal, plan=proposal.plan, error=error)
    return page, 409


def _told(here: Sources, name: str, outcome: Outcome) -> ResponseReturnValue:
    settings = here.settings
    reached = await_spread(settings.routing_file, settings.state_dir, _WAIT_S)
    here.running.refresh()
    made = outcome.proposal.plan
    if made.is_change:
        late = len(reached.behind)
        spread = (
            f" ; {late} processus ne l’ont pas encore" if late else " ; tous les processus l’ont"
        )
        text = f"{made.lot.title} : {made.before} → {made.after}{spread if reached.states else ''}."
        flash(text, "doubt" if late else "done")
    else:
        flash(f"{made.lot.title} est déjà à l’étape {made.after} : rien n’a changé.", "done")
    for warning in outcome.warnings:
        flash(warning, "doubt")
    return redirect(url_for("lots.page", name=name), 303)


def _stage() -> Stage | None:
    text = request.values.get("etape", "")
    if text == StageName.CANARY:
        text = f"canary {request.values.get('pourcentage', '').strip()}%"
    try:
        return parse_stage(text)
    except StageUnknown:
        return None


def _code(here: Sources, stage: Stage) -> Code | None:
    return here.code() if stage.name in _NEED_CODE else None


def _who() -> Person:
    who = person()
    if who is None:
        abort(403)
    return who
