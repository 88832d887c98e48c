"""Sessions in memcached or redis, as PHP's own handlers keep them there."""

from urllib.parse import SplitResult, parse_qs, unquote

from legacy_bridge.stores.cells import CellSessionStore
from legacy_bridge.stores.memcached import MemcachedCells
from legacy_bridge.stores.redis import RedisCells
from legacy_bridge.stores.wire import Wire
from proxy.config import Settings
from proxy.wiring.session_rules import timeout_s

_LIFETIME_S = 1440


def server_store(kind: str, parts: SplitResult, settings: Settings) -> CellSessionStore:
    """A server as PHP's own handler uses it; `prefix` and `lock` as php.ini has them."""
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    wire = Wire((parts.hostname or "127.0.0.1", parts.port or (6379 if kind == "redis" else 11211)))
    lifetime_s = max(_LIFETIME_S, timeout_s(settings) or 0)
    lifetime_s = int(options.get("lifetime", lifetime_s))
    cells: RedisCells | MemcachedCells
    if kind == "redis":
        cells = RedisCells(
            wire,
            options.get("prefix", "PHPREDIS_SESSION:"),
            lifetime_s,
            database=int(parts.path.strip("/") or 0),
            password=unquote(parts.password or ""),
        )
    else:
        cells = MemcachedCells(wire, options.get("prefix", "memc.sess.key."), lifetime_s)
    return CellSessionStore(
        cells,
        is_locking=options.get("lock", "1") == "1",
        wait_s=settings.symfony1_session_wait_s,
    )
