"""The lot's routes as the crawl needs them: where to begin, and which route an address is of."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from proxy.core.table import Backend, Lot, Route, RoutingTable
from proxy.core.targets import Address, canonical_address

_VARIABLE = re.compile(r":(\w+)(<int>)?")
_REST = re.compile(r"\*\w+")

#: The id of a row that no table has, and a word that is no action.
NOBODY, NOTHING = "999999", "parite"


@dataclass(frozen=True, slots=True)
class LotRoutes:
    """Addresses of one lot at one backend."""

    table: RoutingTable
    lot: Lot
    backend: Backend

    def route(self, method: str, target: str) -> Route | None:
        """The lot's route that claims an address; None for other lots' and unclaimed ones."""
        address = canonical_address(self.backend, target.encode("utf-8", "surrogateescape"))
        if not isinstance(address, Address) or not address.is_canonical:
            return None
        found = self.table.match(self.backend, address.application, method, address.path)
        return found if found is not None and found in self.lot.routes else None

    def own(self) -> tuple[Route, ...]:
        """The routes that the file spells, aliases apart."""
        return tuple(
            route
            for route in self.lot.routes
            if route.backend == self.backend.name and not route.is_alias
        )

    def beginnings(self, method: str = "GET") -> Iterator[str]:
        """An address of each route that takes this method: a row that is not there, a word that
        names nothing; both sides must refuse them alike.
        """
        for route in self.own():
            if route.methods is None or method in route.methods:
                pattern = route.pattern.removesuffix(".:sf_format")
                yield _VARIABLE.sub(_of_nobody, _REST.sub(NOTHING, pattern))


def _of_nobody(match: re.Match[str]) -> str:
    return NOBODY if match[2] else NOTHING


def links_of(source: str) -> tuple[str, ...]:
    """The addresses that the links of a page lead to, scripted ones apart, each once."""
    tree = LexborHTMLParser(source)
    found = dict.fromkeys(
        link.attributes.get("href") or ""
        for link in tree.css("a[href]")
        if "createElement" not in (link.attributes.get("onclick") or "")
    )
    return tuple(href for href in found if href and not href.startswith("#"))


def kind_of(route: Route, target: str) -> str:
    """What addresses of one kind share: the route and the names in their query."""
    names = sorted({part.partition("=")[0] for part in urlsplit(target).query.split("&") if part})
    suffix = target.partition("?")[0].rpartition(".")[2]
    kind = suffix if "/" not in suffix and len(suffix) < 6 else ""
    return f"{route.pattern} {kind} {' '.join(names)}"
