"""One value of a routing file changed in its own text, every other byte kept."""

import codecs
from typing import Any

from proxy.core.stages import Stage
from proxy.core.table import Place
from proxy.errors import LotUnknown
from proxy.routing_file.draft import dotted, node_at
from proxy.routing_file.mistakes import Mistake, RoutingFileRefused, did_you_mean
from proxy.routing_file.nodes import Mapping, Node, Scalar, decoded, parse_nodes, plain

FILE = "routing.yaml"


def restage(text: bytes, lot: str, stage: Stage) -> bytes:
    """The same file, with another stage for one lot.

    Shape:  comments, quotes, line ends and a byte order mark stay as they are.
    Errors: LotUnknown; RoutingFileRefused, when the value stands where it cannot be spliced.
    """
    root = tree_of(text)
    lots = root.values.get("lots") if isinstance(root, Mapping) else None
    known = lots.values if isinstance(lots, Mapping) else {}
    if lot not in known:
        raise LotUnknown(f"{lot!r} is not a lot of the table{did_you_mean(lot, known)}")
    return splice(text, ("lots", lot, "stage"), str(stage))


def splice(text: bytes, path: tuple[str | int, ...], value: str) -> bytes:
    """The same file, with another value at one path.

    Errors: RoutingFileRefused, when no plain or quoted value stands there, or when anything else
            than this value would change.
    """
    before = tree_of(text)
    scalar = node_at(before, *path)
    if not isinstance(scalar, Scalar):
        raise _refusal(before.place, path, "no value stands here that could be changed")
    source = decoded(text, FILE)
    spelled = _spelled(value, source[scalar.start : scalar.end], scalar, path)
    changed = encoded(f"{source[: scalar.start]}{spelled}{source[scalar.end :]}", text)
    if plain(tree_of(changed)) != _replaced(plain(before), path, value):
        raise _refusal(scalar.place, path, "changing it would change something else as well")
    return changed


def tree_of(text: bytes) -> Node:
    """The tree of a file that is to be changed.

    Errors: RoutingFileRefused, for what may not be in a table, too.
    """
    root, mistakes = parse_nodes(decoded(text, FILE), FILE)
    if mistakes:
        raise RoutingFileRefused(mistakes)
    return root


def encoded(source: str, before: bytes) -> bytes:
    """The changed text as bytes, behind a byte order mark if there was one."""
    return (codecs.BOM_UTF8 if before.startswith(codecs.BOM_UTF8) else b"") + source.encode()


def _spelled(value: str, old: str, scalar: Scalar, path: tuple[str | int, ...]) -> str:
    """The value in the quotes that the old one has."""
    if scalar.is_plain and old:
        return value
    if old[:1] in {"'", '"'} and old[:1] == old[-1:]:
        return f"{old[0]}{value}{old[0]}"
    raise _refusal(scalar.place, path, "write the value on one line, plain or in quotes")


def _refusal(place: Place, path: tuple[str | int, ...], text: str) -> RoutingFileRefused:
    return RoutingFileRefused([Mistake(place, dotted(path), text)])


def _replaced(document: Any, path: tuple[str | int, ...], value: str) -> Any:
    node = document
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = value
    return document
