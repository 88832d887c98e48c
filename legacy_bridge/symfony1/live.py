"""One visitor's session during one request."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from legacy_bridge.php.changes import Change, Missing
from legacy_bridge.php.draft import SessionDraft
from legacy_bridge.stores.ids import new_session_id
from legacy_bridge.symfony1.admin_lists import AdminLists
from legacy_bridge.symfony1.flash import Flash
from legacy_bridge.symfony1.form_tokens import form_token, is_form_token
from legacy_bridge.symfony1.rules import SessionRules
from legacy_bridge.symfony1.user import SfUser


@dataclass(slots=True)
class LiveSession:
    """A session that was opened; what is done to it is written when it is closed.

    Shape: `stored_id` is the id the session is stored under, None for one that is not; `dead_id`
        the one a visitor came with where no session has it. Such a visitor keeps it, and nothing
        is stored, until this request has something to keep.
    """

    _id: str
    stored_id: str | None
    draft: SessionDraft
    rules: SessionRules
    started_at: int
    was_timed_out: bool = False
    #: Who was signed in until the time-out.
    timed_out_user_id: int | None = None
    dead_id: str | None = None
    #: Whether a cookie that another request gives in place of the dead id should come before.
    goes_second: bool = False
    user: SfUser = field(init=False)
    flash: Flash = field(init=False)
    lists: AdminLists = field(init=False)
    _ending: tuple[Change, ...] = field(default=(), init=False)

    def __post_init__(self) -> None:
        self.user = SfUser(self.draft)
        self.flash = Flash(self.draft)
        self.lists = AdminLists(self.draft)

    @property
    def session_id(self) -> str:
        """The id the visitor will have after this request, from the moment it changes."""
        if self._id == self.dead_id and self.keeps_something:
            self.regenerate()
        return self._id

    @property
    def has_new_id(self) -> bool:
        """Whether the visitor must be told an id with this answer."""
        return self.session_id not in (self.stored_id, self.dead_id)

    @property
    def is_stored(self) -> bool:
        """Whether the visitor has a session, at the latest after this request."""
        return self.stored_id is not None or self.has_new_id

    @property
    def keeps_something(self) -> bool:
        """Whether this request itself left something; that its session was over is not its own."""
        return any(
            one.expected is Missing.ANY and one not in self._ending for one in self.draft.changes
        )

    @property
    def must_be_kept(self) -> bool:
        """Whether this request changed more than what may be dropped when PHP is at it."""
        # Messages that were shown, the time and defaults are no reason to wait for PHP.
        return self.has_new_id or self.keeps_something

    def form_token(self, secret: str, form_class: str) -> str:
        """The token of a form shown with this answer.

        Shape: it is for a dead id where PHP will take that id with the form; where PHP is strict,
            the form needs a session.
        """
        if self._id == self.dead_id and self.rules.is_strict:
            self.regenerate()
        return form_token(secret, self.session_id, form_class)

    def accepts_token(self, token: str, secret: str, form_class: str) -> bool:
        """Whether a form sent with this request may be believed."""
        return is_form_token(token, secret, self.session_id, form_class)

    def is_outdated(self, token: str, secret: str, form_class: str) -> bool:
        """Whether a form was opened under the id that this very request has replaced."""
        came_with = self.stored_id or self.dead_id
        return (
            came_with is not None
            and self.has_new_id
            and is_form_token(token, secret, came_with, form_class)
        )

    def sign_in(self, user_id: int, permissions: Iterable[str]) -> None:
        """Signed in, under another id."""
        self.user.sign_in(user_id, permissions)
        self.regenerate()

    def sign_out(self) -> None:
        """Signed out, under another id; what symfony keeps of the visitor is kept."""
        self.user.sign_out(self.rules.dropped_at_sign_out)
        self.regenerate()

    def end(self) -> None:
        """Signed out because the session, or its account, may not go on."""
        before = len(self.draft.changes)
        self.sign_out()
        self._ending = tuple(self.draft.changes[before:])

    def grant(self, permissions: Iterable[str]) -> None:
        """Other credentials; under another id when they are not the same."""
        before = self.user.credentials
        self.user.grant(permissions)
        if self.user.credentials != before:
            self.regenerate()

    def regenerate(self) -> None:
        """Another id, once a request, as symfony's storage does it."""
        if self._id in (self.stored_id, self.dead_id):
            self._id = new_session_id()
