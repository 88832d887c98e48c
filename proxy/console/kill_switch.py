"""`/-/arret`: everything to PHP, in every process, and back."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from proxy.console.people import person
from proxy.console.sources import sources
from proxy.flips.kill import throw
from proxy.flips.spread import await_spread

blueprint = Blueprint("kill_switch", __name__)

_WAIT_S = 1.5


@blueprint.get("/-/arret")
def ask() -> str:
    """What the switch does, and the form that throws it."""
    return render_template("console/kill_switch.html", is_on=sources().running.table.kill_switch)


@blueprint.post("/-/arret")
def set_all() -> ResponseReturnValue:
    """Throw it, one way or the other."""
    here, who = sources(), person()
    wanted = request.form.get("arret", "")
    if who is None or wanted not in {"on", "off"}:
        abort(400)
    why = request.form.get("pourquoi", "").strip() or "arrêt d’urgence depuis la console"
    thrown = throw(here.desk(who.name), why, is_on=wanted == "on")
    settings = here.settings
    reached = await_spread(settings.routing_file, settings.state_dir, _WAIT_S)
    here.running.refresh()
    words = {True: "PHP répond à tout", False: "chaque lot est de nouveau à son étape"}
    late = f" ; {len(reached.behind)} processus ne suivent pas encore" if reached.behind else ""
    flash(f"Arrêt d’urgence : {words[thrown.is_on]}{late}.", "doubt" if late else "done")
    for warning in thrown.warnings:
        flash(warning, "doubt")
    return redirect(url_for("kill_switch.ask"), 303)
