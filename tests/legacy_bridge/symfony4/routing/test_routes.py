"""Routes of Symfony 4, compiled and matched as its own matcher does."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from legacy_bridge.symfony1.places import Spot
from legacy_bridge.symfony4.routing.routes import Route, RouteTable, pieces_of

COMPONENT = Path("/usr/share/php/Symfony/Component/Routing/autoload.php")

ROUTES: dict[str, dict[str, Any]] = {
    "home": {"path": "/"},
    "agenda": {"path": "/agenda", "methods": ["GET"]},
    "month": {
        "path": "/agenda/{annee}/{mois}",
        "requirements": {"annee": "(?:19|20)\\d{2}", "mois": "0?[1-9]|1[0-2]"},
    },
    "page": {"path": "/liste/{page}", "defaults": {"page": "1"}, "requirements": {"page": "\\d+"}},
    "kept": {"path": "/garde/{!page}", "defaults": {"page": "1"}},
    "format": {"path": "/flux.{_format}", "defaults": {"_format": "xml"}},
    "pair": {"path": "/carte/{a}-{b}.html"},
    "folder": {"path": "/dossier/"},
    "post": {"path": "/envoi", "methods": ["POST"]},
    "inline": {"path": "/inline/{id<\\d+>?7}"},
    "any": {"path": "/tout/{reste}", "requirements": {"reste": ".+"}},
}
PATHS = (
    "/", "/agenda", "/agenda/", "/agenda/2024/1", "/agenda/2024/13", "/liste", "/liste/", "/liste/4",
    "/liste/x", "/garde", "/garde/2", "/flux", "/flux.", "/flux.json", "/carte/a-b.html",
    "/carte/a-b-c.html", "/carte/a.html", "/dossier", "/dossier/", "/envoi", "/inline", "/inline/3",
    "/inline/x", "/tout/a/b", "/tout/", "/absente",
)  # fmt: skip


def table() -> RouteTable:
    return RouteTable(
        Route(
            name,
            said["path"],
            "",
            Spot("routes.yaml"),
            frozenset(said.get("methods", ())),
            said.get("requirements", {}),
            said.get("defaults", {}),
        )
        for name, said in ROUTES.items()
    )


def answer(path: str, method: str) -> str | None:
    found = table().match(path, method)
    return None if found is None else found.route.name + (" redirect" if found.is_redirect else "")


#: As the component itself answers; a redirect is what RedirectableUrlMatcher makes of a slash.
EXPECTED: dict[str, str | None] = {
    "/": "home", "/agenda": "agenda", "/agenda/": "agenda redirect", "/agenda/2024/1": "month",
    "/agenda/2024/13": None, "/liste": "page", "/liste/": "page redirect", "/liste/4": "page",
    "/liste/x": None, "/garde": None, "/garde/2": "kept", "/flux": "format", "/flux.": None,
    "/flux.json": "format", "/carte/a-b.html": "pair", "/carte/a-b-c.html": "pair", "/carte/a.html": None,
    "/dossier": "folder redirect", "/dossier/": "folder", "/envoi": None, "/inline": "inline",
    "/inline/3": "inline", "/inline/x": None, "/tout/a/b": "any", "/tout/": None, "/absente": None,
}  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_a_path_has_the_route_that_symfony_gives_it(path: str) -> None:
    assert answer(path, "GET") == EXPECTED[path]


JUDGE = r"""
require $argv[1];
use Symfony\Component\Routing\{Route, RouteCollection, RequestContext};
use Symfony\Component\Routing\Matcher\{RedirectableUrlMatcher};
class M extends RedirectableUrlMatcher {
  public function redirect(string $path, string $route, string $scheme = null): array { return ['_route' => $route . ' redirect']; }
}
[$routes, $paths] = json_decode(stream_get_contents(STDIN), true);
$all = new RouteCollection();
foreach ($routes as $name => $r) $all->add($name, new Route($r['path'], $r['defaults'] ?? [], $r['requirements'] ?? [], [], '', [], $r['methods'] ?? []));
$found = [];
foreach ($paths as $path) {
  try { $found[$path] = (new M($all, new RequestContext('', 'GET')))->match($path)['_route']; }
  catch (\Exception $e) { $found[$path] = null; }
}
echo json_encode($found);
"""


@pytest.mark.php
@pytest.mark.skipif(
    not COMPONENT.is_file() or shutil.which("php") is None, reason="Symfony's component is not here"
)
def test_the_component_itself_says_the_same() -> None:
    run = subprocess.run(
        ["php", "-r", JUDGE, "--", str(COMPONENT)],
        input=json.dumps([ROUTES, PATHS]),
        capture_output=True,
        text=True,
        check=True,
    )

    assert json.loads(run.stdout) == EXPECTED


def test_another_method_is_known_as_such() -> None:
    assert table().knows("/envoi")
    assert not table().knows("/absente")
    assert answer("/envoi", "POST") == "post"
    assert answer("/agenda", "HEAD") == "agenda"


def test_a_controller_is_a_module_and_an_action() -> None:
    route = Route("a", "/a", "App\\Controller\\AgendaController::index", Spot("x"))
    invoked = Route("a", "/a", "App\\Controller\\HomeController", Spot("x"))

    assert (route.module, route.action) == ("Agenda", "index")
    assert (invoked.module, invoked.action) == ("Home", "__invoke")


def test_what_does_not_compile_is_left_out_and_said() -> None:
    found = RouteTable([Route("a", "/{b}", "", Spot("x", 3), requirements={"b": "("})])

    assert (found.routes, str(found.doubts[0])[:18]) == ((), "x:3: the route a: ")


def test_pieces_know_their_defaults() -> None:
    (piece,) = pieces_of(Route("a", "/{b?}", "", Spot("x")))

    assert (piece.variable, piece.has_default, piece.requirement) == ("b", True, "[^/]+")
