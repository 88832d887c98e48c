"""What a lot adds to its generated pages, asked over HTTP: children, scope, checks, what follows."""

from collections.abc import Mapping

import lxml.html
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from modules.kernel.admin.exchange import BASE_FORM
from modules.kernel.application import Ports, create_site
from modules.kernel.database import Database
from tests.fakes.gardens import Garden, StoppedClock
from tests.fakes.neighbours import NEIGHBOURS_LOT
from tests.fakes.visits import FakeVisit, FakeVisits

PAGE = "/jardins/1/voisins"


@pytest.fixture
def client(gardens: Database, visit: FakeVisit) -> FlaskClient:
    ports = Ports(FakeVisits(visit), gardens, StoppedClock())
    return create_site("gestion", [NEIGHBOURS_LOT], ports).test_client()


def form(visit: FakeVisit, **fields: str) -> dict[str, str]:
    token = visit.form_token("GardenForm")
    return {"garden[_csrf_token]": token} | {f"garden[{k}]": v for k, v in fields.items()}


def names(session: Session) -> list[tuple[str, int | None]]:
    session.expire_all()
    return [
        (one.name, one.neighbour_id) for one in session.scalars(select(Garden).order_by(Garden.id))
    ]


def test_the_rows_of_a_parent_stand_above_the_form_of_a_fresh_one(client: FlaskClient) -> None:
    page = lxml.html.document_fromstring(client.get(PAGE).text)

    assert page.xpath("//h1/text()") == ["Voisins : Clos"]
    assert [one.strip() for one in page.xpath("//td[contains(@class, 'td_nom')]/text()")] == [
        "Allée"
    ]
    assert page.xpath("//h2/text()") == ["Ajouter"]
    assert page.xpath("//a[contains(@href, '?garden=2')]")


def test_the_form_of_a_row_is_asked_by_its_number(client: FlaskClient) -> None:
    page = lxml.html.document_fromstring(client.get(f"{PAGE}?garden=2").text)

    assert page.xpath("//h2/text()") == ["Modifier"]
    assert page.get_element_by_id("garden_nom").value == "Allée"


@pytest.mark.parametrize("query", ["?garden=3", "?garden=99", "?garden=abc"])
def test_a_row_of_somebody_else_is_not_there(client: FlaskClient, query: str) -> None:
    assert client.get(PAGE + query).status_code == 404


@pytest.mark.parametrize(
    "fields, notice, left",
    [
        pytest.param({"nom": "Neuf"}, "The item was created successfully.", ("Neuf", 1), id="new"),
        pytest.param({"nom": "Autre", "id": "2"}, "The item was updated successfully.", ("Autre", 1), id="changed"),
    ],
)  # fmt: skip
def test_a_row_is_saved_under_its_parent(
    client: FlaskClient, session: Session, visit: FakeVisit,
    fields: Mapping[str, str], notice: str, left: tuple[str, int],
) -> None:  # fmt: skip
    answer = client.post(PAGE, data=form(visit, **fields))

    assert (answer.status_code, visit.flashes) == (302, {"notice": notice})
    assert answer.headers["Location"].endswith(PAGE)
    assert left in names(session)


def test_what_is_refused_shows_the_form_again(
    client: FlaskClient, session: Session, visit: FakeVisit
) -> None:
    before = names(session)
    answer = client.post(PAGE, data=form(visit, nom="", arbres="beaucoup"))
    page = lxml.html.document_fromstring(answer.text)

    assert (answer.status_code, names(session)) == (200, before)
    assert len(page.xpath("//ul[@class='error_list']/li")) == 2
    assert page.get_element_by_id("garden_arbres").value == "beaucoup"


def test_a_form_of_the_session_before_is_given_back(client: FlaskClient, visit: FakeVisit) -> None:
    visit.outdated_tokens = {"old"}
    page = client.post(PAGE, data=form(visit, nom="Gardé") | {"garden[_csrf_token]": "old"})

    assert page.status_code == 200
    assert "Gardé" in page.text


@pytest.mark.parametrize("number, token, status", [("2", True, 302), ("2", False, 500), ("3", True, 404)])  # fmt: skip
def test_a_row_is_deleted_with_the_token_of_links(
    client: FlaskClient, session: Session, visit: FakeVisit, number: str, token: bool, status: int
) -> None:
    data = {"_csrf_token": visit.form_token(BASE_FORM) if token else "x"}
    answer = client.post(f"{PAGE}?supprimer={number}", data=data)

    assert answer.status_code == status
    assert (("Allée", 1) in names(session)) is (status != 302)


def test_another_format_than_html_has_no_template(client: FlaskClient) -> None:
    assert client.get("/jardin/voisins/id/1/sf_format/json").status_code == 500


def test_who_has_no_keys_sees_and_opens_the_open_gardens_alone(
    client: FlaskClient, visit: FakeVisit
) -> None:
    visit.credentials = {"jardins"}

    assert "Allée" in client.get("/jardins").text
    assert "\nClos;" not in client.get("/jardins.csv").text
    assert [client.get(f"/jardins/{n}/edit").status_code for n in (1, 2)] == [404, 200]
    assert client.get(PAGE).status_code == 404
    assert client.get("/jardins/new").status_code == 403


def test_a_batch_leaves_out_what_the_visitor_may_not_see(
    client: FlaskClient, session: Session, visit: FakeVisit
) -> None:
    visit.credentials = {"jardins"}
    token = visit.form_token(BASE_FORM)
    data = {"_csrf_token": token, "batch_action": "batchDelete", "ids[]": ["2", "4"]}

    assert client.post("/jardins/batch/action", data=data).status_code == 302
    assert [name for name, _ in names(session)] == ["Clos", "Butte & <Co>", "Douve"]


def test_a_check_may_look_at_other_rows_and_something_may_follow_a_save(
    client: FlaskClient, session: Session, visit: FakeVisit
) -> None:
    put = {"sf_method": "put"}
    assert client.post("/jardins/1", data=put | form(visit, id="1", nom="Clos", arbres="200")).status_code == 302  # fmt: skip
    refused = client.post("/jardins/2", data=put | form(visit, id="2", nom="Allée", arbres="300"))

    assert "Une forêt suffit." in refused.text
    assert session.get(Garden, 1).notes == "200 arbres"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "typed, status", [("1", 302), ("01", 302), ("99", 200), ("abc", 200), ("", 302)]
)
def test_the_number_of_a_row_is_typed_where_a_list_would_be_too_long(
    client: FlaskClient, visit: FakeVisit, typed: str, status: int
) -> None:
    data = {"sf_method": "put"} | form(visit, id="3", nom="Butte", voisin_id=typed)

    assert client.post("/jardins/3", data=data).status_code == status
