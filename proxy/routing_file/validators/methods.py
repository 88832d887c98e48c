"""Safe and unsafe requests for one path, which usually belong together."""

from collections.abc import Iterator

from proxy.core.patterns import Shape, example_path, parse_pattern
from proxy.core.shapes import keys
from proxy.core.table import Route, spelled_route
from proxy.routing_file.crossings import Crossing
from proxy.routing_file.draft import Draft
from proxy.routing_file.mistakes import Mistake
from proxy.routing_file.territories import Territory
from proxy.routing_file.validators.ownership import common_method


def safe_and_unsafe_stay_together(draft: Draft) -> Iterator[Mistake]:
    """A form and its POST have one lot, unless a lot says that it is bridged."""
    bridged = {lot.name for lot in draft.lots if lot.bridged} | draft.torn
    for territory, crossings in draft.crossings:
        words = territory.words()
        told: set[tuple[int, int]] = set()
        for shape in _places_to_look(territory, crossings.found):
            path = example_path(shape, words)
            safe = territory.winners.find(path, "GET")
            unsafe = territory.winners.find(path, "POST")
            if safe is None or unsafe is None or safe.lot == unsafe.lot:
                continue
            if common_method(safe, unsafe) and _have_one_shape(safe, unsafe):
                continue
            pair = id(safe), id(unsafe)
            if pair not in told and not {safe.lot, unsafe.lot} & bridged:
                told.add(pair)
                yield _parted(draft, territory, shape, safe, unsafe)


def _places_to_look(territory: Territory, crossings: list[Crossing]) -> Iterator[Shape]:
    for claim in territory.claims:
        yield claim.shape
    for crossing in crossings:
        yield crossing.met


def _have_one_shape(one: Route, other: Route) -> bool:
    """Whether they claim one shape twice, which is another mistake."""
    shapes = {keys(shape) for shape in parse_pattern(one.pattern)}
    return any(keys(shape) in shapes for shape in parse_pattern(other.pattern))


def _parted(
    draft: Draft, territory: Territory, shape: Shape, safe: Route, unsafe: Route
) -> Mistake:
    first, second = sorted((safe, unsafe), key=lambda r: (r.place.line, r.place.column))
    text = (
        f"{territory.example(shape)} would be read by {safe.lot} ({spelled_route(safe)}) and "
        f"written by {unsafe.lot} ({spelled_route(unsafe)}), see {first.place}; move them together "
        "or say bridged: true in the lot"
    )
    return draft.route_mistake(second, text)
