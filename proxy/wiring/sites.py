"""The Python applications of the lots, one for each legacy backend that has any."""

from collections.abc import Mapping, Sequence
from wsgiref.types import WSGIApplication

from legacy_bridge.flask_session import BridgedSessionInterface
from legacy_bridge.symfony1.sessions import SymfonySessions
from modules.kernel.application import Ports, create_site
from modules.kernel.clock import WallClock
from modules.kernel.database import Database
from modules.kernel.lot import Lot
from modules.kernel.request_state import database_session
from modules.lots import LOTS
from proxy.config import Settings
from proxy.wiring.kept_forms import room_in
from proxy.wiring.recent_visitors import RECENT_FOLDER, RecentVisitors
from proxy.wiring.session_counts import SEEN_FOLDER, SessionCounts
from proxy.wiring.session_stores import session_rules, session_store
from proxy.wiring.visits import BridgedVisits, opened_draft

#: The application whose csrf_secret protects a site's forms: gestion's lots are all pages of
#: its frontend.
APPLICATIONS: Mapping[str, str] = {"gestion": "frontend"}


def build_sites(settings: Settings, lots: Sequence[Lot] = LOTS) -> Mapping[str, WSGIApplication]:
    """The sites by their backend's name, over one database and the legacy's sessions."""
    clock = WallClock(settings.time_zone)
    url = settings.database_url
    database = Database(url, clock) if url else None
    sites: dict[str, WSGIApplication] = {}
    for name in sorted({lot.site for lot in lots}):
        visits = BridgedVisits(
            sessions=SymfonySessions(session_store(settings), session_rules(settings)),
            database=database_session,
            clock=clock,
            secret=settings.symfony1_csrf_secrets.get(APPLICATIONS.get(name, ""), ""),
            remember_cookie=settings.symfony1_remember_cookie,
            remember_age_s=settings.symfony1_remember_age_s,
            room=room_in(settings.symfony1_session_store),
            seen_as=RecentVisitors(settings.state_dir / RECENT_FOLDER).note,
            note=SessionCounts(settings.state_dir / SEEN_FOLDER, clock).note,
        )
        own_values = BridgedSessionInterface(opened_draft)
        sites[name] = create_site(name, lots, Ports(visits, database, clock, own_values))
    return sites
