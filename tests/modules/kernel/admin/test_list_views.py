import pytest
from flask.testing import FlaskClient
from lxml import html
from werkzeug.test import TestResponse

from tests.fakes.visits import FakeVisit

TOKEN = "garden_filters[_csrf_token]"


def texts(page: TestResponse, xpath: str) -> list[str]:
    found = html.document_fromstring(page.text).xpath(xpath)
    return [" ".join(one.text_content().split()) for one in found]


def names(page: TestResponse) -> list[str]:
    return texts(page, "//td[contains(@class, 'list_td_nom')]")


@pytest.fixture
def token(visit: FakeVisit) -> str:
    return visit.form_token("GardenFormFilter")


def test_the_list_is_sorted_by_default_and_cut_in_pages(client: FlaskClient) -> None:
    page = client.get("/jardins")

    assert names(page) == ["Allée", "Butte & <Co>", "Clos"]
    assert texts(page, "//tfoot//th")[-1].endswith("4 résultats (page 1/2)")


def test_a_page_that_is_asked_for_is_kept(client: FlaskClient, visit: FakeVisit) -> None:
    client.get("/jardins?page=2")

    assert visit.state["jardin.page"] == "2"
    assert names(client.get("/jardins")) == ["Douve"]


def test_a_sort_that_is_asked_for_is_kept(client: FlaskClient, visit: FakeVisit) -> None:
    page = client.get("/jardins?sort=nom&sort_type=desc")

    assert names(page) == ["Douve", "Clos", "Butte & <Co>"]
    assert visit.state["jardin.sort"] == ["nom", "desc"]
    assert texts(client.get("/jardins?sort=nope"), "//h1") == ["Jardins"]
    assert visit.state["jardin.sort"] == ["nom", "desc"]


def test_the_sorted_heading_points_the_other_way(client: FlaskClient) -> None:
    page = client.get("/jardins")

    assert 'href="/jardins?sort=nom&amp;sort_type=desc"' in page.text
    assert 'src="/sfDoctrinePlugin/images/asc.png"' in page.text


def test_columns_are_for_those_who_may_see_them(client: FlaskClient, visit: FakeVisit) -> None:
    visit.credentials = {"jardins"}
    page = client.get("/jardins")

    assert texts(page, "//thead//th")[1:-1] == ["Nom", "Genre", "Voisin", "Ouvert", "Depuis"]
    assert "Surface" not in client.get("/jardins.csv").text


def test_cells_show_ticks_links_and_related_rows(client: FlaskClient) -> None:
    page = client.get("/jardins")
    cells = html.document_fromstring(page.text).xpath(
        "//div[@class='sf_admin_list']//tbody/tr[1]/td"
    )

    assert cells[1].xpath("a/@href") == ["/jardins/2/edit"]
    assert [" ".join(cell.text_content().split()) for cell in cells[2:4]] == ["verger", "Clos"]
    assert cells[4].xpath("img/@title") == ["Activé"]
    assert cells[6].text_content().strip() == "01/03/2026"


def test_a_filter_is_kept_and_goes_back_to_the_list(
    client: FlaskClient, visit: FakeVisit, token: str
) -> None:
    form = {"garden_filters[nom][text]": "l", "garden_filters[genre]": "verger", TOKEN: token}
    answer = client.post("/jardins/filter/action", data=form)

    assert (answer.status_code, answer.headers["Location"]) == (302, "http://localhost/jardins")
    assert visit.state["jardin.page"] == 1
    kept = visit.state["jardin.filters"]
    assert isinstance(kept, dict)
    assert kept["nom"] == {"text": "l"}
    assert (kept["surface"], kept["slug"]) == ({"text": None}, None)
    page = client.get("/jardins")
    assert names(page) == ["Allée"]
    assert 'value="l"' in page.text


def test_nothing_found_is_said(client: FlaskClient, visit: FakeVisit) -> None:
    visit.state["jardin.filters"] = {"nom": {"text": "zzz"}}
    page = client.get("/jardins")

    assert texts(page, "//div[@class='sf_admin_list']/p") == ["Aucun résultat."]


@pytest.mark.parametrize(
    "fields, words",
    [
        pytest.param({TOKEN: "x"}, "csrf token: Attaque CSRF détectée.", id="wrong token"),
        pytest.param({"garden_filters[arbres][text]": "x"}, "« x » n'est pas", id="no number"),
        pytest.param({"garden_filters[intrus]": "x"}, "« intrus »", id="a stranger"),
    ],
)
def test_a_refused_filter_shows_the_list_as_it_was_with_what_was_typed(
    client: FlaskClient, visit: FakeVisit, token: str, fields: dict[str, str], words: str
) -> None:
    form = {"garden_filters[nom][text]": "Clos", TOKEN: token} | fields
    page = client.post("/jardins/filter/action", data=form)

    assert page.status_code == 200
    assert words in " ".join(texts(page, "//ul[@class='error_list']/li"))
    assert 'value="Clos"' in page.text
    assert len(names(page)) == 3
    assert "jardin.filters" not in visit.state


def test_a_reset_empties_the_filters(client: FlaskClient, visit: FakeVisit) -> None:
    visit.state["jardin.filters"] = {"nom": {"text": "zzz"}}

    assert client.post("/jardins/filter/action?_reset").status_code == 302
    assert visit.state["jardin.filters"] == {}


def test_the_export_is_the_filtered_list_whole_and_in_order(
    client: FlaskClient, visit: FakeVisit
) -> None:
    visit.state |= {"jardin.filters": {"genre": "potager"}, "jardin.sort": ["nom", "desc"]}
    page = client.get("/jardins.csv")

    assert page.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert page.headers["Content-Disposition"] == 'attachment; filename="jardins.csv"'
    assert [line.partition(";")[0] for line in page.text.splitlines()[1:]] == ["Douve", "Clos"]


def test_a_list_in_another_format_is_a_500(client: FlaskClient) -> None:
    assert client.get("/jardins.json").status_code == 500


def test_actions_are_offered_to_those_who_may(client: FlaskClient, visit: FakeVisit) -> None:
    everything = client.get("/jardins")
    visit.credentials = {"jardins"}
    little = client.get("/jardins")

    assert texts(everything, "//select/option[@value='batchOuvrir']") == ["Ouvrir"]
    assert texts(little, "//select/option[@value='batchOuvrir']") == []
    assert 'href="/jardins/ListPlan/action"' in everything.text
    assert 'href="/jardins/2/ListArroser"' in everything.text


def test_a_flash_is_shown_once(client: FlaskClient, visit: FakeVisit) -> None:
    visit.flashes = {"notice": "The item was deleted successfully.", "error": "Ah <b>"}

    page = client.get("/jardins")
    assert texts(page, "//div[@class='notice']") == ["L'objet a été supprimé avec succès."]
    assert texts(page, "//div[@class='error']") == ["Ah <b>"]
    assert texts(client.get("/jardins"), "//div[@class='notice']") == []


def test_the_pages_speak_english_to_those_who_read_it(
    client: FlaskClient, visit: FakeVisit
) -> None:
    visit.culture = "en"
    page = client.get("/jardins")

    assert "4 results" in page.text
    assert "yes or no" in page.text
