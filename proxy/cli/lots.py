"""`figuier lots propose`: a first routing.yaml of a project, for a person to change."""

from pathlib import Path
from typing import Any

import click

from proxy.cli.command import FiguierCommand, as_json
from proxy.cli.inventory import counted, read
from proxy.cli.output import count_of, print_json, warn
from proxy.cli.projects import log_sources, project_sources
from proxy.cli.surroundings import current_settings
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
@click.argument("projects", nargs=-1, metavar="[BACKEND=]FOLDER...")
@click.option(
    "--log",
    "logs",
    multiple=True,
    metavar="[BACKEND=]FILE",
    help="An access log: lots that are asked for more come first among equals.",
)
@click.option(
    "--routes-output",
    multiple=True,
    metavar="APPLICATION=FILE",
    help="What `symfony app:routes` or `debug:router --format=json` printed.",
)
@click.option(
    "--pages-database",
    metavar="[BACKEND=]URL",
    multiple=True,
    help="Apostrophe's database; it is only read.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="Write there instead; a file that exists is left alone.",
)
@as_json
def propose(**given: Any) -> None:  # fmt: skip
    """Propose a routing.yaml: lots by module, table and co-use, in an order, with reasons.

    Everything stays at stage legacy; `figuier check` accepts the file. A person names the lots, moves routes and
    decides.
    """
    output: Path | None = given["output"]
    if output is not None and output.exists():
        raise ProjectUnreadable(f"{output} exists: it is not written over; give another name")
    projects = project_sources(given, None, current_settings().inventory_projects)
    reading = read(projects, None)
    traffic = counted(reading.ledger, log_sources(given["logs"], projects))
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
