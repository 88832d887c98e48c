"""What `figuier session` asks: one session, the site's set-up, sessions by day. Writes nothing."""

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from legacy_bridge.checks.doctor import Finding, Level, Site, findings
from legacy_bridge.checks.php_ini import php_settings, session_names
from legacy_bridge.checks.verify import SeenSession, verify
from legacy_bridge.php.values import PhpObject, PhpReference, PhpValue
from legacy_bridge.sfguard.accounts import Account, Accounts
from legacy_bridge.sfguard.tables import GuardTables
from legacy_bridge.stores.errors import SessionStoreError
from legacy_bridge.stores.ids import new_session_id
from legacy_bridge.stores.save_path import SavePath
from legacy_bridge.symfony1.cookies import first_cookie
from modules.kernel.clock import WallClock
from modules.kernel.database import Database
from proxy.config import Settings
from proxy.errors import ConfigurationRefused
from proxy.wiring.php_findings import php_findings
from proxy.wiring.session_counts import SEEN_FOLDER, DayCount, SessionCounts
from proxy.wiring.session_rules import session_rules
from proxy.wiring.session_stores import session_store
from proxy.wiring.sites import APPLICATIONS

_NO_FOLDER = "FIGUIER_SYMFONY1_SESSION_DIR: not set; it is PHP's session.save_path"

#: Clocks that differ by more would sign people out early or late.
_CLOCK_TOLERANCE_S = 5


@dataclass(frozen=True, slots=True)
class SessionDesk:
    """Answers over the settings of this run."""

    settings: Settings

    def verify(
        self,
        session_id: str,
        *,
        shows_values: bool = False,
        line: str = "",  # noqa: ARG002 - the other desk's
    ) -> dict[str, object]:
        """One session as plain values, with what each side would decide.

        Errors: ConfigurationRefused.
        """
        self._need_store()
        try:
            seen = verify(
                session_id,
                session_store(self.settings),
                session_rules(self.settings),
                int(time.time()),
                account_of=self._account,
                shows_values=shows_values,
            )
        except SessionStoreError as error:
            seen = SeenSession(is_stored=False, fault=f"{type(error).__name__}: {error}")
        except SQLAlchemyError as error:
            raise ConfigurationRefused([f"FIGUIER_DATABASE_URL: {_short(error)}"]) from error
        return as_plain(seen, shows_values=shows_values)

    def id_in(self, cookie: str) -> tuple[str, int]:
        """The session id of a cookie or of a whole Cookie line, and how many have its name.

        Shape: PHP takes the first of several, and so do we.
        """
        rules = session_rules(self.settings)
        name = rules.cookie.name
        if f"{name}=" not in cookie:
            return rules.cookie.session_id(cookie) or "", 1
        count = len(re.findall(rf"(?:^|;)\s*{re.escape(name)}=", cookie))
        return rules.cookie.session_id(first_cookie(cookie, name) or "") or "", count

    def doctor(self) -> Sequence[Mapping[str, str]]:
        """Every finding, the worst first.

        Errors: ConfigurationRefused.
        """
        self._need_store()
        rules = session_rules(self.settings)
        said, of_php = self._php()
        site = Site(
            self._save_path,
            rules,
            dict.fromkeys(APPLICATIONS.values(), "") | dict(self.settings.symfony1_csrf_secrets),
            self._other_cookies(),
            said,
            self._save_handler,
        )
        found = [*findings(site, time.time()), *of_php, *self._database(), *self._store()]
        order = list(Level)
        found.sort(key=lambda finding: -order.index(finding.level))
        return [{k: str(v) for k, v in asdict(finding).items()} for finding in found]

    def counts(self) -> Mapping[str, DayCount]:
        """Sessions by day."""
        return session_counts(self.settings).by_day()

    @property
    def _save_handler(self) -> str:
        """PHP's session.save_handler for this store; symfony's own stores use `user`."""
        kind = self.settings.symfony1_session_store.partition(":")[0]
        return kind if kind in {"files", "redis", "memcached"} else "user"

    @property
    def _save_path(self) -> SavePath | None:
        folder = self.settings.symfony1_session_dir
        return SavePath.parse(str(folder)) if self._save_handler == "files" else None

    def _need_store(self) -> None:
        if self._save_handler == "files" and self.settings.symfony1_session_dir is None:
            raise ConfigurationRefused([_NO_FOLDER])

    def _store(self) -> Iterator[Finding]:
        """Whether a store that is no folder answers."""
        if self._save_handler == "files":
            return
        try:
            session_store(self.settings).read(new_session_id())
        except (SessionStoreError, SQLAlchemyError) as error:
            advice = "look at FIGUIER_SYMFONY1_SESSION_STORE"
            yield Finding(
                Level.FAULT, f"the session store does not answer: {_short(error)}", advice
            )
        else:
            yield Finding(Level.FINE, "the session store answers")

    def _account(self, user_id: int) -> Account | None:
        if not self.settings.database_url:
            return None
        with self._engine().connect() as connection:
            return Accounts(connection, GuardTables.reflected(connection)).with_id(user_id)

    def _engine(self) -> Engine:
        clock = WallClock(self.settings.time_zone)
        return Database(self.settings.database_url, clock).engine

    def _php(self) -> tuple[Mapping[str, str] | None, list[Finding]]:
        files = self.settings.symfony1_php_files
        if not files:
            return None, []
        try:
            said = php_settings(files, self.settings.symfony1_php_pool)
        except OSError as error:
            return None, [Finding(Level.RISK, f"PHP's files cannot be read: {error}")]
        # factories.yml gives the session its name, whatever php.ini says.
        known = {name: value for name, value in said.items() if name != "session.name"}
        return known, list(php_findings(self.settings, said))

    def _other_cookies(self) -> tuple[str, ...]:
        """Cookies of other names that browsers send along, as far as settings and pools tell."""
        others = set(self.settings.symfony1_other_cookies)
        try:
            files, pool = self.settings.symfony1_php_files, self.settings.symfony1_php_pool
            others.update(session_names(files, except_pool=pool))
        except OSError:
            pass  # said by what reads PHP's settings
        return (self.settings.symfony1_remember_cookie, *sorted(others))

    def _database(self) -> Iterator[Finding]:
        if not self.settings.database_url:
            advice = "set FIGUIER_DATABASE_URL: without it nobody is known on Python pages"
            yield Finding(Level.FAULT, "no database", advice)
            return
        try:
            with self._engine().connect() as connection:
                yield from _database_findings(connection)
        except SQLAlchemyError as error:
            yield Finding(Level.FAULT, f"the database does not answer: {_short(error)}")


