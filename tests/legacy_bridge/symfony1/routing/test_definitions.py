"""Routing files merged and read as symfony reads them; what it would refuse is said with its line."""

import random

import pytest

from legacy_bridge.symfony1.places import NotUnderstood
from legacy_bridge.symfony1.routing.classes import SYMFONY_ONLY, Classes
from legacy_bridge.symfony1.routing.definitions import Definitions, definitions
from legacy_bridge.symfony1.routing.routes import RouteDefinition
from legacy_bridge.symfony1.routing.table import compiled_table
from legacy_bridge.symfony1.sfyaml.files import parsed_yaml


def read(*texts: str, classes: Classes = SYMFONY_ONLY) -> Definitions:
    files = [parsed_yaml(text, f"{number}.yml") for number, text in enumerate(texts)]
    return definitions(files, classes)


def only(text: str, classes: Classes = SYMFONY_ONLY) -> RouteDefinition:
    found = read(text, classes=classes)
    assert found.doubts == ()
    return found.routes[0]


def test_a_route_is_read_with_its_place() -> None:
    found = only("# said\na:\n  url: /x\n  param: {module: m}\n  requirements: {id: \\d+}\n")

    assert (found.name, found.kind, found.url, dict(found.defaults)) == (
        "a", "sfRoute", "/x", {"module": "m"},
    )  # fmt: skip
    assert str(found.spot) == "0.yml:2"


@pytest.mark.parametrize("url", ["", " ~", " ''", " 0", " false"])
def test_no_url_is_the_root(url: str) -> None:
    assert only(f"a:\n  url:{url}\n  param: {{ module: m }}\n").url == "/"


def test_params_is_another_word_for_param() -> None:
    found = only("a: { url: /a, params: { module: m }, param: { module: n } }\n")

    assert found.defaults == {"module": "m"}


def test_files_are_laid_over_one_another_and_names_keep_their_first_place() -> None:
    found = read(
        "b: { url: /plugin, param: { module: p, action: q } }\n",
        "a: { url: /a }\nb: { param: { module: application } }\n",
    )

    assert [route.name for route in found.routes] == ["b", "a"]
    assert found.routes[0].url == "/plugin"
    assert found.routes[0].defaults == {"module": "application", "action": "q"}
    assert str(found.routes[0].spot) == "1.yml:2"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("a: 1\n", "says 1, expected url", id="no mapping"),
        pytest.param("a: { url: [x] }\n", "url is ['x']", id="url"),
        pytest.param("a: { url: /a, param: m }\n", "param is 'm'", id="param"),
        pytest.param("a: { url: /a, class: [b] }\n", "class is ['b']", id="class"),
        pytest.param("a: { url: /a, class: ownRoute }\n", "the class ownRoute is not among", id="own class"),
        pytest.param("a: { url: /a, class: sfDoctrineRoute }\n", 'wants "model"', id="no model"),
        pytest.param("a: { url: /a, class: sfPropelRoute, options: { model: A, type: x } }\n", '"type: object"', id="type"),
        pytest.param("a: { url: /<?php echo $x ?>, param: {} }\n", "holds PHP", id="PHP"),
        pytest.param("a: { class: sfDoctrineRouteCollection }\n", 'wants a "model"', id="collection without model"),
        pytest.param("a: { class: ownRouteCollection, options: { model: A } }\n", "ownRouteCollection is not among", id="own collection"),
        pytest.param("a: { class: sfDoctrineRouteCollection, options: { model: A, actions: [list, fly] } }\n", "no route for the action 'fly'", id="action"),
        pytest.param("a: { class: sfDoctrineRouteCollection, options: { model: A, actions: x } }\n", "actions is 'x'", id="actions"),
        pytest.param("a: { class: sfDoctrineRouteCollection, options: { model: A, segment_names: { new: n } } }\n", "segment_names has no edit", id="segment"),
        pytest.param("a: { class: sfDoctrineRouteCollection, options: { model: A, object_actions: x } }\n", "object_actions is 'x'", id="object actions"),
        pytest.param("a: { class: sfDoctrineRouteCollection, options: { model: A, route_class: b } }\n", "b is not among", id="route class"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_left_out_and_said(text: str, said: str) -> None:
    found = read("z: { url: /z }\n" + text)

    assert [route.name for route in found.routes] == ["z"]
    assert any(str(doubt).startswith("0.yml:2: ") and said in doubt.text for doubt in found.doubts)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("a: { url: '%APP_X%/a' }\n", "does not replace %APP_X%", id="constant"),
        pytest.param("a: { url: /a, methods: [get] }\n", "symfony knows no methods", id="unknown key"),
        pytest.param("a:\n  class: sfDoctrineRouteCollection\n  options: { model: A, requirements: { id: x } }\n", "count for nothing", id="requirements inside options"),
    ],
)  # fmt: skip
def test_what_is_read_with_a_reserve_is_said(text: str, said: str) -> None:
    found = read(text)

    assert found.routes
    assert [doubt.text for doubt in found.doubts if said in doubt.text]


