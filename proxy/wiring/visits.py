"""Visits of a site: the legacy's own sessions and accounts, as the kernel's ports ask for them."""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from flask import g
from sqlalchemy.orm import Session
from werkzeug.wrappers import Request, Response

from legacy_bridge.php.draft import SessionDraft
from legacy_bridge.php.values import PhpValue
from legacy_bridge.sfguard.accounts import Accounts
from legacy_bridge.sfguard.remember import DEFAULT_AGE_S, RememberCookie, RememberKeys
from legacy_bridge.sfguard.tables import LateTables
from legacy_bridge.sfguard.visitor import Visitor
from legacy_bridge.stores.errors import SessionStoreError
from legacy_bridge.symfony1.cookies import first_cookie
from legacy_bridge.symfony1.live import LiveSession
from legacy_bridge.symfony1.sessions import SymfonySessions
from modules.kernel.admin.posted import posted_values
from modules.kernel.clock import Clock
from modules.kernel.errors import SessionsUnavailable
from modules.kernel.ports import Credentials, Keeping, Kept, TypedForm
from proxy.wiring import kept_forms

log = logging.getLogger(__name__)

#: Under this attribute sfGuard keeps the page that was wanted before the sign-in.
REFERER = "referer"


class Note(Protocol):
    """Who counts sessions."""

    def __call__(self, session_id: str, *, is_signed_in: bool) -> None:
        """A page was shown in this session."""


@dataclass(slots=True)
class BridgedVisit:
    """One visitor during one request, known by the session PHP shares with us."""

    live: LiveSession
    visitor: Visitor
    sessions: SymfonySessions
    secret: str
    is_known: bool = False
    note: Note | None = None
    removed_cookie: str | None = None
    seen_as: Callable[[str, int], None] | None = None
    room: int = kept_forms.USUAL_ROOM
    _has_given_up: bool = field(default=False, init=False)

    @property
    def draft(self) -> SessionDraft:
        """The session's values, for what Flask keeps of its own."""
        return self.live.draft

    @property
    def is_signed_in(self) -> bool:
        """Whether the session is, and its account still may; else it ends here, for both sides."""
        if not self.live.user.is_authenticated:
            return False
        if not self.visitor.is_signed_in:
            self.live.end()
        return self.live.user.is_authenticated

    @property
    def name(self) -> str:
        """First and last name, as the head of every page shows them."""
        account = self.visitor.account
        return "" if account is None else account.full_name.strip()

    @property
    def user_id(self) -> int | None:
        """The account's row."""
        return self.live.user.user_id

    @property
    def culture(self) -> str:
        """The session's language, else the site's own."""
        return self.live.user.culture or self.live.rules.default_culture

    def holds(self, credentials: Credentials) -> bool:
        """Whether the session has these credentials, or the account has them all."""
        return not credentials or self.visitor.holds(credentials)

    def flash(self, name: str) -> str | None:
        """The message an earlier request left; no other request will show it."""
        found = self.sessions.message(self.live, name)
        return found if isinstance(found, str) else None

    def say(self, name: str, text: str) -> None:
        """Leave a message for the next request, on either side."""
        self.live.flash.put(name, text)

    def kept(self, key: str) -> Kept:
        """What the admin lists keep under `<module>.<word>`."""
        return plain(self.live.lists.kept(key))

    def keep(self, key: str, value: Kept) -> None:
        """Keep it, as PHP would."""
        self.live.lists.keep(key, value)

    def keep_default(self, key: str, value: Kept) -> None:
        """Keep it where nothing is kept."""
        self.live.lists.keep_default(key, value)

    def form_token(self, form_class: str) -> str:
        """The token PHP would make, for the id the visitor has after this request."""
        return self.live.form_token(self.secret, form_class)

    def is_outdated(self, token: str, form_class: str) -> bool:
        """Whether the form was opened under the id that this very request has replaced."""
        return self.live.is_outdated(token, self.secret, form_class)

    def keep_typed(self, typed: TypedForm, address: str) -> Keeping:
        """Keep a form through the sign-in, for a visitor who came with a session's cookie."""
        if not self.is_known:
            return Keeping.NOT_KEPT
        user = self.live.timed_out_user_id
        if not kept_forms.keep(self.draft, typed, self.live.started_at, user=user, room=self.room):
            return Keeping.TOO_LONG
        self.live.user.put_attribute(REFERER, address)
        self.live.goes_second = True
        return Keeping.KEPT

    def typed(self, page: str) -> TypedForm | None:
        """The form kept for this page, for the one who typed it."""
        return kept_forms.take(self.draft, page, self.live.started_at, user=self.user_id)

    @property
    def sign_in_page(self) -> None:
        """None: symfony 1 shows its sign-in form at the address that was asked for."""

    def wants(self, address: str) -> None:
        """Remember the page for after the sign-in, unless an earlier one is waiting.

        Shape: no reason to wait for PHP, nor to begin a session: PHP also takes the Referer.
        """
        if self.live.user.attribute(REFERER) is None:
            self.live.user.put_default(REFERER, address)

    def wait_to_write(self) -> None:
        """Wait for PHP, as PHP's own pages do, before anything is saved.

        Errors: SessionsUnavailable.
        """
        try:
            with needed("a session could not be had"):
                self.sessions.wait(self.live)
        except SessionsUnavailable:
            self._has_given_up = True
            raise

    def close(self, response: Response) -> None:
        """Write what changed; a visitor with a new id is told so.

        Shape: the time of the last request may be lost, what the page wanted kept may not.
        Errors: SessionsUnavailable.
        """
        if self._has_given_up:
            return
        must_be_kept = self.live.must_be_kept
        try:
            with needed("a session could not be written"):
                cookie = self.sessions.close(self.live)
        except SessionsUnavailable:
            if must_be_kept:
                raise
            return
        if cookie is not None:
            response.headers.add("Set-Cookie", cookie)
        if self.removed_cookie is not None:
            response.headers.add("Set-Cookie", self.removed_cookie)
        if self.note is not None and self.live.is_stored:
            self.note(self.live.session_id, is_signed_in=self.live.user.is_authenticated)
        if self.seen_as is not None and self.user_id is not None:
            self.seen_as(self.live.session_id, self.user_id)


