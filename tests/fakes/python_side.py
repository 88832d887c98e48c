"""A small Python lot behind the gateway, without the rest of the product: it starts at once."""

import json
import time
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, Response, abort, request

from proxy.python_door import COHORTS, PythonDoor


def python_side() -> WSGIApplication:
    """What gunicorn is given behind the gateway."""
    return PythonDoor({"front": the_site(), COHORTS: who_said}, Flask("ours").wsgi_app)


def who_said(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Cohort words as the cookie `symfony` says them, so that a test says who it is.

    Shape: `slow` takes longer than anybody waits, `broken` answers what cannot be read.
    """
    cookies = environ["wsgi.input"].read(65_536).decode()
    said = cookies.partition("symfony=")[2].partition(";")[0]
    if said == "slow":
        time.sleep(3)
    body = b"?" if said == "broken" else json.dumps(said.split("|")).encode()
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]


def the_site() -> Flask:
    """One page of Python for every address, which says what it was told."""
    site = Flask("site")

    @site.route("/", defaults={"path": ""}, methods=["GET", "POST", "PUT", "DELETE"])
    @site.route("/<path:path>", methods=["GET", "POST", "PUT", "DELETE"])
    def page(path: str) -> Response:
        if path.startswith("nowhere"):
            abort(404)
        if path.endswith("broken"):
            abort(500)
        told = "\n".join(f"{name}: {value}" for name, value in request.headers)
        text = f"python /{path} from {request.remote_addr}\n{told}\n"
        return Response(text + request.get_data(as_text=True), mimetype="text/plain")

    return site
