"""What `figuier session` asks: one session, the site's set-up, sessions by day. Writes nothing."""

import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from legacy_bridge.checks.verify import SeenSession, verify, with_key
from legacy_bridge.sfguard.accounts import Account, Accounts
from legacy_bridge.sfguard.remember import KeyRefusal, RememberKeys
from legacy_bridge.sfguard.tables import GuardTables
from legacy_bridge.stores.errors import SessionStoreError
from legacy_bridge.symfony1.cookies import first_cookie
from modules.kernel.clock import WallClock
from modules.kernel.database import Database
from proxy.config import Settings
from proxy.errors import ConfigurationRefused
from proxy.wiring.seen_sessions import as_plain
from proxy.wiring.session_counts import SEEN_FOLDER, DayCount, SessionCounts
from proxy.wiring.session_doctor import SessionDoctor, save_handler
from proxy.wiring.session_rules import session_rules
from proxy.wiring.session_stores import session_store

_NO_FOLDER = "FIGUIER_SYMFONY1_SESSION_DIR: not set; it is PHP's session.save_path"


@dataclass(frozen=True, slots=True)
class SessionDesk:
    """Answers over the settings of this run."""

    settings: Settings

    def verify(
        self,
        session_id: str,
        *,
        shows_values: bool = False,
        line: str = "",
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
            seen = with_key(seen, self._owner(line))
        except SessionStoreError as error:
            seen = SeenSession(
                is_stored=False,
                fault=f"{type(error).__name__}: {error}",
                php="is not known: the store cannot be read",
                python="answers 503: the store cannot be read",
            )
        except SQLAlchemyError as error:
            raise ConfigurationRefused(
                [f"FIGUIER_DATABASE_URL: {str(error).splitlines()[0]}"]
            ) from error
        return as_plain(seen, shows_values=shows_values)

    def id_in(self, cookie: str) -> tuple[str, int]:
        """The session id of a cookie or of a whole Cookie line, and how many have its name.

        Shape: PHP takes the first of several, and so do we.
        """
        rules = session_rules(self.settings)
        name = rules.cookie.name
        if "=" not in cookie:
            return rules.cookie.session_id(cookie) or "", 1
        count = len(re.findall(rf"(?:^|;)\s*{re.escape(name)}=", cookie))
        return rules.cookie.session_id(first_cookie(cookie, name) or "") or "", count

    def doctor(self) -> Sequence[Mapping[str, str]]:
        """Every finding, the worst first.

        Errors: ConfigurationRefused.
        """
        self._need_store()
        return SessionDoctor(self.settings).findings()

    def counts(self) -> Mapping[str, DayCount]:
        """Sessions by day."""
        return session_counts(self.settings).by_day()

    def _need_store(self) -> None:
        if save_handler(self.settings) == "files" and self.settings.symfony1_session_dir is None:
            raise ConfigurationRefused([_NO_FOLDER])

    def _owner(self, line: str) -> Account | KeyRefusal | None:
        """What the remember key of a Cookie line opens on the Python side."""
        key = first_cookie(line, self.settings.symfony1_remember_cookie)
        if not key or not self.settings.database_url:
            return None
        clock = WallClock(self.settings.time_zone)
        with Database(self.settings.database_url, clock).engine.connect() as connection:
            tables = GuardTables.reflected(connection)
            age_s = self.settings.symfony1_remember_age_s
            return RememberKeys(connection, tables, age_s).owner(key, clock.now())

    def _account(self, user_id: int) -> Account | None:
        if not self.settings.database_url:
            return None
        engine = Database(self.settings.database_url, WallClock(self.settings.time_zone)).engine
        with engine.connect() as connection:
            return Accounts(connection, GuardTables.reflected(connection)).with_id(user_id)


def session_counts(settings: Settings) -> SessionCounts:
    """The counts of the state folder."""
    return SessionCounts(settings.state_dir / SEEN_FOLDER, WallClock(settings.time_zone))
