"""Which lots of the routing table claim an entry's addresses."""

from collections.abc import Iterable
from dataclasses import replace

from proxy.core.table import Backend, RoutingTable
from proxy.inventory.entries import Entry

_ALL = ("GET", "POST")


def claimed(entries: Iterable[Entry], table: RoutingTable | None) -> list[Entry]:
    """The entries with the lots that claim them.

    Shape: every example is tried with each of the entry's methods, as the doors would decide.
    """
    if table is None:
        return list(entries)
    return [_claimed(entry, table) for entry in entries]


def _claimed(entry: Entry, table: RoutingTable) -> Entry:
    backend = table.backends.get(entry.backend)
    if backend is None:
        return entry
    lots = claiming_lots(entry, table, backend)
    whole = lots[0] if len(lots) == 1 else None
    return replace(entry, lots=lots, lot=whole)


def claiming_lots(entry: Entry, table: RoutingTable, backend: Backend) -> tuple[str | None, ...]:
    """The lots that claim some of an entry's addresses; None stands for the legacy."""
    found: dict[str | None, None] = {}
    for path in entry.examples or (entry.pattern,):
        for method in sorted(entry.methods or _ALL):
            route = table.match(backend, entry.application, method, path)
            found[route.lot if route else None] = None
    return tuple(sorted(found, key=lambda lot: lot or ""))
