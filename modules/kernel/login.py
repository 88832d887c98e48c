"""Flask-Login over the visit: who has signed in, on whichever side, is the current user."""

from collections.abc import Callable
from functools import wraps
from typing import NoReturn, ParamSpec, TypeVar, cast

from flask import Flask, Request, g
from flask_login import LoginManager

from modules.kernel.errors import SignInNeeded
from modules.kernel.ports import Credentials, Visit
from modules.kernel.request_state import need

P = ParamSpec("P")
T = TypeVar("T")


class SignedIn:
    """The current user: the visit, under the names Flask-Login knows."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, visit: Visit) -> None:
        self._visit = visit

    @property
    def name(self) -> str:
        """The name that pages show."""
        return self._visit.name

    def get_id(self) -> str:
        """The account's row, as text."""
        return str(self._visit.user_id)

    def holds(self, *credentials: "str | Credentials") -> bool:
        """Whether this user has these credentials, nested as in security.yml."""
        return self._visit.holds(credentials)


def register(app: Flask) -> None:
    """Let Flask-Login ask the visit, at each request; it keeps nothing of its own.

    Shape: no user is ever read from Flask's session or a cookie of Flask-Login's, so there is one
           sign-in, PHP's; somebody switched off is nobody at the next request.
    """
    # No cookie can have this name: Flask-Login's own remember cookie is never looked at.
    app.config["REMEMBER_COOKIE_NAME"] = "no; cookie"
    manager = LoginManager()
    manager.session_protection = None
    manager.request_loader(_current)
    manager.unauthorized_handler(_ask_who)
    manager.init_app(app, add_context_processor=False)


def needs(*credentials: "str | Credentials") -> Callable[[Callable[P, T]], Callable[P, T]]:
    """A view for those who have signed in and hold these credentials, nested as in security.yml.

    Shape: the same test as `need`, which the page sets call; without a credential, signing in is
           enough.
    Errors: the view raises SignInNeeded, CredentialMissing.
    """

    def guarded(view: Callable[P, T]) -> Callable[P, T]:
        @wraps(view)
        def answer(*args: P.args, **options: P.kwargs) -> T:
            need(credentials)
            return view(*args, **options)

        return answer

    return guarded


def _current(_: Request) -> SignedIn | None:
    visitor = cast("Visit | None", g.get("visit"))
    return SignedIn(visitor) if visitor is not None and visitor.is_signed_in else None


def _ask_who() -> NoReturn:
    raise SignInNeeded
