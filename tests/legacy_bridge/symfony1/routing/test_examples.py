"""Addresses that a route takes."""

import pytest

from legacy_bridge.symfony1.places import Spot
from legacy_bridge.symfony1.routing.examples import example_paths, example_value, spelled_pattern
from legacy_bridge.symfony1.routing.routes import RouteDefinition, compiled
from legacy_bridge.symfony1.sfyaml.inline import Value


@pytest.mark.parametrize(
    ("requirement", "value"),
    [
        (r"[^/\.]+", "12"), (r"\d+", "12"), (r"\d{4}", "2024"), ("(?:fr|nl)", "fr"), ("nl|be", "nl"),
        ("[a-z]+", "exemple"), ("(jpg|png)", "jpg"), ("rose-[0-9]", None), ("(?R)", None),
    ],
)  # fmt: skip
def test_a_value_fits_its_requirement(requirement: str, value: str | None) -> None:
    assert example_value(requirement) == value


@pytest.mark.parametrize(
    ("url", "defaults", "requirements", "fixed", "paths"),
    [
        pytest.param("/", {}, {}, {}, ["/"], id="root"),
        pytest.param("/a/", {}, {}, {}, ["/a/"], id="folder"),
        pytest.param("/a/:b.:sf_format", {"sf_format": "html"}, {}, {}, ["/a/12.html", "/a/12"], id="format"),
        pytest.param("/a/:b/:c", {"b": 1, "c": 2}, {}, {}, ["/a/12/12", "/a"], id="defaults"),
        pytest.param("/:module/:action/*", {}, {}, {"module": "m", "action": "x"}, ["/m/x"], id="star"),
        pytest.param("/:module/:action", {"action": "index"}, {}, {"module": "m", "action": "x"}, ["/m/x"], id="fixed beside a default"),
        pytest.param("/:a", {}, {"a": "rose-[0-9]"}, {}, [], id="no example"),
    ],
)  # fmt: skip
def test_paths_have_every_variable_or_only_those_they_need(
    url: str,
    defaults: dict[str, Value],
    requirements: dict[str, Value],
    fixed: dict[str, str],
    paths: list[str],
) -> None:
    route = compiled(RouteDefinition("r", "sfRoute", url, defaults, requirements, {}, Spot("x")))

    assert list(example_paths(route, fixed)) == paths
    assert all(route.match(path, "GET") is not None for path in paths)


@pytest.mark.parametrize(
    ("url", "pattern"),
    [("/:module/:action/*", "/m/:action/*"), ("/a/", "/a/"), ("/", "/"), ("/a.:f", "/a.:f")],
)
def test_patterns_show_what_is_known(url: str, pattern: str) -> None:
    route = compiled(RouteDefinition("r", "sfRoute", url, {}, {}, {}, Spot("x")))

    assert spelled_pattern(route, {"module": "m"}) == pattern
