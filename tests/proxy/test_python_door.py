"""What the Flask processes do with what the gateway decided."""

import pytest
from flask import Flask
from werkzeug.test import Client, TestResponse

from proxy.python_door import PythonDoor


def site() -> Flask:
    app = Flask("site")
    app.add_url_rule("/anciens", view_func=lambda: "here")
    return app


def asked(path: str, name: str, stage: str, gone: str = "") -> TestResponse:
    door = PythonDoor({"gestion": site()}, Flask("ours"))
    headers = {"X-Figuier-Site": name, "X-Figuier-Stage": stage, "X-Figuier-Gone": gone}
    return Client(door).get(path, headers=headers)


@pytest.mark.parametrize(
    ("path", "name", "stage", "status"),
    [
        ("/anciens", "gestion", "retired", 200),
        ("/autres", "gestion", "retired", 410),
        ("/autres", "gestion", "python", 404),
        ("/anciens", "vitrine", "retired", 410),
        ("/anciens", "vitrine", "python", 503),
    ],
)
def test_a_retired_lot_has_no_page_that_is_missing(
    path: str, name: str, stage: str, status: int
) -> None:
    assert asked(path, name, stage).status_code == status


@pytest.mark.parametrize("name", ["gestion", "vitrine"])
def test_the_lots_own_words_are_on_the_page(name: str) -> None:
    found = asked("/autres", name, "retired", "Le%20service%20a%20ferm%C3%A9.%3Cb%3E")

    assert "Le service a fermé.&lt;b&gt;" in found.text
    assert found.headers["Cache-Control"] == "no-store"
