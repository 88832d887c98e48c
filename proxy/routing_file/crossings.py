"""Where shapes of two lots have addresses in common without one covering the other."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from proxy.core.patterns import Kind, Shape
from proxy.core.shapes import common, meeting
from proxy.core.trie import Leaf, Node
from proxy.routing_file.territories import Claim, Territory

Claims = list[Claim]

#: A table where everything crosses everything is refused on fewer.
MOST_CROSSINGS = 5000
#: Steps of the search for the whole of a table, and for each of its claims: what lots usually
#: claim takes five or six a claim; what grows as their product ends here, within a second or two.
_STEPS = 200_000
_STEPS_PER_CLAIM = 20


class Crossing(NamedTuple):
    """Two claims that cross, the later one in the file first, and the shape of the crossing."""

    one: Claim
    other: Claim
    met: Shape


class Crossings(NamedTuple):
    """What crosses in a territory.

    Shape: `last` is empty, or the claim at which the search was given up, and one of those it met.
    """

    found: list[Crossing]
    last: Claims


def crossings(territory: Territory) -> Crossings:
    """Every pair of claims of two lots that cross, once, as far as they can be named."""
    budget = _Budget(_STEPS + _STEPS_PER_CLAIM * len(territory.claims))
    found = list(islice(_crossings(territory, budget), MOST_CROSSINGS))
    if len(found) == MOST_CROSSINGS:
        return Crossings(found, [found[-1].one, found[-1].other])
    return Crossings(found, budget.last)


@dataclass(slots=True)
class _Budget:
    """The steps that are left to a search, and where there were none left."""

    steps: int
    last: Claims = field(default_factory=list)


def _crossings(territory: Territory, budget: _Budget) -> Iterator[Crossing]:
    lots = _lots_below(territory.shapes.root)
    for one in territory.claims:
        if all(segment.kind is Kind.LITERAL for segment in one.shape):
            continue
        search = _Search(one, lots, budget)
        search.walk(territory.shapes.root, 0, mine_wider=True, theirs_wider=True)
        standing = _standing(one)
        for other in search.found:
            if standing > _standing(other):
                met = meeting(one.shape, other.shape)
                if met is not None:
                    yield Crossing(one, other, met)
        if budget.steps <= 0:
            budget.last = [one, *search.found[-1:]]
            return


def _standing(claim: Claim) -> tuple[int, int, str]:
    return claim.route.place.line, claim.route.place.column, claim.route.lot


class _Search:
    """One claim walked down the tree of all claims, along everything it has in common with them.

    `mine_wider` says that, so far, the claim accepts all that the other accepts; a pair crosses
    when neither is wider at the end.
    """

    def __init__(self, claim: Claim, lots: dict[int, frozenset[str]], budget: _Budget) -> None:
        self.budget = budget
        self.shape = claim.shape
        self.lot = claim.route.lot
        self.lots = lots
        self.found: Claims = []

    def walk(self, node: Node[Claims], index: int, *, mine_wider: bool, theirs_wider: bool) -> None:
        self.budget.steps -= 1
        if self.lots[id(node)] == {self.lot} or self.budget.steps <= 0:
            return
        if index == len(self.shape):
            if not mine_wider and not theirs_wider:
                self.take(node.leaf)
            if not theirs_wider:
                self.take(node.rest)
            return
        segment = self.shape[index]
        is_rest = segment.kind is Kind.REST
        if not theirs_wider and not (is_rest and mine_wider):
            self.take(node.rest)
        if is_rest:
            if not mine_wider:
                self.take_below(node)
            return
        for theirs, child in node.children_beside(segment):
            met = common(segment, theirs)
            if met is not None:
                self.walk(
                    child,
                    index + 1,
                    mine_wider=mine_wider and met.key == theirs.key,
                    theirs_wider=theirs_wider and met.key == segment.key,
                )

    def take(self, leaf: Leaf[Claims] | None) -> None:
        if leaf is not None and leaf.any_method is not None:
            self.found += [claim for claim in leaf.any_method if claim.route.lot != self.lot]
            self.budget.steps -= len(leaf.any_method)

    def take_below(self, node: Node[Claims]) -> None:
        self.take(node.leaf)
        self.budget.steps -= 1
        if self.budget.steps <= 0:
            return
        for _, child in node.children():
            self.take_below(child)
            self.take(child.rest)


def _lots_below(root: Node[Claims]) -> dict[int, frozenset[str]]:
    """The lots that claim something at or below each node, by the node's identity."""
    lots: dict[int, frozenset[str]] = {}

    def gather(node: Node[Claims]) -> frozenset[str]:
        below = {
            claim.route.lot
            for leaf in (node.leaf, node.rest)
            if leaf is not None
            for claim in leaf.any_method or ()
        }
        for _, child in node.children():
            below |= gather(child)
        lots[id(node)] = frozenset(below)
        return lots[id(node)]

    gather(root)
    return lots
