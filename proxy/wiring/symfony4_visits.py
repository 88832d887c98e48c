"""Visits of a Symfony 4 site: its own sessions and accounts, as the kernel's ports ask for them."""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import cast

from sqlalchemy.orm import Session
from werkzeug.wrappers import Request, Response

from legacy_bridge.php.draft import SessionDraft
from legacy_bridge.sfguard.accounts import Accounts
from legacy_bridge.sfguard.tables import LateTables
from legacy_bridge.symfony1.cookies import first_cookie
from legacy_bridge.symfony4.csrf import CsrfTokens
from legacy_bridge.symfony4.identity import (
    IdentityRules,
    Provider,
    Refused,
    SignedInUser,
    identified,
    remembered,
)
from legacy_bridge.symfony4.security import SymfonyAccess
from legacy_bridge.symfony4.sessions import LiveSymfonySession, SymfonySessions
from modules.kernel.errors import CredentialMissing, SessionsUnavailable, SignInNeeded
from modules.kernel.ports import Credentials, Keeping, Kept, TypedForm, Visit
from proxy.wiring import kept_forms
from proxy.wiring.visits import Note, needed

log = logging.getLogger(__name__)

#: Our own values lie beside Symfony's bags, under the key that Flask's session uses too.
_STATE = "figuier"

#: Source: Symfony's RememberMeFactory, the default of `name`.
REMEMBER_COOKIE = "REMEMBERME"


@dataclass(slots=True)
class SymfonyVisit:
    """One visitor of the site during one request, known by the session Symfony shares with us."""

    live: LiveSymfonySession
    sessions: SymfonySessions
    rules: IdentityRules
    provider: Provider
    is_https: bool = False
    note: Note | None = None
    cookie: str | None = None
    secret: str = ""
    sign_in_page: str = "/login"
    is_known: bool = False
    room: int = kept_forms.USUAL_ROOM
    _user: SignedInUser | None = field(default=None, init=False)
    _is_looked_up: bool = field(default=False, init=False)
    _has_given_up: bool = field(default=False, init=False)

    @property
    def draft(self) -> SessionDraft:
        """The session's values, for what Flask keeps of its own."""
        return self.live.draft

    @property
    def user(self) -> SignedInUser | None:
        """Who is signed in, and would still be for Symfony."""
        if not self._is_looked_up:
            self._is_looked_up = True
            found = identified(self.live.bags, self.rules, self.provider) or self.remembered
            if isinstance(found, Refused):
                log.warning("a session of %s is refused: %s", found.identifier, found.why)
            self._user = found if isinstance(found, SignedInUser) else None
        return self._user

    @property
    def remembered(self) -> SignedInUser | Refused | None:
        """Whom the remember-me cookie names, where we were told what signs it."""
        if not self.cookie or not self.secret:
            return None
        now = self.live.started_at
        return remembered(self.cookie, self.secret, self.rules, self.provider, now)

    @property
    def is_signed_in(self) -> bool:
        """Whether somebody is signed in."""
        return self.user is not None

    @property
    def name(self) -> str:
        """First and last name."""
        return "" if self.user is None else self.user.name

    @property
    def user_id(self) -> int | None:
        """The account's row."""
        return None if self.user is None else self.user.user_id

    @property
    def culture(self) -> str:
        """The language chosen in the session, else French, as the site has it."""
        return self.live.bags.locale or "fr"

    def holds(self, credentials: Credentials) -> bool:
        """Whether the user has these roles, those implied by others included."""
        roles: frozenset[str] = frozenset() if self.user is None else self.user.roles
        return all(_holds(roles, each) for each in credentials)

    def flash(self, name: str) -> str | None:
        """The messages of this kind, a line each; no other request will show them."""
        return "\n".join(self.live.bags.messages(name)) or None

    def say(self, name: str, text: str) -> None:
        """One message more for the next page that shows this kind, on either side."""
        self.live.bags.say(name, text)

    def kept(self, key: str) -> Kept:
        """What pages of this site keep; Symfony carries it unread."""
        found = self.live.draft.get((_STATE, key))
        try:
            return cast("Kept", json.loads(found)) if isinstance(found, str) else None
        except ValueError:
            return None

    def keep(self, key: str, value: Kept) -> None:
        """Keep it."""
        self.live.draft.put((_STATE, key), json.dumps(value))

    def keep_default(self, key: str, value: Kept) -> None:
        """Keep it where nothing is kept."""
        if not self.live.draft.has((_STATE, key)):
            self.keep(key, value)

    def form_token(self, form_class: str) -> str:
        """The token of the form that Symfony calls so; the session has one from then on."""
        return CsrfTokens(self.live.bags, self.is_https).token(form_class)

    def accepts_token(self, token: str, form_class: str) -> bool:
        """Whether a form came with its token, whichever side had shown it."""
        return CsrfTokens(self.live.bags, self.is_https).accepts(form_class, token)

    def is_outdated(self, token: str, form_class: str) -> bool:  # noqa: ARG002 - the port's
        """Never: these tokens do not depend on the id."""
        return False

    def keep_typed(self, typed: TypedForm, address: str) -> Keeping:
        """Keep a form through Symfony's sign-in, for a visitor who came with a session's cookie.

        Shape: Symfony tells nobody who was signed in, so the browser's next account is believed.
        """
        if not self.is_known:
            return Keeping.NOT_KEPT
        if not kept_forms.keep(self.draft, typed, self.live.started_at, room=self.room):
            return Keeping.TOO_LONG
        self.wants(address)
        return Keeping.KEPT

    def typed(self, page: str) -> TypedForm | None:
        """The form kept for this page."""
        return kept_forms.take(self.draft, page, self.live.started_at, user=self.user_id)

    def wants(self, address: str) -> None:
        """Where Symfony's own sign-in leads to.

        Source: Symfony's TargetPathTrait.
        """
        self.live.bags.put_attribute(f"_security.{self.rules.context}.target_path", address)

    def wait_to_write(self) -> None:
        """Wait for PHP before anything is saved.

        Errors: SessionsUnavailable.
        """
        try:
            with needed("a session could not be had"):
                self.sessions.wait(self.live)
        except SessionsUnavailable:
            self._has_given_up = True
            raise

    def close(self, response: Response) -> None:
        """Write what changed; a visitor who gets a session is told so.

        Errors: SessionsUnavailable, when something that must be kept could not be written.
        """
        if self._has_given_up:
            return
        must_be_kept = self.live.has_changes
        try:
            with needed("a session could not be written"):
                cookie = self.sessions.close(self.live, is_https=self.is_https)
        except SessionsUnavailable:
            if must_be_kept:
                raise
            return
        if cookie is not None:
            response.headers.add("Set-Cookie", cookie)
        if self.note is not None and (self.live.stored_id or cookie):
            self.note(self.live.session_id, is_signed_in=self._user is not None)


