"""All routes of an application in matching order: which one takes an address."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from legacy_bridge.symfony1.places import Doubt
from legacy_bridge.symfony1.routing.alike import numbers_are_alike
from legacy_bridge.symfony1.routing.expressions import ExpressionUnknown, bytes_of
from legacy_bridge.symfony1.routing.routes import Parameters, Route, RouteDefinition, compiled
from legacy_bridge.symfony1.routing.tokens import PLAIN, PatternMalformed, Syntax

_SLASHES = re.compile("/+")
#: Methods that symfony 1 knows; any other one is a GET to it.
_METHODS = frozenset({"GET", "POST", "PUT", "DELETE", "HEAD"})


@dataclass(frozen=True, slots=True)
class Match:
    """The route that takes a request, and the parameters it gives."""

    route: Route
    parameters: Parameters

    @property
    def module(self) -> str:
        """The module that answers; symfony drops what cannot be in its name."""
        return called_name(self.parameters.get("module"))

    @property
    def action(self) -> str:
        """The action that answers."""
        return called_name(self.parameters.get("action"))


@lru_cache(maxsize=4096)
def called_name(value: object) -> str:
    """The name of a module or action as symfony calls it: what cannot be in one is dropped.

    Source: sfController::forward.
    """
    return re.sub(r"[^a-z0-9_]+", "", str(value), flags=re.IGNORECASE) if value else ""


def normalised(path: str) -> str:
    """A path as symfony compares it.

    Source: sfPatternRouting::normalizeUrl.
    """
    if not path.startswith("/"):
        path = "/" + path
    return _SLASHES.sub("/", path.partition("?")[0])


class RouteTable:
    """Routes in matching order; those that cannot take an address are not even tried."""

    def __init__(self, routes: Iterable[Route], doubts: Sequence[Doubt] = ()) -> None:
        """Sort routes by the first segment of what their addresses must start with."""
        self.routes = tuple(routes)
        self.doubts = tuple(doubts)
        #: First segment → positions of the routes; "" for those that any segment may take.
        self._by_segment: dict[str, list[int]] = {}
        for at, route in enumerate(self.routes):
            self._by_segment.setdefault(_first_segment(route), []).append(at)
        self._merged: dict[str, tuple[int, ...]] = {}

    def named(self, name: str) -> Route | None:
        """The route of that name."""
        return next((route for route in self.routes if route.name == name), None)

    def match(self, path: str, method: str) -> Match | None:
        """The first route that takes the request."""
        return next(self.matches(path, method), None)

    def matches(self, path: str, method: str) -> Iterator[Match]:
        """Every route that would take the request if those before it did not.

        Shape: a method that symfony does not know is a GET to it.
        Source: sfPatternRouting::getRouteThatMatchesUrl, sfWebRequest::initialize.
        """
        path = normalised(path)
        known = (method if method in _METHODS else "GET").lower()
        subject = bytes_of(path)
        for at in self._candidates(path):
            parameters = self.routes[at].taken(subject, known)
            if parameters is not None:
                yield Match(self.routes[at], parameters)

    def numbers_are_alike(self, segment: str) -> bool:
        """Whether addresses with this first segment differ by no number in them."""
        path = f"/{segment}"
        return all(_is_alike(self.routes[at]) for at in self._candidates(path))

    def _candidates(self, path: str) -> tuple[int, ...]:
        segment = path[1:].partition("/")[0].partition(".")[0]
        if segment not in self._by_segment:
            segment = ""
        found = self._merged.get(segment)
        if found is None:
            own = self._by_segment[segment] if segment else []
            found = tuple(sorted([*own, *self._by_segment.get("", [])]))
            self._merged[segment] = found
        return found


def _is_alike(route: Route) -> bool:
    requirements = (str(route.requirements[name]) for name in route.variables)
    texts = (token.text for token in route.tokens if token.kind == "text")
    return all(map(numbers_are_alike, requirements)) and not any(text.isdigit() for text in texts)


def _first_segment(route: Route) -> str:
    """The whole first segment of every address of the route, when it has one."""
    tokens = route.tokens[1:]
    if not tokens or tokens[0].kind != "text" or tokens[0].separator != "/":
        return ""
    # Other separators, which a route may have, end no segment.
    ends_there = len(tokens) == 1 or tokens[1].text[:1] in {"/", "."}
    # White space and sharps mean something else in symfony's patterns; such routes are always tried.
    text = tokens[0].text
    return text if ends_there and re.fullmatch(r"[A-Za-z0-9_-]+", text) else ""


def compiled_table(
    definitions: Iterable[RouteDefinition], doubts: Sequence[Doubt] = (), syntax: Syntax = PLAIN
) -> RouteTable:
    """The routes of definitions; those that do not compile are left out, one doubt each."""
    routes: list[Route] = []
    found = list(doubts)
    for definition in definitions:
        try:
            routes.append(compiled(definition, syntax))
        except (PatternMalformed, ExpressionUnknown) as error:
            text = f"the route {definition.name}: {error}"
            found.append(Doubt(definition.spot, text, is_left_out=True))
    return RouteTable(routes, found)
