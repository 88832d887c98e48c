"""Routing files merged as symfony merges them, and every definition in them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from legacy_bridge.symfony1.places import Doubt, NotUnderstood, Spot, doubt_of
from legacy_bridge.symfony1.routing.classes import ENGINES, Classes, ClassUnknown
from legacy_bridge.symfony1.routing.collections import Collection, expanded
from legacy_bridge.symfony1.routing.routes import RouteDefinition
from legacy_bridge.symfony1.sfyaml.files import YamlFile, holds_php, laid_over
from legacy_bridge.symfony1.sfyaml.inline import Value

_CONSTANT = re.compile(r"%(?:APP|SF)_\w+%")


@dataclass(frozen=True, slots=True)
class Definitions:
    """What files say: routes in matching order, and what could not be read."""

    routes: tuple[RouteDefinition, ...]
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """What all files together say under one name, and where it was said last."""

    value: Value
    spot: Spot


def merged_names(files: Iterable[YamlFile]) -> tuple[dict[str, Said], list[Doubt]]:
    """What each name says when files are laid over one another, in symfony's order.

    Shape: a name keeps the position of the first file, and any key that later ones do not repeat.
    Source: sfYamlConfigHandler::parseYamls, sfToolkit::arrayDeepMerge.
    """
    said: dict[str, Said] = {}
    doubts: list[Doubt] = []
    for file in files:
        doubts += file.doubts
        try:
            names = file.mapping
        except NotUnderstood as refused:
            doubts.append(doubt_of(refused))
            continue
        for name, value in names.items():
            below = said.get(name)
            over = value if below is None else laid_over(below.value, value)
            said[name] = Said(over, file.spot(name))
    return said, doubts


def definitions(files: Sequence[YamlFile], classes: Classes) -> Definitions:
    """Every route of routing files, collections expanded.

    Shape: what cannot be read is left out, one doubt each.
    Source: sfRoutingConfigHandler::parse.
    """
    said, doubts = merged_names(files)
    routes: dict[str, RouteDefinition] = {}
    for name, one in said.items():
        try:
            for route in _routes_of(name, one, classes, doubts):
                # Like PHP's arrays: a name that comes again keeps its first position.
                routes[route.name] = route
        except NotUnderstood as refused:
            doubts.append(doubt_of(refused))
    return Definitions(tuple(routes.values()), tuple(sorted(set(doubts))))


def _routes_of(
    name: str, said: Said, classes: Classes, doubts: list[Doubt]
) -> Iterator[RouteDefinition]:
    spot = said.spot
    if not isinstance(said.value, dict):
        raise NotUnderstood(spot, f"the route {name} says {said.value!r}, expected url and param")
    if holds_php(said.value):
        raise NotUnderstood(spot, f"the route {name} holds PHP, which is never run")
    if (constant := _CONSTANT.search(str(said.value))) is not None:
        text = f"symfony 1.4 does not replace {constant[0]} in routes; kept as it is written"
        doubts.append(Doubt(spot, text))
    unknown = sorted(set(said.value) - _KEYS)
    if unknown:
        doubts.append(Doubt(spot, f"the route {name}: symfony knows no {', '.join(unknown)}"))
    kind = said.value.get("class")
    if kind is not None and not isinstance(kind, str):
        raise NotUnderstood(spot, f"the route {name}: class is {kind!r}")
    if said.value.get("type") == "collection" or (kind and "Collection" in kind):
        yield from _of_collection(name, kind or "sfRouteCollection", said, classes, doubts)
    else:
        yield _single(name, kind or "sfRoute", said, classes)


_KEYS = {"url", "param", "params", "requirements", "options", "class", "type"}


def _of_collection(
    name: str, kind: str, said: Said, classes: Classes, doubts: list[Doubt]
) -> Iterator[RouteDefinition]:
    options = dict(_part(name, said, "options"))
    if "requirements" in options:
        text = f"the collection {name}: requirements inside options count for nothing"
        doubts.append(Doubt(said.spot, text + "; put them beside"))
    options["requirements"] = None
    requirements = _part(name, said, "requirements")
    # All of it or nothing: what is refused half-way leaves no route behind.
    yield from list(expanded(Collection(name, kind, options, requirements, said.spot), classes))


def _single(name: str, kind: str, said: Said, classes: Classes) -> RouteDefinition:
    assert isinstance(said.value, dict)  # noqa: S101, the caller looked
    try:
        lineage = classes.ancestry(kind)
    except ClassUnknown as unknown:
        raise NotUnderstood(said.spot, f"the route {name}: {unknown}") from None
    options = _part(name, said, "options")
    if "sfObjectRoute" in lineage:
        _check_object(name, options, said.spot)
    url = said.value.get("url")
    if isinstance(url, list | dict):
        raise NotUnderstood(said.spot, f"the route {name}: url is {url!r}")
    has_params = said.value.get("params") is not None
    return RouteDefinition(
        name=name,
        kind=kind,
        # An empty one, zero or false is the root: PHP's ?: decides.
        url="/" if url in {None, "", "0"} or url is False or url == 0 else str(url),
        defaults=_part(name, said, "params" if has_params else "param"),
        requirements=_part(name, said, "requirements"),
        options=options,
        spot=said.spot,
        takes_methods="sfRequestRoute" in lineage,
        is_engine=bool(ENGINES.intersection(lineage)),
    )


def _check_object(name: str, options: Mapping[str, Value], spot: Spot) -> None:
    """Source: sfObjectRoute::__construct."""
    if options.get("model") is None or options.get("type") not in {"list", "object"}:
        raise NotUnderstood(
            spot, f'the route {name}: symfony wants "model" and "type: object" or "type: list"'
        )


def _part(name: str, said: Said, key: str) -> Mapping[str, Value]:
    """One of a route's mappings; a missing one is empty."""
    assert isinstance(said.value, dict)  # noqa: S101, the caller looked
    value = said.value.get(key)
    if value is None:
        return {}
    if isinstance(value, list):
        return {str(at): each for at, each in enumerate(value)}
    if not isinstance(value, dict):
        raise NotUnderstood(said.spot, f"the route {name}: {key} is {value!r}, expected a mapping")
    return value
