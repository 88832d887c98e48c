"""`/-/routes`: every route of the table, and who answers any address, as the proxy decides."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from flask import Blueprint, render_template, request

from proxy.console.paging import asked_number
from proxy.console.planning import USUAL_ROUTES
from proxy.console.sources import Sources, sources
from proxy.core.decision import Decision, DecisionOptions, Verdict, decide
from proxy.core.explanation import Loser, explain
from proxy.core.messages import RequestHead
from proxy.core.table import Lot, Route, RoutingTable, spelled_controller, spelled_route
from proxy.reception import moment_at
from proxy.typed_address import head_of

blueprint = Blueprint("routes", __name__)

_PAGE = 100


@dataclass(frozen=True, slots=True)
class Found:
    """Who answers an address, and why.

    Shape: `losers` are the nearest other routes; none are looked for in a huge table.
    """

    head: RequestHead
    verdict: Verdict
    losers: tuple[Loser, ...]

    @property
    def decision(self) -> Decision | None:
        """Who answers, if anybody but the proxy itself does."""
        return self.verdict if isinstance(self.verdict, Decision) else None


@blueprint.get("/-/routes")
def index() -> str:
    """The routes that hold the words asked for, and the explanation of an address."""
    here = sources()
    table = here.running.table
    words = request.args.get("contient", "").strip()
    lot = request.args.get("lot", "")
    number = asked_number("page")
    start = (number - 1) * _PAGE
    rows = list(islice(_routes(table, words, lot), start, start + _PAGE + 1))
    return render_template(
        "console/routes.html",
        rows=rows[:_PAGE],
        has_next=len(rows) > _PAGE,
        page=number,
        words=words,
        lot=lot,
        lots=table.lots,
        table=table,
        hosts=[host for backend in table.backends.values() for host in backend.hosts],
        found=_explained(here, table),
    )


def _explained(here: Sources, table: RoutingTable) -> Found | None:
    url = request.args.get("adresse", "").strip()
    if not url:
        return None
    method = request.args.get("methode", "GET").strip().upper() or "GET"
    head = head_of(url, method, request.args.get("hote", ""))
    options = DecisionOptions(
        allow_dev_controllers=here.settings.allow_dev_controllers,
        own_hosts=frozenset(here.settings.console_hosts),
    )
    moment = moment_at(here.at, here.settings.time_zone)
    if sum(len(lot.routes) for lot in table.lots) > USUAL_ROUTES:
        return Found(head, decide(table, head, moment=moment, options=options), ())
    explanation = explain(table, head, moment=moment, options=options)
    return Found(head, explanation.verdict, explanation.losers)


def _routes(table: RoutingTable, words: str, lot: str) -> Iterator[tuple[Lot, Route, str, str]]:
    for each in table.lots:
        if lot and each.name != lot:
            continue
        for route in each.routes:
            controller = spelled_controller(table.backends[route.backend], route.application)
            spelled = spelled_route(route)
            if words in spelled or words in controller:
                yield each, route, spelled, controller
