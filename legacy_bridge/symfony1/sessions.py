"""The sessions symfony 1 shares with us: opened at the start of a request, closed at its end."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from legacy_bridge.php.changes import ABSENT, Change
from legacy_bridge.php.draft import SessionDraft
from legacy_bridge.php.errors import PhpError, PhpFormatError, PhpReferenceCut, PhpTooLarge
from legacy_bridge.php.formats import FILLER_KEY, left_filler
from legacy_bridge.php.session import PhpSession
from legacy_bridge.php.values import PhpKey, PhpValue
from legacy_bridge.stores.errors import SessionBusy, SessionTooLarge
from legacy_bridge.stores.ids import is_legal_id, new_session_id
from legacy_bridge.stores.store import SessionStore
from legacy_bridge.symfony1.keys import ATTRIBUTES, AUTHENTICATED, CREDENTIALS, FLASH, GUARD
from legacy_bridge.symfony1.live import LiveSession
from legacy_bridge.symfony1.rules import SessionRules
from legacy_bridge.symfony1.user import new_session

#: How often, and how long apart, a message is tried to be taken while another worker writes.
_TRIES, _PAUSE_S = 4, 0.004

#: How long an answer that keeps something lets the one go first that ended the same session.
_SECOND_S = 0.15

#: Keys that say who is signed in and may do what; the account is in the attributes.
_IDENTITY = ((AUTHENTICATED,), (CREDENTIALS,))


@dataclass(slots=True)
class Counts:
    """What happened to the sessions of this process, for the console and the metrics."""

    opened: int = 0
    new: int = 0
    refused_ids: int = 0
    unreadable: int = 0
    timed_out: int = 0
    moved: int = 0
    written: int = 0
    refreshed: int = 0
    begun_anew: int = 0
    changes_lost: int = 0


@dataclass(slots=True)
class SymfonySessions:
    """Sessions of one site, in its store, by its rules.

    Units: `clock` gives seconds since 1970.
    Errors: opening and closing raise what the store raises (SessionStoreError).
    """

    store: SessionStore
    rules: SessionRules
    clock: Callable[[], float] = time.time
    counts: Counts = field(default_factory=Counts)

    def open(self, cookie: str | None) -> LiveSession:
        """The session the visitor's cookie names, or a new one under an id of ours.

        Shape: nothing is ever stored under an id that no session has; PHP would do so. The visitor
            keeps it unless something is to be kept, then gets one of ours: another id would take
            the place of the one that a sign-in under way is giving.
        Errors: SessionTooLarge, rather than another id for a visitor whose session PHP can read.
        """
        self.counts.opened += 1
        now = int(self.clock())
        session_id = None if cookie is None else self._legal(cookie)
        data = None if session_id is None else self.store.read(session_id)
        found = None if data is None else self._parsed(data)
        if session_id is None or found is None:
            # PHP ends a session it cannot read, the id with it.
            return self._begun(now, session_id if data is None else None)
        live = LiveSession(session_id, session_id, SessionDraft(found), self.rules, now)
        if live.user.has_timed_out(now, self.rules.timeout_s):
            self.counts.timed_out += 1
            live.was_timed_out = True
            live.timed_out_user_id = live.user.user_id
            live.end()
        elif not live.user.is_authenticated:
            live.draft.remove((ATTRIBUTES, GUARD))
        return live

    def message(self, live: LiveSession, name: str) -> object:
        """The flash message `name`, which no other request shows as well.

        Shape: the messages found are taken out of the store at once. Where PHP holds the session,
            its page has read them already, and they are its to show.
        """
        if name in live.flash.left and live.stored_id is not None:
            self._take_messages(live, live.stored_id)
        return live.flash.get(name)

    def close(self, live: LiveSession) -> str | None:
        """The Set-Cookie line for the answer, if the visitor needs one.

        Shape: only what changed is written, on what is stored now. Without changes the time of
            the last request is written, unless PHP holds the session and will write it itself.
        Errors: SessionBusy when PHP holds the session for as long as the store waits: the changes
            are lost, and counted. Changes that what the session holds keeps us from writing are
            dropped and counted.
        """
        has_changes, keeps_something = live.must_be_kept, live.keeps_something
        if live.stored_id is None and not live.has_new_id:
            return None  # the visitor of a dead id, with nothing to keep
        left = left_filler(live.draft.base.layer, live.draft.base.values)
        if left is not None:
            live.draft.remove((FILLER_KEY,), expected=left)
        live.user.used_at(live.started_at)
        live.flash.expire()
        if live.stored_id is None:
            time.sleep(_SECOND_S if live.goes_second and live.dead_id else 0)
            self._create(live)
        elif live.has_new_id:
            if not self._move(live, live.stored_id):
                if not keeps_something:
                    return None
                # The session is over: nothing of it comes back but what this request did. Who
                # ended it is answering now; a browser keeps the cookie that comes last.
                time.sleep(_SECOND_S)
                self._create(live)
        elif has_changes:
            self._write(live, live.stored_id)
        else:
            self._refresh(live, live.stored_id)
        if not live.has_new_id:
            return None
        return self.rules.cookie.header(live.session_id, live.started_at)

    def wait(self, live: LiveSession) -> None:
        """Come back when PHP does not hold the session, so that what follows can be written.

        Errors: SessionBusy, as any SessionStoreError, when that takes too long.
        """
        if live.stored_id is not None:
            self.store.update(live.stored_id, lambda data: data)

    def _legal(self, cookie: str) -> str | None:
        session_id = self.rules.cookie.session_id(cookie)
        if session_id is None or is_legal_id(session_id):
            return session_id
        self.counts.refused_ids += 1
        return None

    def _parsed(self, data: bytes) -> PhpSession | None:
        try:
            return PhpSession.parse(data, self.rules.layout, self.rules.limits)
        except PhpTooLarge as error:
            # PHP may well read it: another id would sign the visitor out of both sides.
            self.counts.unreadable += 1
            raise SessionTooLarge(f"A session is left to PHP's pages: {error}") from error
        except PhpFormatError:
            self.counts.unreadable += 1  # PHP would delete it; we leave that to PHP
            return None

    def _begun(self, now: int, dead_id: str | None = None) -> LiveSession:
        draft = SessionDraft(PhpSession.parse(b"", self.rules.layout, self.rules.limits))
        session_id = dead_id or new_session_id()
        return LiveSession(session_id, None, draft, self.rules, now, dead_id=dead_id)

    def _create(self, live: LiveSession) -> None:
        self.counts.new += 1
        draft = SessionDraft(PhpSession.parse(b"", self.rules.layout, self.rules.limits))
        for key, value in new_session(live.started_at, self.rules.default_culture).items():
            draft.put((key,), value)
        draft.changes += live.draft.changes
        self.store.create(live.session_id, draft.rewritten(b""))

    def _move(self, live: LiveSession, stored_id: str) -> bool:
        """Whether there was a session to be moved."""
        self.counts.moved += 1
        try:
            is_moved = self.store.move(stored_id, live.session_id, partial(_as_far, live.draft))
            self.counts.changes_lost += len(live.draft.left_out)
        except PhpTooLarge as error:
            raise SessionTooLarge(f"A session is left to PHP's pages: {error}") from error
        except PhpError:
            # Damaged since, or who is signed in could not be written, on which nothing may depend.
            self.counts.begun_anew += 1
            self.store.delete(stored_id)
            self._create(live)
            return True
        return is_moved

    def _write(self, live: LiveSession, stored_id: str) -> None:
        try:
            self.store.update(stored_id, live.draft.rewritten_as_far)
            self.counts.written += 1
            self.counts.changes_lost += len(live.draft.left_out)
        except SessionBusy:
            self.counts.changes_lost += 1
            raise
        except PhpError:
            self.counts.changes_lost += 1

    def _refresh(self, live: LiveSession, stored_id: str) -> None:
        if not live.draft.changes:
            return
        try:
            self.counts.refreshed += self.store.refresh(stored_id, live.draft.rewritten_as_far)
            self.counts.changes_lost += len(live.draft.left_out)
        except PhpError:
            self.counts.changes_lost += 1  # the page is right, only its time is not kept

    def _take_messages(self, live: LiveSession, stored_id: str) -> None:
        taken: dict[PhpKey, PhpValue] = {}

        def without_messages(data: bytes) -> bytes:
            session = PhpSession.parse(data, self.rules.layout, self.rules.limits)
            found = session.get((ATTRIBUTES, FLASH))
            taken.update(found if isinstance(found, dict) else {})
            changes = [Change((ATTRIBUTES, FLASH, name), ABSENT) for name in taken]
            return session.changed(changes).data

        for _ in range(_TRIES):
            try:
                if self.store.refresh(stored_id, without_messages):
                    break
            except PhpError:
                return  # shown, and perhaps once more: better than never
            time.sleep(_PAUSE_S)
        live.flash.took(taken)


def _as_far(draft: SessionDraft, data: bytes) -> bytes:
    """The session under its new id, with all that says who is signed in.

    Errors: PhpError, when that cannot be said.
    """
    changed = draft.rewritten_as_far(data)
    for change in draft.left_out:
        is_emptied = change.value is ABSENT or change.value == {}
        says_who = change.path[:1] in _IDENTITY or change.path[:2] == (ATTRIBUTES, GUARD)
        if says_who and not is_emptied:
            raise PhpReferenceCut(f"{change.path} cannot be changed", 0)
    return changed
