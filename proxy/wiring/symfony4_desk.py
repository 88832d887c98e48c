"""What `figuier session` tells of the Symfony 4 site's sessions; writes nothing."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace

from sqlalchemy.exc import SQLAlchemyError

from legacy_bridge.checks.doctor import Finding, Level, Site, findings
from legacy_bridge.checks.verify import SeenSession
from legacy_bridge.checks.verify_symfony4 import Symfony4Site, verify_symfony4
from legacy_bridge.sfguard.accounts import Accounts
from legacy_bridge.sfguard.tables import GuardTables
from legacy_bridge.stores.errors import SessionStoreError
from legacy_bridge.stores.save_path import SavePath
from legacy_bridge.symfony1.cookies import first_cookie
from legacy_bridge.symfony1.rules import SessionRules
from modules.kernel.clock import WallClock
from modules.kernel.database import Database
from proxy.config import Settings
from proxy.errors import ConfigurationRefused
from proxy.wiring.seen_sessions import as_plain
from proxy.wiring.sign_in_findings import sign_in_findings
from proxy.wiring.symfony4 import (
    SITES,
    identity_rules,
    provider,
    symfony_access,
    symfony_rules,
    symfony_store,
)
from proxy.wiring.symfony4_visits import REMEMBER_COOKIE

_NO_FOLDER = "FIGUIER_SYMFONY4_SESSION_DIR: not set; it is the site's session.save_path"

#: How many of the newest sessions are looked at.
_SAMPLE = 50


@dataclass(frozen=True, slots=True)
class Symfony4Desk:
    """Answers over the settings of this run."""

    settings: Settings

    def verify(
        self, session_id: str, *, shows_values: bool = False, line: str = ""
    ) -> dict[str, object]:
        """One session as plain values; `line` is the Cookie line it came in, if any.

        Errors: ConfigurationRefused.
        """
        if self.settings.symfony4_session_dir is None:
            raise ConfigurationRefused([_NO_FOLDER])
        remember = first_cookie(line, REMEMBER_COOKIE)
        with ExitStack() as opened:
            try:
                seen = verify_symfony4(
                    session_id,
                    self._site(opened),
                    int(time.time()),
                    remember_cookie=remember,
                    shows_values=shows_values,
                )
            except SessionStoreError as error:
                seen = SeenSession(is_stored=False, fault=f"{type(error).__name__}: {error}")
            except SQLAlchemyError as error:
                raise ConfigurationRefused([f"FIGUIER_DATABASE_URL: {_line(error)}"]) from error
        plain = as_plain(seen, shows_values=shows_values)
        refused_by_both = seen.php.startswith("signs ") and seen.python.startswith("refuses")
        return plain | {"agree": plain["agree"] or (refused_by_both and not seen.fault)}

    def id_in(self, cookie: str) -> tuple[str, int]:
        """The session id of a cookie or of a whole Cookie line, and how many have its name."""
        name = self.settings.symfony4_session_cookie
        if f"{name}=" not in cookie:
            return cookie, 1
        names = [part.strip().partition("=")[0] for part in cookie.split(";")]
        return first_cookie(cookie, name) or "", names.count(name)

    def doctor(self) -> Sequence[Mapping[str, str]]:
        """Every finding, the worst first; none where the settings name no such site."""
        if self.settings.symfony4_session_dir is None:
            return []
        place = ", ".join(sorted(SITES))
        found = [replace(each, what=f"{place}: {each.what}") for each in self._findings()]
        order = list(Level)
        found.sort(key=lambda each: -order.index(each.level))
        return [{name: str(value) for name, value in asdict(each).items()} for each in found]

    def _findings(self) -> Iterator[Finding]:
        rules = symfony_rules(self.settings)
        site = Site(
            SavePath.parse(str(self.settings.symfony4_session_dir)),
            SessionRules(rules.layout, rules.cookie, None),
            {},
            (self.settings.symfony1_session_cookie,),
            {},  # Symfony sets PHP's session settings itself, in every request
        )
        yield from findings(site, time.time())
        try:
            count = len(symfony_access(self.settings).rules)
        except ConfigurationRefused as error:
            yield Finding(Level.FAULT, str(error))
        else:
            if self.settings.symfony4_security_file is None:
                advice = "set FIGUIER_SYMFONY4_SECURITY_FILE to config/packages/security.yaml"
                yield Finding(Level.RISK, "access_control is not known", advice)
            else:
                yield Finding(Level.FINE, f"{count} rules of access_control are kept by Python too")
        yield from sign_in_findings(self.settings)
        if not self.settings.symfony4_roles:
            advice = "set FIGUIER_SYMFONY4_ROLES, as the site's user provider gives them"
            what = "roles taken away since a sign-in still count on pages of Python"
            yield Finding(Level.RISK, what, advice)
        yield from self._people()
        if not self.settings.symfony4_secret:
            advice = "set FIGUIER_SYMFONY4_SECRET, if the site has remember_me"
            yield Finding(Level.RISK, "REMEMBERME signs nobody in on pages of Python", advice)

    def _people(self) -> Iterator[Finding]:
        """Whether those whom Symfony signed in lately are somebody for Python."""
        folder = SavePath.parse(str(self.settings.symfony4_session_dir)).folder
        try:
            files = sorted(folder.glob("sess_*"), key=lambda path: -path.stat().st_mtime)
            with ExitStack() as opened:
                site = self._site(opened)
                ids = [path.name.removeprefix("sess_") for path in files[:_SAMPLE]]
                seen = [verify_symfony4(each, site, int(time.time())) for each in ids]
        except (OSError, SessionStoreError, SQLAlchemyError, ConfigurationRefused) as error:
            yield Finding(Level.RISK, f"sessions could not be looked at: {_line(error)}")
            return
        named = [each for each in seen if each.username]
        refused = [each for each in named if each.user_id is None]
        if not named:
            advice = "sign in on a page of Symfony, then ask again"
            yield Finding(Level.RISK, "nobody is signed in lately", advice)
        elif len(refused) == len(named):
            what = f"all {len(named)} signed in lately would be refused: {refused[0].python}"
            advice = "look at FIGUIER_SYMFONY4_ROLES, and at the user provider"
            yield Finding(Level.FAULT, what, advice)
        else:
            fine = len(named) - len(refused)
            yield Finding(
                Level.FINE, f"{fine} of {len(named)} signed in lately are known to Python"
            )

    def _site(self, opened: ExitStack) -> Symfony4Site:
        settings = self.settings
        site = Symfony4Site(
            symfony_store(settings),
            symfony_rules(settings),
            identity_rules(settings),
            secret=settings.symfony4_secret,
        )
        if not settings.database_url:
            return site
        engine = Database(settings.database_url, WallClock(settings.time_zone)).engine
        connection = opened.enter_context(engine.connect())
        accounts = Accounts(connection, GuardTables.reflected(connection))
        return replace(site, provider=provider(settings, lambda: accounts))


def _line(error: Exception) -> str:
    return str(error).partition("\n")[0]
