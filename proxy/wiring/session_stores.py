"""Where the settings say that PHP keeps its sessions."""

from math import ceil
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from legacy_bridge.stores.cache_files import CacheFileSessionStore
from legacy_bridge.stores.pdo import PdoSessionStore, PdoTable
from legacy_bridge.stores.store import SessionStore
from modules.kernel.clock import WallClock
from modules.kernel.database import Database
from proxy.config import Settings
from proxy.errors import ConfigurationRefused
from proxy.wiring.file_sessions import file_store
from proxy.wiring.no_sessions import NoSessions
from proxy.wiring.server_sessions import server_store
from proxy.wiring.session_rules import session_rules


def session_store(settings: Settings) -> SessionStore:
    """PHP's own store; one that keeps nothing when the settings do not say where it is.

    Errors: ConfigurationRefused.
    """
    where = settings.symfony1_session_store
    kind, _, rest = where.partition(":")
    match kind:
        case "table":
            return _table(settings, rest)
        case "cache":
            return CacheFileSessionStore(Path(rest), wait_s=settings.symfony1_session_wait_s)
        case "memcached" | "redis":
            return server_store(kind, urlsplit(where), settings)
    if settings.symfony1_session_dir is None:
        return NoSessions()
    layout = session_rules(settings).layout
    return file_store(settings.symfony1_session_dir, layout, settings.symfony1_session_wait_s)


def _table(settings: Settings, said: str) -> SessionStore:
    if not settings.database_url:
        raise ConfigurationRefused(["FIGUIER_SYMFONY1_SESSION_STORE: a table needs a database"])
    database = Database(settings.database_url, WallClock(settings.time_zone))
    name, _, columns = said.partition("?")
    said_of = dict(parse_qsl(columns))
    plain = PdoTable(name)
    table = PdoTable(
        name,
        said_of.get("id", plain.id),
        said_of.get("data", plain.data),
        said_of.get("time", plain.time),
    )
    return PdoSessionStore(database.engine, table, wait_s=ceil(settings.symfony1_session_wait_s))
