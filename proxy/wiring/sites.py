"""The Python applications of the lots, one for each legacy backend that has any."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from wsgiref.types import WSGIApplication

from legacy_bridge.flask_session import BridgedSessionInterface
from legacy_bridge.stores.store import SessionStore
from legacy_bridge.symfony1.sessions import SymfonySessions
from legacy_bridge.symfony4 import sessions as symfony4
from modules.kernel.application import Ports, create_site
from modules.kernel.clock import WallClock
from modules.kernel.database import Database
from modules.kernel.lot import Lot
from modules.kernel.mail import FolderMail
from modules.kernel.ports import Visits
from modules.kernel.request_state import database_session
from modules.kernel.statements import ForeignWrites, StatementRules
from modules.lots import LOTS
from proxy.config import Settings
from proxy.wiring.kept_forms import room_in
from proxy.wiring.recent_visitors import RECENT_FOLDER, RecentVisitors
from proxy.wiring.serialized_values import BridgedValues
from proxy.wiring.session_counts import SEEN_FOLDER, SessionCounts
from proxy.wiring.session_rules import session_rules
from proxy.wiring.session_stores import session_store
from proxy.wiring.symfony4 import SITES as SYMFONY4_SITES
from proxy.wiring.symfony4 import (
    identity_rules,
    provider,
    symfony_access,
    symfony_rules,
    symfony_store,
)
from proxy.wiring.symfony4_visits import AccessGuard, SymfonyVisits
from proxy.wiring.visits import BridgedVisits, opened_draft

#: Where letters are laid, below the state folder.
MAIL_FOLDER = "mail"

#: The application whose csrf_secret protects a site's forms: gestion's lots are all pages of
#: its frontend.
APPLICATIONS: Mapping[str, str] = {"gestion": "frontend"}

#: What signing in and out writes, whichever lot's page it happens on.
SHARED_TABLES = frozenset({"sf_guard_user", "sf_guard_remember_key"})


def build_sites(
    settings: Settings,
    lots: Sequence[Lot] = LOTS,
    *,
    wrap: Callable[[SessionStore], SessionStore] = lambda store: store,
) -> Mapping[str, WSGIApplication]:
    """The sites by their backend's name, over one database and the legacy's sessions.

    Shape: `wrap` puts something else in the place of the session stores.
    """
    clock = WallClock(settings.time_zone)
    url = settings.database_url
    database = Database(url, clock) if url else None
    sessions = settings.symfony1_session_store.partition("?")[0].removeprefix("table:")
    shared = SHARED_TABLES | {sessions.lower()}
    statements = StatementRules(ForeignWrites(settings.foreign_writes), shared)
    sites: dict[str, WSGIApplication] = {}
    for name in sorted({lot.site for lot in lots}):
        visits: Visits
        guard = None
        if name in SYMFONY4_SITES:
            visits = _symfony4_visits(settings, clock, wrap)
            guard = AccessGuard(symfony_access(settings))
        else:
            visits = _symfony1_visits(settings, name, clock, wrap)
        own_values = BridgedSessionInterface(opened_draft)
        mail = FolderMail(settings.state_dir / MAIL_FOLDER, clock)
        ports = Ports(visits, database, clock, own_values, guard, statements, mail, BridgedValues())
        sites[name] = create_site(name, lots, ports)
    return sites


def _symfony1_visits(
    settings: Settings, name: str, clock: WallClock, wrap: Callable[[SessionStore], SessionStore]
) -> BridgedVisits:
    return BridgedVisits(
        sessions=SymfonySessions(wrap(session_store(settings)), session_rules(settings)),
        database=database_session,
        clock=clock,
        secret=settings.symfony1_csrf_secrets.get(APPLICATIONS.get(name, ""), ""),
        remember_cookie=settings.symfony1_remember_cookie,
        remember_age_s=settings.symfony1_remember_age_s,
        room=room_in(settings.symfony1_session_store, settings.kept_form_bytes),
        seen_as=RecentVisitors(settings.state_dir / RECENT_FOLDER).note,
        note=SessionCounts(settings.state_dir / SEEN_FOLDER, clock).note,
    )


def _symfony4_visits(
    settings: Settings, clock: WallClock, wrap: Callable[[SessionStore], SessionStore]
) -> SymfonyVisits:
    return SymfonyVisits(
        symfony4.SymfonySessions(wrap(symfony_store(settings)), symfony_rules(settings)),
        database_session,
        identity_rules(settings),
        partial(provider, settings),
        SessionCounts(settings.state_dir / SEEN_FOLDER, clock).note,
        settings.symfony4_secret,
        settings.symfony4_sign_in_page,
        settings.kept_form_bytes,
    )
