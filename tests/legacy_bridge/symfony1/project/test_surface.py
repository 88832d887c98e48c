"""What an application answers, and what answers a request."""

from pathlib import Path

import pytest

from legacy_bridge.symfony1.project.application import read_application
from legacy_bridge.symfony1.project.layout import read_project
from legacy_bridge.symfony1.project.surface import ApplicationSurface, Nowhere, Reach
from tests.fakes.symfony1_project import write_project


@pytest.fixture(scope="module")
def surface(tmp_path_factory: pytest.TempPathFactory) -> ApplicationSurface:
    project = read_project(write_project(tmp_path_factory.mktemp("project")))
    return ApplicationSurface(read_application(project, "frontend"))


def reaches(surface: ApplicationSurface, name: str) -> list[tuple[str, str]]:
    return [(r.pattern, r.action) for r in surface.reaches if r.name == name]


def test_a_route_with_one_action_is_one_reach(surface: ApplicationSurface) -> None:
    (found,) = [reach for reach in surface.reaches if reach.name == "fiche"]

    assert (found.kind, found.pattern, found.module, found.wants) == (
        "route", "/fiche/:id/:slug", "commune", "referentiels",
    )  # fmt: skip
    assert found.methods == {"GET", "HEAD"}
    assert found.examples == ("/fiche/12/12",)


def test_default_routes_reach_every_action_of_every_module(surface: ApplicationSurface) -> None:
    assert ("/accueil", "index") in reaches(surface, "default_index")
    assert ("/commune/ListExporter/*", "listExporter") in reaches(surface, "default")
    assert ("/agenda/ics/*", "ics") in reaches(surface, "default")


def test_wildcards_of_a_collection_reach_the_modules_actions(surface: ApplicationSurface) -> None:
    patterns = [pattern for pattern, _ in reaches(surface, "communes_object")]

    assert "/communes/:id/ListExporter.:sf_format" in patterns
    # The collection's own route comes before the wildcard.
    assert "/communes/:id/edit.:sf_format" not in patterns


def test_what_other_routes_take_first_is_said(surface: ApplicationSurface) -> None:
    said = [doubt.text for doubt in surface.doubts]

    assert "the route shadowed answers nothing: routes before it take its addresses" in said
    assert "the route gone: the module ancien is not in this folder" in said


def test_names_that_symfony_cuts_are_no_addresses(tmp_path: Path) -> None:
    php = "<?php class fooActions extends sfActions { function executeÉté() {} function executeOk() {} }\n"
    project = write_project(
        tmp_path,
        apps__frontend__modules__foo__actions__actions_dot_class_dot_php=php,
        **{"apps__frontend__modules__mon-foo__actions__actions_dot_class_dot_php": php},
        apps__backend__config__routing_dot_yml="a: { url: /a, param: { module: journ-al, action: indéx } }\n",
    )  # fmt: skip

    front = ApplicationSurface(read_application(read_project(project), "frontend"))
    back = ApplicationSurface(read_application(read_project(project), "backend"))

    modules = [(r.module, r.action) for r in front.reaches if "foo" in r.module]
    assert set(modules) == {("foo", "ok")}
    said = [str(each) for each in front.doubts if "never be asked for" in each.text]
    assert [each.partition(" can ")[0] for each in said] == [
        "apps/frontend/modules/foo/actions/actions.class.php:1: the action foo/été",
        "apps/frontend/modules/mon-foo:1: the module mon-foo",
    ]
    assert [(r.module, r.action) for r in back.reaches if r.name == "a"] == [("journal", "indx")]
    assert isinstance(back.locate("/a", "GET"), Reach)


@pytest.mark.parametrize(
    ("method", "path", "name", "action"),
    [
        ("GET", "/communes", "communes", "index"),
        ("HEAD", "/communes.csv", "communes", "index"),
        ("POST", "/communes", "communes_create", "create"),
        ("PUT", "/communes/12", "communes_update", "update"),
        ("POST", "/communes/12", "communes_update", "update"),
        ("POST", "/communes/filter/action", "communes_collection", "filter"),
        ("GET", "/communes/12/ListExporter", "communes_object", "listExporter"),
        ("GET", "/communes/12/listExporter", "communes_object", "listExporter"),
        ("GET", "/archives/2024", "archives", "archives"),
        ("GET", "/commune/edit/id/3", "default", "edit"),
        ("GET", "/agenda.ics", "agenda_ics", "ics"),
        ("GET", "/gone", "gone", "index"),
    ],
)
def test_a_request_has_the_reach_that_symfony_would_choose(
    surface: ApplicationSurface, method: str, path: str, name: str, action: str
) -> None:
    found = surface.locate(path, method)

    assert isinstance(found, Reach)
    assert (found.name, found.action) == (name, action)


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/a.b/c.d", "no route takes it"),
        ("/ailleurs", "leads to no module that is known"),
        ("/commune/voler", "has no action that is asked for"),
    ],
)
def test_a_request_that_nothing_answers_says_why(
    surface: ApplicationSurface, path: str, why: str
) -> None:
    found = surface.locate(path, "GET")

    assert isinstance(found, Nowhere)
    assert why in found.why


def test_every_example_comes_back_to_its_reach(surface: ApplicationSurface) -> None:
    astray = [
        (path, reach.name)
        for reach in surface.reaches
        for path in reach.examples
        for method in sorted(reach.methods or {"GET"})
        if (found := surface.locate(path, method)) is not reach
        and not (isinstance(found, Reach) and found.name == reach.name)
    ]

    assert astray == []


def test_routes_of_engines_answer_nothing_without_pages(tmp_path: Path) -> None:
    yml = "blog: { url: /:slug, class: aRoute, param: { module: aBlog, action: show } }\n"
    project = read_project(write_project(tmp_path, apps__backend__config__routing_dot_yml=yml))

    surface = ApplicationSurface(read_application(project, "backend"))

    assert isinstance(surface.locate("/x", "GET"), Nowhere)
    assert {reach.name for reach in surface.reaches} == {"agenda"}
