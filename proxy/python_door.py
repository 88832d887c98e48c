"""The Flask applications behind the gateway: it has decided, they answer."""

from collections.abc import Iterable, Mapping
from urllib.parse import unquote
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from proxy.error_pages import error_page
from proxy.errors import FiguierError, LotGone, PythonMissing
from proxy.visit import GoneWhenMissing

#: The site of our own pages, which belong to no legacy application.
OURS = "-"

#: Where the gateway leaves goodbyes; no backend can have this name.
GOODBYES = "-goodbyes"

#: Where it asks which cohorts a visitor is in.
COHORTS = "-cohorts"


class PythonDoor:
    """Hands a request to the application that the gateway names in X-Figuier-Site.

    The gateway drops every X-Figuier field that comes from outside, and the socket it speaks
    through belongs to the service's own user.
    """

    def __init__(self, sites: Mapping[str, WSGIApplication], ours: WSGIApplication) -> None:
        self._sites = sites
        self._ours = ours

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The answer of the application named, or a page that says there is none."""
        name = environ.get("HTTP_X_FIGUIER_SITE", "")
        _believe_the_gateway(environ)
        if name == OURS:
            return self._ours(environ, start_response)
        site = self._sites.get(name)
        is_retired = environ.get("HTTP_X_FIGUIER_STAGE") == "retired"
        words = unquote(environ.get("HTTP_X_FIGUIER_GONE", ""))
        if site is None and is_retired:
            return _told(LotGone("no Python code", words=words), environ, start_response)
        if site is None:
            error = PythonMissing(f"no Python code for the lots of {name}")
            return _told(error, environ, start_response)
        if not is_retired:
            return site(environ, start_response)
        try:
            return site(environ, GoneWhenMissing(start_response, words))
        except LotGone as error:
            return _told(error, environ, start_response)


def _told(
    error: FiguierError, environ: WSGIEnvironment, start_response: StartResponse
) -> Iterable[bytes]:
    request_id = environ.get("HTTP_X_REQUEST_ID", "")
    page = error_page(error, request_id, method=environ["REQUEST_METHOD"])
    start_response(f"{page.status} {page.reason}", [*page.headers])
    return [page.body]


def _believe_the_gateway(environ: WSGIEnvironment) -> None:
    """Let the application see the visitor's address and scheme, as if it had been asked itself."""
    environ["REMOTE_ADDR"] = environ.get("HTTP_X_FORWARDED_FOR", "")
    environ["wsgi.url_scheme"] = environ.get("HTTP_X_FORWARDED_PROTO", "http")
    host, colon, port = environ.get("HTTP_HOST", "").rpartition(":")
    environ["SERVER_NAME"] = host if colon else environ.get("HTTP_HOST", "")
    environ["SERVER_PORT"] = port if colon else environ.get("HTTP_X_FORWARDED_PORT", "80")
