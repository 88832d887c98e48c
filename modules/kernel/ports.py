"""What lots need of the legacy, as Protocols; proxy/wiring gives their implementations."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeAlias

from werkzeug.wrappers import Request, Response

#: Credentials as security.yml nests them: every item is needed, any one of an inner tuple is
#: enough. Shape: ("a", ("b", "c")) is "a and (b or c)".
Credentials: TypeAlias = tuple["str | Credentials", ...]

#: What a session can keep: PHP's scalars, and arrays as mappings.
Kept: TypeAlias = bool | int | float | str | Mapping[str, "Kept"] | list["Kept"] | None


class Identity(Protocol):
    """Who is asking, as the last sign-in on either side left it."""

    @property
    def is_signed_in(self) -> bool:
        """Whether this visitor has signed in and has not been idle for too long."""

    @property
    def name(self) -> str:
        """The user name pages show; empty for a visitor who is not signed in."""

    @property
    def user_id(self) -> int | None:
        """The account's row; None for a visitor who is not signed in."""

    def holds(self, credentials: Credentials) -> bool:
        """Whether this visitor has these credentials; a super admin has all of them."""


class Flash(Protocol):
    """Messages for the next page, whichever side shows it."""

    def flash(self, name: str) -> str | None:
        """The message an earlier request left, if any; it goes with this request."""

    def say(self, name: str, text: str) -> None:
        """Leave a message for the visitor's next request, on either side."""


class AdminState(Protocol):
    """Filters, sort and page of the admin lists, shared with the other side."""

    def kept(self, key: str) -> Kept:
        """What was kept under `<module>.<word>`; None when nothing was."""

    def keep(self, key: str, value: Kept) -> None:
        """Keep a value under `<module>.<word>`, typed as PHP would type it."""

    def keep_default(self, key: str, value: Kept) -> None:
        """The same where nothing is kept yet; lost without harm when PHP is at the session."""


class FormTokens(Protocol):
    """Tokens that protect forms; each side accepts the other's."""

    def form_token(self, form_class: str) -> str:
        """The token of a form for this visitor, named by its legacy class."""

    def is_outdated(self, token: str, form_class: str) -> bool:
        """Whether the form was opened before this very request gave the visitor another session."""


@dataclass(frozen=True, slots=True)
class TypedForm:
    """A form that was sent when its sender had to sign in first.

    Shape: `page` is the path that shows the form; `pairs` are its fields as they were posted.
    """

    page: str
    pairs: tuple[tuple[str, str], ...]


class Keeping(StrEnum):
    """What became of a form that was to be kept: there is no room for `too_long`."""

    KEPT = "kept"
    TOO_LONG = "too_long"
    NOT_KEPT = "not_kept"


class TypedForms(Protocol):
    """Forms kept through a sign-in, which the legacy would have lost."""

    def keep_typed(self, typed: TypedForm, address: str) -> Keeping:
        """Keep it, if there is room; the sign-in then leads to `address`, which shows it again.

        Shape: kept only for a visitor who has had a session here.
        """

    def typed(self, page: str) -> TypedForm | None:
        """What this visitor typed at `page` before the sign-in; it goes with this request."""


class SerializedValues(Protocol):
    """Values that PHP stored with serialize(), read and written as PHP does."""

    def read(self, stored: str | None) -> Kept:
        """The value of a stored text; None for none.

        Errors: ValueError, for a text that PHP could not read either.
        """

    def written(self, value: Kept, before: str | None = None) -> str:
        """The text to store; the very text that was stored when it has this value already."""


class Visit(Identity, Flash, AdminState, FormTokens, TypedForms, Protocol):
    """One visitor during one request."""

    @property
    def culture(self) -> str:
        """The language the visitor reads, as `fr` or `en`."""

    @property
    def sign_in_page(self) -> str | None:
        """The path of the site's own sign-in; None where its form is shown in place of the page."""

    def wants(self, address: str) -> None:
        """Remember where to go after the sign-in, unless an earlier page was wanted."""

    def wait_to_write(self) -> None:
        """Wait until the session can be written; called before rows are.

        Errors: SessionsUnavailable, when that takes too long.
        """

    def close(self, response: Response) -> None:
        """Write what the visit changed, and put the cookies it needs on the response.

        Errors: SessionsUnavailable, when something that must be kept could not be written.
        """


class Visits(Protocol):
    """The visitors' sessions."""

    def open(self, request: Request) -> Visit:
        """The visit of this request; a visitor never seen before gets a new session.

        Errors: SessionsUnavailable.
        """


class Guard(Protocol):
    """The legacy's own rules of who may have which address."""

    def __call__(self, request: Request, visit: Visit, /) -> None:
        """Let the visitor pass.

        Errors: SignInNeeded, CredentialMissing.
        """
