"""What is refused, asked of PHP and of Python: tokens, strangers, odd methods, no rights."""

from collections.abc import Iterator
from functools import partial

import pytest

from demo.stack.pristine import restore
from tests.fakes.duet import duet, duets
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


#: What is changed in a form before it is sent; None takes a field out.
ODD_FORMS: dict[str, dict[str, str | None]] = {
    "wrong token": {TOKEN: "x"},
    "empty token": {TOKEN: ""},
    "no token": {TOKEN: None},
    "a token in parts": {TOKEN: None, f"{TOKEN}[x]": "1"},
    "a field nobody asked for": {"commune[intrus]": "1"},
    "all at once": {"commune[a]": "1", "commune[b][c]": "2", TOKEN: "x"},
    "another row's number": {"commune[id]": "99"},
    "no number": {"commune[id]": ""},
    "number left out": {"commune[id]": None},
    "field left out": {"commune[nom]": None},
    "parts for a text": {"commune[nom]": None, "commune[nom][x]": "y"},
    "a code in parts": {"commune[code_insee]": None, "commune[code_insee][]": "09009"},
    "a list for a code": {"commune[code_postal]": None, "commune[code_postal][0][x]": "1"},
    "optional in parts": {"commune[epci]": None, "commune[epci][x]": "y"},
    "number field left out": {"commune[latitude]": None},
}


@pytest.mark.parametrize("path", ["/communes/new", "/communes/3/edit"], ids=["new", "edit"])
def test_odd_forms_are_answered_alike(twins: Twins, path: str) -> None:
    def scene(browser: Browser, changes: dict[str, str | None]) -> list[Page]:
        page = browser.get(path)
        form = page.form(FORM) | {"commune[nom]": "Ville"} | changes
        sent = {name: value for name, value in form.items() if value is not None}
        return [browser.post(page.html.xpath(FORM)[0].get("action"), sent)]

    duets(twins, {name: partial(scene, changes=changes) for name, changes in ODD_FORMS.items()})


def on(field: str, day: int, month: int, year: int) -> dict[str, str | None]:
    """A date chosen in a filter's three lists."""
    return {f"{field}[day]": str(day), f"{field}[month]": str(month), f"{field}[year]": str(year)}


#: What is changed in the filters of a list before they are sent; None takes a field out.
ODD_FILTERS: dict[str, dict[str, dict[str, str | None]]] = {
    "communes": {
        "wrong token": {"commune_filters[_csrf_token]": "x"},
        "no token": {"commune_filters[_csrf_token]": None},
        "a stranger": {"commune_filters[intrus]": "1"},
        "text for parts": {"commune_filters[nom]": "plain text"},
        "hidden column": {"commune_filters[slug][text]": "val"},
        "hidden number": {"commune_filters[latitude][text]": "abc"},
        "equal": {"commune_filters[latitude][text]": "42.931258"},
        "hidden, not in parts": {"commune_filters[latitude]": "42"},
    },
    "quartiers": {
        "no such row": {"quartier_filters[commune_id]": "99999"},
        "rows in a list": {"quartier_filters[commune_id][]": "1"},
    },
    "modes_garde": {
        "no such choice": {"mode_garde_filters[type]": "bidon"},
        "no number": {"mode_garde_filters[capacite][text]": "x"},
        "no parts": {"mode_garde_filters[capacite]": "20"},
        "no such day": on("mode_garde_filters[updated_at][from]", 31, 2, 2024),
    },
    "partenaires": {
        "dates the wrong way round": {
            **on("partenaire_filters[created_at][from]", 2, 2, 2024),
            **on("partenaire_filters[created_at][to]", 1, 2, 2024),
        },
        "date as text": {"partenaire_filters[created_at]": "x"},
        "half a date": {"partenaire_filters[created_at][from][day]": "1"},
        "no boolean": {"partenaire_filters[lien_reciproque]": "2"},
    },
}


@pytest.mark.parametrize("prefix", ODD_FILTERS)
def test_odd_filters_are_answered_alike(twins: Twins, prefix: str) -> None:
    def scene(browser: Browser, changes: dict[str, str | None]) -> list[Page]:
        browser.post(f"/{prefix}/filter/action?_reset")
        form = browser.get(f"/{prefix}").form(FILTER) | changes
        sent = {name: value for name, value in form.items() if value is not None}
        answer = browser.post(f"/{prefix}/filter/action", sent)
        return [answer, browser.get(f"/{prefix}"), browser.get(f"/{prefix}.csv")]

    cases = ODD_FILTERS[prefix].items()

    duets(twins, {name: partial(scene, changes=changes) for name, changes in cases})


def test_a_reset_needs_no_token_and_empties_the_filters(twins: Twins) -> None:
    def scene(browser: Browser) -> list[Page]:
        form = browser.get("/communes").form(FILTER) | {"commune_filters[nom][text]": "val"}
        browser.post("/communes/filter/action", form)
        browser.get("/communes?page=2")
        reset = browser.post("/communes/filter/action?_reset")
        return [reset, browser.get("/communes")]

    assert duet(twins, scene).pages[0].status == 302


#: Method, address and body.
ODD_REQUESTS: dict[str, tuple[str, str, str | None]] = {
    "unknown sf_method": ("POST", "/communes/3", "sf_method=bidon"),
    "sf_method in parts": ("POST", "/communes/3", "sf_method[]=put"),
    "GET in disguise": ("POST", "/communes?sf_method=get", ""),
    "HEAD in disguise": ("POST", "/communes/3/edit", "sf_method=head"),
    "no sf_method": ("POST", "/communes/3", ""),
    "in the query": ("POST", "/communes/3?sf_method=put", "commune[nom]="),
    "delete without token": ("POST", "/communes/3", "sf_method=delete"),
    "wrong token": ("POST", "/communes/3", "sf_method=delete&_csrf_token=x"),
    "update of nothing": ("POST", "/communes/99999", "sf_method=put"),
    "a real PUT": ("PUT", "/communes/3", "commune[nom]=Seul"),
    "a real DELETE": ("DELETE", "/communes/3", "_csrf_token=x"),
    "PATCH is not known": ("PATCH", "/communes", ""),
    "POST on a page that is read": ("POST", "/communes/new", ""),
    "an action by wildcard": ("POST", "/communes/index/action", "page=2"),
    "a row by parameter": ("POST", "/communes/edit/action", "id=3"),
    "no such collection action": ("POST", "/communes/nope/action", ""),
    "delete by GET, without token": ("GET", "/communes/3/delete", None),
    "filter by GET": ("GET", "/communes/3/filter", None),
    "batch by GET": ("GET", "/communes/3/batch", None),
    "create by default route": ("POST", "/commune/create", "commune[nom]=x"),
    "update likewise": ("POST", "/commune/update/id/3", "commune[nom]=x"),
    "edit without a row": ("GET", "/commune/edit", None),
    "a number with letters after": ("GET", "/commune/edit/id/3abc", None),
    "row in the query": ("GET", "/commune/edit?id=3", None),
    "row in parts": ("GET", "/commune/edit?id[]=3", None),
}


def test_odd_requests_are_answered_alike(twins: Twins) -> None:
    def scene(browser: Browser, asked: tuple[str, str, str | None]) -> list[Page]:
        return [browser.ask(*asked, {})]

    duets(twins, {name: partial(scene, asked=asked) for name, asked in ODD_REQUESTS.items()})


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