def plain(value: PhpValue) -> Kept:
    """A PHP value as the kernel keeps it: arrays of 0, 1, 2… are lists, objects are nothing."""
    if isinstance(value, Mapping):
        items = [plain(item) for item in value.values()]
        if list(value) == list(range(len(items))) and items:
            return items
        return {str(key): item for key, item in zip(value, items, strict=True)}
    return value if isinstance(value, str | bool | int | float) else None


@contextmanager
def needed(failed: str) -> Iterator[None]:
    """A block in which a session store that does not answer is told, and ends the page.

    Errors: SessionsUnavailable.
    """
    try:
        yield
    except SessionStoreError as error:
        log.warning("%s: %s", failed, error)
        raise SessionsUnavailable from error


def opened_draft() -> SessionDraft | None:
    """The session of this request's visit, for what Flask keeps of its own."""
    found = getattr(g.get("visit"), "draft", None)
    return found if isinstance(found, SessionDraft) else None


@dataclass(slots=True)
class BridgedVisits:
    """Opens visits over the legacy's session store and accounts.

    Shape: `database` gives the request's own session; `secret` is the csrf_secret of the
           application that the site's pages belong to.
        `seen_as` hears which account is signed in under which session; `room`
        is what a session holds of a typed form, in bytes.
    Units: `remember_age_s` is how long a remember key counts.
    """

    sessions: SymfonySessions
    database: Callable[[], Session]
    clock: Clock
    secret: str
    remember_cookie: str
    note: Note | None = None
    remember_age_s: int = DEFAULT_AGE_S
    seen_as: Callable[[str, int], None] | None = None
    room: int = kept_forms.USUAL_ROOM
    _tables: LateTables = field(default_factory=LateTables, init=False)

    def open(self, request: Request) -> BridgedVisit:
        """The visit of this request, its culture and its remember key taken into account.

        Errors: SessionsUnavailable.
        """
        header = request.environ.get("HTTP_COOKIE", "")
        cookie = first_cookie(header, self.sessions.rules.cookie.name)
        with needed("sessions cannot be read"):
            live = self.sessions.open(cookie)
        _choose_culture(live, request)
        visitor = Visitor(live, self._accounts, log.warning)
        key = first_cookie(header, self.remember_cookie)
        visit = BridgedVisit(live, visitor, self.sessions, self.secret, bool(cookie), self.note)
        visit.seen_as, visit.room = self.seen_as, self.room
        if key and not live.user.is_authenticated and not self._signs_in_by_key(visitor, key):
            visit.removed_cookie = RememberCookie(self.remember_cookie).removal()
        return visit

    def _accounts(self) -> Accounts:
        connection = self.database().connection()
        return Accounts(connection, self._tables.over(connection))

    def _signs_in_by_key(self, visitor: Visitor, key: str) -> bool:
        """Whether a browser that was told to remember signs in during the same request.

        Source: sfGuardRememberMeFilter.
        """
        session = self.database()
        connection = session.connection()
        keys = RememberKeys(connection, self._tables.over(connection), self.remember_age_s)
        refusal = visitor.sign_in_by_key(key, keys, self._now())
        session.commit()
        return refusal is None

    def _now(self) -> datetime:
        return self.clock.now()


def _choose_culture(live: LiveSession, request: Request) -> None:
    """A request's sf_culture changes the session's language for good, wherever it stands.

    Source: sfUser::initialize, which takes the parameter from the query or the body.
    """
    # Of two, the last; the body's before the query's, as in sfWebRequest.
    asked = (
        posted_values(request.args.items(multi=True))
        | posted_values(request.form.items(multi=True))
    ).get("sf_culture")
    culture = asked if isinstance(asked, str) else None
    if culture and culture != live.user.culture:
        live.user.choose_culture(culture)