@dataclass(slots=True)
class SymfonyVisits:
    """Opens visits over the site's session store and accounts.

    Shape: `database` gives the request's own session; `provider_of` makes a user provider of what
        finds accounts; `room` is what a session holds of a typed form, in bytes.
    """

    sessions: SymfonySessions
    database: Callable[[], Session]
    rules: IdentityRules
    provider_of: Callable[[Callable[[], Accounts]], Provider]
    note: Note | None = None
    secret: str = ""
    sign_in_page: str = "/login"
    room: int = kept_forms.USUAL_ROOM
    _tables: LateTables = field(default_factory=LateTables, init=False)

    def open(self, request: Request) -> SymfonyVisit:
        """The visit of this request.

        Errors: SessionsUnavailable.
        """
        header = request.environ.get("HTTP_COOKIE", "")
        cookie = first_cookie(header, self.sessions.rules.cookie.name)
        with needed("sessions cannot be read"):
            live = self.sessions.open(cookie)
        provider = self.provider_of(self._accounts)
        https = request.is_secure
        visit = SymfonyVisit(live, self.sessions, self.rules, provider, https, self.note)
        visit.cookie, visit.secret = first_cookie(header, REMEMBER_COOKIE), self.secret
        visit.sign_in_page, visit.is_known, visit.room = self.sign_in_page, bool(cookie), self.room
        return visit

    def _accounts(self) -> Accounts:
        connection = self.database().connection()
        return Accounts(connection, self._tables.over(connection))


@dataclass(frozen=True, slots=True)
class AccessGuard:
    """security.yaml's access_control, before each page of Python as before each of Symfony."""

    access: SymfonyAccess

    def __call__(self, request: Request, visit: Visit, /) -> None:
        """Let the visitor pass; who is signed in is only asked where that matters.

        Errors: SignInNeeded, CredentialMissing.
        """
        if self._allows(None, request):
            return
        if not isinstance(visit, SymfonyVisit) or visit.user is None:
            raise SignInNeeded
        if not self._allows(visit.user.roles, request):
            raise CredentialMissing

    def _allows(self, roles: frozenset[str] | None, request: Request) -> bool:
        return self.access.allows(roles, request.path, request.method, request.host)


def _holds(roles: frozenset[str], wanted: "str | Credentials") -> bool:
    if isinstance(wanted, str):
        return wanted in roles
    return any(_holds(roles, each) for each in wanted)
