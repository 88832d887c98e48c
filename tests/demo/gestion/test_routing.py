"""One page has many addresses, and the method is what symfony makes of it."""

import pytest

from tests.fakes.site_visitor import text_of

pytestmark = pytest.mark.stack


@pytest.mark.parametrize(
    "target",
    [
        "/communes/3/edit",
        "//communes/3/edit",
        "/communes//3/edit",
        "/communes%2F3%2Fedit",
        "/communes/3/edit%3Fx",
        "/communes/3/edit%3Fx/y",
        "/x/../communes/3/edit",
        "/x/%2e%2e/communes/3/edit",
        "/index.php/communes/3/edit",
        "/index.php//communes/3/edit",
        "/index.php%2Fcommunes/3/edit",
        "/index%2ephp/communes/3/edit",
        "/communes/3/edit.html",
        "/commune/edit/id/3",
        "/commune/edit/id/3/k/v",
        "/commune/edit/id/%2533",
        "/commune/edit?id=3",
        "http://gestion.localhost/communes/3/edit",
        # the wildcard route takes "edit " as an action, and odd characters are taken out of actions
        "/communes/3/edit%20",
    ],
)
def test_spellings_of_one_page(answer_to, admin, target: str) -> None:
    status, body = answer_to(target, admin)

    assert status == 200
    assert b"sf_admin_form_field_code_insee" in body


@pytest.mark.parametrize(
    "target, status",
    [
        pytest.param("/communes/3/edit/", 404, id="trailing slash"),
        pytest.param("/COMMUNES/3/edit", 404, id="upper case"),
        pytest.param("/communes;x=1", 404, id="parameter"),
        pytest.param("/communes/%252F3", 404, id="encoded twice"),
        pytest.param("/communes%5C3", 404, id="encoded backslash"),
        pytest.param("/communes\\3", 404, id="backslash"),
        pytest.param("/communes/3a/edit", 404, id="not a number"),
        pytest.param("/communes%00", 400, id="NUL"),
        pytest.param("/communes/999999/edit", 404, id="no such object"),
        pytest.param("/communes/3/nonsuch", 404, id="no such action"),
        pytest.param("/nonsuch", 404, id="no such module"),
        pytest.param("/communes.pdf", 500, id="no template in this format"),
        pytest.param("/api/communes.pdf", 404, id="format outside the requirement"),
        pytest.param("/evenements/1.ics", 200, id="format of an object"),
        pytest.param("/BACKEND.PHP", 404, id="the file system knows case"),
    ],
)
def test_what_is_not_that_page(answer_to, admin, target: str, status: int) -> None:
    assert answer_to(target, admin)[0] == status


@pytest.mark.parametrize(
    "target",
    [
        "/backend.php",
        "/backend.php/",
        "//backend.php",
        "/./backend.php",
        "/backend%2ephp",
        "/x/../backend.php",
        "/index.php/../backend.php",
    ],
)
def test_spellings_of_the_other_application(answer_to, admin, target: str) -> None:
    status, body = answer_to(target, admin)

    assert status == 200
    assert b"<h1>Administration technique</h1>" in body


@pytest.mark.parametrize(
    "method, target, status",
    [
        pytest.param("HEAD", "/communes", 200, id="HEAD is a GET without body"),
        pytest.param("PUT", "/communes", 404, id="PUT on a GET and POST address"),
        pytest.param("DELETE", "/communes/3", 500, id="a real DELETE without token"),
        pytest.param("PATCH", "/communes", 200, id="1.4 takes PATCH for GET"),
        pytest.param("FOO", "/communes", 200, id="and any other"),
        pytest.param("GET", "/communes/filter/action", 404, id="collection wildcard is for POST"),
    ],
)
def test_methods_on_the_wire(answer_to, admin, method: str, target: str, status: int) -> None:
    assert answer_to(target, admin, method)[0] == status


@pytest.mark.parametrize(
    "fields, query, status",
    [
        pytest.param({}, "", 404, id="a plain POST matches no route of an object"),
        pytest.param({"sf_method": "put"}, "", 200, id="in the body"),
        pytest.param({}, "?sf_method=PUT", 200, id="in the query"),
        pytest.param({"sf_method": "put"}, "?sf_method=delete", 200, id="the body wins"),
        pytest.param({"sf_method": "delete"}, "", 500, id="delete without token"),
        pytest.param({"sf_method": "frob"}, "", 500, id="unknown"),
    ],
)
def test_sf_method_is_what_php_acts_on(
    admin, fields: dict[str, str], query: str, status: int
) -> None:
    assert admin.post(f"/communes/3{query}", fields).status_code == status


def test_route_parameters_win_over_the_query(visitor) -> None:
    seen = visitor.get("/outils/requete?module=evil&a=1").json()

    assert seen["parametres"] == {"module": "outils", "a": "1", "action": "requete"}


def test_star_parameters_are_pairs(visitor) -> None:
    seen = visitor.get("/outils/requete/cle/valeur+x/b/2/seule").json()

    assert seen["parametres"] == {
        "cle": "valeur x",
        "b": "2",
        "seule": True,
        "module": "outils",
        "action": "requete",
    }


def test_links_have_the_script_name_of_their_application_only(admin) -> None:
    assert (
        admin.get("/index.php/outils/requete").json()["lien"] == "http://gestion.localhost/communes"
    )
    links = admin.get("/backend.php/parametres").text

    assert 'href="/backend.php/parametres/new"' in links


def test_addresses_are_built_from_the_last_forwarded_host(visitor) -> None:
    forwarded = {
        "X-Forwarded-Host": "evil.example, public.example:8443",
        "X-Forwarded-Proto": "https",
    }
    seen = visitor.get("/outils/requete", **forwarded).json()

    assert seen["lien"] == "https://public.example:8443/communes"
    assert seen["uri"] == "https://public.example/outils/requete"
    assert seen["adresse"] == "127.0.0.1"


def test_a_404_is_a_page_of_the_site_with_a_session(visitor) -> None:
    answer = visitor.get("/nonsuch")

    assert answer.status_code == 404
    assert text_of(answer, "//h1") == ["Page introuvable"]
    assert visitor.cookie("symfony")


def test_an_unknown_page_of_the_secure_application_asks_to_sign_in(visitor) -> None:
    assert visitor.get("/backend.php/nonsuch").status_code == 401
