"""Flask-Login's words for the legacy's sign-in."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_login import current_user, login_required

from modules.kernel.application import Ports, create_site
from modules.kernel.login import needs
from tests.fakes.visits import FakeVisit, FakeVisits


@pytest.fixture
def visit() -> FakeVisit:
    return FakeVisit({"events", "housing"}, name="Ada Lys", user_id=7)


@pytest.fixture
def site(visit: FakeVisit) -> Flask:
    app = create_site("gestion", [], Ports(FakeVisits(visit)))

    @app.get("/who")
    def who() -> str:
        return f"{current_user.get_id()} {getattr(current_user, 'name', '')}"

    @app.get("/private")
    @login_required
    def private() -> str:
        return "private"

    @app.get("/both")
    @needs("events", "housing")
    def both() -> str:
        return "both"

    @app.get("/either")
    @needs(("events", "accounts"))
    def either() -> str:
        return "either"

    @app.get("/accounts")
    @needs("accounts")
    def accounts() -> str:
        return "accounts"

    @app.get("/anybody")
    @needs()
    def anybody() -> str:
        return "anybody who has signed in"

    return app


@pytest.fixture
def client(site: Flask) -> Iterator[FlaskClient]:
    with site.test_client() as client:
        yield client


def test_the_current_user_is_who_signed_in_on_the_legacy(client: FlaskClient) -> None:
    assert client.get("/who").text == "7 Ada Lys"
    assert client.get("/private").text == "private"


def test_a_stranger_is_nobody_and_asked_who_the_legacys_way(
    client: FlaskClient, visit: FakeVisit
) -> None:
    visit.user_id = None

    assert client.get("/who").text == "None "
    page = client.get("/private")
    assert page.status_code == 401
    assert 'action="/login"' in page.text


@pytest.mark.parametrize(
    ("path", "status"),
    [("/both", 200), ("/either", 200), ("/accounts", 403), ("/anybody", 200)],
)
def test_needs_asks_for_credentials_as_security_yml_nests_them(
    client: FlaskClient, path: str, status: int
) -> None:
    assert client.get(path).status_code == status


@pytest.mark.parametrize("path", ["/both", "/accounts", "/anybody"])
def test_needs_asks_first_who(client: FlaskClient, visit: FakeVisit, path: str) -> None:
    visit.user_id = None

    assert client.get(path).status_code == 401


def test_somebody_switched_off_is_nobody_at_the_next_request(
    client: FlaskClient, visit: FakeVisit
) -> None:
    assert client.get("/private").status_code == 200
    visit.user_id = None
    assert client.get("/private").status_code == 401


def test_no_cookie_of_flask_logins_makes_anybody(client: FlaskClient, visit: FakeVisit) -> None:
    visit.user_id = None
    client.set_cookie("remember_token", "7|0")
    client.set_cookie("session", "eyJfdXNlcl9pZCI6IjcifQ.x.y")

    answer = client.get("/private")
    assert answer.status_code == 401
    assert "Set-Cookie" not in answer.headers
