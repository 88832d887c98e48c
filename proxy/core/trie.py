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
    """One place in the tree, and the segments that may follow.

    Shape: what is missing is None, not empty: most nodes have one child, and a hundred thousand
           empty dictionaries take longer to make than the rest of the tree.
    """

    __slots__ = ("formats", "leaf", "literals", "rest", "variables")

    def __init__(self) -> None:
        """Nothing follows yet."""
        self.literals: dict[str, Node[Value]] | None = None
        #: Literals with any extension, by what stands before it.
        self.formats: dict[str, Node[Value]] | None = None
        #: What holds a variable, in the order of rank; a rest stands apart, it ends a shape.
        self.variables: list[tuple[Segment, Node[Value]]] | None = None
        self.leaf: Leaf[Value] | None = None
        self.rest: Leaf[Value] | None = None

    def child(self, segment: Segment) -> "Node[Value]":
        """The node that segment leads to, made when it is missing."""
        if segment.kind is Kind.LITERAL:
            if self.literals is None:
                self.literals = {}
            return _made(self.literals, segment.text)
        if segment.kind is Kind.LITERAL_FORMAT:
            if self.formats is None:
                self.formats = {}
            return _made(self.formats, segment.text)
        if self.variables is None:
            self.variables = []
        for known, node in self.variables:
            if known.key == segment.key:
                return node
        node = Node()
        self.variables.append((segment, node))
        self.variables.sort(key=lambda entry: entry[0].key)
        return node

    def children(self) -> "Iterator[tuple[Segment, Node[Value]]]":
        """Every segment that may follow, with where it leads; a rest leads nowhere."""
        for text, node in (self.literals or {}).items():
            yield Segment(Kind.LITERAL, text), node
        for text, node in (self.formats or {}).items():
            yield Segment(Kind.LITERAL_FORMAT, text), node
        yield from self.variables or ()

    def children_beside(self, segment: Segment) -> "Iterator[tuple[Segment, Node[Value]]]":
        """The children that may have something in common with a segment."""
        if segment.kind is not Kind.LITERAL:
            yield from self.children()
            return
        if self.literals and segment.text in self.literals:
            yield segment, self.literals[segment.text]
        stem = segment.text.rpartition(".")[0]
        if self.formats and stem in self.formats:
            yield Segment(Kind.LITERAL_FORMAT, stem), self.formats[stem]
        yield from self.variables or ()


def _made(children: dict[str, Node[Value]], text: str) -> Node[Value]:
    node = children.get(text)
    if node is None:
        node = children[text] = Node()
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
        is_literal = True
        for segment in shape:
            if segment.kind is Kind.REST:
                if node.rest is None:
                    node.rest = Leaf()
                return node.rest
            is_literal = is_literal and segment.kind is Kind.LITERAL
            node = node.child(segment)
        if node.leaf is None:
            node.leaf = Leaf()
            if is_literal:
                self.exact["/" + "/".join([segment.text for segment in shape])] = node.leaf
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
        return _find(self.root, segments, 1 if path != "/" else 2, method)

    def leaves(self) -> Iterator[Leaf[Value]]:
        """Every leaf, in no promised order."""
        pending = [self.root]
        while pending:
            node = pending.pop()
            yield from (leaf for leaf in (node.leaf, node.rest) if leaf is not None)
            pending += [child for _, child in node.children()]


def _find(node: Node[Value], segments: list[str], index: int, method: str) -> Value | None:
    """Depth first, the best rank first: the first value met is the one that wins.

    A node that only a literal leaves is passed without a call; the rest is recursion.
    """
    count = len(segments)
    while index < count:
        segment = segments[index]
        index += 1
        child = node.literals.get(segment) if node.literals else None
        if node.variables or node.formats or node.rest:
            if child is not None:
                found = _find(child, segments, index, method)
                if found is not None:
                    return found
            if node.variables or node.formats:
                found = _find_variable(node, segments, index, method)
                if found is not None:
                    return found
            return _of(node.rest, method)
        if child is None:
            return None
        node = child
    found = _of(node.leaf, method)
    return found if found is not None else _of(node.rest, method)


def _find_variable(node: Node[Value], segments: list[str], index: int, method: str) -> Value | None:
    text = segments[index - 1]
    if node.formats:
        stem, _, extension = text.rpartition(".")
        child = node.formats.get(stem) if extension else None
        if child is not None:
            found = _find(child, segments, index, method)
            if found is not None:
                return found
    for accepted, child in node.variables or ():
        if accepts(accepted, text):
            found = _find(child, segments, index, method)
            if found is not None:
                return found
    return None


def _of(leaf: Leaf[Value] | None, method: str) -> Value | None:
    return None if leaf is None else leaf.by_method.get(method, leaf.any_method)


def is_integer(text: str) -> bool:
    """Whether it is digits of ASCII only, as for PCRE without its Unicode mode."""
    return text.isdigit() and text.isascii()


def accepts(segment: Segment, text: str) -> bool:
    """Whether a segment that holds a variable accepts one segment of a path."""
    kind = segment.kind
    if kind is Kind.INTEGER:
        return text.isdigit() and text.isascii()
    if kind is Kind.NAME:
        return bool(text) and "." not in text
    stem, _, extension = text.rpartition(".")
    if "." in stem or not stem or not extension:
        return False
    if segment.extension and extension != segment.extension:
        return False
    return kind in {Kind.NAME_EXTENSION, Kind.NAME_FORMAT} or is_integer(stem)
