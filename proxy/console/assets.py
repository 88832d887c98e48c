"""The console's stylesheet, at an address that changes with it."""

import hashlib
from pathlib import Path

from flask import Blueprint, Response, abort

blueprint = Blueprint("assets", __name__)

STYLESHEET = (Path(__file__).parent / "static" / "console.css").read_bytes()
DIGEST = hashlib.sha256(STYLESHEET).hexdigest()[:16]


#: A leaf, drawn small.
ICON = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path fill="#4a2a5c" '
    b'd="M8 1c4 2 6 5 6 8a6 6 0 0 1-12 0c0-3 2-6 6-8z"/></svg>'
)


@blueprint.get("/-/static/icon.svg")
def icon() -> Response:
    """The sign of the console in a browser's tab."""
    answer = Response(ICON, mimetype="image/svg+xml")
    answer.headers["Cache-Control"] = "public, max-age=86400"
    return answer


@blueprint.get("/-/static/<digest>/console.css")
def stylesheet(digest: str) -> Response:
    """The stylesheet; browsers keep it for good."""
    if digest != DIGEST:
        abort(404)
    answer = Response(STYLESHEET, mimetype="text/css")
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer
