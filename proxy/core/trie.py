"""A tree of route segments: finding the route costs the path's length, not their number."""

from collections.abc import Iterator
from typing import Generic, TypeVar

from proxy.core.patterns import Kind, Segment, Shape

Value = TypeVar("Value")


class Leaf(Generic[Value]):
    """The values that end at one shape, by method; `any_method` when none is named."""

    __slots__ = ("any_method", "by_method")

    def __init__(self) -> None:
        """No value yet."""
        self.by_method: dict[str, Value] = {}
        self.any_method: Value | None = None


class Node(Generic[Value]):
    """One place in the tree, and the segments that may follow."""

    __slots__ = ("leaf", "literals", "rest", "variables")

    def __init__(self) -> None:
        """Nothing follows yet."""
        self.literals: dict[str, Node[Value]] = {}
        #: What is no plain literal, in the order of rank; a rest stands apart, it ends a shape.
        self.variables: list[tuple[Segment, Node[Value]]] = []
        self.leaf: Leaf[Value] | None = None
        self.rest: Leaf[Value] | None = None

    def child(self, segment: Segment) -> "Node[Value]":
        """The node that segment leads to, made when it is missing."""
        if segment.kind is Kind.LITERAL:
            node = self.literals.get(segment.text)
            if node is None:
                node = self.literals[segment.text] = Node()
            return node
        for known, node in self.variables:
            if known.key == segment.key:
                return node
        node = Node()
        self.variables.append((segment, node))
        self.variables.sort(key=lambda entry: entry[0].key)
        return node


class Trie(Generic[Value]):
    """Values under shapes and methods.

    Shape: a method of None is every method; a value that names the method wins over it.
    """

    __slots__ = ("exact", "root")

    def __init__(self) -> None:
        """An empty tree."""
        self.root: Node[Value] = Node()
        #: Whole literal paths: most requests of a site are found by this one look-up.
        self.exact: dict[str, Leaf[Value]] = {}

    def leaf(self, shape: Shape) -> Leaf[Value]:
        """The leaf of a shape, made when it is missing."""
        node = self.root
        for segment in shape:
            if segment.kind is Kind.REST:
                if node.rest is None:
                    node.rest = Leaf()
                return node.rest
            node = node.child(segment)
        if node.leaf is None:
            node.leaf = Leaf()
            if all(segment.kind is Kind.LITERAL for segment in shape):
                self.exact["/" + "/".join(segment.text for segment in shape)] = node.leaf
        return node.leaf

    def find(self, path: str, method: str) -> Value | None:
        """The value whose shape wins for a canonical path.

        Shape: compared segment by segment from the left, in the order of `Kind`; the end of the
               path before a rest; values that do not accept the method are out of the contest.
        """
        leaf = self.exact.get(path)
        if leaf is not None:
            value = leaf.by_method.get(method, leaf.any_method)
            if value is not None:
                return value
        segments = path.split("/")
        if segments == ["", ""]:
            segments.pop()
        return _find(self.root, segments, 1, method)

    def leaves(self) -> Iterator[Leaf[Value]]:
        """Every leaf, in no promised order."""
        pending = [self.root]
        while pending:
            node = pending.pop()
            yield from (leaf for leaf in (node.leaf, node.rest) if leaf is not None)
            pending += node.literals.values()
            pending += [child for _, child in node.variables]


def _find(node: Node[Value], segments: list[str], index: int, method: str) -> Value | None:
    if index == len(segments):
        found = _of(node.leaf, method)
        return found if found is not None else _of(node.rest, method)
    segment = segments[index]
    child = node.literals.get(segment)
    if child is not None:
        found = _find(child, segments, index + 1, method)
        if found is not None:
            return found
    if node.variables:
        found = _find_variable(node, segments, index, method)
        if found is not None:
            return found
    return _of(node.rest, method)


def _find_variable(node: Node[Value], segments: list[str], index: int, method: str) -> Value | None:
    text = segments[index]
    for accepted, child in node.variables:
        if accepts(accepted, text):
            found = _find(child, segments, index + 1, method)
            if found is not None:
                return found
    return None


def _of(leaf: Leaf[Value] | None, method: str) -> Value | None:
    return None if leaf is None else leaf.by_method.get(method, leaf.any_method)


def is_integer(text: str) -> bool:
    """Whether it is digits of ASCII only, as for PCRE without its Unicode mode."""
    return text.isascii() and text.isdigit()


def accepts(segment: Segment, text: str) -> bool:
    """Whether one segment of a pattern accepts one segment of a path."""
    kind = segment.kind
    if kind is Kind.LITERAL:
        return text == segment.text
    if kind is Kind.REST:
        return True
    if kind is Kind.NAME:
        return bool(text) and "." not in text
    if kind is Kind.INTEGER:
        return is_integer(text)
    stem, _, extension = text.rpartition(".")
    if kind is Kind.LITERAL_FORMAT:
        return stem == segment.text and bool(extension)
    if "." in stem or not stem or not extension:
        return False
    if segment.extension and extension != segment.extension:
        return False
    return kind in {Kind.NAME_EXTENSION, Kind.NAME_FORMAT} or is_integer(stem)
