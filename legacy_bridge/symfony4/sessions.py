"""The sessions Symfony 4 shares with us: opened at the start of a request, closed at its end."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from legacy_bridge.php.draft import SessionDraft
from legacy_bridge.php.errors import PhpError, PhpFormatError, PhpTooLarge
from legacy_bridge.php.formats import FILLER_KEY, SessionFormat, left_filler
from legacy_bridge.php.limits import DEFAULT_LIMITS, Limits
from legacy_bridge.php.session import PhpSession
from legacy_bridge.stores.errors import SessionTooLarge
from legacy_bridge.stores.ids import is_legal_id, new_session_id
from legacy_bridge.stores.store import SessionStore
from legacy_bridge.symfony1.cookies import SessionCookie
from legacy_bridge.symfony4.bags import FLASHES, META, SymfonyBags


def _cookie() -> SessionCookie:
    return SessionCookie("PHPSESSID", is_http_only=True, same_site="lax")


@dataclass(frozen=True, slots=True)
class SymfonyRules:
    """What framework.yaml and php.ini say of the sessions.

    Units: `update_threshold_s` is metadata_update_threshold.
    """

    layout: SessionFormat = SessionFormat.PHP
    cookie: SessionCookie = field(default_factory=_cookie)
    update_threshold_s: int = 0
    limits: Limits = DEFAULT_LIMITS


@dataclass(slots=True)
class LiveSymfonySession:
    """A session that was opened; what is done to it is written when it is closed.

    Shape: `stored_id` is None for a visitor without a session, who gets one only when something
        is to be kept.
    """

    session_id: str
    stored_id: str | None
    draft: SessionDraft
    bags: SymfonyBags
    started_at: int

    @property
    def has_changes(self) -> bool:
        """Whether something is to be kept."""
        return bool(self.draft.changes)


@dataclass(slots=True)
class SymfonySessions:
    """Sessions of one Symfony 4 site, in its store, by its rules.

    Units: `clock` gives seconds since 1970.
    Errors: opening and closing raise what the store raises (SessionStoreError).
    """

    store: SessionStore
    rules: SymfonyRules
    clock: Callable[[], float] = time.time
    changes_lost: int = 0

    def open(self, cookie: str | None) -> LiveSymfonySession:
        """The session the visitor's cookie names, else an empty one that is not stored yet.

        Shape: an id that no session has is never taken from the client, as Symfony's own strict
            mode has it.
        Errors: SessionTooLarge.
        """
        found = None if cookie is None else self._found(cookie)
        stored_id = cookie if found is not None else None
        base = found or PhpSession.parse(b"", self.rules.layout, self.rules.limits)
        draft = SessionDraft(base)
        bags = SymfonyBags(draft, self.rules.update_threshold_s)
        return LiveSymfonySession(
            stored_id or new_session_id(), stored_id, draft, bags, int(self.clock())
        )

    def wait(self, live: LiveSymfonySession) -> None:
        """Come back when PHP does not hold the session.

        Errors: SessionBusy, as any SessionStoreError, when that takes too long.
        """
        if live.stored_id is not None:
            self.store.update(live.stored_id, lambda data: data)

    def close(self, live: LiveSymfonySession, *, is_https: bool = False) -> str | None:
        """The Set-Cookie line for the answer, if the visitor needs one.

        Shape: without changes, the time of the use is written unless PHP is at the session; a
            visitor without a session stays without one.
        Errors: SessionBusy, when PHP holds the session for as long as the store waits.
        """
        has_changes = live.has_changes
        left = left_filler(live.draft.base.layer, live.draft.base.values)
        if left is not None:
            live.draft.remove((FILLER_KEY,), expected=left)
        if live.stored_id is None:
            return self._created(live, is_https) if has_changes else None
        live.bags.used_at(live.started_at)
        try:
            if has_changes:
                self.store.update(live.stored_id, live.draft.rewritten_as_far)
            else:
                self.store.refresh(live.stored_id, live.draft.rewritten_as_far)
            self.changes_lost += len(live.draft.left_out)
        except PhpError:
            self.changes_lost += 1
        return None

    def _created(self, live: LiveSymfonySession, is_https: bool) -> str:  # noqa: FBT001 - private
        now = live.started_at
        if not live.draft.has((FLASHES,)):
            live.draft.put((FLASHES,), {})
        live.draft.put((META,), {"u": now, "c": now, "l": self.rules.cookie.lifetime_s})
        self.store.create(live.session_id, live.draft.rewritten(b""))
        cookie = self.rules.cookie  # framework.yaml's `cookie_secure: auto`
        return replace(cookie, is_secure=is_https or cookie.is_secure).header(live.session_id, now)

    def _found(self, session_id: str) -> PhpSession | None:
        data = self.store.read(session_id) if is_legal_id(session_id) else None
        if not data:
            return None
        try:
            return PhpSession.parse(data, self.rules.layout, self.rules.limits)
        except PhpTooLarge as error:
            raise SessionTooLarge(f"A session is left to PHP's pages: {error}") from error
        except PhpFormatError:
            return None
