"""Flask's session over a symfony 1 session: Flask's own keys live beside PHP's."""

from collections.abc import Iterator
from typing import Any

from flask import Flask
from flask.json.tag import TaggedJSONSerializer
from flask.sessions import SessionInterface, SessionMixin
from flask.wrappers import Request, Response

from legacy_bridge.symfony1.cookies import first_cookie
from legacy_bridge.symfony1.live import LiveSession
from legacy_bridge.symfony1.sessions import SymfonySessions

#: The one key of the PHP session that is ours; symfony keeps keys it does not know.
OWN_KEY = "figuier"
_JSON = TaggedJSONSerializer()


class BridgedSession(SessionMixin):
    """What `flask.session` is: our own values as a mapping, symfony's through `live`.

    Shape: each of our values is JSON text under OWN_KEY, so that PHP carries it unread.
    """

    def __init__(self, live: LiveSession) -> None:
        self.live = live
        self.accessed = True

    def __getitem__(self, key: str) -> Any:
        found = self.live.draft.get((OWN_KEY, key))
        if not isinstance(found, str):
            raise KeyError(key)
        return _JSON.loads(found)

    def __setitem__(self, key: str, value: Any) -> None:
        self.live.draft.put((OWN_KEY, key), _JSON.dumps(value))

    def __delitem__(self, key: str) -> None:
        if not self.live.draft.has((OWN_KEY, key)):
            raise KeyError(key)
        self.live.draft.remove((OWN_KEY, key))

    def __iter__(self) -> Iterator[str]:
        return (str(key) for key in self.live.draft.array((OWN_KEY,)))

    def __len__(self) -> int:
        return len(self.live.draft.array((OWN_KEY,)))


class BridgedSessionInterface(SessionInterface):
    """Opens and closes the visitor's session around each request of a Flask application."""

    def __init__(self, sessions: SymfonySessions) -> None:
        self.sessions = sessions

    def open_session(
        self,
        app: Flask,  # noqa: ARG002 - Flask's signature
        request: Request,
    ) -> BridgedSession:
        """The visitor's session; a new one for a visitor never seen before."""
        header = request.environ.get("HTTP_COOKIE", "")
        return BridgedSession(self.sessions.open(first_cookie(header, self.cookie_name)))

    def save_session(
        self,
        app: Flask,  # noqa: ARG002 - Flask's signature
        session: SessionMixin,
        response: Response,
    ) -> None:
        """Writes what changed; sets the cookie when the visitor needs another one."""
        if isinstance(session, BridgedSession):
            cookie = self.sessions.close(session.live)
            if cookie is not None:
                response.headers.add("Set-Cookie", cookie)

    @property
    def cookie_name(self) -> str:
        """The name of PHP's own session cookie."""
        return self.sessions.rules.cookie.name
