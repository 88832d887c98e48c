"""What one request has at hand: its visit, its database session and the clock."""

from typing import cast

from flask import current_app, g, has_request_context
from sqlalchemy.orm import Session

from modules.kernel.clock import Clock
from modules.kernel.database import SAVED, Database
from modules.kernel.errors import (
    CredentialMissing,
    DatabaseUnavailable,
    ServiceUnavailable,
    SignInNeeded,
)
from modules.kernel.mail import Mail
from modules.kernel.ports import Credentials, SerializedValues, Visit

#: Where create_site leaves its ports on the Flask application.
EXTENSION = "figuier"


def note_forged_form() -> None:
    """Remember that this request's form was refused for its token; whoever watches is told."""
    if has_request_context():
        g.has_forged_form = True


def visit() -> Visit:
    """The visitor of this request."""
    return cast("Visit", g.visit)


def clock() -> Clock:
    """The clock of this site."""
    return cast("Clock", current_app.extensions[EXTENSION].clock)


def database_session() -> Session:
    """The database session of this request, opened when first asked for.

    Errors: DatabaseUnavailable, when the site was given no database.
    """
    if "database_session" not in g:
        database = cast("Database | None", current_app.extensions[EXTENSION].database)
        if database is None:
            raise DatabaseUnavailable
        g.database_session = database.session()
    return cast("Session", g.database_session)


def mail() -> Mail:
    """Who carries this site's letters.

    Errors: ServiceUnavailable, when the site was given nobody.
    """
    carrier = cast("Mail | None", current_app.extensions[EXTENSION].mail)
    if carrier is None:
        raise ServiceUnavailable
    return carrier


def serialized() -> SerializedValues:
    """Who reads what PHP serialized.

    Errors: ServiceUnavailable, when the site was given nobody.
    """
    reader = cast("SerializedValues | None", current_app.extensions[EXTENSION].serialized)
    if reader is None:
        raise ServiceUnavailable
    return reader


def close_database_session() -> None:
    """Give the request's connection back, whatever happened."""
    session = g.pop("database_session", None)
    if session is not None:
        session.close()


def has_saved_rows() -> bool:
    """Whether this request has saved something in the database."""
    return "database_session" in g and SAVED in g.database_session.info


def need(credentials: Credentials) -> None:
    """Let the visitor pass, who must have signed in and hold these credentials.

    Errors: SignInNeeded, CredentialMissing.
    Source: sfBasicSecurityFilter: first who, then what.
    """
    visitor = visit()
    if not visitor.is_signed_in:
        raise SignInNeeded
    if not visitor.holds(credentials):
        raise CredentialMissing
