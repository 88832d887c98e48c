"""Old addresses: each leads to a page of the table, at once and without going round."""

from collections.abc import Iterator

from proxy.core.patterns import example_path, parse_pattern
from proxy.core.succession import successor, variables
from proxy.core.table import Route, application_of
from proxy.routing_file.draft import Draft
from proxy.routing_file.mistakes import Mistake
from proxy.routing_file.territories import Territory

Territories = dict[tuple[str, str], Territory]


def redirects_lead_to_a_page(draft: Draft) -> Iterator[Mistake]:
    """An old address leads to a page that a lot claims, or to the root, in one step."""
    if draft.torn:
        # What it leads to may be among the lines that cannot be read.
        return
    places = {(each.backend.name, each.application): each for each in draft.territories}
    for lot in draft.lots:
        for route in lot.routes:
            text = _fault(draft, places, route) if route.to else ""
            if text:
                yield draft.route_mistake(route, text)


def _fault(draft: Draft, places: Territories, route: Route) -> str:
    backend = draft.backends[route.backend]
    unknown = sorted(variables(application_of(backend, route.to)[1]) - variables(route.pattern))
    if unknown:
        return f"{route.to} needs :{unknown[0]}, which {route.pattern} does not give"
    territory = places[route.backend, route.application]
    path = example_path(parse_pattern(route.pattern)[0], territory.words())
    trail = [territory.address(path)]
    step: Route | None = route
    while step is not None and step.to:
        application, pattern = application_of(backend, step.to)
        path = successor(step.pattern, pattern, path)
        territory = places.get((backend.name, application)) or Territory(backend, application)
        trail.append(territory.address(path))
        step = territory.winners.find(path, "GET")
        if trail[-1] in trail[:-1]:
            return f"redirects go round: {' → '.join(trail)}"
    if len(trail) > 2:
        return f"it leads to another redirect: {' → '.join(trail)}; write the last one here"
    if step is None and path != "/":
        return f"it leads to {trail[-1]}, which no lot claims"
    return ""
