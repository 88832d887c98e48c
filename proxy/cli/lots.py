"""`figuier lots propose`: a first routing.yaml of a project, for a person to change."""

from pathlib import Path
from typing import Any

import click

from proxy.cli.command import FiguierCommand, as_json
from proxy.cli.output import count_of, print_json, warn
from proxy.cli.projects import about_projects, reading_of
from proxy.errors import ProjectUnreadable
from proxy.inventory.proposal import proposal
from proxy.routing_file.reader import parse_table


@click.group()
def lots() -> None:
    """Cut a legacy project into lots."""


@lots.command(
    cls=FiguierCommand,
    examples=(
        "figuier lots propose demo/gestion",
        "figuier lots propose gestion=demo/gestion vitrine=demo/vitrine --log gestion=access.log.gz",
        "figuier lots propose demo/gestion --output routing.yaml",
    ),
)
@about_projects
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="Write there instead; a file that exists is left alone.",
)
@as_json
def propose(**given: Any) -> None:
    """Propose a routing.yaml: lots by module, table and co-use, in an order, with reasons.

    Everything stays at stage legacy; `figuier check` accepts the file. With --log, lots that are asked for more
    come first among equals. A person names the lots, moves routes and decides.
    """
    output: Path | None = given["output"]
    if output is not None and output.exists():
        raise ProjectUnreadable(f"{output} exists: it is not written over; give another name")
    reading, traffic = reading_of(given, None)
    text = proposal(reading.survey, reading.backends, traffic)
    table = parse_table(text.encode(), "routing.yaml")
    if output is not None:
        output.write_text(text, encoding="utf-8")
    if given["as_json"]:
        names = [{"name": lot.name, "routes": len(lot.routes)} for lot in table.lots]
        print_json("lots propose", {"lots": names, "text": text})
    elif output is None:
        click.echo(text, nl=False)
    else:
        click.echo(f"{output}: {count_of(len(table.lots), 'lot')} proposed")
    for remark in sorted(reading.survey.remarks, key=lambda each: not each.is_left_out)[:10]:
        warn(f"{remark.source}: {remark.text}")
