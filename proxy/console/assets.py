"""The console's stylesheet, at an address that changes with it."""

import hashlib
from pathlib import Path

from flask import Blueprint, Response, abort

blueprint = Blueprint("assets", __name__)

STYLESHEET = (Path(__file__).parent / "static" / "console.css").read_bytes()
DIGEST = hashlib.sha256(STYLESHEET).hexdigest()[:16]


@blueprint.get("/-/static/<digest>/console.css")
def stylesheet(digest: str) -> Response:
    """The stylesheet; browsers keep it for good."""
    if digest != DIGEST:
        abort(404)
    answer = Response(STYLESHEET, mimetype="text/css")
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer
