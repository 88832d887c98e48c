"""Remember keys forgotten when PHP signs their owner out, which PHP itself does not do."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from wsgiref.types import StartResponse, WSGIEnvironment

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from legacy_bridge.sfguard.remember import RememberKeys
from legacy_bridge.sfguard.tables import GuardTables
from modules.kernel.clock import WallClock
from modules.kernel.database import Database
from proxy.config import Settings
from proxy.goodbyes import GoodbyeDelayed

#: A key is 32 characters; nobody has a reason to send more.
_LONGEST_KEY = 64


@dataclass(slots=True)
class RememberedVisitors:
    """Those whose browser has a key; without a database there are none to forget."""

    engine: Engine | None
    _tables: GuardTables | None = field(default=None, init=False)

    def forget(self, key: str) -> None:
        """All keys of the owner of this one are gone.

        Errors: GoodbyeDelayed.
        """
        if self.engine is None:
            return
        try:
            with self.engine.begin() as connection:
                if self._tables is None:
                    self._tables = GuardTables.reflected(connection)
                RememberKeys(connection, self._tables).revoke_with(key)
        except SQLAlchemyError as error:
            raise GoodbyeDelayed(f"the database did not take it: {error}") from error


@dataclass(frozen=True, slots=True)
class GoodbyeDesk:
    """The same for the gateway, as a WSGI application that it alone can reach."""

    forget: Callable[[str], None]

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """204 once the key is forgotten, 503 to be asked again."""
        key = environ["wsgi.input"].read(_LONGEST_KEY).decode("latin-1")
        try:
            self.forget(key)
        except GoodbyeDelayed as error:
            start_response("503 Service Unavailable", [("Content-Length", "0")])
            environ["wsgi.errors"].write(f"{error}\n")
        else:
            start_response("204 No Content", [])
        return []


def remembered_visitors(settings: Settings) -> RememberedVisitors:
    """Those of the settings' database."""
    if not settings.database_url:
        return RememberedVisitors(None)
    return RememberedVisitors(Database(settings.database_url, WallClock(settings.time_zone)).engine)
