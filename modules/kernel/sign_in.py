"""The sign-in form, drawn for a page that needs it; the legacy's /login receives it."""

from collections.abc import Sequence
from dataclasses import dataclass

from modules.kernel.admin.messages import said
from modules.kernel.admin.widgets import Shape, Widget
from modules.kernel.ports import Visit

#: The legacy class that the form's token is made for.
SIGN_IN_CLASS = "sfGuardFormSignin"


@dataclass(frozen=True, slots=True)
class SignInField:
    """One row of the sign-in form."""

    label: str
    widget: Widget
    errors: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class SignInForm:
    """The form as its template draws it."""

    fields: Sequence[SignInField]
    token: Widget
    errors: Sequence[str] = ()


def sign_in_form(visit: Visit) -> SignInForm:
    """The empty form, with the token that the legacy will check."""
    token = visit.form_token(SIGN_IN_CLASS)
    return SignInForm(_fields(visit, ()), Widget(Shape.HIDDEN, "signin[_csrf_token]", token))


def refused_form(visit: Visit) -> SignInForm:
    """The form as the legacy shows it to a POST that should have been signed in: all missing.

    Source: sfGuardFormSignin bound with nothing, which also draws no token.
    """
    required = said("Required.", visit.culture)
    return SignInForm(
        _fields(
            visit, (required,), said("The username and/or password is invalid.", visit.culture)
        ),
        Widget(Shape.HIDDEN, "signin[_csrf_token]"),
        (f" csrf token: {required}",),
    )


def _fields(visit: Visit, errors: Sequence[str], unknown: str = "") -> Sequence[SignInField]:
    name, password, remember = (
        said(label, visit.culture) for label in ("Username or E-Mail", "Password", "Remember")
    )
    return (
        SignInField(
            name,
            Widget(Shape.TEXT, "signin[username]"),
            (*errors, unknown) if unknown else errors,
        ),
        SignInField(password, Widget(Shape.PASSWORD, "signin[password]"), errors),
        SignInField(remember, Widget(Shape.CHECKBOX, "signin[remember]")),
    )
