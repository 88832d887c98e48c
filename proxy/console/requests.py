"""`/-/demandes`: recent requests, without queries, cookies or names."""

from flask import Blueprint, render_template, request

from proxy.console.paging import asked_number
from proxy.console.sources import sources
from proxy.errors import StateDatabaseUnavailable
from proxy.evidence.queries import freshness, log_extent
from proxy.evidence.queries import requests as logged
from proxy.evidence.values import LoggedRequest

blueprint = Blueprint("requests", __name__)

_PAGE = 100
_SIDES = ("legacy", "python", "refused")
_CLASSES = (2, 3, 4, 5)


@blueprint.get("/-/demandes")
def index() -> str:
    """The newest first; of one lot, side or class of status, or all."""
    here = sources()
    lot = request.args.get("lot", "")
    side = request.args.get("cote", "")
    status = request.args.get("statut", 0, int)
    before = asked_number("avant", 0) or None
    fault, extent, as_of = "", None, None
    rows: tuple[LoggedRequest, ...] = ()
    try:
        rows = logged(
            here.state,
            lot=lot or None,
            side=side if side in _SIDES else None,
            status_class=status if status in _CLASSES else None,
            before=before,
            limit=_PAGE + 1,
        )
        extent, as_of = log_extent(here.state), freshness(here.state).as_of
    except StateDatabaseUnavailable as down:
        fault = str(down)
    return render_template(
        "console/requests.html",
        rows=rows[:_PAGE],
        older=rows[_PAGE - 1].id if len(rows) > _PAGE else None,
        extent=extent,
        as_of=as_of,
        fault=fault,
        lot=lot,
        side=side,
        status=status,
        sides=_SIDES,
        classes=_CLASSES,
        lots=here.running.table.lots,
    )
