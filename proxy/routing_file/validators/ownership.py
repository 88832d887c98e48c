"""One shape, one lot."""

from collections.abc import Iterator
from itertools import combinations

from proxy.core.table import Route, spelled_route
from proxy.routing_file.draft import Draft
from proxy.routing_file.mistakes import Mistake
from proxy.routing_file.territories import Claim, Territory, shared_shapes


def every_address_has_one_lot(draft: Draft) -> Iterator[Mistake]:
    """Two lots never claim one shape with a method in common."""
    for territory in draft.territories:
        told: set[tuple[int, int]] = set()
        for claims in shared_shapes(territory):
            for one, other in combinations(claims, 2):
                pair = id(one.route), id(other.route)
                # Two lots with one module: said of the module, not of each of its aliases.
                are_aliases = one.route.is_alias and other.route.is_alias
                if one.route.lot != other.route.lot and pair not in told and not are_aliases:
                    method = common_method(one.route, other.route)
                    if method:
                        told.add(pair)
                        yield _twice_claimed(draft, territory, one, other, method)


def common_method(one: Route, other: Route) -> str:
    """A method that both accept; nothing when there is none."""
    if one.methods is None or other.methods is None:
        named = one.methods or other.methods or {"GET"}
    else:
        named = one.methods & other.methods
    return next((m for m in ("GET", "POST", *sorted(named)) if m in named), "")


def _twice_claimed(
    draft: Draft, territory: Territory, one: Claim, other: Claim, method: str
) -> Mistake:
    first, second = sorted((one.route, other.route), key=lambda r: (r.place.line, r.place.column))
    address = territory.example(one.shape, method)
    text = (
        f"{spelled_route(second)} and {spelled_route(first)} of {first.lot} at {first.place} "
        f"both claim {address}; leave it to one lot"
    )
    return draft.route_mistake(second, text)
