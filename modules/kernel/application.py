"""A site made of lots: the Flask application that answers for one legacy backend."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from pkgutil import resolve_name
from typing import cast

from flask import Blueprint, Flask, Response, g, request
from flask.sessions import SessionInterface

from modules.kernel import login, refusals
from modules.kernel.admin.exchange import effective_method
from modules.kernel.clock import Clock, WallClock
from modules.kernel.database import Database
from modules.kernel.errors import SessionsUnavailable
from modules.kernel.frame import FRAMES, Frame
from modules.kernel.lot import Lot
from modules.kernel.mail import Mail
from modules.kernel.ports import Guard, SerializedValues, Visits
from modules.kernel.request_state import (
    EXTENSION,
    close_database_session,
    has_saved_rows,
    visit,
)
from modules.kernel.statements import Manifests, StatementRules, know_lots
from modules.kernel.templating import prepare_templates

log = logging.getLogger(__name__)

#: PHP's post_max_size: what its forms may weigh. Werkzeug's own default would refuse 500 kB.
MAX_FORM_BYTES = 8 * 1024 * 1024

#: What PHP's session cache limiter puts on every page.
NEVER_CACHED = {
    "Expires": "Thu, 19 Nov 1981 08:52:00 GMT",
    "Cache-Control": "no-store, no-cache, must-revalidate",
    "Pragma": "no-cache",
}


#: What the front door takes off an answer, and counts.
SIGNAL = "X-Figuier-Signal"

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Ports:
    """What a site is given: the visitors' sessions, the database, the clock.

    Shape: `own_values` is what `flask.session` reads and writes; without it there is none.
        `statements` says what becomes of a write outside its lot's tables.
        `guard` lets a request pass by the legacy's own table of addresses, before any view.
    """

    visits: Visits
    database: Database | None = None
    clock: Clock = WallClock()  # noqa: RUF009  # frozen, and the same for all
    own_values: SessionInterface | None = None
    guard: Guard | None = None
    statements: StatementRules = StatementRules()  # noqa: RUF009  # frozen, and the same for all
    mail: Mail | None = None
    serialized: SerializedValues | None = None


def create_site(name: str, lots: Sequence[Lot], ports: Ports) -> Flask:
    """The application of a legacy backend's lots.

    Shape: `name` is the backend's in routing.yaml; lots of other sites are left out.
    """
    app = Flask(name, root_path=str(_HERE), template_folder="templates", static_folder=None)
    app.config.update(MAX_FORM_MEMORY_SIZE=MAX_FORM_BYTES, PROPAGATE_EXCEPTIONS=False)
    app.url_map.merge_slashes = False
    app.extensions[EXTENSION] = ports
    if ports.own_values is not None:
        app.session_interface = ports.own_values
    prepare_templates(app, FRAMES.get(name, Frame("bare.html")))
    refusals.register(app)
    login.register(app)
    manifests = know_lots(app, ports.statements)
    for lot in lots:
        if lot.site == name:
            blueprint = _blueprint(lot)
            manifests.lots[blueprint.name] = lot
            app.register_blueprint(blueprint)
    _open_and_close_visits(app, ports, manifests)
    app.teardown_appcontext(lambda _: close_database_session())
    return app


def _blueprint(lot: Lot) -> Blueprint:
    return cast("Blueprint", resolve_name(lot.blueprint))


def _open_and_close_visits(app: Flask, ports: Ports, manifests: Manifests) -> None:
    @app.before_request
    def open_visit() -> None:
        g.is_readable = False
        effective_method(request)  # the legacy reads it before anything, its session included
        g.is_readable = True
        g.visit = ports.visits.open(request)
        if ports.guard is not None:
            ports.guard(request, g.visit)

    @app.after_request
    def close_visit(response: Response) -> Response:
        if "visit" in g:
            response = _closed(response)
        if g.get("is_readable", True):
            response.headers.update(NEVER_CACHED)
        if g.get("has_forged_form"):
            lot = manifests.lots.get(request.blueprint or "")
            response.headers[SIGNAL] = f"csrf-refused {lot.name if lot else ''}"
        return response


def _closed(response: Response) -> Response:
    """The answer once the session is written; else the page that asks to come back.

    Shape: rows that were saved stay saved: then the answer goes out without its message, since
           doing the same once more would save them twice.
    """
    has_saved = has_saved_rows()
    close_database_session()  # PHP may have to be waited for: others need the connection
    try:
        visit().close(response)
    except SessionsUnavailable as refusal:
        if not has_saved:
            return refusals.unavailable(refusal)
        log.warning("%s: rows were saved, what was to be said of it is lost", request.path)
    return response
