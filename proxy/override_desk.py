"""The page behind a tester's address: the visitor's card gets the side, and the log a line."""

import logging
import time
from collections.abc import Callable, Iterable
from datetime import datetime
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment
from zoneinfo import ZoneInfo

from proxy.core.cards import card_in, override_in, sealed, set_cookie
from proxy.core.visitors import Override, Visitor
from proxy.error_pages import Page, told_page
from proxy.reception import drawn

_LOG = logging.getLogger("figuier")

PLACE = "/-/essai/"
_ASK = "Demandez-en un autre à la personne qui vous l’a donné."
_END = "L’essai prend fin tout seul. Vous pouvez fermer cette page."
_REFUSED = "Ce lien d’essai n’est pas valable, ou son temps est écoulé."


class OverrideDesk:
    """A WSGI application before our own pages, at every public host and for nobody signed in.

    Shape: `key` signs cards and what `figuier tester` prints; `otherwise` answers the rest.
    """

    def __init__(
        self,
        key: bytes,
        zone: ZoneInfo,
        otherwise: WSGIApplication,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._key = key
        self._zone = zone
        self._otherwise = otherwise
        self._now = now

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The page of a tester's address, or whatever else is there."""
        path = environ["PATH_INFO"]
        if not path.startswith(PLACE):
            return self._otherwise(environ, start_response)
        at = int(self._now())
        override = override_in(path.removeprefix(PLACE), self._key)
        if override is None or override.until <= at:
            why = "forged" if override is None else "over"
            _LOG.warning(
                "a tester's address was refused (%s), from %s", why, environ.get("REMOTE_ADDR")
            )
            page, headers = told_page(403, "Lien refusé", _REFUSED, _ASK), []
        else:
            page, headers = self._begun(override), [self._card(environ, override, at)]
        headers += page.headers
        start_response(f"{page.status} {page.reason}", headers)
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else page.body]

    def _card(self, environ: WSGIEnvironment, override: Override, at: int) -> tuple[str, str]:
        side = "python" if override.is_python else "legacy"
        where = environ.get("REMOTE_ADDR")
        _LOG.warning(
            "%s is on %s for a tester from %s until %d", override.lot, side, where, override.until
        )
        cookies = environ.get("HTTP_COOKIE", "").encode("latin-1")
        visitor = card_in([cookies], self._key) or Visitor(drawn())
        card = sealed(visitor.overriding(override, at), self._key)
        is_secure = environ["wsgi.url_scheme"] == "https"
        return "Set-Cookie", set_cookie(card, is_secure=is_secure).decode("ascii")

    def _begun(self, override: Override) -> Page:
        until = datetime.fromtimestamp(override.until, self._zone).strftime("%H:%M")
        side = "Python" if override.is_python else "l’application d’origine"
        what = f"Ce navigateur essaie le lot « {override.lot} » avec {side} jusqu’à {until}."
        return told_page(200, "Essai commencé", what, _END)
