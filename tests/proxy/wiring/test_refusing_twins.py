"""What is refused, asked of PHP and of Python: tokens, strangers, odd methods, no rights."""

from collections.abc import Iterator

import pytest

from demo.stack.pristine import restore
from tests.fakes.duet import duet
from tests.fakes.pages import Browser, Page
from tests.fakes.twins import Twins

pytestmark = pytest.mark.stack

FORM = "//div[@class='sf_admin_form']/form"
FILTER = "//div[@class='sf_admin_filter']/form"
TOKEN = "commune[_csrf_token]"


@pytest.fixture(autouse=True)
def data_put_back(twins: Twins) -> Iterator[None]:
    yield
    restore(twins.database)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({TOKEN: "x"}, id="wrong token"),
        pytest.param({TOKEN: ""}, id="empty token"),
        pytest.param({TOKEN: None}, id="no token"),
        pytest.param({TOKEN: None, f"{TOKEN}[x]": "1"}, id="a token in parts"),
        pytest.param({"commune[intrus]": "1"}, id="a field nobody asked for"),
        pytest.param({"commune[a]": "1", "commune[b][c]": "2", TOKEN: "x"}, id="all at once"),
        pytest.param({"commune[id]": "99"}, id="another row's number"),
        pytest.param({"commune[id]": ""}, id="no number"),
        pytest.param({"commune[id]": None}, id="number left out"),
        pytest.param({"commune[nom]": None}, id="field left out"),
        pytest.param({"commune[nom]": None, "commune[nom][x]": "y"}, id="parts for a text"),
        pytest.param({"commune[epci]": None, "commune[epci][x]": "y"}, id="optional in parts"),
        pytest.param({"commune[latitude]": None}, id="number field left out"),
    ],
)
@pytest.mark.parametrize("path", ["/communes/new", "/communes/3/edit"], ids=["new", "edit"])
def test_an_odd_form_is_answered_alike(twins: Twins, path: str, changes) -> None:
    def scene(browser: Browser) -> list[Page]:
        page = browser.get(path)
        form = page.form(FORM) | {"commune[nom]": "Ville"} | changes
        sent = {name: value for name, value in form.items() if value is not None}
        return [browser.post(page.html.xpath(FORM)[0].get("action"), sent)]

    duet(twins, scene)


@pytest.mark.parametrize(
    "prefix, changes",
    [
        pytest.param("communes", {"commune_filters[_csrf_token]": "x"}, id="wrong token"),
        pytest.param("communes", {"commune_filters[_csrf_token]": None}, id="no token"),
        pytest.param("communes", {"commune_filters[intrus]": "1"}, id="a stranger"),
        pytest.param("communes", {"commune_filters[nom]": "plain text"}, id="text for parts"),
        pytest.param("communes", {"commune_filters[slug][text]": "val"}, id="hidden column"),
        pytest.param("communes", {"commune_filters[latitude][text]": "abc"}, id="hidden number"),
        pytest.param("communes", {"commune_filters[latitude][text]": "42.931258"}, id="equal"),
        pytest.param("communes", {"commune_filters[latitude]": "42"}, id="hidden, not in parts"),
        pytest.param("quartiers", {"quartier_filters[commune_id]": "99999"}, id="no such row"),
        pytest.param("quartiers", {"quartier_filters[commune_id][]": "1"}, id="rows in a list"),
        pytest.param("modes_garde", {"mode_garde_filters[type]": "bidon"}, id="no such choice"),
        pytest.param("modes_garde", {"mode_garde_filters[capacite][text]": "x"}, id="no number"),
        pytest.param("modes_garde", {"mode_garde_filters[capacite]": "20"}, id="no parts"),
        pytest.param(
            "modes_garde",
            {
                "mode_garde_filters[updated_at][from][day]": "31",
                "mode_garde_filters[updated_at][from][month]": "2",
                "mode_garde_filters[updated_at][from][year]": "2024",
            },
            id="no such day",
        ),
        pytest.param(
            "partenaires",
            {
                "partenaire_filters[created_at][from][day]": "2",
                "partenaire_filters[created_at][from][month]": "2",
                "partenaire_filters[created_at][from][year]": "2024",
                "partenaire_filters[created_at][to][day]": "1",
                "partenaire_filters[created_at][to][month]": "2",
                "partenaire_filters[created_at][to][year]": "2024",
            },
            id="dates the wrong way round",
        ),
        pytest.param("partenaires", {"partenaire_filters[created_at]": "x"}, id="date as text"),
        pytest.param("partenaires", {"partenaire_filters[created_at][from][day]": "1"}, id="half"),
        pytest.param("partenaires", {"partenaire_filters[lien_reciproque]": "2"}, id="no boolean"),
    ],
)
def test_an_odd_filter_is_answered_alike(twins: Twins, prefix: str, changes) -> None:
    def scene(browser: Browser) -> list[Page]:
        form = browser.get(f"/{prefix}").form(FILTER) | changes
        sent = {name: value for name, value in form.items() if value is not None}
        answer = browser.post(f"/{prefix}/filter/action", sent)
        return [answer, browser.get(f"/{prefix}"), browser.get(f"/{prefix}.csv")]

    duet(twins, scene)


