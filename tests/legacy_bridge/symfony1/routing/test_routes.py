"""One route: its regular expression and what it takes, as sfRoute has them."""

from typing import Any

import pytest

from legacy_bridge.symfony1.places import Spot
from legacy_bridge.symfony1.routing.expressions import ExpressionUnknown
from legacy_bridge.symfony1.routing.routes import Route, RouteDefinition, compiled
from legacy_bridge.symfony1.routing.tokens import Syntax

SPOT = Spot("routing.yml", 3)


def route(url: str, *, syntax: Syntax | None = None, **said: Any) -> Route:
    takes = bool(said.pop("takes_methods", False))
    parts = {"defaults": {}, "requirements": {}, "options": {}} | said
    definition = RouteDefinition("r", "sfRoute", url, spot=SPOT, takes_methods=takes, **parts)
    return compiled(definition, syntax or Syntax())


@pytest.mark.parametrize(
    ("url", "said", "regex"),
    [
        pytest.param("/", {}, "#^/$#x", id="root"),
        pytest.param("a/b", {}, "#^/a/b$#x", id="a slash is put before"),
        pytest.param("/a/", {}, "#^/a/$#x", id="a folder keeps its slash"),
        pytest.param("/:a", {}, r"#^/(?P<a>[^/\.]+)$#x", id="variable"),
        pytest.param("/:a", {"requirements": {"a": r"^\d+$"}}, r"#^/(?P<a>\d+)$#x", id="anchors go"),
        pytest.param("/:a", {"requirements": {"a": 12}}, "#^/(?P<a>12)$#x", id="a number"),
        pytest.param("/x/:a/:b", {"defaults": {"b": 1}}, r"#^/x/(?P<a>[^/\.]+)(?:/(?P<b>[^/\.]+))?$#x", id="optional"),
        pytest.param("/:a/:b", {"defaults": {"a": 1, "b": None}}, r"#^/?(?:/(?P<a>[^/\.]+)(?:/(?P<b>[^/\.]+))?)?$#x", id="all optional"),
        pytest.param("/a/*", {}, "#^/a(?:(?:/(?P<_star>.*))?)?$#x", id="star"),
        pytest.param("/a", {"syntax": Syntax(suffix=".html")}, r"#^/a\.html$#x", id="suffix"),
        pytest.param("/a", {"options": {"suffix": ".php"}, "syntax": Syntax(suffix=".html")}, r"#^/a\.php$#x", id="its own suffix"),
        pytest.param("/a", {"options": {"suffix": None}, "syntax": Syntax(suffix=".html")}, "#^/a$#x", id="its own: none"),
        pytest.param("/a", {"options": {"suffix": "."}}, r"#^/a\.$#x", id="a dot is one, in a route"),
        pytest.param("/a", {"options": {"model": "A"}, "syntax": Syntax(suffix=".html")}, r"#^/a\.html$#x", id="other options change nothing"),
        pytest.param("/%a/:b", {"options": {"variable_prefixes": ["%"]}}, r"#^/(?P<a>[^/\.]+)/\:b$#x", id="its own prefixes"),
        pytest.param("/:a-:b", {"options": {"segment_separators": ["/", "-"]}}, r"#^/(?P<a>[^/\-]+)\-(?P<b>[^/\-]+)$#x", id="its own separators"),
        pytest.param("/a/b", {"options": {"variable_prefixes": []}}, r"#^/(?P<a>[^/\.]+)/(?P<b>[^/\.]+)$#x", id="no prefix: all are variables"),
        pytest.param("/:a", {"options": {"segment_separators": []}}, "#^/(?P<a>.+)$#x", id="no separators"),
        pytest.param("/ab:c", {"options": {"segment_separators": []}}, "#^/ab(?P<c>.+)$#x", id="no separators: anywhere"),
    ],
)  # fmt: skip
def test_the_regular_expression_is_symfonys(url: str, said: dict[str, Any], regex: str) -> None:
    found = route(url, **said).regex

    assert found.replace(" ", "") == regex.replace(" ", "")


@pytest.mark.parametrize(
    ("url", "said", "path", "parameters"),
    [
        pytest.param("/a", {}, "/a", {}, id="text"),
        pytest.param("/a", {}, "/a\n", {}, id="a final line end"),
        pytest.param("/a", {}, "/a/", None, id="no final slash"),
        pytest.param("/:a", {}, "/x%2By+z", {"a": "x+y z"}, id="decoded once more"),
        pytest.param("/:a", {}, "/été", {"a": "été"}, id="beyond ASCII"),
        pytest.param("/:a", {}, "/x.y", None, id="no dot inside a variable"),
        pytest.param("/a/:b", {"defaults": {"b": "x"}}, "/a", {"b": "x"}, id="default"),
        pytest.param("/a", {"defaults": {"on": True, "off": False, "list": [1]}}, "/a", {"on": "1", "off": "", "list": "Array"}, id="defaults are texts"),
        pytest.param("/a", {"defaults": {"n": 1.5, "p": "a%20b"}}, "/a", {"n": "1.5", "p": "a b"}, id="and decoded"),
        pytest.param("/a/*", {}, "/a/b/1/module/x/c", {"b": "1", "c": True}, id="star"),
        pytest.param("/a/*", {}, "/a/0/1//2/b", {"b": True}, id="empty keys of a star"),
        pytest.param("/a/*", {"defaults": {"b": "0"}}, "/a/b/1", {"b": "1"}, id="a star overrides defaults"),
        pytest.param("/:a", {"requirements": {"a": "(x)?(?P<more>y)?"}}, "/", {"a": ""}, id="groups after the last are left out"),
        pytest.param("/:a/z", {"requirements": {"a": "(?P<m>x)?(y)"}}, "/y/z", {"a": "y", "m": ""}, id="groups before it are empty"),
        pytest.param("/a b", {}, "/a b", None, id="x drops the space of a text"),
        pytest.param("/:a", {"requirements": {"a": "x#y"}}, "/x#y", None, id="the delimiter stops PHP"),
        pytest.param("/:a", {"requirements": {"a": r"x\#y"}}, "/x#y", {"a": "x#y"}, id="escaped it does not"),
    ],
)  # fmt: skip
def test_a_path_gives_the_parameters_that_symfony_gives(
    url: str, said: dict[str, Any], path: str, parameters: dict[str, object] | None
) -> None:
    assert route(url, **said).match(path, "GET") == parameters


@pytest.mark.parametrize(
    ("said", "methods"),
    [
        pytest.param(None, {"get", "head"}, id="nothing said"),
        pytest.param("PUT", {"put"}, id="one"),
        pytest.param(["GET", "post"], {"get", "post"}, id="several"),
        pytest.param({"0": "get"}, {"get"}, id="a mapping"),
    ],
)
def test_methods_count_for_classes_that_know_of_them(said: Any, methods: set[str]) -> None:
    requirements = {} if said is None else {"sf_method": said}

    aware = route("/a", requirements=requirements, takes_methods=True)
    plain = route("/a", requirements=requirements)

    assert (aware.methods, plain.methods) == (methods, None)
    assert (aware.match("/a", "DELETE"), plain.match("/a", "DELETE")) == (None, {})


def test_a_variable_twice_is_refused() -> None:
    with pytest.raises(ExpressionUnknown, match="occurs twice"):
        route("/:a/:a")
