"""vitrine's Python site as gunicorn runs it for the tests, with pages that show their visit."""

import os
from typing import cast
from wsgiref.types import WSGIApplication

from flask import Blueprint, g, request, session

from modules.kernel.errors import SignInNeeded
from modules.kernel.login import needs
from modules.kernel.lot import Lot
from modules.kernel.request_state import need, visit
from modules.kernel.typed_forms import keep_typed_form
from proxy.config import read_settings
from proxy.wiring.sites import build_sites
from proxy.wiring.symfony4_visits import SymfonyVisit

blueprint = Blueprint("looking", __name__)
LOT = Lot("looking", "Regards", "tests.fakes.vitrine_site:blueprint", site="vitrine")


def _visit() -> SymfonyVisit:
    return cast("SymfonyVisit", g.visit)


@blueprint.get("/python/who")
def who() -> dict[str, object]:
    found = _visit()
    return {
        "user": found.user.identifier if found.user else None,
        "id": found.user_id,
        "name": found.name,
        "roles": sorted(found.user.roles) if found.user else [],
        "culture": found.culture,
    }


@blueprint.get("/python/flash")
def flash() -> dict[str, object]:
    return {"said": visit().flash("success")}


@blueprint.get("/python/say")
def say() -> str:
    visit().say("success", "contact.sent")
    return "said"


@blueprint.get("/python/form/<name>")
def form(name: str) -> str:
    return visit().form_token(name)


@blueprint.post("/python/form/<name>")
def sent(name: str) -> dict[str, bool]:
    return {"accepted": _visit().accepts_token(request.form["token"], name)}


@blueprint.get("/python/own")
def own() -> dict[str, object]:
    session["seen"] = session.get("seen", 0) + 1
    visit().keep("list", {"page": session["seen"]})
    return {"seen": session["seen"], "kept": visit().kept("list")}


@blueprint.route("/python/note", methods=["GET", "POST"])
def note() -> str:
    try:
        need(())
    except SignInNeeded:
        keep_typed_form("/python/note")
        raise
    typed = visit().typed("/python/note")
    return "" if typed is None else dict(typed.pairs)["text"]


@blueprint.get("/python/emploi")
@needs("ROLE_PARTENAIRE_EMPLOI")
def jobs() -> str:
    return "emploi"


@blueprint.get("/espace/python")
def desk() -> str:
    return "espace"


def application() -> WSGIApplication:
    return build_sites(read_settings(os.environ), [LOT])["vitrine"]
