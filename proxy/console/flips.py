"""Plan, flip, approve and roll back: the functions of the command line, behind a form."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from proxy.console.judgements import evidence_of
from proxy.console.people import Person, person
from proxy.console.planning import planned
from proxy.console.roles import Role
from proxy.console.sources import Sources, sources
from proxy.console.translation import explained
from proxy.core.stages import Stage, StageName, StageUnknown, parse_stage
from proxy.errors import FlipRefused
from proxy.flips import flip as desk
from proxy.flips.flip import Order, Outcome
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
    return _plan_page(here, _order(here, name, stage), "")


@blueprint.post("/-/lots/<name>/bascule")
def flip(name: str) -> ResponseReturnValue:
    """Make exactly the move that was planned; refused if the table moved meanwhile."""
    here, who, stage = sources(), _who(), _stage()
    seen, override = request.form.get("plan", ""), request.form.get("derogation", "").strip()
    if stage is None or not seen:
        abort(400)
    if override and not who.may(Role.LEAD):
        abort(403)
    why = request.form.get("pourquoi", "")
    order = _order(here, name, stage, why=why, seen=seen, override=override)
    try:
        outcome = desk.flip(here.desk(who.name), order)
    except FlipRefused as refused:
        here.running.refresh()
        return _plan_page(here, _order(here, name, stage), explained(refused)), 409
    return _told(here, name, outcome)


@blueprint.post("/-/lots/<name>/accord")
def approve(name: str) -> ResponseReturnValue:
    """A second person's yes to passing closed gates; whoever asked still makes the move."""
    here, who, stage = sources(), _who(), _stage()
    if stage is None:
        abort(400)
    desk.approve(here.desk(who.name), name, stage, request.form.get("pourquoi", ""))
    flash("Votre accord est au journal : la personne qui l’a demandé peut basculer.", "done")
    return redirect(url_for("lots.page", name=name), 303)


@blueprint.post("/-/lots/<name>/retour")
def roll_back(name: str) -> ResponseReturnValue:
    """Bring a lot back, now."""
    here, who = sources(), _who()
    why = request.form.get("pourquoi", "").strip() or "retour demandé depuis la console"
    return _told(here, name, desk.rollback(here.desk(who.name), name, why))


def _order(
    here: Sources, name: str, stage: Stage, *, why: str = "", seen: str = "", override: str = ""
) -> Order:
    code = here.code() if stage.name in _NEED_CODE else None
    lot = here.running.table.lot(name)
    evidence = None if lot is None else evidence_of(here, lot)
    return Order(name, stage, why, seen, override, code, evidence)


def _plan_page(here: Sources, order: Order, error: str) -> str:
    shown = planned(here, order)
    return render_template("console/plan.html", shown=shown, plan=shown.plan, error=error)


def _told(here: Sources, name: str, outcome: Outcome) -> ResponseReturnValue:
    settings = here.settings
    reached = await_spread(settings.routing_file, settings.state_dir, _WAIT_S)
    here.running.refresh()
    made = outcome.proposal.plan
    if made.is_change:
        late = len(reached.behind)
        spread = f" ; {late} processus ne l’ont pas encore" if late else ""
        flash(
            f"{made.lot.title} : {made.before} → {made.after}{spread}.", "doubt" if late else "done"
        )
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


def _who() -> Person:
    who = person()
    if who is None:
        abort(403)
    return who
