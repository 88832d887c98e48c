"""Routes of Symfony as lines of routing.yaml."""

import pytest

from legacy_bridge.symfony1.places import Spot
from legacy_bridge.symfony1.routing.routes import RouteDefinition, compiled
from legacy_bridge.symfony1.sfyaml.inline import Value
from legacy_bridge.symfony4.routing.routes import Route
from proxy.core.patterns import parse_pattern
from proxy.wiring.claim_lines import method_words, symfony1_lines, symfony4_lines


@pytest.mark.parametrize(
    ("methods", "words"),
    [
        (None, ("",)), (frozenset({"GET", "HEAD"}), ("GET ",)), (frozenset({"PUT"}), ("POST ",)),
        (frozenset({"GET", "POST"}), ("",)), (frozenset({"HEAD", "DELETE"}), ("GET ", "POST ")),
    ],
)  # fmt: skip
def test_methods_become_the_two_classes(
    methods: frozenset[str] | None, words: tuple[str, ...]
) -> None:
    assert method_words(methods) == words


@pytest.mark.parametrize(
    ("url", "defaults", "requirements", "lines"),
    [
        pytest.param("/", {}, {}, ("/",), id="root"),
        pytest.param("/a/", {}, {}, ("/a/",), id="folder"),
        pytest.param("/a/:id.:sf_format", {"sf_format": "html"}, {"id": "\\d+"}, ("/a/:id<int>.:sf_format",), id="number and format"),
        pytest.param("/a.:f", {}, {}, ("/a.:sf_format",), id="another format"),
        pytest.param("/a/:y", {}, {"y": "\\d{4}"}, ("/a/:y<int>",), id="four digits"),
        pytest.param("/a/:b", {}, {"b": ".*"}, ("/a/*rest",), id="the rest"),
        pytest.param("/a/:b/c", {}, {"b": ".+"}, ("/a/*rest",), id="a rest in the middle is wider"),
        pytest.param("/a/*", {}, {}, ("/a", "/a/*rest"), id="star"),
        pytest.param("/:b.pdf", {}, {}, ("/:b.pdf",), id="extension"),
        pytest.param("/a.b/c", {}, {}, ("/a.b/c",), id="literal with a dot"),
        pytest.param("/u/:a.:b.:c", {}, {}, ("/u/*rest",), id="too many dots"),
        pytest.param("/a/:b/:c", {"b": 1, "c": 2}, {}, ("/a/:b/:c", "/a/:b", "/a"), id="defaults"),
        pytest.param("/été", {}, {}, ("/été",), id="beyond ASCII"),
    ],
)  # fmt: skip
def test_a_symfony1_route_is_claimed_whole(
    url: str, defaults: dict[str, Value], requirements: dict[str, Value], lines: tuple[str, ...]
) -> None:
    route = compiled(RouteDefinition("r", "sfRoute", url, defaults, requirements, {}, Spot("x")))

    found = symfony1_lines(route, {}, None)

    assert found == lines
    assert all(parse_pattern(line) for line in found)


@pytest.mark.parametrize(
    ("url", "options", "lines"),
    [
        pytest.param("/a", {"suffix": ".html"}, ("/a.html",), id="suffix"),
        pytest.param("/a/:b", {"suffix": ".html"}, ("/a/:b.html",), id="suffix of a variable"),
        pytest.param("/a/:b", {"suffix": "-x"}, ("/a/*rest",), id="suffix that no line has"),
        pytest.param("/a/*", {"suffix": ".html"}, ("/a.html", "/a/*rest"), id="suffix of a star"),
        pytest.param("/a/:b-:c", {"segment_separators": ["/", "-"]}, ("/a/*rest",), id="separator"),
        pytest.param("/a/b-c", {"segment_separators": ["/", "-"]}, ("/a/b-c",), id="separator in a text"),
        pytest.param("/x/bc", {"segment_separators": []}, ("/x/bc",), id="no separator"),
        pytest.param("/a/%b", {"variable_prefixes": ["%"]}, ("/a/:b",), id="prefix"),
    ],
)  # fmt: skip
def test_a_routes_own_options_are_claimed(
    url: str, options: dict[str, Value], lines: tuple[str, ...]
) -> None:
    definition = RouteDefinition("r", "sfRoute", url, {}, {}, options, Spot("x"))

    found = symfony1_lines(compiled(definition), {}, None)

    assert found == lines
    assert all(parse_pattern(line) for line in found)


def test_what_is_fixed_stands_in_the_line() -> None:
    definition = RouteDefinition("r", "sfRoute", "/admin/:module/:action/*", {}, {}, {}, Spot("x"))

    assert symfony1_lines(compiled(definition), {"module": "blog"}, frozenset({"GET"})) == (
        "GET /admin/blog/:action", "GET /admin/blog/:action/*rest",
    )  # fmt: skip


@pytest.mark.parametrize(("url", "lines"), [("/", ("/news",)), ("/:y", ("/news/:y",))])
def test_an_engines_route_is_below_its_page(url: str, lines: tuple[str, ...]) -> None:
    definition = RouteDefinition("r", "aRoute", url, {}, {}, {}, Spot("x"))

    assert symfony1_lines(compiled(definition), {}, None, "/news") == lines


@pytest.mark.parametrize(
    ("path", "requirements", "defaults", "lines"),
    [
        ("/", {}, {}, ("/",)),
        ("/agenda/{slug}", {}, {}, ("/agenda/:slug",)),
        ("/agenda/{id}", {"id": "\\d+"}, {}, ("/agenda/:id<int>",)),
        ("/liste/{page}", {"page": "\\d+"}, {"page": "1"}, ("/liste/:page<int>", "/liste")),
        ("/flux.{_format}", {}, {}, ("/flux.:sf_format",)),
        ("/{a}.{_format}", {}, {}, ("/:a.:sf_format",)),
        ("/tout/{x}", {"x": ".+"}, {}, ("/tout/*rest",)),
        ("/{a}-{b}", {}, {}, ("/*rest",)),
    ],
)  # fmt: skip
def test_a_symfony4_route_is_claimed(
    path: str, requirements: dict[str, str], defaults: dict[str, str | None], lines: tuple[str, ...]
) -> None:
    route = Route("r", path, "", Spot("x"), frozenset(), requirements, defaults)

    assert symfony4_lines(route) == lines