def test_a_reset_needs_no_token_and_empties_the_filters(twins: Twins) -> None:
    def scene(browser: Browser) -> list[Page]:
        form = browser.get("/communes").form(FILTER) | {"commune_filters[nom][text]": "val"}
        browser.post("/communes/filter/action", form)
        browser.get("/communes?page=2")
        reset = browser.post("/communes/filter/action?_reset")
        return [reset, browser.get("/communes")]

    assert duet(twins, scene).pages[0].status == 302


@pytest.mark.parametrize(
    "method, path, body",
    [
        pytest.param("POST", "/communes/3", "sf_method=bidon", id="unknown sf_method"),
        pytest.param("POST", "/communes/3", "sf_method[]=put", id="sf_method in parts"),
        pytest.param("POST", "/communes?sf_method=get", "", id="GET in disguise"),
        pytest.param("POST", "/communes/3/edit", "sf_method=head", id="HEAD in disguise"),
        pytest.param("POST", "/communes/3", "", id="no sf_method"),
        pytest.param("POST", "/communes/3?sf_method=put", "commune[nom]=", id="in the query"),
        pytest.param("POST", "/communes/3", "sf_method=delete", id="delete without token"),
        pytest.param("POST", "/communes/3", "sf_method=delete&_csrf_token=x", id="wrong token"),
        pytest.param("POST", "/communes/99999", "sf_method=put", id="update of nothing"),
        pytest.param("PUT", "/communes/3", "commune[nom]=Seul", id="a real PUT"),
        pytest.param("DELETE", "/communes/3", "_csrf_token=x", id="a real DELETE"),
        pytest.param("PATCH", "/communes", "", id="PATCH is not known"),
        pytest.param("POST", "/communes/new", "", id="POST on a page that is read"),
        pytest.param("POST", "/communes/index/action", "page=2", id="an action by wildcard"),
        pytest.param("POST", "/communes/edit/action", "id=3", id="a row by parameter"),
        pytest.param("POST", "/communes/nope/action", "", id="no such collection action"),
        pytest.param("GET", "/communes/3/delete", None, id="delete by GET, without token"),
        pytest.param("GET", "/communes/3/filter", None, id="filter by GET"),
        pytest.param("GET", "/communes/3/batch", None, id="batch by GET"),
        pytest.param("POST", "/commune/create", "commune[nom]=x", id="create by default route"),
        pytest.param("POST", "/commune/update/id/3", "commune[nom]=x", id="update likewise"),
        pytest.param("GET", "/commune/edit", None, id="edit without a row"),
        pytest.param("GET", "/commune/edit/id/3abc", None, id="a number with letters after"),
        pytest.param("GET", "/commune/edit?id=3", None, id="row in the query"),
        pytest.param("GET", "/commune/edit?id[]=3", None, id="row in parts"),
    ],
)
def test_an_odd_request_is_answered_alike(twins: Twins, method: str, path: str, body) -> None:
    duet(twins, lambda browser: [browser.ask(method, path, body, {})])


def test_a_delete_by_get_with_the_token_is_done_alike(twins: Twins) -> None:
    def scene(browser: Browser) -> list[Page]:
        form = browser.get("/quartiers").form("//form[contains(@action, 'batch')]")
        return [browser.get(f"/quartiers/9/delete?_csrf_token={form['_csrf_token']}")]

    assert duet(twins, scene).pages[0].status == 302


def test_head_gives_the_headers_alone(twins: Twins) -> None:
    pages = [one.ask("HEAD", "/communes", None, {}) for one in twins.visitor()]

    assert [(page.status, page.body) for page in pages] == [(200, b"")] * 2


@pytest.mark.parametrize(
    "path", ["/communes", "/communes/3/edit", "/communes/99999/edit", "/commune"]
)
def test_who_lacks_the_credential_is_told_alike(twins: Twins, path: str) -> None:
    left = duet(twins, lambda browser: [browser.get(path)], user="editeur_site")

    assert left.pages[0].status == 403


@pytest.mark.parametrize(
    "method, path, body, status",
    [
        pytest.param("GET", "/communes?page=2", None, 401, id="a list"),
        pytest.param("GET", "/communes/99999/edit", None, 401, id="a row that is not there"),
        pytest.param("GET", "/communes/3/nope", None, 404, id="an action that is not there"),
        pytest.param("GET", "/communes/x/edit", None, 404, id="no route"),
        pytest.param("GET", "/communes.csv", None, 401, id="an export"),
        pytest.param("POST", "/communes", "x=1", 200, id="a POST is bound as a sign-in"),
        pytest.param("POST", "/communes/3", "sf_method=put", 401, id="a PUT in disguise is not"),
        pytest.param("POST", "/communes/3", "sf_method=bidon", 500, id="unknown sf_method"),
        pytest.param("HEAD", "/communes", None, 401, id="HEAD"),
    ],
)
def test_a_stranger_is_answered_alike(twins: Twins, method: str, path: str, body, status) -> None:
    php, python = (Browser(port).ask(method, path, body, {}) for port in (twins.php, twins.python))

    assert (python.status, python.lines) == (php.status, php.lines)
    assert php.status == status


def test_a_strangers_script_gets_a_bare_401(twins: Twins) -> None:
    for port in (twins.php, twins.python):
        page = Browser(port).get("/communes", X_Requested_With="XMLHttpRequest")

        assert (page.status, page.body) == (401, b"")
