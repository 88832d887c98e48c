"""Routing tables made by hand, for what only needs lots and stages."""

from collections.abc import Mapping

from proxy.core.stages import parse_stage
from proxy.core.table import (
    Backend,
    BackendKind,
    GateMode,
    Lot,
    Place,
    Route,
    RoutingTable,
)


def lot(name: str, stage: str = "legacy", **fields: object) -> Lot:
    """A lot with one route and one alias."""
    place = Place("routing.yaml", 1, 1)
    routes = (
        Route("gestion", "frontend", f"/{name}", None, name, place),
        Route("gestion", "frontend", f"/{name}/:action/*rest", None, name, place, is_alias=True),
    )
    facts: dict[str, object] = {"title": name.capitalize(), "routes": routes} | fields
    return Lot(name=name, stage=parse_stage(stage), place=place, **facts)  # type: ignore[arg-type]


def table(*lots: Lot, gates: str = "enforced", digest: str = "d1") -> RoutingTable:
    """A table of these lots, with one backend."""
    controllers: Mapping[str, str] = {"index.php": "frontend"}
    hosts = ("gestion.localhost",)
    gestion = Backend("gestion", BackendKind.SYMFONY1, "http://127.0.0.1:1", hosts, controllers)
    return RoutingTable({"gestion": gestion}, lots, gates=GateMode(gates), digest=digest)
