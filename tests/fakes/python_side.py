"""A small Python lot behind the gateway, without the rest of the product: it starts at once."""

from wsgiref.types import WSGIApplication

from flask import Flask, Response, request

from proxy.python_door import PythonDoor


def python_side() -> WSGIApplication:
    """What gunicorn is given behind the gateway."""
    return PythonDoor({"front": the_site()}, Flask("ours").wsgi_app)


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