def session_counts(settings: Settings) -> SessionCounts:
    """The counts of the state folder."""
    return SessionCounts(settings.state_dir / SEEN_FOLDER, WallClock(settings.time_zone))


def _database_findings(connection: Connection) -> Iterator[Finding]:
    ahead = 0.0
    if connection.dialect.name in {"mysql", "mariadb"}:
        stamp = connection.execute(text("SELECT UNIX_TIMESTAMP(NOW(3))")).scalar_one()
        ahead = float(stamp) - time.time()
    if abs(ahead) > _CLOCK_TOLERANCE_S:
        what = f"the database's clock is {ahead:+.0f} s from ours"
        yield Finding(Level.RISK, what, "set the clocks of both machines")
    else:
        yield Finding(Level.FINE, "the database's clock agrees with ours")
    inactive = text(
        "SELECT DISTINCT u.username FROM sf_guard_user u"
        " JOIN sf_guard_remember_key k ON k.user_id = u.id WHERE u.is_active = 0"
    )
    names = sorted(str(name) for name in connection.execute(inactive).scalars())
    if names:
        what = f"switched off, yet PHP would sign them in by a remember key: {', '.join(names)}"
        yield Finding(Level.FAULT, what, "delete their rows of sf_guard_remember_key")
    else:
        yield Finding(Level.FINE, "no account that is switched off has a remember key")


def _short(error: Exception) -> str:
    return str(error).splitlines()[0]


def as_plain(seen: SeenSession, *, shows_values: bool) -> dict[str, object]:
    """A session looked at, as JSON can hold it."""
    fields = asdict(seen)
    fields["remarks"] = list(seen.remarks)
    fields["readable_as"] = [str(layout) for layout in seen.readable_as]
    fields["keys"] = [
        {"key": key.key, "kind": key.kind, "size": key.size}
        | ({"value": shown(key.value)} if shows_values else {})
        for key in seen.keys
    ]
    fields["agree"] = not seen.fault and seen.is_stored and seen.php == seen.python
    return fields


def shown(value: PhpValue) -> object:
    """A value for people and JSON; objects and references by what they are."""
    if isinstance(value, PhpObject):
        return f"(object {value.class_name})"
    if isinstance(value, PhpReference):
        return "(reference)"
    if isinstance(value, dict):
        return {str(key): shown(each) for key, each in value.items()}
    if isinstance(value, str):
        return value.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return value
