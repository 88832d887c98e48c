"""Which cohort words are true of a visitor: told from PHP's session and the accounts behind it."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from wsgiref.types import StartResponse, WSGIEnvironment

from sqlalchemy import Connection, Engine, column, select, table
from sqlalchemy.exc import SQLAlchemyError

from legacy_bridge.sfguard.accounts import Accounts
from legacy_bridge.sfguard.tables import LateTables
from legacy_bridge.stores.errors import SessionStoreError
from legacy_bridge.symfony1.cookies import first_cookie
from legacy_bridge.symfony1.sessions import SymfonySessions
from modules.kernel.clock import WallClock
from modules.kernel.database import Database
from proxy.config import Settings
from proxy.errors import ConfigurationRefused
from proxy.reception import IdentityUnknown
from proxy.wiring.session_rules import session_rules
from proxy.wiring.session_stores import session_store

_STEP = re.compile(r"([A-Za-z0-9_]+)\.([A-Za-z0-9_]+)\.([A-Za-z0-9_]+)")

#: More than any browser sends.
_LONGEST_COOKIES = 65_536


@dataclass(frozen=True, slots=True)
class Step:
    """One look-up on the way from an account to its organisation: `value` where `key` is known."""

    table: str
    key: str
    value: str


@dataclass(slots=True)
class CohortDesk:
    """Knows a visitor as a request of Python's pages would; writes nothing, keeps nothing alive.

    Shape: without an engine nobody is known; `organisation` is empty where organisations have no
           column.
    """

    sessions: SymfonySessions
    engine: Engine | None
    organisation: Sequence[Step] = ()
    _tables: LateTables = field(default_factory=LateTables, init=False)

    def words(self, cookies: bytes) -> Sequence[str]:
        """The words that are true of whom these cookies belong to.

        Errors: IdentityUnknown, when the sessions or the database do not answer.
        """
        header = cookies.decode("latin-1")
        cookie = first_cookie(header, self.sessions.rules.cookie.name)
        if self.engine is None or not cookie:
            return ()
        try:
            user_id = self.sessions.open(cookie).user.user_id
            if user_id is None:
                return ()
            with self.engine.connect() as connection:
                return tuple(self._words(connection, user_id))
        except (SessionStoreError, SQLAlchemyError) as error:
            raise IdentityUnknown(f"{type(error).__name__}: {error}") from error

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The same for the gateway, as a WSGI application that it alone can reach."""
        cookies = environ["wsgi.input"].read(_LONGEST_COOKIES)
        try:
            body = json.dumps(list(self.words(cookies))).encode()
        except IdentityUnknown as error:
            start_response("503 Service Unavailable", [("Content-Length", "0")])
            environ["wsgi.errors"].write(f"{error}\n")
            return []
        fields = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
        start_response("200 OK", fields)
        return [body]

    def _words(self, connection: Connection, user_id: int) -> Iterator[str]:
        accounts = Accounts(connection, self._tables.over(connection))
        account = accounts.with_id(user_id)
        if account is None or not account.is_active:
            return
        yield f"user:{account.username}"
        for group in accounts.groups(user_id):
            yield f"group:{group}"
        organisation = self._organisation(connection, user_id)
        if organisation is not None:
            yield f"organisation:{organisation}"

    def _organisation(self, connection: Connection, user_id: int) -> object:
        found: object = user_id if self.organisation else None
        for step in self.organisation:
            source = table(step.table, column(step.key), column(step.value))
            query = select(source.c[step.value]).where(source.c[step.key] == found)
            found = connection.execute(query.limit(1)).scalar()
        return found


def organisation_steps(text: str) -> Sequence[Step]:
    """The steps of the setting.

    Errors: ConfigurationRefused.
    """
    steps = [_STEP.fullmatch(each) for each in text.split()]
    found = [Step(*step.groups()) for step in steps if step]
    if len(found) < len(steps):
        fault = "write TABLE.KEY.COLUMN, as in profil.user_id.organisme"
        raise ConfigurationRefused([f"FIGUIER_COHORT_ORGANISATION: {text!r}; {fault}"])
    return found


def cohort_desk(settings: Settings) -> CohortDesk:
    """The desk of the settings.

    Errors: ConfigurationRefused.
    """
    engine = None
    if settings.database_url:
        engine = Database(settings.database_url, WallClock(settings.time_zone)).engine
    return CohortDesk(
        SymfonySessions(session_store(settings), session_rules(settings)),
        engine,
        organisation_steps(settings.cohort_organisation),
    )
