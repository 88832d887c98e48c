"""The console as a Flask application: one blueprint a page, one gate before them all."""

import secrets

from flask import Flask, request
from flask.sessions import SecureCookieSessionInterface
from flask_wtf.csrf import CSRFProtect

from proxy.console import assets, french, gate, pages, people
from proxy.console.sources import EXTENSION, Sources

COOKIE = "figuier_console"


class _OwnCookies(SecureCookieSessionInterface):
    """Flask's signed cookie, kept to connections as safe as the one it was given on."""

    def get_cookie_secure(self, app: Flask) -> bool:  # noqa: ARG002, Flask's signature
        """Whether visitors typed https."""
        return request.is_secure


def create_console(sources: Sources) -> Flask:
    """The console over these sources; nothing is asked of them yet."""
    app = Flask("proxy.console", static_folder=None, template_folder="templates")
    settings = sources.settings
    app.config.update(
        SECRET_KEY=settings.secret_key or secrets.token_hex(32),
        SESSION_COOKIE_NAME=COOKIE,
        SESSION_COOKIE_PATH="/-/",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        MAX_CONTENT_LENGTH=1 << 20,
    )
    app.session_interface = _OwnCookies()
    app.extensions[EXTENSION] = sources
    people.register(app, sources)
    gate.register(app)
    CSRFProtect(app)
    french.register(app, settings.time_zone)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.context_processor(
        lambda: {
            "nonce": gate.nonce,
            "navigation": pages.NAVIGATION,
            "stylesheet": assets.DIGEST,
            "person": people.person(),
            "now": sources.today,
        }
    )
    pages.register(app)
    return app
