import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from sqlalchemy.exc import TimeoutError as PoolExhausted

from modules.kernel.application import Ports, create_site
from modules.kernel.errors import PageRefused, SessionsUnavailable
from modules.kernel.refusals import current_address
from tests.fakes.gardens import GARDENS_LOT
from tests.fakes.visits import FakeVisit, FakeVisits


def test_a_stranger_gets_the_sign_in_form_where_the_page_would_be(
    client: FlaskClient, visit: FakeVisit
) -> None:
    visit.user_id = None
    page = client.get("/jardins?page=2", base_url="http://gestion.localhost:8000")

    assert page.status_code == 401
    assert 'action="/login"' in page.text
    assert visit.form_token("sfGuardFormSignin") in page.text
    assert visit.wanted == "http://gestion.localhost:8000/jardins?page=2"
    assert 'id="menu"' not in page.text


def test_a_strangers_post_is_bound_as_a_sign_in(client: FlaskClient, visit: FakeVisit) -> None:
    visit.user_id = None
    page = client.post("/jardins", data={"garden[nom]": "x"})

    assert page.status_code == 200
    assert page.text.count("<li>Champ requis.</li>") == 2
    assert "csrf token: Champ requis." in page.text
    assert visit.wanted is None


def test_a_strangers_script_gets_a_bare_401(client: FlaskClient, visit: FakeVisit) -> None:
    visit.user_id = None
    page = client.get("/jardins", headers={"X-Requested-With": "XMLHttpRequest"})

    assert (page.status_code, page.text) == (401, "")


ELSEWHERE = "http://gestion.localhost/espace/connexion"


@pytest.mark.parametrize(
    "method, fields, wanted",
    [
        ("GET", {}, "http://gestion.localhost/jardins?page=2"),
        ("HEAD", {}, "http://gestion.localhost/jardins?page=2"),
        ("GET", {"X-Requested-With": "XMLHttpRequest"}, None),
        ("POST", {}, None),
    ],
)
def test_a_site_with_a_sign_in_of_its_own_leads_there(
    client: FlaskClient, visit: FakeVisit, method: str, fields: dict[str, str], wanted: str | None
) -> None:
    visit.user_id, visit.sign_in_page = None, "/espace/connexion"
    page = client.open(
        "/jardins?page=2", method=method, headers=fields, base_url="http://gestion.localhost"
    )

    assert (page.status_code, page.headers["Location"]) == (302, ELSEWHERE)
    assert visit.wanted == wanted


@pytest.mark.parametrize("size, status", [(10, 302), (20_000, 401)], ids=["kept", "too long"])
def test_a_form_is_kept_through_a_sign_in_elsewhere_or_left_to_the_browser(
    client: FlaskClient, visit: FakeVisit, size: int, status: int
) -> None:
    visit.user_id, visit.sign_in_page, visit.had_session = None, "/espace/connexion", True
    page = client.post("/jardins", data={"garden[nom]": "x" * size})

    assert page.status_code == status
    assert (visit.kept_form is not None) is (status == 302)
    assert "/login" not in page.text
    assert ('href="/espace/connexion"' in page.text) is (status == 401)


def test_a_missing_credential_offers_no_form_of_another_site(
    client: FlaskClient, visit: FakeVisit
) -> None:
    visit.credentials, visit.sign_in_page = {"autres"}, "/espace/connexion"
    page = client.get("/jardins")

    assert page.status_code == 403
    assert "<form" not in page.text


def test_a_strangers_unreadable_method_is_a_500(client: FlaskClient, visit: FakeVisit) -> None:
    visit.user_id = None

    assert client.post("/jardins/1", data={"sf_method": "x"}).status_code == 500


def test_who_lacks_the_credential_is_told_so(client: FlaskClient, visit: FakeVisit) -> None:
    visit.credentials = {"autres"}
    page = client.get("/jardins")

    assert page.status_code == 403
    assert "http://localhost/jardins" in page.text


@pytest.mark.parametrize("path", ["/nope", "/jardins/9999/edit", "/jardins/1/nope", "/jardins/"])
def test_what_is_not_there_is_a_404_in_the_frame(client: FlaskClient, path: str) -> None:
    page = client.get(path)

    assert page.status_code == 404
    assert "Page introuvable" in page.text
    assert 'id="menu"' in page.text


def failing(error: Exception) -> FlaskClient:
    visits = FakeVisits(FakeVisit({"*"}, user_id=1))
    app = create_site("gestion", [GARDENS_LOT], Ports(visits))

    @app.get("/panne")
    def fail() -> str:
        raise error

    return app.test_client()


@pytest.mark.parametrize(
    "error, status, words",
    [
        pytest.param(ZeroDivisionError("secret"), 500, "Une erreur est survenue", id="a bug"),
        pytest.param(PageRefused(), 500, "Une erreur est survenue", id="a refusal without page"),
        pytest.param(PoolExhausted(), 503, "momentanément indisponible", id="no connection left"),
        pytest.param(SessionsUnavailable(), 503, "momentanément indisponible", id="no sessions"),
    ],
)
def test_a_failure_is_a_page_without_its_details(
    error: Exception, status: int, words: str, caplog: pytest.LogCaptureFixture
) -> None:
    page = failing(error).get("/panne")

    assert page.status_code == status
    assert words in page.text
    assert "secret" not in page.text
    assert ("Retry-After" in page.headers) == (status == 503)


def test_sessions_that_cannot_be_opened_are_a_503() -> None:
    class Closed:
        def open(self, request: object) -> FakeVisit:
            raise SessionsUnavailable

    page = create_site("gestion", [GARDENS_LOT], Ports(Closed())).test_client().get("/jardins")

    assert page.status_code == 503


def test_a_crash_before_the_visit_is_a_page_too() -> None:
    class Broken:
        def open(self, request: object) -> FakeVisit:
            raise ZeroDivisionError

    client = create_site("gestion", [GARDENS_LOT], Ports(Broken())).test_client()

    assert client.get("/jardins").status_code == 500


@pytest.mark.parametrize(
    "environ, address",
    [
        pytest.param({}, "http://a.localhost/x?y=1", id="no raw target"),
        pytest.param({"RAW_URI": "/x%2Fy?q"}, "http://a.localhost/x%2Fy?q", id="gunicorn's"),
        pytest.param({"REQUEST_URI": "/x//y"}, "http://a.localhost/x//y", id="another server's"),
        pytest.param({"RAW_URI": "http://b/x"}, "http://b/x", id="absolute"),
    ],
)
def test_the_address_is_as_the_browser_sent_it(environ: dict[str, str], address: str) -> None:
    with Flask("x").test_request_context("/x?y=1", base_url="http://a.localhost"):
        for name in ("RAW_URI", "REQUEST_URI"):
            request.environ.pop(name, None)
        request.environ.update(environ)

        assert current_address() == address
