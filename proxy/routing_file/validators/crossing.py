"""Shapes of two lots that have addresses in common without one covering the other."""

from collections.abc import Iterator

from proxy.core.patterns import example_path
from proxy.core.table import spelled_route
from proxy.routing_file.draft import Draft
from proxy.routing_file.mistakes import Mistake
from proxy.routing_file.territories import Claim
from proxy.routing_file.validators.ownership import common_method

#: Who has this many to mend mends what they have in common.
MOST_NAMED = 50


def shapes_do_not_cross(draft: Draft) -> Iterator[Mistake]:
    """Where two lots' shapes cross, a third route says whose the crossing is."""
    for territory, crossings in draft.crossings:
        named = 0
        words = territory.words()
        told: set[tuple[int, int]] = set()
        for one, other, met in crossings.found:
            method = common_method(one.route, other.route)
            pair = id(one.route), id(other.route)
            # The route for the crossing may be among the lines that cannot be read.
            is_torn = not draft.torn.isdisjoint({one.route.lot, other.route.lot})
            if not method or pair in told or is_torn:
                continue
            winner = territory.winners.find(example_path(met, words), method)
            if winner is one.route or winner is other.route:
                told.add(pair)
                named += 1
                if named > MOST_NAMED:
                    break
                text = (
                    f"{spelled_route(one.route)} and {spelled_route(other.route)} of "
                    f"{other.route.lot} at {other.route.place} cross at "
                    f"{territory.example(met, method)}; write a route for the crossing"
                )
                yield draft.route_mistake(one.route, text)
        if named > MOST_NAMED:
            yield _tangled(draft, [crossings.found[-1].one, crossings.found[-1].other])
        elif crossings.last:
            yield _tangled(draft, crossings.last)


def _tangled(draft: Draft, claims: list[Claim]) -> Mistake:
    """The mistake of lots of which too much crosses for each to be named."""
    whose = " and ".join(dict.fromkeys(claim.route.lot for claim in claims))
    text = f"too many routes of {whose} cross to name them all; give each lot paths of its own"
    return draft.route_mistake(claims[0].route, text)
