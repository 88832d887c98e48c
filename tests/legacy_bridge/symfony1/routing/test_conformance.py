"""Every expansion and match that symfony itself made of captured routing files.

The files are other people's: they are read beside the project when they are there.
"""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from legacy_bridge.symfony1.places import Spot
from legacy_bridge.symfony1.routing.classes import ENGINES, SYMFONY_ONLY
from legacy_bridge.symfony1.routing.definitions import definitions
from legacy_bridge.symfony1.routing.guard_plugin import guard_routes
from legacy_bridge.symfony1.routing.php_routes import with_added
from legacy_bridge.symfony1.routing.routes import Route, RouteDefinition, compiled
from legacy_bridge.symfony1.routing.table import RouteTable, compiled_table
from legacy_bridge.symfony1.sfyaml.files import read_yaml

SHARED = Path(__file__).resolve().parents[5] / "shared"
EXPANSIONS = sorted(
    [
        *(SHARED / "capture" / "config").rglob("*.expanded.json.gz"),
        *(SHARED / "symfony14-corpus").rglob("*.expanded.json.gz"),
    ]
)

#: What the captures keep of a route's options: those that sfObjectRoute knows.
CAPTURED_OPTIONS = {"model", "type", "method", "method_for_query", "allow_empty", "convert"}

pytestmark = pytest.mark.skipif(
    not EXPANSIONS, reason="the captured data is not beside the project"
)


def expansion(path: Path) -> dict[str, Any]:
    with gzip.open(path) as stream:
        found: dict[str, Any] = json.load(stream)
    return found


def routing_file(path: Path) -> Path | None:
    near = (path.parent / "routing.yml", path.parent / "config" / "routing.yml")
    return next((each for each in near if each.is_file()), None)


def table_of_files(path: Path) -> RouteTable:
    """The routes of the routing.yml beside an expansion, and of the plugin its settings enable."""
    yml = routing_file(path)
    assert yml is not None
    found = definitions([read_yaml(yml)], SYMFONY_ONLY)
    settings = yml.parent / "settings.yml"
    enabled: set[str] = set()
    if settings.is_file():
        every: Any = read_yaml(settings).mapping["all"]
        enabled = set(every[".settings"]["enabled_modules"])
    return compiled_table(with_added(found.routes, list(guard_routes(enabled))), found.doubts)


def captured_fields(route: Route) -> dict[str, object]:
    """A route as the captures write it: of its options they keep these."""
    kept = {key: value for key, value in route.options.items() if key in CAPTURED_OPTIONS}
    return {
        "name": route.name,
        "class": route.kind,
        "pattern": route.pattern,
        "defaults": dict(route.defaults) or [],
        "requirements": dict(route.requirements) or [],
        "variables": list(route.variables),
        "options": kept or [],
        "regex": route.regex,
    }


def recompiled(one: dict[str, Any]) -> Route:
    lineage = SYMFONY_ONLY.ancestry(one["class"])
    return compiled(
        RouteDefinition(
            one["name"],
            one["class"],
            one["pattern"],
            one["defaults"] or {},
            one["requirements"] or {},
            one["options"] or {},
            Spot("captured"),
            takes_methods="sfRequestRoute" in lineage,
        )
    )


def asked(captured: dict[str, Any]) -> Iterator[tuple[str, str, tuple[object, object]]]:
    for match in captured["matches"]:
        for result in match["results"]:
            for method in result["methods"]:
                yield match["url"], method, (result["route"], result["parameters"])


def answer(table: RouteTable, url: str, method: str) -> tuple[object, object]:
    found = table.match(url, method)
    return (found.route.name, found.parameters) if found else (None, None)


@pytest.mark.parametrize(
    "path", [each for each in EXPANSIONS if routing_file(each)], ids=lambda p: str(p.parent)[-40:]
)
def test_routing_files_expand_as_symfony_expands_them(path: Path) -> None:
    found = [captured_fields(route) for route in table_of_files(path).routes]

    assert found == expansion(path)["routes"]


@pytest.mark.parametrize("path", EXPANSIONS, ids=lambda p: str(p.parent)[-40:])
def test_addresses_match_as_symfony_matches_them(path: Path) -> None:
    captured = expansion(path)
    # Routes of Apostrophe's engines match below a page of the database; the captures have none,
    # but for those that were expanded as their parents.
    stubs = set(captured["stub_classes"] or ())
    routes = [r for r in captured["routes"] if r["class"] not in ENGINES or r["class"] in stubs]
    table = RouteTable(map(recompiled, routes))

    wrong = [
        (url, method, answer(table, url, method), expected)
        for url, method, expected in asked(captured)
        if answer(table, url, method) != expected
    ]

    assert wrong == []
    print(f"{sum(1 for _ in asked(captured))} matches equal")
