"""Shapes of two lots that have addresses in common without one covering the other."""

from collections.abc import Iterator

from proxy.core.patterns import example_path
from proxy.core.table import spelled_route
from proxy.routing_file.draft import Draft
from proxy.routing_file.mistakes import Mistake
from proxy.routing_file.validators.ownership import common_method


def shapes_do_not_cross(draft: Draft) -> Iterator[Mistake]:
    """Where two lots' shapes cross, a third route says whose the crossing is."""
    for territory, crossings in draft.crossings:
        words = territory.words()
        told: set[tuple[int, int]] = set()
        for one, other, met in crossings:
            method = common_method(one.route, other.route)
            pair = id(one.route), id(other.route)
            # The route for the crossing may be among the lines that cannot be read.
            is_torn = not draft.torn.isdisjoint({one.route.lot, other.route.lot})
            if not method or pair in told or is_torn:
                continue
            winner = territory.winners.find(example_path(met, words), method)
            if winner is one.route or winner is other.route:
                told.add(pair)
                text = (
                    f"{spelled_route(one.route)} and {spelled_route(other.route)} of "
                    f"{other.route.lot} at {other.route.place} cross at "
                    f"{territory.example(met, method)}; write a route for the crossing"
                )
                yield draft.route_mistake(one.route, text)
