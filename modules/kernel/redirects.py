"""Redirects as Symfony 1.4 sends them: an absolute address, and a body that follows it."""

from flask import Response, request
from markupsafe import escape


def redirect_to(path: str) -> Response:
    """A 302 to a path of this site.

    Source: sfWebController::redirect, meta refresh included.
    """
    address = request.host_url.rstrip("/") + path
    body = (
        f'<html><head><meta http-equiv="refresh" content="0;url={escape(address)}"/></head></html>'
    )
    response = Response(body, status=302)
    response.headers["Location"] = address
    response.autocorrect_location_header = False
    return response
