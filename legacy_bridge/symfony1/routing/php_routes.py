"""Routes that plugins make in PHP: the calls that spell them out, read and not run."""

from collections.abc import Iterator
from dataclasses import dataclass

from legacy_bridge.php_source.classes import Method, php_classes
from legacy_bridge.php_source.literals import Literal, LiteralReader, New, NotLiteral
from legacy_bridge.symfony1.places import Doubt, NotUnderstood, Spot, doubt_of
from legacy_bridge.symfony1.routing.classes import ENGINES, Classes, ClassUnknown
from legacy_bridge.symfony1.routing.collections import Collection, expanded
from legacy_bridge.symfony1.routing.routes import RouteDefinition
from legacy_bridge.symfony1.sfyaml.inline import Value

_CALLS = {"prependRoute", "appendRoute", "connect", "insertRouteBefore"}


@dataclass(frozen=True, slots=True)
class Added:
    """Routes that one call adds: at the front, at the end, or before a route of that name."""

    where: str
    routes: tuple[RouteDefinition, ...]


def added_routes(text: str, file: str, classes: Classes) -> tuple[list[Added], list[Doubt]]:
    """What the calls of a PHP file add to the routing, in the file's order.

    Shape: a call whose arguments only running PHP would tell is left out, one doubt each.
    Source: sfPatternRouting::prependRoute and its like.
    """
    added: list[Added] = []
    doubts: list[Doubt] = []
    if not any(f"->{call}" in text for call in _CALLS - {"connect"}):
        return added, doubts
    for php_class in php_classes(text):
        for method in php_class.methods:
            for call, at in _calls(method):
                line = method.body[at].line
                try:
                    added.append(_added(call, LiteralReader(method.body, at + 1), classes, file))
                except NotLiteral as error:
                    text_ = f"a route made in PHP: {error}; give the output of app:routes"
                    doubts.append(Doubt(Spot(file, line), text_, is_left_out=True))
                except NotUnderstood as error:
                    doubts.append(doubt_of(error))
    return added, doubts


def _calls(method: Method) -> Iterator[tuple[str, int]]:
    """The calls of a method that may add a route, and where they stand."""
    for at, token in enumerate(method.body):
        before = method.body[at - 1].value if at else ""
        if before == "->" and token.value in _CALLS:
            # dispatcher->connect('event', …) is another connect: its argument is no route.
            if token.value == "connect" and not any(
                each.value == "new" for each in method.body[at : at + 6]
            ):
                continue
            yield token.value, at


def _added(call: str, reader: LiteralReader, classes: Classes, file: str) -> Added:
    line = reader.tokens[reader.at].line
    arguments = reader.arguments()
    where = {"prependRoute": "front", "insertRouteBefore": ""}.get(call, "end")
    if not where:
        where, arguments = str(arguments[0]), arguments[1:]
    if len(arguments) < 2 or not isinstance(arguments[1], New):
        raise NotLiteral("expected a name and a new route", line)
    return Added(where, tuple(_routes(str(arguments[0]), arguments[1], classes, Spot(file, line))))


def _routes(name: str, made: New, classes: Classes, spot: Spot) -> Iterator[RouteDefinition]:
    try:
        lineage = classes.ancestry(made.name)
    except ClassUnknown as unknown:
        raise NotUnderstood(spot, f"the route {name}: {unknown}") from None
    if "sfRouteCollection" in lineage:
        options = _mapping(made.arguments[0] if made.arguments else {}, spot)
        requirements = _mapping(options.get("requirements") or {}, spot)
        named = str(options.get("name") or name)
        options["requirements"] = None
        yield from expanded(Collection(named, made.name, options, requirements, spot), classes)
        return
    given: list[Literal] = [*made.arguments, {}, {}, {}, {}]
    yield RouteDefinition(
        name=name,
        kind=made.name,
        url=str(given[0]),
        defaults=_mapping(given[1], spot),
        requirements=_mapping(given[2], spot),
        options=_mapping(given[3], spot),
        spot=spot,
        takes_methods="sfRequestRoute" in lineage,
        is_engine=bool(ENGINES.intersection(lineage)),
    )


def _mapping(literal: object, spot: Spot) -> dict[str, Value]:
    value = _plain(literal, spot)
    if isinstance(value, list):
        return {str(at): each for at, each in enumerate(value)}
    if not isinstance(value, dict):
        raise NotUnderstood(spot, f"{value!r} where an array was expected")
    return value


def _plain(literal: object, spot: Spot) -> Value:
    match literal:
        case list():
            return [_plain(each, spot) for each in literal]
        case dict():
            return {str(key): _plain(each, spot) for key, each in literal.items()}
        case None | str() | int() | float():
            return literal
        case _:
            raise NotUnderstood(spot, "an object inside a route's arguments")


def with_added(
    routes: tuple[RouteDefinition, ...], added: list[Added]
) -> tuple[RouteDefinition, ...]:
    """The routing as it is once plugins have added theirs and routing.yml is loaded.

    Shape: listeners run before the file is loaded: a route of the file under a name that a
           plugin has taken keeps the plugin's position, with the file's definition.
    Source: sfRouting::loadConfiguration, which notifies listeners last, over an empty list when
        the file is loaded lazily; symfony14.md 6.1 has it from a run.
    """
    ordered: dict[str, RouteDefinition] = {}
    behind: dict[str, RouteDefinition] = {}
    for one in added:
        new = {route.name: route for route in one.routes}
        if one.where == "front":
            ordered = {**new, **{k: v for k, v in ordered.items() if k not in new}}
        elif one.where == "end":
            behind |= new
        else:
            ordered |= new
    ordered |= {route.name: route for route in routes}
    return tuple((ordered | {k: v for k, v in behind.items() if k not in ordered}).values())
