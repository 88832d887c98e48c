"""Where lots at shadow or in canary are served by processes that compare nothing."""

from pathlib import Path

from proxy.core.stages import StageName
from proxy.core.table import RoutingTable
from proxy.routing_file.workers import workers

#: What the processes of the WSGI door publish as their role (proxy/app.py).
WSGI_DOOR = "wsgi door"
_COMPARED = frozenset({StageName.SHADOW, StageName.CANARY})


def compared_lots(table: RoutingTable) -> tuple[str, ...]:
    """The lots whose answers both sides are asked for."""
    return tuple(lot.name for lot in table.lots if lot.stage.name in _COMPARED)


def about_the_wsgi_door(table: RoutingTable) -> str:
    """What somebody must know who has such lots behind the WSGI door; empty without any."""
    lots = compared_lots(table)
    if not lots:
        return ""
    names, verb = ", ".join(lots), "is" if len(lots) == 1 else "are"
    return (
        f"{names} {verb} at shadow or in canary behind the WSGI door, which compares nothing:"
        " no proof of parity comes from visitors there, only from `figuier parity LOT`"
    )


def unshadowed(table: RoutingTable, state_dir: Path) -> str:
    """The same, while processes of that door run; else empty."""
    is_there = any(state.role == WSGI_DOOR for state in workers(state_dir))
    return about_the_wsgi_door(table) if is_there else ""
