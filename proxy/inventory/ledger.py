"""Every entry of every backend, and the one that a request's target has."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from proxy.core.table import Backend, RoutingTable
from proxy.core.targets import Ambiguity, canonical_address
from proxy.inventory.claims import claimed
from proxy.inventory.entries import Entry, Place, Unknown

#: Figuier's own pages, which no legacy application answers.
OWN_PREFIX = b"/-/"
#: A segment of digits, perhaps with a format behind.
_NUMBER = re.compile(rb"(?<=/)[0-9]+(?=[/.]|\Z)")
#: First segments of which is remembered whether numbers matter.
_REMEMBERED = 50_000
#: Characters of an unknown address's first segment that are kept to tell groups apart.
_SEGMENT = 40


class SiteSurface(Protocol):
    """One legacy application's entries, in its own numbering."""

    @property
    def backend(self) -> Backend:
        """The application that answers."""

    @property
    def entries(self) -> Sequence[Entry]:
        """What it answers."""

    def locate(self, application: str, method: str, path: str) -> int | Unknown:
        """The number of the entry that answers, or why none does."""

    def numbers_are_alike(self, segment: str) -> bool:
        """Whether addresses with this first segment have the same entry for any number."""


@dataclass(frozen=True, slots=True)
class _Site:
    surface: SiteSurface
    start: int


class Ledger:
    """The entries of all sites with their claims; implements Locator."""

    def __init__(self, surfaces: Sequence[SiteSurface], table: RoutingTable | None) -> None:
        """Without a table nothing is claimed."""
        self.table = table
        self.entries: list[Entry] = []
        self._sites: dict[str, _Site] = {}
        self._alike: dict[tuple[str, bytes], bool] = {}
        self._has_numbers = table is not None and any(
            _NUMBER.search(route.pattern.encode()) for lot in table.lots for route in lot.routes
        )
        for surface in surfaces:
            self._sites[surface.backend.name] = _Site(surface, len(self.entries))
            self.entries += claimed(surface.entries, table)

    @property
    def hosts(self) -> Mapping[str, str]:
        """Host → backend."""
        return {
            host: name for name, site in self._sites.items() for host in site.surface.backend.hosts
        }

    def locate(self, backend: str, method: str, target: bytes) -> Place:
        """The entry of a request's target, or why it has none; and the lot that claims it."""
        site = self._sites.get(backend)
        if site is None:
            return Place(None, None, Unknown("no such site was read"), "")
        if target.startswith(OWN_PREFIX):
            return Place(None, None, Unknown("Figuier's own pages"), OWN_PREFIX.decode())
        address = canonical_address(site.surface.backend, target or b"/")
        if isinstance(address, Ambiguity):
            return Place(None, None, Unknown(f"no single reading: {address.why}"), "")
        lot = self._lot(site.surface.backend, address.application, method, address.path)
        found = site.surface.locate(address.application, method, address.path)
        if isinstance(found, Unknown):
            return Place(None, lot, found, _group(address.path))
        return Place(site.start + found, lot)

    def shape(self, backend: str, target: bytes) -> bytes:
        """The target with every number as 1, where no number matters; else the target itself."""
        if self._has_numbers or not _NUMBER.search(target) or b"%" in target or target[:1] != b"/":
            return target
        key = backend, target[1:].partition(b"/")[0]
        alike = self._alike.get(key)
        if alike is None:
            if len(self._alike) > _REMEMBERED:
                self._alike.clear()
            alike = self._alike[key] = self._is_alike(*key)
        return _NUMBER.sub(b"1", target) if alike else target

    def _is_alike(self, backend: str, segment: bytes) -> bool:
        site = self._sites.get(backend)
        if site is None or not segment.isascii() or b"." in segment:
            return False
        return site.surface.numbers_are_alike(segment.decode("ascii"))

    def _lot(self, backend: Backend, application: str, method: str, path: str) -> str | None:
        if self.table is None or backend.name not in self.table.backends:
            return None
        route = self.table.match(backend, application, method, path)
        return route.lot if route else None


def _group(path: str) -> str:
    """How unknown addresses are put together: by their first segment."""
    first, slash, _ = path[1:].partition("/")
    return f"/{first[:_SEGMENT]}{'/…' if slash else ''}"
