"""Who asks: Flask-Login over the console's own sittings, and over nothing else."""

from collections.abc import Callable
from typing import Any, cast

from flask import Flask, session
from flask_login import LoginManager, current_user, login_user, logout_user

from proxy.console import sittings
from proxy.console.roles import LABELS, Role, may
from proxy.console.sources import Sources
from proxy.errors import StateDatabaseUnavailable


class Person:
    """Somebody signed in, under the names Flask-Login knows.

    Shape: `is_provisional` while the state database cannot confirm it: the signed cookie is
           believed for looking and for ways back, not for anything else.
    """

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, name: str, role: Role, token: str, *, is_provisional: bool = False) -> None:
        self.name = name
        self.role = role
        self.token = token
        self.is_provisional = is_provisional

    def get_id(self) -> str:
        """The sitting's token."""
        return self.token

    @property
    def role_label(self) -> str:
        """The role as pages show it."""
        return LABELS[self.role]

    def may(self, needed: Role) -> bool:
        """Whether this person may do what needs that role."""
        return may(self.role, needed)


def person() -> Person | None:
    """Who asks; None for somebody who has not signed in."""
    found = cast("Any", current_user)
    return cast("Person", found._get_current_object()) if found.is_authenticated else None  # noqa: SLF001, as Flask-Login documents


def register(app: Flask, sources: Sources) -> None:
    """Let Flask-Login ask the sittings, at each request."""
    # No cookie can have this name: Flask-Login's own remember cookie is never looked at.
    app.config["REMEMBER_COOKIE_NAME"] = "no; cookie"
    manager = LoginManager()
    manager.session_protection = None
    manager.init_app(app)
    manager.user_loader(_finder(sources))


def sign_in(name: str, role: Role, token: str, at: float) -> None:
    """Begin a sitting in this browser; nothing of what its cookie held before stays."""
    session.clear()
    session["name"], session["role"], session["seen"] = name, role.value, int(at)
    login_user(Person(name, role, token))


def sign_out() -> None:
    """Forget who this browser is."""
    logout_user()
    session.clear()


def _finder(sources: Sources) -> Callable[[str], Person | None]:
    idle_s = sources.settings.console_idle_timeout_s

    def found(token: str) -> Person | None:
        at = sources.at
        try:
            with sources.state.read() as connection:
                sitting = sittings.find(connection, token, at, idle_s)
            if sitting is not None and sitting[1]:
                with sources.state.write() as connection:
                    sittings.touch(connection, token, at)
        except StateDatabaseUnavailable:
            return _believed(token, at, idle_s)
        if sitting is None:
            return None
        who = sitting[0]
        if who.role.value != session.get("role") or at - session.get("seen", 0) > sittings.TOUCH_S:
            session["role"], session["seen"] = who.role.value, int(at)
        return Person(who.name, who.role, token)

    return found


def _believed(token: str, at: float, idle_s: float) -> Person | None:
    """Who the signed cookie says, while the database cannot, and for no longer than idleness lasts."""
    if at - session.get("seen", 0) > idle_s:
        return None
    return Person(session["name"], Role(session["role"]), token, is_provisional=True)
