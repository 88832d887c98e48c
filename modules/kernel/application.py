"""A site made of lots: the Flask application that answers for one legacy backend."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from pkgutil import resolve_name
from typing import cast

from flask import Blueprint, Flask, Response, g, request

from modules.kernel import login, refusals
from modules.kernel.clock import Clock, WallClock
from modules.kernel.database import Database
from modules.kernel.frame import FRAMES, Frame
from modules.kernel.lot import Lot
from modules.kernel.ports import Visits
from modules.kernel.request_state import EXTENSION, close_database_session, visit
from modules.kernel.templating import prepare_templates

#: PHP's post_max_size: what its forms may weigh. Werkzeug's own default would refuse 500 kB.
MAX_FORM_BYTES = 8 * 1024 * 1024

#: What PHP's session cache limiter puts on every page.
NEVER_CACHED = {
    "Expires": "Thu, 19 Nov 1981 08:52:00 GMT",
    "Cache-Control": "no-store, no-cache, must-revalidate",
    "Pragma": "no-cache",
}


_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Ports:
    """What a site is given: the visitors' sessions, the database, the clock."""

    visits: Visits
    database: Database | None = None
    clock: Clock = WallClock()  # noqa: RUF009  # frozen, and the same for all


def create_site(name: str, lots: Sequence[Lot], ports: Ports) -> Flask:
    """The application of a legacy backend's lots.

    Shape: `name` is the backend's in routing.yaml; lots of other sites are left out.
    """
    app = Flask(name, root_path=str(_HERE), template_folder="templates", static_folder=None)
    app.config.update(MAX_FORM_MEMORY_SIZE=MAX_FORM_BYTES, PROPAGATE_EXCEPTIONS=False)
    app.url_map.merge_slashes = False
    app.extensions[EXTENSION] = ports
    prepare_templates(app, FRAMES.get(name, Frame("bare.html")))
    refusals.register(app)
    login.register(app)
    for lot in lots:
        if lot.site == name:
            app.register_blueprint(_blueprint(lot))
    _open_and_close_visits(app, ports.visits)
    app.teardown_appcontext(lambda _: close_database_session())
    return app


def _blueprint(lot: Lot) -> Blueprint:
    return cast("Blueprint", resolve_name(lot.blueprint))


def _open_and_close_visits(app: Flask, visits: Visits) -> None:
    @app.before_request
    def open_visit() -> None:
        g.visit = visits.open(request)

    @app.after_request
    def close_visit(response: Response) -> Response:
        response.headers.update(NEVER_CACHED)
        if "visit" in g:
            visit().close(response)
        return response
