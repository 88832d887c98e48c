"""A lot's labels, edited where they live: in `routing.yaml`."""

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from proxy.console.people import person
from proxy.console.roles import Role
from proxy.console.sources import sources
from proxy.flips.labels import LabelOrder, change_label
from proxy.routing_file.labelling import LABELS

blueprint = Blueprint("labels", __name__)


@blueprint.post("/-/lots/<name>/fiche")
def edit(name: str) -> ResponseReturnValue:
    """Change what the form says otherwise than the page did; acceptance is the lead's."""
    here, who = sources(), person()
    if who is None:
        abort(403)
    changed = []
    why = request.form.get("pourquoi", "").strip()
    for key in LABELS:
        value, seen = request.form.get(key), request.form.get(f"vu_{key}", "")
        if value is None or " ".join(value.split()) == seen:
            continue
        if key == "accepted_on" and not who.may(Role.LEAD):
            abort(403)
        if change_label(here.desk(who.name), LabelOrder(name, key, value, seen, why)):
            changed.append(key)
    here.running.refresh()
    flash("La fiche est à jour." if changed else "Rien n’a changé.", "done")
    return redirect(url_for("lots.page", name=name), 303)
