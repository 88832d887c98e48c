"""The WSGI door with a small Python lot behind it, for a real gunicorn in a real process."""

from wsgiref.types import WSGIApplication

from flask import Flask, Response, request

from proxy.app import create_app, create_python_side


def app() -> Flask:
    """What gunicorn is given: the product, and one page of Python for every address."""
    return create_app(sites={"front": the_site()})


def python_side() -> WSGIApplication:
    """What gunicorn is given behind the gateway."""
    return create_python_side(sites={"front": the_site()})


def the_site() -> Flask:
    """One page of Python for every address, which says what it was told."""
    site = Flask("site")

    @site.route("/", defaults={"path": ""}, methods=["GET", "POST", "PUT", "DELETE"])
    @site.route("/<path:path>", methods=["GET", "POST", "PUT", "DELETE"])
    def page(path: str) -> Response:
        told = "\n".join(f"{name}: {value}" for name, value in request.headers)
        text = f"python /{path} from {request.remote_addr}\n{told}\n"
        return Response(text + request.get_data(as_text=True), mimetype="text/plain")

    return site
