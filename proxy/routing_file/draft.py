"""A routing file that has the right form, with the position of everything in it."""

from dataclasses import dataclass

from proxy.core.table import Backend, Lot, Place
from proxy.routing_file.document import Document
from proxy.routing_file.mistakes import Mistake
from proxy.routing_file.nodes import Mapping, Node, Scalar, Sequence


@dataclass(frozen=True, slots=True)
class Draft:
    """What validators look at: the document, the values read from it, and where they stand."""

    root: Node
    document: Document
    backends: dict[str, Backend]
    lots: tuple[Lot, ...]

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


def dotted(path: tuple[str | int, ...]) -> str:
    """A path as lots.housing.routes.gestion[2]."""
    return "".join(f"[{s}]" if isinstance(s, int) else f".{s}" for s in path).removeprefix(".")
