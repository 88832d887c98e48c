"""What PHP's files say of sessions and dates, held against our settings."""

from collections.abc import Iterator, Mapping

from legacy_bridge.checks.doctor import Finding, Level
from proxy.config import Settings

#: Whether PHP's handler locks a session, and what it does when nobody says.
_LOCKING = {
    "redis": ("redis.session.locking_enabled", "0"),
    "memcached": ("memcached.sess_locking", "1"),
}


def php_findings(settings: Settings, said: Mapping[str, str]) -> Iterator[Finding]:
    """Where PHP's own settings and ours say the same of sessions and dates, and where they do not."""
    yield from _lock_findings(settings.symfony1_session_store, said)
    path, ours = said.get("session.save_path"), str(settings.symfony1_session_dir)
    if settings.symfony1_session_store != "files":
        yield from _zone_findings(settings, said)
        return
    if path is None:
        advice = "a distribution's default, or set where these files do not show it"
        yield Finding(Level.RISK, "PHP's files do not say session.save_path", advice)
    elif path.rstrip("/") != ours.rstrip("/"):
        advice = "set FIGUIER_SYMFONY1_SESSION_DIR to the same"
        yield Finding(Level.FAULT, f"PHP keeps sessions in {path}, Python looks in {ours}", advice)
    else:
        yield Finding(Level.FINE, "both sides keep sessions in the same folder")
    yield from _zone_findings(settings, said)


def _zone_findings(settings: Settings, said: Mapping[str, str]) -> Iterator[Finding]:
    zone, own_zone = said.get("date.timezone", ""), str(settings.time_zone)
    if zone and zone != own_zone:
        advice = "set FIGUIER_TIME_ZONE to PHP's: dates in the database have no zone"
        yield Finding(Level.FAULT, f"PHP's time zone is {zone}, Python's is {own_zone}", advice)
    elif zone:
        yield Finding(Level.FINE, f"both sides write dates in {zone}")
    else:
        advice = "a page may set its own; compare a created_at of each side"
        yield Finding(Level.RISK, "PHP's files do not say date.timezone", advice)


def _lock_findings(store: str, said: Mapping[str, str]) -> Iterator[Finding]:
    kind, _, rest = store.partition(":")
    if kind not in _LOCKING:
        return
    name, default = _LOCKING[kind]
    php_locks, we_lock = said.get(name, default) == "1", "lock=0" not in rest
    if php_locks and we_lock:
        yield Finding(Level.FINE, f"both sides lock sessions in {kind}")
    elif php_locks:
        advice = "take lock=0 out of FIGUIER_SYMFONY1_SESSION_STORE"
        yield Finding(Level.FAULT, f"PHP locks sessions in {kind}, Python does not", advice)
    elif we_lock:
        advice = (
            f"set {name}=1, or add lock=0 to FIGUIER_SYMFONY1_SESSION_STORE and accept the loss"
        )
        what = f"Python locks sessions in {kind}, PHP does not: what Python writes may be lost"
        yield Finding(Level.FAULT, what, advice)
    else:
        what = f"nobody locks sessions in {kind}: what Python writes while PHP answers is lost"
        yield Finding(Level.RISK, what, f"set {name}=1, and take lock=0 away")
