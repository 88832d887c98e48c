"""`figuier routes`: every route of the table, with where it is written."""

import click

from proxy.cli.arguments import LotName, lot_named
from proxy.cli.command import FiguierCommand, as_json
from proxy.cli.output import print_json, print_table, route_fields
from proxy.cli.surroundings import current_table
from proxy.core.stages import share_of
from proxy.core.table import Lot, Route

HEADINGS = ("LOT", "STAGE", "BACKEND", "APPLICATION", "METHODS", "PATTERN", "PLACE")


@click.command(
    cls=FiguierCommand, examples=("figuier routes", "figuier routes --lot reference_lists --json")
)
@click.option("--lot", "name", type=LotName(), help="Only the routes of this lot.")
@click.option("--aliases", is_flag=True, help="Also what a lot's Symfony modules imply.")
@as_json
def routes(name: str | None, *, aliases: bool, as_json: bool) -> None:
    """List the routes that lots claim; everything else is legacy's."""
    table = current_table()
    found = [
        (lot, route)
        for lot in (table.lots if name is None else [lot_named(table, name)])
        for route in lot.routes
        if aliases or not route.is_alias
    ]
    if as_json:
        print_json("routes", {"table": table.digest, "routes": [_fields(*each) for each in found]})
        return
    print_table(HEADINGS, (_row(*each) for each in found))


def _row(lot: Lot, route: Route) -> tuple[str, ...]:
    methods = ",".join(sorted(route.methods)) if route.methods else "any"
    pattern = f"{route.pattern} (implied)" if route.is_alias else route.pattern
    place = str(route.place)
    return lot.name, str(lot.stage), route.backend, route.application, methods, pattern, place


def _fields(lot: Lot, route: Route) -> dict[str, object]:
    return {
        "lot": lot.name,
        "stage": str(lot.stage),
        "python_share": share_of(lot.stage),
        **route_fields(route),
    }
