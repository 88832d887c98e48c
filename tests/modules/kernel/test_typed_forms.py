import logging

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.fakes.gardens import Garden
from tests.fakes.visits import LONGEST_FORM, FakeVisit

TYPED = {
    "garden[nom]": "Le pré d'en haut",
    "garden[notes]": "à ne pas perdre",
    "garden[_csrf_token]": "of the session that ended",
}


@pytest.fixture
def ended(visit: FakeVisit) -> FakeVisit:
    """Somebody whose session has just ended."""
    visit.user_id = None
    visit.had_session = True
    return visit


def test_what_was_typed_comes_back_after_the_sign_in(
    client: FlaskClient, ended: FakeVisit, session: Session
) -> None:
    before = session.query(Garden).count()
    asked = client.post("/jardins", data=TYPED, base_url="http://gestion.localhost:8000")

    assert asked.status_code == 401
    assert 'action="/login"' in asked.text
    assert "elle vous sera rendue" in asked.text
    assert ended.form_token("sfGuardFormSignin") in asked.text
    assert ended.wanted == "http://gestion.localhost:8000/jardins/new"

    ended.user_id, ended.session_id = 1, "another-id"
    page = client.get("/jardins/new")
    assert page.status_code == 200
    assert "pas encore enregistrée" in page.text
    assert 'value="Le pré d&#39;en haut"' in page.text
    assert "à ne pas perdre" in page.text
    assert ended.form_token("GardenForm") in page.text
    assert "of the session that ended" not in page.text
    assert session.query(Garden).count() == before
    assert "à ne pas perdre" not in client.get("/jardins/new").text


def test_a_changed_row_comes_back_in_its_own_form(client: FlaskClient, ended: FakeVisit) -> None:
    asked = client.post("/jardins/1", data=TYPED | {"sf_method": "put"})
    ended.user_id = 1

    assert asked.status_code == 401
    assert ended.wanted == "http://localhost/jardins/1/edit"
    assert "à ne pas perdre" not in client.get("/jardins/2/edit").text
    assert "à ne pas perdre" in client.get("/jardins/1/edit").text


def test_a_form_of_a_page_that_tells_nobody_where_it_was_is_kept_too(
    client: FlaskClient, ended: FakeVisit
) -> None:
    hides = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}
    client.post("/jardins/1", data=TYPED | {"sf_method": "put"}, headers=hides)
    ended.user_id = 1

    assert "à ne pas perdre" in client.get("/jardins/1/edit").text


@pytest.mark.parametrize("path", ["/jardin/update?id=1", "/jardin/update/id/1"])
def test_so_does_one_sent_to_the_modules_own_address(
    client: FlaskClient, ended: FakeVisit, path: str
) -> None:
    asked = client.post(path, data=TYPED)
    ended.user_id = 1

    assert asked.status_code == 401
    assert "à ne pas perdre" in client.get("/jardins/1/edit").text


FILTERS = {
    "garden_filters[notes][text]": "à ne pas perdre",
    "garden_filters[_csrf_token]": "of the session that ended",
}


def test_filters_are_kept_and_count_after_the_sign_in(
    client: FlaskClient, ended: FakeVisit
) -> None:
    asked = client.post("/jardins/filter/action", data=FILTERS)

    assert asked.status_code == 401
    assert ended.form_token("sfGuardFormSignin") in asked.text
    assert ended.wanted == "http://localhost/jardins"

    ended.user_id = 1
    assert 'value="à ne pas perdre"' in client.get("/jardins").text
    assert 'value="à ne pas perdre"' in client.get("/jardins").text, "as any filter"


def test_filters_that_are_refused_come_back_as_they_were_typed(
    client: FlaskClient, ended: FakeVisit
) -> None:
    client.post("/jardins/filter/action", data={"garden_filters[kind]": "no such kind"})
    ended.user_id = 1

    page = client.get("/jardins")
    assert page.status_code == 200
    assert "error_list" in page.text
    assert "error_list" not in client.get("/jardins").text


def test_passwords_and_tokens_are_never_kept(client: FlaskClient, ended: FakeVisit) -> None:
    secrets = {"garden[password]": "x1", "signin[password]": "x2", "api_token": "x3", "passe": "x4"}
    client.post("/jardins", data=TYPED | secrets)

    assert ended.kept_form is not None
    assert [name for name, _ in ended.kept_form.pairs] == ["garden[nom]", "garden[notes]"]


@pytest.mark.parametrize(
    ("path", "headers", "data"),
    [
        pytest.param("/jardins", {"Origin": "http://evil.example"}, TYPED, id="another site's"),
        pytest.param("/jardins", {"Referer": "http://evil.example/x"}, TYPED, id="linked there"),
        pytest.param("/jardins", {"Origin": "null"}, TYPED, id="from nowhere"),
        pytest.param(
            "/jardins",
            {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
            TYPED,
            id="another site's that hides",
        ),
        pytest.param("/jardins", {"X-Requested-With": "XMLHttpRequest"}, TYPED, id="a script's"),
        pytest.param("/jardins", {}, {}, id="nothing typed"),
        pytest.param("/jardins", {}, {"garden[notes]": "x" * (LONGEST_FORM + 1)}, id="too long"),
        pytest.param("/jardins/batch/action", {}, {"ids[]": "1"}, id="no form of a row"),
        pytest.param("/jardins/filter/action", {}, {"a": "1"}, id="no filters"),
        pytest.param(
            "/jardins/filter/action?_reset", {}, {"garden_filters[nom]": "x"}, id="filters put back"
        ),
    ],
)
def test_nothing_else_is_kept(
    client: FlaskClient,
    ended: FakeVisit,
    path: str,
    headers: dict[str, str],
    data: dict[str, str],
) -> None:
    answer = client.post(path, data=data, headers=headers)

    assert answer.status_code in {200, 401}
    assert "elle vous sera rendue" not in answer.text
    assert ended.kept_form is None


def test_a_form_too_long_is_told_to_the_visitor_and_to_the_operator(
    client: FlaskClient, ended: FakeVisit, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        answer = client.post("/jardins", data={"garden[notes]": "x" * (LONGEST_FORM + 1)})

    assert answer.status_code == 401
    assert "trop longue pour être conservée" in answer.text
    assert ended.kept_form is None
    assert "too long" in caplog.text


def test_a_form_opened_before_this_request_changed_the_session_is_given_back(
    client: FlaskClient, visit: FakeVisit, session: Session
) -> None:
    before = session.query(Garden).count()
    visit.outdated_tokens = {"of the session that ended"}
    page = client.post("/jardins", data=TYPED)

    assert page.status_code == 200
    assert "à ne pas perdre" in page.text
    assert "pas encore enregistrée" in page.text
    assert visit.form_token("GardenForm") in page.text
    assert session.query(Garden).count() == before
