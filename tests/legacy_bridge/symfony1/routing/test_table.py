"""Routes in order: the first that takes a request answers it."""

import pytest

from legacy_bridge.symfony1.places import Spot
from legacy_bridge.symfony1.routing.classes import SYMFONY_ONLY
from legacy_bridge.symfony1.routing.definitions import definitions
from legacy_bridge.symfony1.routing.routes import RouteDefinition
from legacy_bridge.symfony1.routing.table import RouteTable, compiled_table, normalised
from legacy_bridge.symfony1.sfyaml.files import parsed_yaml

TEXT = """
liste: { url: /communes.:sf_format, class: sfRequestRoute, param: { module: commune, action: index, sf_format: html } }
creer: { url: /communes, class: sfRequestRoute, param: { module: commune, action: create }, requirements: { sf_method: post } }
spaced: { url: "/a b/c", param: { module: m, action: spaced } }
any: { url: /:one.pdf, param: { module: m, action: any } }
home: { url: /, param: { module: m, action: home } }
default: { url: "/:module/:action/*" }
"""


@pytest.fixture(scope="module")
def table() -> RouteTable:
    found = definitions([parsed_yaml(TEXT, "routing.yml")], SYMFONY_ONLY)
    return compiled_table(found.routes, found.doubts)


@pytest.mark.parametrize(
    ("method", "path", "name", "answers"),
    [
        pytest.param("GET", "/communes", "liste", "commune/index", id="list"),
        pytest.param("GET", "/communes.csv", "liste", "commune/index", id="format"),
        pytest.param("POST", "/communes", "creer", "commune/create", id="method"),
        pytest.param("PURGE", "/communes", "liste", "commune/index", id="an unknown method is a GET"),
        pytest.param("GET", "//communes?x=1", "liste", "commune/index", id="slashes and query"),
        pytest.param("GET", "communes", "liste", "commune/index", id="no first slash"),
        pytest.param("GET", "/x.pdf", "any", "m/any", id="a variable first"),
        pytest.param("GET", "/communes.pdf", "liste", "commune/index", id="order decides"),
        pytest.param("GET", "/", "home", "m/home", id="root"),
        pytest.param("GET", "/commune/list%21er/id/3", "default", "commune/lister", id="names are cleaned"),
    ],
)  # fmt: skip
def test_the_first_route_that_takes_it_answers(
    table: RouteTable, method: str, path: str, name: str, answers: str
) -> None:
    found = table.match(path, method)

    assert found is not None
    assert (found.route.name, f"{found.module}/{found.action}") == (name, answers)


def test_nothing_answers_what_no_route_takes(table: RouteTable) -> None:
    assert table.match("/a", "GET") is None
    assert table.match("/communes.csv/x/y.z", "GET") is None


def test_all_that_would_answer_are_told_in_order(table: RouteTable) -> None:
    found = [match.route.name for match in table.matches("/communes.pdf", "GET")]

    assert found == ["liste", "any"]


def test_routes_are_found_by_name(table: RouteTable) -> None:
    home = table.named("home")

    assert home is not None
    assert home.pattern == "/"
    assert table.named("nobody") is None


def test_what_does_not_compile_is_left_out_and_said() -> None:
    bad = RouteDefinition("b", "sfRoute", "/:a-b", {}, {}, {}, Spot("x.yml", 9))
    worse = RouteDefinition("c", "sfRoute", "/:a", {}, {"a": "("}, {}, Spot("x.yml", 11))

    table = compiled_table([bad, worse])

    assert table.routes == ()
    assert [str(doubt)[:20] for doubt in table.doubts] == [
        "x.yml:9: the route b",
        "x.yml:11: the route ",
    ]


def test_paths_are_normalised_as_symfony_does() -> None:
    assert normalised("a//b?c") == "/a/b"


@pytest.mark.parametrize(
    ("options", "url", "path"),
    [
        pytest.param("{ segment_separators: ['/', '-'] }", "/a-:b", "/a-12", id="separator"),
        pytest.param("{ segment_separators: [] }", "/a:b", "/a12", id="none"),
        pytest.param("{ suffix: '-x' }", "/a", "/a-x", id="suffix"),
        pytest.param("{ suffix: .html }", "/a/:b", "/a/12.html", id="suffix of a variable"),
        pytest.param("{ variable_prefixes: [ '$' ] }", "/a/$b", "/a/12", id="prefix"),
    ],
)
def test_options_of_one_route_are_its_own(options: str, url: str, path: str) -> None:
    said = f"""
own: {{ url: "{url}", param: {{ module: m, action: own }}, options: {options} }}
plain: {{ url: "/:c", param: {{ module: m, action: plain }} }}
"""
    found = definitions([parsed_yaml(said, "routing.yml")], SYMFONY_ONLY)
    table = compiled_table(found.routes, found.doubts)

    match, other = table.match(path, "GET"), table.match("/else", "GET")

    assert match is not None
    assert (match.route.name, match.parameters.get("b", "12")) == ("own", "12")
    assert other is not None
    assert other.route.name == "plain"


def test_options_that_symfony_stops_on_are_left_out() -> None:
    said = "own: { url: /a, options: { variable_prefixes: ':' } }\n"
    found = definitions([parsed_yaml(said, "routing.yml")], SYMFONY_ONLY)

    table = compiled_table(found.routes, found.doubts)

    assert table.routes == ()
    assert [(each.text, each.is_left_out) for each in table.doubts] == [
        ("the route own: the option variable_prefixes is ':'", True)
    ]
