"""A Flask page that takes some milliseconds of processor, as a migrated list does."""

from wsgiref.types import WSGIApplication

from flask import Flask, render_template_string

from proxy.app import create_python_side

_PAGE = (
    "<table>{% for n in rows %}<tr><td>{{ n }}</td><td>{{ n * n }}</td></tr>{% endfor %}</table>"
)


def application() -> WSGIApplication:
    """What gunicorn is given behind the gateway."""
    site = Flask("busy")

    @site.route("/<path:path>")
    def page(path: str) -> str:
        return path + render_template_string(_PAGE, rows=range(400))

    return create_python_side(sites={"front": site.wsgi_app})
