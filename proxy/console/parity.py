"""`/-/parite`: what was compared of each lot, why it differs, and what may be said of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from proxy.console.parity_pages import oldest
from proxy.console.people import person
from proxy.console.sources import Sources, sources
from proxy.core.table import Lot, spelled_route
from proxy.errors import FiguierError, ParityFileRefused, StateDatabaseUnavailable
from proxy.parity.code_version import code_version
from proxy.parity.exemplars.records import Kept, exemplars_of
from proxy.parity.observations import Cause, causes_of, evidence_of, last_run
from proxy.parity.pictures.gallery import about, gallery_of
from proxy.parity.proof import ParityEvidence
from proxy.parity.proposals import Proposal, write_proposal
from proxy.parity.rules import LotRules
from proxy.parity.rules_file import parity_folder, read_rules
from proxy.parity.shadow.counts import published
from proxy.parity.side_by_side import Stretch, side_by_side

blueprint = Blueprint("parity", __name__)


@dataclass(frozen=True, slots=True)
class LotParity:
    """What is known of one lot. Shape: `fault` says what is wrong with its parity file."""

    lot: Lot
    evidence: ParityEvidence
    reasons: tuple[str, ...]
    fault: str = ""


@dataclass(frozen=True, slots=True)
class CauseShown:
    """One cause on all routes that show it, the two values of its example with what differs marked.

    Shape: `answers` that show it, of all `routes`; `seen_on` is a kept page of one of them.
    """

    cause: Cause
    answers: int
    routes: tuple[str, ...]
    control: Sequence[Stretch]
    candidate: Sequence[Stretch]
    seen_on: Kept | None


@blueprint.get("/-/parite")
def index() -> str:
    """Every lot: how much was compared, how much matched, and why that is no proof yet."""
    here = sources()
    lots = [_known(here, lot) for lot in here.running.table.lots]
    counts = published(here.settings.state_dir)
    return render_template("console/parity.html", lots=lots, shadow=counts)


@blueprint.get("/-/parite/<name>")
def page(name: str) -> str:
    """One lot: its routes, the causes of its differences, what was accepted."""
    here = sources()
    lot = here.running.table.lot(name)
    if lot is None:
        abort(404)
    known = _known(here, lot)
    gallery = gallery_of(here.settings.state_dir)
    causes: list[CauseShown] = []
    kept: tuple[Kept, ...] = ()
    run = None
    try:
        kept = exemplars_of(here.state, name, known.evidence.code, oldest(here))
        causes = _grouped(causes_of(here.state, name, known.evidence.code), kept)
        run = last_run(here.state, name)
    except StateDatabaseUnavailable as away:
        flash(str(away), "doubt")
    return render_template(
        "console/parity_lot.html",
        known=known,
        rules=_rules(here, lot)[0],
        run=run,
        kept=[(each, about(gallery, each.id, oldest(here))) for each in kept],
        causes=[each for each in causes if not each.cause.difference.is_accessibility],
        spoken=[each for each in causes if each.cause.difference.is_accessibility],
        today=here.today.date(),
    )


@blueprint.post("/-/parite/<name>/ecart")
def propose(name: str) -> ResponseReturnValue:
    """Write a mask or an accepted difference to the lot's file."""
    here, who = sources(), person()
    if who is None or here.running.table.lot(name) is None:
        abort(404)
    form = request.form
    try:
        expires = date.fromisoformat(form["fin"]) if form.get("fin") else None
        proposal = Proposal(
            name, form.get("champ", ""), form.get("raison", "").strip(), form.get("route", "*"),
            form.get("responsable", "").strip() or who.name, form.get("nature", "intended"), expires,
        )  # fmt: skip
        write_proposal(here.desk(who.name), parity_folder(here.settings), proposal)
    except (ValueError, FiguierError) as refused:
        flash(f"Refusé : {refused}", "danger")
    else:
        flash("Écrit dans le fichier de parité du lot ; à relire et à valider dans Git.", "done")
    return redirect(url_for("parity.page", name=name), 303)


def _known(here: Sources, lot: Lot) -> LotParity:
    rules, fault = _rules(here, lot)
    routes = [spelled_route(route) for route in lot.routes if not route.is_alias]
    now = here.at
    version = code_version(parity_folder(here.settings), lot.name)
    evidence = evidence_of(here.state, lot.name, version, routes, now, rules.thresholds)
    return LotParity(lot, evidence, evidence.reasons_to_wait(now), fault)


def _rules(here: Sources, lot: Lot) -> tuple[LotRules, str]:
    try:
        return read_rules(parity_folder(here.settings), lot.name), ""
    except ParityFileRefused as refused:
        return LotRules(lot.name), str(refused)


def _grouped(causes: Sequence[Cause], kept: Sequence[Kept]) -> list[CauseShown]:
    """Causes that are the same on several routes as one, the one that most answers show first."""
    groups: dict[tuple[str, str], list[Cause]] = {}
    for cause in causes:
        groups.setdefault((cause.difference.part, cause.difference.cause), []).append(cause)
    shown = [_shown(group, kept) for group in groups.values()]
    return sorted(shown, key=lambda each: -each.answers)


def _shown(group: Sequence[Cause], kept: Sequence[Kept]) -> CauseShown:
    first = group[0]
    control, candidate = side_by_side(first.difference.control, first.difference.candidate)
    ids = [cause.id for cause in group]
    seen_on = next((page for one in ids for page in kept if one in page.causes), None)
    routes = tuple(dict.fromkeys(cause.route for cause in group))
    answers = sum(cause.occurrences for cause in group)
    return CauseShown(first, answers, routes, control, candidate, seen_on)
