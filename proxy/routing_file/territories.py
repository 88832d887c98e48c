"""What each application's routes claim, arranged so that validators can compare them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from proxy.core.patterns import Shape, Words, example_path, parse_pattern
from proxy.core.shapes import fresh_words
from proxy.core.table import Backend, Lot, Route, claim, spelled_controller
from proxy.core.trie import Trie


class Claim(NamedTuple):
    """One shape of one route; a route with an optional format has two."""

    route: Route
    shape: Shape


@dataclass(frozen=True, slots=True)
class Territory:
    """One application of one backend, and everything claimed in it.

    Shape: `shapes` holds the claims of each shape, `winners` the route that wins each.
    """

    backend: Backend
    application: str
    claims: list[Claim] = field(default_factory=list)
    shapes: Trie[list[Claim]] = field(default_factory=Trie)
    winners: Trie[Route] = field(default_factory=Trie)

    def words(self) -> Words:
        """What examples are made of: nothing that some route spells out."""
        taken = {segment.text for each in self.claims for segment in each.shape}
        return Words(*fresh_words(taken))

    def address(self, path: str, method: str = "") -> str:
        """A path of this application as an address to try, with a method before it."""
        controller = spelled_controller(self.backend, self.application)
        prefix = f"/{controller}" if controller else ""
        return f"{method} http://{self.backend.hosts[0]}{prefix}{path}".strip()

    def example(self, shape: Shape, method: str = "") -> str:
        """An address that a shape accepts."""
        return self.address(example_path(shape), method)


def territories(backends: dict[str, Backend], lots: tuple[Lot, ...]) -> tuple[Territory, ...]:
    """The claims of all lots, by application."""
    found: dict[tuple[str, str], Territory] = {}
    for lot in lots:
        for route in lot.routes:
            key = route.backend, route.application
            territory = found.get(key)
            if territory is None:
                territory = found[key] = Territory(backends[route.backend], route.application)
            for shape in parse_pattern(route.pattern):
                _settle(territory, Claim(route, shape))
    return tuple(found.values())


def _settle(territory: Territory, settled: Claim) -> None:
    territory.claims.append(settled)
    claim(territory.winners.leaf(settled.shape), settled.route)
    leaf = territory.shapes.leaf(settled.shape)
    if leaf.any_method is None:
        leaf.any_method = []
    leaf.any_method.append(settled)


def shared_shapes(territory: Territory) -> Iterator[list[Claim]]:
    """The claims of each shape that more than one route has."""
    for leaf in territory.shapes.leaves():
        if leaf.any_method is not None and len(leaf.any_method) > 1:
            yield leaf.any_method
