"""A routing file that has the right form, with the position of everything in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from proxy.core.table import Backend, Lot, Place, Route
from proxy.routing_file.crossings import Crossings, crossings
from proxy.routing_file.document import Document
from proxy.routing_file.mistakes import Mistake
from proxy.routing_file.nodes import Mapping, Node, Scalar, Sequence
from proxy.routing_file.territories import Claim, Territory


@dataclass(frozen=True)
class Draft:
    """What validators look at: the document, the values read from it, and where they stand.

    Shape: `torn` names lots with lines that cannot be read, whose routes are not all here; nothing is
           said of `silent` places, whose values stand in for faulty ones that are told.
    """

    root: Node
    document: Document
    backends: dict[str, Backend]
    lots: tuple[Lot, ...]
    territories: tuple[Territory, ...]
    torn: frozenset[str] = frozenset()
    silent: frozenset[Place] = frozenset()

    def explicit_claims(self) -> Iterator[Claim]:
        """What lines of the file claim."""
        for territory in self.territories:
            yield from (claim for claim in territory.claims if not claim.route.is_alias)

    @cached_property
    def crossings(self) -> tuple[tuple[Territory, Crossings], ...]:
        """Where shapes of two lots cross, by territory."""
        return tuple((each, crossings(each)) for each in self.territories)

    def route_mistake(self, route: Route, text: str) -> Mistake:
        """A mistake at the line, or the module, that a route comes from."""
        key = "redirects" if route.to else "routes"
        what = "symfony_modules" if route.is_alias else f"{key}.{route.backend}"
        return Mistake(route.place, f"lots.{route.lot}.{what}", text)

    def mistake(self, text: str, *path: str | int) -> Mistake:
        """A mistake at the value, or at the key, that the path leads to."""
        return Mistake(place_of(self.root, *path), dotted(path), text)


def place_of(root: Node, *path: str | int, of_key: bool = False) -> Place:
    """Where a value stands (or its key); the nearest place that exists when it is missing."""
    node, place = root, root.place
    for step in path:
        if isinstance(node, Mapping) and step in node.values:
            key, node = node.keys[str(step)], node.values[str(step)]
            is_block = not isinstance(node, Scalar) or not node.text
            place = key.place if of_key or is_block else node.place
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
            place = node.place
        else:
            break
    return place


def node_at(root: Node, *path: str | int) -> Node | None:
    """The node that a path leads to; None when there is none."""
    node = root
    for step in path:
        if isinstance(node, Mapping) and step in node.values:
            node = node.values[str(step)]
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
        else:
            return None
    return node


def dotted(path: tuple[str | int, ...]) -> str:
    """A path as lots.housing.routes.gestion[2]."""
    return "".join(f"[{s}]" if isinstance(s, int) else f".{s}" for s in path).removeprefix(".")
