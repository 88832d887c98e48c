"""Remember keys forgotten when PHP signs their owner out, which PHP itself does not do."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from wsgiref.types import StartResponse, WSGIEnvironment

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from legacy_bridge.php.draft import SessionDraft
from legacy_bridge.php.errors import PhpError
from legacy_bridge.php.session import PhpSession
from legacy_bridge.sfguard.remember import RememberKeys
from legacy_bridge.sfguard.tables import LateTables
from legacy_bridge.stores.errors import SessionBusy, SessionStoreError
from legacy_bridge.stores.store import SessionStore
from legacy_bridge.symfony1.cookies import SessionCookie
from legacy_bridge.symfony1.rules import SessionRules
from legacy_bridge.symfony1.user import SfUser
from modules.kernel.clock import WallClock
from modules.kernel.database import Database
from proxy.config import Settings
from proxy.core.goodbyes import MET_MARK, SESSION_MARK
from proxy.goodbyes import GoodbyeDelayed
from proxy.wiring.recent_visitors import RECENT_FOLDER, RecentVisitors
from proxy.wiring.session_rules import session_rules
from proxy.wiring.session_stores import session_store

#: A key is 64 characters, a session's cookie some 300; nobody has a reason to send more.
_LONGEST_KEY = 400


@dataclass(slots=True)
class RememberedVisitors:
    """Those whose browser has a key; without a database there are none to forget.

    Shape: `recent` knows who was signed in under a session; `cookie` reads its id; `user_of` finds
        the account in a session as it is stored, and raises what the store raises.
    """

    engine: Engine | None
    recent: RecentVisitors | None = None
    cookie: SessionCookie = field(default_factory=SessionCookie)
    user_of: Callable[[str], int | None] | None = None
    _tables: LateTables = field(default_factory=LateTables, init=False)

    def forget(self, key: str) -> None:
        """All keys of the owner of this one, and of who was signed in under this session, are gone.

        Shape: with MET_MARK nothing goes: who is signed in there is noted, for a later goodbye.
        Errors: GoodbyeDelayed.
        """
        if self.engine is None:
            return
        if key.startswith(MET_MARK):
            self._note(key.removeprefix(MET_MARK))
            return
        remembered, _, session = key.partition(SESSION_MARK)
        if remembered:
            self._forget(self.engine, lambda keys: keys.revoke_with(remembered))
        if session:
            # PHP signs out whose session it is, also where the browser's key was dead.
            self._forget_session(self.engine, session)

    def _note(self, cookie: str) -> None:
        session_id = self.cookie.session_id(cookie)
        if session_id is None or self.recent is None or self.user_of is None:
            return
        try:
            user_id = self.user_of(session_id)
        except SessionStoreError as error:
            raise GoodbyeDelayed(f"the session cannot be read yet: {error}") from error
        if user_id is not None:
            self.recent.note(session_id, user_id)

    def _forget_session(self, engine: Engine, cookie: str) -> None:
        session_id = self.cookie.session_id(cookie)
        if session_id is None or self.recent is None:
            return
        user_id = self.recent.user_of(session_id)
        if user_id is not None:
            self._forget(engine, lambda keys: keys.revoke(user_id))
            self.recent.forget(session_id)

    def _forget(self, engine: Engine, revoke: Callable[[RememberKeys], int]) -> None:
        try:
            with engine.begin() as connection:
                revoke(RememberKeys(connection, self._tables.over(connection)))
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
    return RememberedVisitors(
        Database(settings.database_url, WallClock(settings.time_zone)).engine,
        RecentVisitors(settings.state_dir / RECENT_FOLDER),
        session_rules(settings).cookie,
        partial(_user_of, session_store(settings), session_rules(settings)),
    )


def _user_of(store: SessionStore, rules: SessionRules, session_id: str) -> int | None:
    """The account that is signed in under this id.

    Errors: SessionBusy, when PHP has not written the session yet; what the store raises.
    """
    data = store.read(session_id)
    if not data:
        raise SessionBusy("nothing is written there")
    try:
        user = SfUser(SessionDraft(PhpSession.parse(data, rules.layout, rules.limits)))
    except PhpError:
        return None
    return user.user_id if user.is_authenticated else None
