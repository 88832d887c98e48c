"""Routing tables for tests, from a few lines of routes."""

from proxy.core.stages import parse_stage
from proxy.core.table import (
    Backend,
    BackendKind,
    Lot,
    Place,
    Route,
    RoutingTable,
    expand_method,
)

GESTION = Backend(
    "gestion",
    BackendKind.SYMFONY1,
    "http://127.0.0.1:8001",
    ("gestion.localhost",),
    {"index.php": "frontend", "backend.php": "backend"},
)
VITRINE = Backend(
    "vitrine",
    BackendKind.SYMFONY4,
    "http://127.0.0.1:8002",
    ("vitrine.localhost",),
    {"index.php": "app"},
)


def a_route(
    line: str,
    lot: str = "lot",
    number: int = 1,
    backend: Backend = GESTION,
    application: str = "",
    *,
    is_alias: bool = False,
) -> Route:
    """A route as `[METHOD ]/pattern` states it, or an old address as `/old => /new`."""
    line, _, to = line.partition(" => ")
    method, _, pattern = line.rpartition(" ")
    return Route(
        backend.name,
        application or backend.default_application,
        pattern,
        expand_method(method or None),
        lot,
        Place("routing.yaml", number, 1),
        is_alias=is_alias,
        to=to,
    )


def a_lot(
    name: str,
    *lines: str,
    stage: str = "python",
    modules: tuple[str, ...] = (),
    backend: Backend = GESTION,
    application: str = "",
    **fields: object,
) -> Lot:
    """A lot with these routes, and the aliases of these Symfony modules.

    Shape: `/old => /new` is an old address and where it leads; `fields` are the lot's other ones.
    """
    routes = [a_route(line, name, n, backend, application) for n, line in enumerate(lines, 1)]
    routes += [
        a_route(pattern, name, 99, backend, application, is_alias=True)
        for module in modules
        for pattern in (f"/{module}", f"/{module}/:action/*rest")
    ]
    return Lot(
        name,
        name.title(),
        parse_stage(stage),
        Place("routing.yaml", 1, 1),
        symfony_modules=modules,
        routes=tuple(routes),
        **fields,  # type: ignore[arg-type]
    )


def a_table(*lots: Lot, kill_switch: bool = False) -> RoutingTable:
    """A table of the two backends with these lots."""
    backends = {"gestion": GESTION, "vitrine": VITRINE}
    return RoutingTable(backends, lots, kill_switch=kill_switch)
