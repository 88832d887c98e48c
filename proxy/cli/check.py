"""`figuier check`: may this routing file be used, and if not, everything that is wrong."""

import sys
from pathlib import Path

import click

from proxy.cli.command import FiguierCommand, as_json
from proxy.cli.exit_codes import ExitCode
from proxy.cli.output import count_of, print_json, warn
from proxy.cli.surroundings import current_settings
from proxy.core.stages import share_of
from proxy.core.table import RoutingTable
from proxy.flips.proposal import content_of
from proxy.parity.shadow.doors import unshadowed
from proxy.routing_file.mistakes import Mistake, RoutingFileRefused
from proxy.routing_file.reader import parse_table


@click.command(
    cls=FiguierCommand,
    examples=("figuier check", "figuier check /tmp/routing.yaml --json"),
)
@click.argument("file", type=click.Path(path_type=Path), required=False)
@as_json
def check(file: Path | None, *, as_json: bool) -> None:
    """Check FILE, or the routing file of the settings, as a running process would.

    Every mistake is printed at once, each with its line. Nothing is executed or changed.
    """
    path = file or current_settings().routing_file
    try:
        table = parse_table(content_of(path), str(path))
    except RoutingFileRefused as refused:
        _print_mistakes(path, refused.mistakes, as_json=as_json)
        sys.exit(ExitCode.INVALID)
    warnings = [*ahead_of_needs(table), *_about_splits(table)]
    if as_json:
        fields = {"file": str(path), "is_valid": True, "mistakes": []}
        print_json("check", fields | _summary(table) | {"warnings": warnings})
        return
    facts = _summary(table)
    counts = (
        count_of(facts["backends"], "backend"),
        count_of(facts["lots"], "lot"),
        count_of(facts["routes"], "route"),
    )
    click.echo(f"{path}: valid, {', '.join(counts)}, table {table.digest[:12]}")
    for sentence in warnings:
        warn(sentence)


def ahead_of_needs(table: RoutingTable) -> list[str]:
    """One sentence for each lot that is further on Python than one it needs."""
    return [
        f"{lot.name} is at {lot.stage} and needs {needed.name}, which is at {needed.stage}"
        for lot in table.lots
        for name in lot.needs
        if (needed := table.lot(name)) and share_of(lot.stage) > share_of(needed.stage)
    ]


def _about_splits(table: RoutingTable) -> list[str]:
    """What keeps lots from where their stages say: the kill switch, a cluster, a missing key."""
    found = ["the kill switch is on: every lot but retired ones is at legacy"]
    sentences = found if table.kill_switch else []
    standings = [(lot, table.standing(lot)) for lot in table.lots]
    sentences += [
        f"{lot.name} (at {lot.stage}) waits for {holder.name} (at {holder.stage}): cluster {lot.cluster}"
        for lot, standing in standings
        if (holder := standing.waits_for)
    ]
    is_drawn = any(standing.posture and standing.posture.draws for _, standing in standings)
    if is_drawn and not current_settings().secret_key:
        sentences.append(
            "FIGUIER_SECRET_KEY is not set: `figuier serve` draws one, and every visitor's side is"
            " drawn anew when it starts again; machines that have not the same one do not agree"
        )
    said = unshadowed(table, current_settings().state_dir)
    sentences += [said] if said else []
    return sentences


def _summary(table: RoutingTable) -> dict[str, int]:
    routes = sum(not route.is_alias for lot in table.lots for route in lot.routes)
    return {"backends": len(table.backends), "lots": len(table.lots), "routes": routes}


def _print_mistakes(path: Path, mistakes: tuple[Mistake, ...], *, as_json: bool) -> None:
    if not as_json:
        for mistake in mistakes:
            click.echo(mistake, err=True)
        click.echo(f"{path}: {count_of(len(mistakes), 'mistake')}", err=True)
        return
    listed = [
        {
            "line": mistake.place.line,
            "column": mistake.place.column,
            "path": mistake.path,
            "text": mistake.text,
        }
        for mistake in mistakes
    ]
    print_json("check", {"file": str(path), "is_valid": False, "mistakes": listed})