def test_a_collection_of_no_class_makes_no_route() -> None:
    assert read("a: { type: collection }\n") == Definitions(())


def test_a_file_that_is_no_mapping_is_said() -> None:
    assert [str(doubt) for doubt in read("- a\n").doubts] == [
        "0.yml:1: expected keys and their values"
    ]


@pytest.mark.parametrize(
    ("options", "routes"),
    [
        pytest.param("model: A", [
            ("c", "/c", "index", "get,head"), ("c_new", "/c/new", "new", "get,head"),
            ("c_create", "/c", "create", "post"), ("c_edit", "/c/:id/edit", "edit", "get,head"),
            ("c_update", "/c/:id", "update", "put"), ("c_delete", "/c/:id", "delete", "delete"),
            ("c_show", "/c/:id", "show", "get,head"),
        ], id="plain"),
        pytest.param("model: A, with_show: false, actions: false, column: code, prefix_path: x/y, segment_names: { new: nouveau, edit: modifier }", [
            ("c", "x/y", "index", "get,head"), ("c_new", "x/y/nouveau", "new", "get,head"),
            ("c_create", "x/y", "create", "post"), ("c_edit", "x/y/:code/modifier", "edit", "get,head"),
            ("c_update", "x/y/:code", "update", "put"), ("c_delete", "x/y/:code", "delete", "delete"),
        ], id="named otherwise"),
        pytest.param("model: A, actions: [list], collection_actions: { export: [GET, post] }, object_actions: { print: get }, with_wildcard_routes: true", [
            ("c_export", "/c/export", "export", "get,post"), ("c", "/c", "index", "get,head"),
            ("c_print", "/c/:id/print", "print", "get"),
            ("c_object", "/c/:id/:action", None, "get,head"),
            ("c_collection", "/c/:action/action", None, "post"),
        ], id="with more"),
        pytest.param("model: A, actions: []", [], id="none"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["sfDoctrineRouteCollection", "sfPropelRouteCollection", "sfObjectRouteCollection", "aDoctrineRouteCollection"])  # fmt: skip
def test_a_collection_is_its_actions_in_symfonys_order(
    options: str, routes: list[tuple[str, str, str | None, str]], kind: str
) -> None:
    found = read(f"c:\n  class: {kind}\n  options: {{ {options} }}\n  requirements: {{ z: a }}\n")
    table = compiled_table(found.routes)

    assert [
        (r.name, r.url.removesuffix(".:sf_format"), r.defaults.get("action"), ",".join(sorted(c.methods or ())))
        for r, c in zip(found.routes, table.routes, strict=True)
    ] == routes  # fmt: skip
    assert all(route.requirements["z"] == "a" for route in found.routes)
    assert all(route.collection == "c" for route in found.routes)
    assert all(route.is_engine == kind.startswith("a") for route in found.routes)


def test_a_projects_own_collection_is_read_as_what_it_extends() -> None:
    classes = Classes({"ownCollection": "sfPropelRouteCollection"})

    assert only("a: { class: ownCollection, options: { model: A } }\n", classes).kind == (
        "sfPropelRoute"
    )


def test_mangled_files_give_routes_or_doubts_with_lines_never_worse() -> None:
    text = (
        "a: { url: /a/:b.:c, param: { module: m, action: n }, requirements: { b: \\d+, c: (x|y) } }\n"
        "c:\n  class: sfDoctrineRouteCollection\n  options:\n    model: A\n    column: id\n"
        "    object_actions: { print: [get, post] }\n"
    )
    dice = random.Random(7)
    seen = 0
    for _ in range(300):
        letters = list(text)
        for _ in range(dice.randint(1, 5)):
            at = dice.randrange(len(letters))
            letters[at : at + dice.randint(0, 3)] = dice.choice("{}[]:'\"#&*|>-\n ?<%!\\x()+~0")
        try:
            found = read("".join(letters))
        except NotUnderstood:
            continue
        table = compiled_table(found.routes, found.doubts)
        table.match("/a/12.x", "GET")
        seen += all(0 < doubt.spot.line < 30 for doubt in table.doubts)

    assert seen > 100
