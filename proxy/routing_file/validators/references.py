"""Names in a routing file that point to something else of it."""

from collections.abc import Iterator

from proxy.core.table import BackendKind, Lot
from proxy.core.targets import host_name
from proxy.routing_file.draft import Draft
from proxy.routing_file.mistakes import Mistake, did_you_mean


def hosts_have_one_backend(draft: Draft) -> Iterator[Mistake]:
    """A host is a plain name, and selects exactly one backend."""
    owners: dict[str, str] = {}
    for backend in draft.backends.values():
        for number, host in enumerate(backend.hosts):
            path = ("backends", backend.name, "hosts", number)
            if host_name(host.encode()) != host:
                text = f'"{host}" is no host name; write it without scheme, port or path'
                yield draft.mistake(text, *path)
            elif host in owners:
                text = f'"{host}" is a host of {owners[host]} already; a host selects one backend'
                yield draft.mistake(text, *path)
            owners.setdefault(host, backend.name)


def needed_lots_exist(draft: Draft) -> Iterator[Mistake]:
    """A lot needs other lots of this file."""
    # A lot whose name has capitals is refused for that; it is the one that is needed.
    names = {lot.name.lower() for lot in draft.lots}
    for lot in draft.lots:
        for number, need in enumerate(lot.needs):
            path = ("lots", lot.name, "needs", number)
            if need == lot.name:
                yield draft.mistake("a lot does not need itself", *path)
            elif need not in names:
                text = f'"{need}" is no lot{did_you_mean(need, names)}'
                yield draft.mistake(text, *path)


def needs_do_not_go_round(draft: Draft) -> Iterator[Mistake]:
    """Some order of moving the lots respects every need."""
    lots = {lot.name: lot for lot in draft.lots}
    settled: set[str] = set()
    for lot in draft.lots:
        trail: list[str] = []
        ring = _ring(lot, lots, settled, trail)
        if ring:
            first = lots[ring[0]]
            text = f"needs go round: {' → '.join(ring)}; leave one out"
            yield draft.mistake(text, "lots", first.name, "needs", first.needs.index(ring[1]))


def _ring(lot: Lot, lots: dict[str, Lot], settled: set[str], trail: list[str]) -> list[str]:
    """The first ring met from a lot, its first name repeated at the end; found once only."""
    if lot.name in trail:
        return [*trail[trail.index(lot.name) :], lot.name]
    if lot.name in settled:
        return []
    settled.add(lot.name)
    trail.append(lot.name)
    for need in lot.needs:
        if need in lots and need != lot.name:
            ring = _ring(lots[need], lots, settled, trail)
            if ring:
                return ring
    trail.pop()
    return []


def modules_belong_to_one_lot(draft: Draft) -> Iterator[Mistake]:
    """A Symfony 1 module's default routes are aliases of one lot, which has routes beside it."""
    owners: dict[tuple[str, str, str], str] = {}
    for lot in draft.lots:
        applications = {
            (route.backend, route.application)
            for route in lot.routes
            if draft.backends[route.backend].kind is BackendKind.SYMFONY1
        }
        for number, module in enumerate(lot.symfony_modules):
            path = ("lots", lot.name, "symfony_modules", number)
            if not applications and len(draft.document.lots[lot.name].routes) == len(
                {route.backend for route in lot.routes}
            ):
                text = "aliases need a route of a symfony1 backend in the same lot"
                yield draft.mistake(text, *path)
            for application in applications:
                owner = owners.setdefault((*application, module), lot.name)
                if owner != lot.name or module in lot.symfony_modules[:number]:
                    text = f'"{module}" is a module of {owner} already; a module has one lot'
                    yield draft.mistake(text, *path)
