"""Is the site set up so that both sides can share sessions? What was looked at, and what to do."""

import os
import stat
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from legacy_bridge.php.errors import PhpFormatError
from legacy_bridge.php.formats import SessionFormat
from legacy_bridge.php.session import PhpSession
from legacy_bridge.stores.save_path import SavePath
from legacy_bridge.symfony1.keys import LAST_REQUEST
from legacy_bridge.symfony1.rules import SessionRules

#: How many of the newest sessions are looked at.
_SAMPLE = 200
#: Secrets that installers leave behind.
_DEFAULT_SECRETS = {"", "CHANGEME", "UNIQUE_SECRET", "sf$ecret", "secret"}


class Level(StrEnum):
    """How bad: `fault` keeps sessions from being shared, `risk` may, `fine` is as it should be."""

    FINE = "fine"
    RISK = "risk"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, what was found, and what to do about it."""

    level: Level
    what: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """What is to be checked.

    Shape: `save_path` is None where sessions are not in files, and PHP's `save_handler` another;
        `secrets` are the csrf_secret of each application; `cookie_names` those of every other
        application that browsers send to the same hosts; `php_settings` what PHP's own pages say
        of session.* (phpinfo of the pool, not of the command line), as far as known.
    """

    save_path: SavePath | None
    rules: SessionRules
    secrets: Mapping[str, str]
    cookie_names: tuple[str, ...] = ()
    php_settings: Mapping[str, str] | None = None
    save_handler: str = "files"


def findings(site: Site, now: float) -> list[Finding]:
    """Everything that was looked at, the worst first. Writes nothing."""
    found = [] if site.save_path is None else list(_folder(site.save_path.folder))
    found += [*_secrets(site), *_names(site), *_php(site)]
    if site.save_path is not None and site.save_path.folder.is_dir():
        found += _sessions(site.save_path, site.rules, now)
    order = list(Level)
    return sorted(found, key=lambda finding: -order.index(finding.level))


def _folder(folder: Path) -> Iterator[Finding]:
    if not folder.is_dir():
        yield Finding(Level.FAULT, f"{folder} is no folder", "set it to PHP's session.save_path")
        return
    if not os.access(folder, os.W_OK | os.X_OK, effective_ids=True):
        advice = "run Python as PHP's own user"
        yield Finding(Level.FAULT, f"user {os.geteuid()} may not write in {folder}", advice)
        return
    yield Finding(Level.FINE, f"user {os.geteuid()} may write in {folder}")


def _sessions(save_path: SavePath, rules: SessionRules, now: float) -> Iterator[Finding]:
    files = _newest(save_path)
    if files is None:
        yield Finding(Level.RISK, "the folder cannot be listed, so no session was looked at")
        return
    if not files:
        yield Finding(Level.RISK, "no session yet", "open a page of PHP, then ask again")
        return
    owners = Counter(found.st_uid for _, found in files)
    strangers = sorted(set(owners) - {os.geteuid()})
    if strangers:
        advice = "PHP refuses sessions of another user: run both sides as one"
        yield Finding(Level.FAULT, f"sessions belong to users {strangers} as well", advice)
    else:
        yield Finding(Level.FINE, f"all {len(files)} sessions looked at are ours")
    if any(stat.S_IMODE(found.st_mode) & 0o077 for _, found in files):
        advice = "PHP makes them 0600; look at MODE in session.save_path"
        yield Finding(Level.RISK, "others may read sessions", advice)
    yield from _contents([path for path, _ in files], rules, now)


def _newest(save_path: SavePath) -> list[tuple[Path, os.stat_result]] | None:
    pattern = "*/" * save_path.depth + "sess_*"
    if not os.access(save_path.folder, os.R_OK, effective_ids=True):
        return None
    found = []
    for path in save_path.folder.glob(pattern):
        try:
            found.append((path, path.lstat()))
        except FileNotFoundError:
            continue
    return sorted(found, key=lambda each: -each[1].st_mtime)[:_SAMPLE]


def _contents(files: list[Path], rules: SessionRules, now: float) -> Iterator[Finding]:
    readable: Counter[SessionFormat] = Counter()
    looked_at, ahead = 0, 0.0
    for path in files:
        try:
            data = path.read_bytes()
        except OSError:
            continue
        looked_at += bool(data)
        for layout in SessionFormat if data else ():
            session = _parsed(data, layout)
            if session is not None:
                readable[layout] += 1
                last = session.get((LAST_REQUEST,))
                ahead = max(ahead, last - now if isinstance(last, int) else 0)
    if looked_at and readable[rules.layout] < looked_at:
        best = max(SessionFormat, key=lambda layout: readable[layout])
        what = f"{readable[rules.layout]} of {looked_at} sessions are of the format {rules.layout}"
        advice = f"session.serialize_handler seems to be {best}" if readable[best] else ""
        level = Level.FAULT if best is not rules.layout else Level.RISK
        yield Finding(level, what, advice)
    elif looked_at:
        yield Finding(Level.FINE, f"all {looked_at} sessions are of the format {rules.layout}")
    if ahead > 5:
        what = f"PHP's clock is {ahead:.0f} s ahead of ours"
        yield Finding(Level.FAULT, what, "people would be signed out early or late: set the clocks")


def _parsed(data: bytes, layout: SessionFormat) -> PhpSession | None:
    try:
        return PhpSession.parse(data, layout)
    except PhpFormatError:
        return None


def _secrets(site: Site) -> Iterator[Finding]:
    for application, secret in site.secrets.items():
        if secret in _DEFAULT_SECRETS:
            advice = "set it to settings.yml's csrf_secret; forms of PHP pages are refused without"
            yield Finding(Level.FAULT, f"no csrf_secret for {application}", advice)
        else:
            yield Finding(Level.FINE, f"{application} has a csrf_secret")


def _names(site: Site) -> Iterator[Finding]:
    counted = Counter((site.rules.cookie.name, *site.cookie_names))
    for name in sorted(name for name, times in counted.items() if times > 1):
        advice = "give each application its own cookie: browsers send both, PHP takes the first"
        yield Finding(Level.FAULT, f"another application's cookie is called {name}", advice)


def _php(site: Site) -> Iterator[Finding]:
    said = site.php_settings
    if said is None:
        yield Finding(Level.RISK, "PHP's own settings are not known", "give phpinfo() of the pool")
        return
    wanted = {
        "session.serialize_handler": str(site.rules.layout),
        "session.name": site.rules.cookie.name,
        "session.save_handler": site.save_handler,
    }
    for name, value in wanted.items():
        if name in said and said[name] != value:
            yield Finding(Level.FAULT, f"{name} is {said[name]}, the site says {value}")
    is_strict = said.get("session.use_strict_mode", "0") not in {"0", "", "Off"}
    if "session.use_strict_mode" in said and is_strict != site.rules.is_strict:
        what = f"session.use_strict_mode is {said['session.use_strict_mode']}, the site says "
        advice = "the sign-in after an ended session is refused once where they differ"
        yield Finding(Level.FAULT, what + ("yes" if site.rules.is_strict else "no"), advice)
    if said.get("session.use_strict_mode") == "0":
        advice = "PHP takes ids that clients invent; session.use_strict_mode=1 ends it"
        yield Finding(Level.RISK, "session.use_strict_mode is off", advice)
    lifetime = said.get("session.gc_maxlifetime", "")
    timeout_s = site.rules.timeout_s
    if lifetime.isdigit() and timeout_s is not None and int(lifetime) < timeout_s:
        advice = "sessions may be collected before their time-out"
        yield Finding(Level.RISK, f"session.gc_maxlifetime is {lifetime}", advice)
