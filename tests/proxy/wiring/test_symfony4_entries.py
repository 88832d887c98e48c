"""A Symfony 4 project as entries."""

import re
from pathlib import Path

import pytest

from legacy_bridge.symfony1.places import Spot
from legacy_bridge.symfony4.routing.access import AccessRule
from legacy_bridge.symfony4.routing.routes import Route, RouteTable
from proxy.core.table import Backend, BackendKind
from proxy.inventory.entries import Entry, EntryKind, Unknown
from proxy.wiring.symfony4_entries import Symfony4Surface

BACKEND = Backend("vitrine", BackendKind.SYMFONY4, "http://x", ("x",), {"index.php": "app"})
ROUTES = (
    Route("home", "/", "App\\Controller\\HomeController", Spot("routes.yaml", 2)),
    Route("show", "/agenda/{id}", "App\\Controller\\AgendaController::show", Spot("routes.yaml", 5),
          frozenset({"GET"}), {"id": "\\d+"}),
    Route("save", "/agenda/{id}", "App\\Controller\\AgendaController::save", Spot("routes.yaml", 8),
          frozenset({"PUT"})),
    Route("list", "/liste/{page}", "c", Spot("routes.yaml", 9), frozenset(), {"page": "\\d+"}, {"page": "1"}),
    Route("rare", "/rare/{x}", "c", Spot("routes.yaml", 12), frozenset(), {"x": "rose-[0-9]"}),
)  # fmt: skip


def surface(tmp_path: Path, routes: tuple[Route, ...] = ROUTES) -> Symfony4Surface:
    web = tmp_path / "public"
    (web / "css").mkdir(parents=True)
    (web / "css" / "site.css").write_text("")
    (web / "index.php").write_text("")
    (web / ".htaccess").write_text("Redirect 301 /vieux /agenda\n")
    rules = [AccessRule(re.compile("^/agenda"), ("ROLE_A",))]
    return Symfony4Surface(BACKEND, RouteTable(routes), rules, web)


def named(found: Symfony4Surface, name: str) -> Entry:
    return next(entry for entry in found.entries if entry.name == name)


def test_a_route_is_an_entry(tmp_path: Path) -> None:
    show = named(surface(tmp_path), "show")

    assert (show.module, show.action, show.credentials, show.source) == (
        "Agenda", "show", "ROLE_A", "routes.yaml:5",
    )  # fmt: skip
    assert show.methods == {"GET", "HEAD"}
    assert (show.examples, show.claims) == (("/agenda/12",), ("GET /agenda/:id<int>",))


def test_what_may_be_left_out_has_two_examples(tmp_path: Path) -> None:
    found = surface(tmp_path)

    assert named(found, "list").examples == ("/liste/1", "/liste")
    assert named(found, "rare").examples == ()


@pytest.mark.parametrize(
    ("method", "path", "name"),
    [
        ("GET", "/", "home"),
        ("GET", "/agenda/3", "show"),
        ("PUT", "/agenda/3", "save"),
        ("POST", "/agenda/3", "save"),
        ("GET", "/liste/", "list"),
        ("GET", "/css/site.css", "static"),
        ("GET", "/css/gone.css", "static"),
        ("GET", "/vieux", "redirect"),
    ],
)
def test_a_request_has_one_entry(tmp_path: Path, method: str, path: str, name: str) -> None:
    found = surface(tmp_path)

    number = found.locate("app", method, path)

    assert isinstance(number, int)
    assert found.entries[number].name == name


@pytest.mark.parametrize(
    ("application", "method", "path", "why"),
    [
        ("app", "DELETE", "/agenda/3", "its route accepts other methods"),
        ("app", "GET", "/absente", "no route takes it"),
        ("", "GET", "/outil.php", "another script of the web root"),
    ],
)
def test_other_requests_are_unknown(
    tmp_path: Path, application: str, method: str, path: str, why: str
) -> None:
    assert surface(tmp_path).locate(application, method, path) == Unknown(why)


def test_numbers_matter_where_a_requirement_looks_at_them(tmp_path: Path) -> None:
    plain = surface(tmp_path / "a", ROUTES[:4])

    assert plain.numbers_are_alike("agenda")
    assert not plain.numbers_are_alike("css")
    assert not surface(tmp_path / "b").numbers_are_alike("agenda")


def test_a_project_without_a_web_root_has_its_routes(tmp_path: Path) -> None:
    found = Symfony4Surface(BACKEND, RouteTable(ROUTES), [], None)

    assert {entry.kind for entry in found.entries} == {EntryKind.ROUTE}
    assert found.locate("app", "GET", "/css/site.css") == Unknown("no route takes it")
