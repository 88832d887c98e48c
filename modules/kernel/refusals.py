"""The pages that answer instead of the one asked for: sign-in, refusals, failures."""

import logging

from flask import Flask, Response, g, render_template, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from modules.kernel.admin.exchange import effective_method
from modules.kernel.database import is_unavailable
from modules.kernel.errors import (
    CredentialMissing,
    DatabaseUnavailable,
    PageNotFound,
    PageRefused,
    ServiceUnavailable,
    SignInNeeded,
)
from modules.kernel.ports import Keeping
from modules.kernel.redirects import redirect_to
from modules.kernel.sign_in import refused_form, sign_in_form
from modules.kernel.typed_forms import what_became_of_it

log = logging.getLogger(__name__)


def register(app: Flask) -> None:
    """Answer every refusal and failure of a site with a page of the legacy's kind."""
    app.register_error_handler(SignInNeeded, _sign_in)
    app.register_error_handler(CredentialMissing, _credential_missing)
    app.register_error_handler(PageNotFound, _not_found)
    app.register_error_handler(ServiceUnavailable, unavailable)
    app.register_error_handler(SQLAlchemyError, _database_failed)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(PageRefused, _failed)
    app.register_error_handler(Exception, _crashed)


def current_address() -> str:
    """The request's own address, as the browser sent it.

    Source: sfWebRequest::getUri.
    """
    target = request.environ.get("RAW_URI") or request.environ.get("REQUEST_URI")
    if not target:
        target = request.full_path.removesuffix("?")
    return target if target.startswith("http") else request.host_url.rstrip("/") + str(target)


def _sign_in(_: SignInNeeded) -> Response:
    """The sign-in form, at the address that was asked for.

    Source: sfGuardAuth/signin reached by an internal forward: a POST shows the form with its
            errors and status 200, a script gets a bare 401. Unlike there, what was typed may
            have been kept: then the form is the fresh one, and says so.
    """
    if g.visit.sign_in_page is not None:
        return _led_to_sign_in(g.visit.sign_in_page)
    if (keeping := what_became_of_it()) is not Keeping.NOT_KEPT:
        return _page("sign_in.html", 401, form=sign_in_form(g.visit), keeping=str(keeping))
    if effective_method(request) == "POST":
        return _page("sign_in.html", 200, form=refused_form(g.visit))
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        return Response(status=401, content_type="text/html; charset=utf-8")
    g.visit.wants(current_address())
    return _page("sign_in.html", 401, form=sign_in_form(g.visit))


def _led_to_sign_in(page: str) -> Response:
    """The way to a sign-in page of the site's own, the page that was asked for remembered.

    Source: Symfony's FormAuthenticationEntryPoint; its ExceptionListener remembers what is safe to
            ask for again. A form too long to be kept is better off in the browser's history.
    """
    if what_became_of_it() is Keeping.TOO_LONG:
        return _page("sign_in.html", 401, form=None, keeping="too_long", sign_in_page=page)
    is_script = request.headers.get("X-Requested-With") == "XMLHttpRequest"
    if request.method in {"GET", "HEAD", "OPTIONS", "TRACE"} and not is_script:
        g.visit.wants(current_address())
    return redirect_to(page)


def _credential_missing(_: CredentialMissing) -> Response:
    form = sign_in_form(g.visit) if g.visit.sign_in_page is None else None
    return _page("secure.html", 403, form=form, address=current_address())


def _not_found(_: Exception) -> Response:
    if "visit" not in g:
        return _failed(PageNotFound())
    return _page("not_found.html", 404)


def unavailable(refusal: ServiceUnavailable) -> Response:
    """The page that asks to come back in a moment."""
    response = _page("unavailable.html", refusal.status, sentence=refusal.sentence)
    response.headers["Retry-After"] = str(refusal.retry_after_s)
    return response


def _database_failed(error: SQLAlchemyError) -> Response:
    if is_unavailable(error):
        log.warning("the database is away: %s", error)
        return unavailable(DatabaseUnavailable())
    return _crashed(error)


def _http_error(error: HTTPException) -> Response:
    if error.code in {404, 405}:
        return _not_found(error)
    return _page("error.html", error.code or 500)


def _failed(refusal: PageRefused) -> Response:
    return _page("error.html", refusal.status)


def _crashed(error: Exception) -> Response:
    log.error("a page of a lot failed", exc_info=error)
    return _page("error.html", 500)


def _page(template: str, status: int, **values: object) -> Response:
    return Response(render_template(template, **values), status=status)
