"""The WSGI door with a small Python lot behind it, for a real gunicorn in a real process."""

from wsgiref.types import WSGIApplication

from flask import Flask

from proxy.app import create_app, create_python_side
from tests.fakes.python_side import the_site


def app() -> Flask:
    """What gunicorn is given: the product, and one page of Python for every address."""
    return create_app(sites={"front": the_site()})


def python_side() -> WSGIApplication:
    """What gunicorn is given behind the gateway, as the product wires it."""
    return create_python_side(sites={"front": the_site()})
