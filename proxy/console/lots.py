"""`/-/lots`: every lot at a glance, and one page for each."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, abort, render_template

from proxy.console.counted import Counted, counted, requests_of
from proxy.console.french import percent
from proxy.console.judgements import gates_before, next_stage
from proxy.console.paging import asked_number
from proxy.console.progress import LotLine
from proxy.console.sources import Sources, sources
from proxy.console.survey import lot_lines
from proxy.console.timeline import stays
from proxy.core.stages import MOVES, StageName
from proxy.core.table import Lot, Route, spelled_route
from proxy.errors import StateDatabaseUnavailable
from proxy.evidence.periods import day_of, days_before
from proxy.flips.incidents import Incident, incidents
from proxy.flips.journal import read_good_part
from proxy.flips.records import records
from proxy.routing_file.labelling import LABELS, label_of

blueprint = Blueprint("lots", __name__)

_DAYS = 7
_PAGE = 200
_SHOWN_RECORDS = 30

LABEL_WORDS = {
    "title": "Titre",
    "owner": "Responsable",
    "sprint": "Sprint",
    "accepted_on": "Recette prononcée le",
}


@dataclass(frozen=True, slots=True)
class RouteLine:
    """One route of a lot with what was counted of it.

    Shape: None where nobody counted.
    """

    route: Route
    spelled: str
    requests: int | None
    errors: int | None
    share: float | None


@blueprint.get("/-/lots")
def index() -> str:
    """Every lot, in the order of the file."""
    here = sources()
    found = counted(here)
    lines = _lines(here, found, here.running.table.lots)
    return render_template("console/lots.html", lines=lines, found=found)


@blueprint.get("/-/lots/<name>")
def page(name: str) -> str:
    """One lot: its routes, its proof, its gates, its history, and what may be done."""
    here = sources()
    table = here.running.table
    lot = table.lot(name)
    if lot is None:
        abort(404)
    following = next_stage(lot.stage)
    number = asked_number("page")
    own = [route for route in lot.routes if not route.is_alias]
    shown = own[(number - 1) * _PAGE : number * _PAGE]
    reading, _ = read_good_part(here.settings.state_dir)
    history = [each for each in records(reading.entries) if each.entry.lot == name]
    found = counted(here)
    return render_template(
        "console/lot.html",
        lot=lot,
        line=_lines(here, found, (lot,))[0],
        routes=_route_lines(here, shown),
        route_count=len(own),
        alias_count=len(lot.routes) - len(own),
        page=number,
        has_next=number * _PAGE < len(own),
        gates=gates_before(here, lot, following) if following else (),
        following=following,
        moves=[stage for stage in StageName if stage in MOVES[lot.stage.name]],
        history=history[: -_SHOWN_RECORDS - 1 : -1],
        incidents=_incidents(here, name),
        needs=[need for each in lot.needs if (need := table.lot(each)) is not None],
        labels=[(key, LABEL_WORDS[key], label_of(lot, key)) for key in LABELS],
        mode=table.gates,
        percent=percent,
        found=found,
    )


def _lines(here: Sources, found: Counted, lots: Sequence[Lot]) -> tuple[LotLine, ...]:
    reading, _ = read_good_part(here.settings.state_dir)
    return lot_lines(here, lots, found, stays(reading.entries))


def _incidents(here: Sources, name: str) -> list[Incident]:
    try:
        return list(incidents(here.state, lot=name, limit=10))
    except StateDatabaseUnavailable:
        return []


def _route_lines(here: Sources, routes: Sequence[Route]) -> list[RouteLine]:
    today = day_of(here.at, here.settings.time_zone)
    try:
        counts = requests_of(here.state, routes, days_before(today, _DAYS), today)
    except StateDatabaseUnavailable:
        return [RouteLine(route, spelled_route(route), None, None, None) for route in routes]
    return [
        RouteLine(route, spelled_route(route), asked, errors, python / asked if asked else None)
        for route, (asked, errors, python) in zip(routes, counts, strict=True)
    ]
