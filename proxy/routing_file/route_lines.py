"""The routes of one lot: written ones, old addresses, and what its modules imply."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from proxy.core.patterns import PatternFaulty, parse_pattern
from proxy.core.table import Backend, BackendKind, Place, Route, application_of, expand_method
from proxy.routing_file.document import LotEntry
from proxy.routing_file.draft import dotted, place_of
from proxy.routing_file.mistakes import Mistake, did_you_mean
from proxy.routing_file.nodes import Node

_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
_LINE = re.compile(r"(?:(\S+) +)?(/\S*)")


@dataclass(frozen=True, slots=True)
class LotLines:
    """One lot's entry, and where its mistakes go."""

    lot: str
    entry: LotEntry
    backends: dict[str, Backend]
    root: Node
    mistakes: list[Mistake]

    def routes(self) -> tuple[Route, ...]:
        """Every route of the lot."""
        written = [*self._written()]
        return (*written, *self._old(), *self._aliases(written))

    def _written(self) -> Iterator[Route]:
        for name, lines in self.entry.routes.items():
            backend = self._backend("routes", name)
            for number, line in enumerate(lines if backend else ()):
                path = ("lots", self.lot, "routes", name, number)
                route = self._route(line, backend, path)
                if route is not None:
                    yield route

    def _old(self) -> Iterator[Route]:
        for name, moves in self.entry.redirects.items():
            backend = self._backend("redirects", name)
            for old, new in moves.items() if backend else ():
                path = ("lots", self.lot, "redirects", name, old)
                route = self._route(old, backend, path, of_key=True)
                target = self._route(new, backend, path)
                if route is not None and target is not None:
                    yield replace(route, to=new)

    def _backend(self, key: str, name: str) -> Backend | None:
        if name not in self.backends:
            path = ("lots", self.lot, key, name)
            text = f'"{name}" is no backend{did_you_mean(name, self.backends)}'
            place = place_of(self.root, *path, of_key=True)
            self.mistakes.append(Mistake(place, dotted(path), text))
        return self.backends.get(name)

    def _route(
        self,
        line: str,
        backend: Backend | None,
        path: tuple[str | int, ...],
        *,
        of_key: bool = False,
    ) -> Route | None:
        place = place_of(self.root, *path, of_key=of_key)
        route = _stated(line, self.lot, backend, place) if backend else None
        if isinstance(route, str):
            self.mistakes.append(Mistake(place, dotted(path), route))
            return None
        return route

    def _aliases(self, written: list[Route]) -> Iterator[Route]:
        """Symfony 1's default and star routes of the lot's modules, in each application it uses.

        Source: routing.yml of a generated application: /:module and /:module/:action/*.
        """
        applications = {
            (route.backend, route.application): None
            for route in written
            if self.backends[route.backend].kind is BackendKind.SYMFONY1
        }
        for number, module in enumerate(self.entry.symfony_modules):
            place = place_of(self.root, "lots", self.lot, "symfony_modules", number)
            for backend, application in applications:
                for pattern in (f"/{module}", f"/{module}/:action/*rest"):
                    yield Route(backend, application, pattern, None, self.lot, place, is_alias=True)


def _stated(line: str, lot: str, backend: Backend, place: Place) -> Route | str:
    """The route that a line states, or what is wrong with it."""
    match = _LINE.fullmatch(line)
    if not match:
        return f"{line!r} is no route; write [METHOD ]/pattern, as in POST /communes"
    method, pattern = match.groups()
    if method is not None and method not in _METHODS:
        hint = did_you_mean(method.upper(), _METHODS)
        return f"{method} is no method; one of {', '.join(_METHODS)}{hint}"
    application, pattern = application_of(backend, pattern)
    try:
        parse_pattern(pattern)
    except PatternFaulty as faulty:
        return str(faulty)
    return Route(backend.name, application, pattern, expand_method(method), lot, place)
