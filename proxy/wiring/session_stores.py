"""Where the settings say that PHP keeps its sessions, and by which rules."""

from functools import partial
from math import ceil
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, parse_qsl, urlsplit

from legacy_bridge.php.errors import PhpError
from legacy_bridge.php.formats import SessionFormat, filler
from legacy_bridge.php.session import PhpSession
from legacy_bridge.stores.cache_files import CacheFileSessionStore
from legacy_bridge.stores.cells import CellSessionStore
from legacy_bridge.stores.files import FileSessionStore
from legacy_bridge.stores.memcached import MemcachedCells
from legacy_bridge.stores.pdo import PdoSessionStore, PdoTable
from legacy_bridge.stores.redis import RedisCells
from legacy_bridge.stores.save_path import SavePath
from legacy_bridge.stores.store import SessionStore
from legacy_bridge.stores.wire import Wire
from legacy_bridge.symfony1.cookies import SessionCookie
from legacy_bridge.symfony1.rules import SessionRules
from modules.kernel.clock import WallClock
from modules.kernel.database import Database
from proxy.config import Settings
from proxy.errors import ConfigurationRefused
from proxy.wiring.no_sessions import NoSessions

_LIFETIME_S = 1440


def session_rules(settings: Settings) -> SessionRules:
    """What both sides must agree on about sessions.

    Shape: symfony's own cache keeps one serialised array, whatever session.serialize_handler says.
    """
    is_cache = settings.symfony1_session_store.startswith("cache:")
    layout = (
        SessionFormat.PHP_SERIALIZE if is_cache else SessionFormat(settings.symfony1_session_format)
    )
    return SessionRules(
        layout=layout,
        cookie=_cookie(settings),
        timeout_s=_timeout_s(settings),
        default_culture=settings.symfony1_default_culture,
        dropped_at_sign_out=settings.symfony1_dropped_at_sign_out,
    )


def _timeout_s(settings: Settings) -> int | None:
    said = settings.symfony1_session_timeout_s
    return None if said is None else int(said)


def _cookie(settings: Settings) -> SessionCookie:
    parts = [each.partition("=") for each in settings.symfony1_session_cookie_attributes.split(";")]
    said = {name.strip().lower(): value.strip() for name, _, value in parts}
    return SessionCookie(
        settings.symfony1_session_cookie,
        path=said.get("path", ""),
        domain=said.get("domain", ""),
        is_secure="secure" in said,
        is_http_only="httponly" in said,
        same_site=said.get("samesite", ""),
        lifetime_s=int(said.get("max-age") or 0),
        signing_secret=settings.symfony1_session_cookie_secret,
    )


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
            return _server(kind, urlsplit(where), settings)
    if settings.symfony1_session_dir is None:
        return NoSessions()
    layout = session_rules(settings).layout
    return FileSessionStore(
        SavePath.parse(str(settings.symfony1_session_dir)),
        partial(is_whole_session, layout=layout),
        filler=partial(filler, layout),
        wait_s=settings.symfony1_session_wait_s,
    )


def is_whole_session(data: bytes, layout: SessionFormat = SessionFormat.PHP) -> bool:
    """Whether bytes read while PHP was writing are a session from end to end."""
    try:
        PhpSession.parse(data, layout)
    except PhpError:
        return False
    return True


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


def _server(kind: str, parts: SplitResult, settings: Settings) -> SessionStore:
    """A server as PHP's own handler uses it; `prefix` and `lock` as php.ini has them."""
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    wire = Wire((parts.hostname or "127.0.0.1", parts.port or (6379 if kind == "redis" else 11211)))
    lifetime_s = max(_LIFETIME_S, _timeout_s(settings) or 0)
    lifetime_s = int(options.get("lifetime", lifetime_s))
    cells: RedisCells | MemcachedCells
    if kind == "redis":
        cells = RedisCells(
            wire,
            options.get("prefix", "PHPREDIS_SESSION:"),
            lifetime_s,
            database=int(parts.path.strip("/") or 0),
            password=parts.password or "",
        )
    else:
        cells = MemcachedCells(wire, options.get("prefix", "memc.sess.key."), lifetime_s)
    return CellSessionStore(
        cells,
        is_locking=options.get("lock", "1") == "1",
        wait_s=settings.symfony1_session_wait_s,
    )
