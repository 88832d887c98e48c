"""Routes that nobody could ever reach, and those that may not be written."""

from collections import defaultdict
from collections.abc import Iterator

from proxy.core.patterns import Kind, parse_pattern
from proxy.core.table import Route, spelled_route
from proxy.core.targets import names_script
from proxy.routing_file.draft import Draft
from proxy.routing_file.mistakes import Mistake
from proxy.routing_file.territories import shared_shapes


def our_own_pages_are_not_claimed(draft: Draft) -> Iterator[Mistake]:
    """Addresses under /-/ are ours, and PHP files answer by themselves."""
    for route, segments in draft.explicit_claims():
        if segments and segments[0].kind is Kind.LITERAL and segments[0].text == "-":
            text = "/-/ is ours; no lot may claim it"
            yield draft.route_mistake(route, text)
        if any(segment.text.lower().endswith("_dev.php") for segment in segments):
            text = "no request reaches it: development front controllers are blocked"
            yield draft.route_mistake(route, text)
        elif names_script(route.pattern) and _is_default(draft, route):
            text = "no request reaches it: a PHP file answers; is it a front controller to declare?"
            yield draft.route_mistake(route, text)


def _is_default(draft: Draft, route: Route) -> bool:
    return route.application == draft.backends[route.backend].default_application


def catch_alls_are_declared(draft: Draft) -> Iterator[Mistake]:
    """A lot that claims every address left says so."""
    catching = {lot.name for lot in draft.lots if lot.catch_all}
    for route, shape in draft.explicit_claims():
        if shape and shape[0].kind is Kind.REST and route.lot not in catching:
            text = f"{route.pattern} claims every address left; say catch_all: true in the lot"
            yield draft.route_mistake(route, text)


def every_route_can_be_reached(draft: Draft) -> Iterator[Mistake]:
    """No route is wholly claimed by another route of its lot."""
    for territory in draft.territories:
        rivals: dict[Route, list[set[Route]]] = defaultdict(list)
        for claims in shared_shapes(territory):
            routes = [each.route for each in claims if not each.route.is_alias]
            for route in routes:
                rivals[route].append({other for other in routes if _rivals(other, route)})
        for route, at_each_shape in rivals.items():
            shapes = len(parse_pattern(route.pattern))
            if len(at_each_shape) < shapes:
                continue
            for other in set.intersection(*at_each_shape):
                if (-len(parse_pattern(other.pattern)), other.place.line, other.place.column) < (
                    -shapes,
                    route.place.line,
                    route.place.column,
                ):
                    text = (
                        f"no request reaches it: {spelled_route(other)} at {other.place} "
                        "claims the same"
                    )
                    yield draft.route_mistake(route, text)
                    break


def _rivals(other: Route, route: Route) -> bool:
    return other is not route and other.lot == route.lot and other.methods == route.methods
