"""Flask's session over the visitor's PHP session: Flask's own values live beside PHP's."""

from collections.abc import Callable, Iterator
from typing import Any

from flask import Flask
from flask.json.tag import TaggedJSONSerializer
from flask.sessions import SessionInterface, SessionMixin
from flask.wrappers import Request, Response

from legacy_bridge.php.draft import SessionDraft

#: The one key of the PHP session that is ours; symfony keeps keys it does not know.
OWN_KEY = "figuier"
_JSON = TaggedJSONSerializer()

#: Finds the session that was opened for this request; None when there is none.
OpenedDraft = Callable[[], SessionDraft | None]


class NoSessionOpen(RuntimeError):
    """A value was to be kept for a request whose session could not be opened, or is not yet."""


class BridgedSession(SessionMixin):
    """What `flask.session` is: our own values, as a mapping.

    Shape: each of our values is JSON text under OWN_KEY, so that PHP carries it unread. Empty for
        a request without a session.
    Errors: NoSessionOpen, when a value is put there.
    """

    def __init__(self, opened: OpenedDraft) -> None:
        self._opened = opened
        self.accessed = True

    def __getitem__(self, key: str) -> Any:
        draft = self._opened()
        found = None if draft is None else draft.get((OWN_KEY, key))
        if not isinstance(found, str):
            raise KeyError(key)
        return _JSON.loads(found)

    def __setitem__(self, key: str, value: Any) -> None:
        draft = self._opened()
        if draft is None:
            raise NoSessionOpen(f"{key!r} cannot be kept: this request has no session open")
        draft.put((OWN_KEY, key), _JSON.dumps(value))

    def __delitem__(self, key: str) -> None:
        draft = self._opened()
        if draft is None or not draft.has((OWN_KEY, key)):
            raise KeyError(key)
        draft.remove((OWN_KEY, key))

    def __iter__(self) -> Iterator[str]:
        draft = self._opened()
        return iter(()) if draft is None else map(str, draft.array((OWN_KEY,)))

    def __len__(self) -> int:
        return len(list(iter(self)))


class BridgedSessionInterface(SessionInterface):
    """Flask's own session, in the one that each request's visit opens and writes.

    Shape: opening, waiting for PHP, writing and the cookie are the visit's, where a session that
        PHP holds for too long can still become an answer that says so.
    """

    def __init__(self, opened: OpenedDraft) -> None:
        self._opened = opened

    def open_session(
        self,
        app: Flask,  # noqa: ARG002 - Flask's signature
        request: Request,  # noqa: ARG002 - Flask's signature
    ) -> BridgedSession:
        """The mapping, which looks for the visit's session when it is first used."""
        return BridgedSession(self._opened)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Nothing: the visit has written what changed."""
