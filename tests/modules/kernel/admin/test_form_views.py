import pytest
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.fakes.gardens import Garden
from tests.fakes.visits import FakeVisit

TOKEN = "garden[_csrf_token]"


def texts(page: TestResponse, xpath: str) -> list[str]:
    found = html.document_fromstring(page.text).xpath(xpath)
    return [" ".join(one.text_content().split()) for one in found]


@pytest.fixture
def form(visit: FakeVisit) -> dict[str, str]:
    """A form that is accepted."""
    token = visit.form_token("GardenForm")
    return {"garden[nom]": "Pré", "garden[genre]": "verger", TOKEN: token}


def test_a_new_form_holds_what_fresh_rows_hold(client: FlaskClient) -> None:
    page = client.get("/jardins/new")

    assert texts(page, "//h1") == ["Nouveau"]
    assert texts(page, "//option[@selected]")[0] == "potager"
    assert texts(page, "//fieldset/h2") == ["Identité"]
    assert 'id="sf_fieldset_identit__"' in page.text
    assert 'id="sf_fieldset_none"' in page.text
    assert texts(page, "//div[@class='help']") == ["Laissez vide."]


def test_a_created_row_is_edited_next(
    client: FlaskClient, visit: FakeVisit, session: Session, form: dict[str, str]
) -> None:
    answer = client.post("/jardins", data=form | {"garden[ouvert]": "on", "garden[surface]": "4.5"})
    row = session.query(Garden).filter_by(name="Pré").one()

    assert answer.headers["Location"] == f"http://localhost/jardins/{row.id}/edit"
    assert (row.kind, row.is_open, row.notes, row.slug) == ("verger", True, "", "pre")
    assert visit.flashes == {"notice": "The item was created successfully."}


def test_save_and_add_opens_another_empty_form(
    client: FlaskClient, visit: FakeVisit, form: dict[str, str]
) -> None:
    answer = client.post("/jardins", data=form | {"_save_and_add": "x"})

    assert answer.headers["Location"] == "http://localhost/jardins/new"
    assert visit.flashes["notice"].endswith("You can add another one below.")


def test_an_invalid_form_is_shown_again_with_what_was_typed(
    client: FlaskClient, session: Session, form: dict[str, str]
) -> None:
    before = session.query(Garden).count()
    typed = {"garden[nom]": "", "garden[notes]": "à ne pas perdre", "garden[surface]": "100"}
    page = client.post("/jardins", data=form | typed)

    assert page.status_code == 200
    assert texts(page, "//div[@class='error']") == ["L'objet n'a pu être mis à jour."]
    assert texts(page, "//ul[@class='error_list']/li") == [
        "Champ requis.",
        "« 100 » doit être au plus 99.",
    ]
    assert texts(page, "//textarea") == ["à ne pas perdre"]
    assert len(texts(page, "//div[contains(@class, 'errors')]")) == 2
    assert session.query(Garden).count() == before


@pytest.mark.parametrize(
    "changes, words",
    [
        pytest.param({TOKEN: "x"}, "csrf token: Attaque CSRF détectée.", id="wrong token"),
        pytest.param({TOKEN: ""}, "csrf token: Champ requis.", id="no token"),
        pytest.param({"garden[id]": "9"}, "Id: Valeur invalide.", id="another row"),
        pytest.param({"garden[x]": "9"}, "Champ supplémentaire inattendu « x ».", id="a stranger"),
        pytest.param(
            {"garden[slug]": "clos"}, "Un objet avec le même « slug » existe déjà.", id="twin"
        ),
    ],
)
def test_a_form_that_is_not_ours_changes_nothing(
    client: FlaskClient, session: Session, form: dict[str, str], changes: dict[str, str], words: str
) -> None:
    page = client.post("/jardins/4", data=form | {"sf_method": "put"} | changes)

    assert words in texts(page, "//ul[@class='error_list']/li")
    assert session.get_one(Garden, 4).name == "Douve"


def test_a_form_with_a_wrong_token_is_told_to_whoever_watches(
    client: FlaskClient, form: dict[str, str]
) -> None:
    forged = client.post("/jardins/4", data=form | {"sf_method": "put", TOKEN: "x"})
    own = client.post("/jardins/4", data=form | {"sf_method": "put"})

    assert forged.headers["X-Figuier-Signal"].startswith("csrf-refused")
    assert "X-Figuier-Signal" not in own.headers


def test_contradictions_are_told_beside_other_faults(
    client: FlaskClient, form: dict[str, str]
) -> None:
    page = client.post("/jardins", data=form | {"garden[arbres]": "0", "garden[nom]": ""})

    assert texts(page, "//ul[@class='error_list']/li") == [
        "Champ requis.",
        "Un verger a des arbres.",
    ]


def test_a_row_may_keep_its_own_slug(client: FlaskClient, form: dict[str, str]) -> None:
    sent = form | {"sf_method": "put", "garden[slug]": "douve"}

    assert client.post("/jardins/4", data=sent).status_code == 302


def test_an_edit_form_holds_the_row(client: FlaskClient) -> None:
    page = client.get("/jardins/2/edit")
    root = html.document_fromstring(page.text)

    assert texts(page, "//h1") == ["Modifier « Allée » (1 mars 2026 12:00)"]
    assert dict(root.xpath("//div[@class='sf_admin_form']/form")[0].form_values()) == {
        "sf_method": "put",
        "garden[id]": "2",
        TOKEN: root.xpath(f"//input[@name='{TOKEN}']/@value")[0],
        "garden[nom]": "Allée",
        "garden[genre]": "verger",
        "garden[slug]": "allee",
        "garden[notes]": "",
        "garden[ouvert]": "on",
        "garden[voisin_id]": "1",
    }


def test_an_update_changes_the_row(
    client: FlaskClient, visit: FakeVisit, session: Session, form: dict[str, str]
) -> None:
    answer = client.post("/jardins/4", data=form | {"sf_method": "put"})

    assert answer.headers["Location"] == "http://localhost/jardins/4/edit"
    assert session.get_one(Garden, 4).name == "Pré"
    assert visit.flashes == {"notice": "The item was updated successfully."}


def test_a_delete_needs_the_token_of_our_pages(
    client: FlaskClient, visit: FakeVisit, session: Session
) -> None:
    forged = client.post("/jardins/4", data={"sf_method": "delete", "_csrf_token": "x"})
    assert forged.status_code == 500
    assert session.get(Garden, 4) is not None
    session.rollback()

    token = visit.form_token("BaseForm")
    answer = client.post("/jardins/4", data={"sf_method": "delete", "_csrf_token": token})

    assert answer.headers["Location"] == "http://localhost/jardins"
    session.expire_all()
    assert session.get(Garden, 4) is None
    assert visit.flashes == {"notice": "The item was deleted successfully."}


@pytest.mark.parametrize("method", ["put", "delete"])
def test_a_row_that_is_not_there_is_a_404(
    client: FlaskClient, visit: FakeVisit, form: dict[str, str], method: str
) -> None:
    sent = form | {"sf_method": method, "_csrf_token": visit.form_token("BaseForm")}

    assert client.post("/jardins/99", data=sent).status_code == 404


def test_a_form_in_another_format_is_a_500(client: FlaskClient) -> None:
    assert client.get("/jardins/new.json").status_code == 500
