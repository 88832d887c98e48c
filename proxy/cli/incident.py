"""`figuier incident`: what broke, of which lot, and whether it still keeps the lot from moving."""

import time
from dataclasses import asdict
from datetime import datetime

import click

from proxy.cli.arguments import LotName, lot_named
from proxy.cli.command import FiguierCommand, as_json
from proxy.cli.output import print_json, print_table
from proxy.cli.surroundings import current_settings, current_table, desk
from proxy.flips.incidents import (
    EVERY_LOT,
    Incident,
    Report,
    Severity,
    close_incident,
    incidents,
    open_incident,
)
from proxy.state_database import open_state

HEADINGS = ("INCIDENT", "OPENED", "BY", "LOT", "SEVERITY", "STATE", "WHAT", "CAUSE")
#: The whole site, where a lot is asked for.
WHOLE_SITE = "-"


@click.group()
def incident() -> None:
    """Record and list incidents; an open one that blocks keeps its lot from moving forward."""


@incident.command(
    "open",
    cls=FiguierCommand,
    examples=(
        'figuier incident open events "the agenda is empty since 9:10"',
        'figuier incident open - "slow everywhere" --severity minor',
    ),
)
@click.argument("lot", type=LotName())
@click.argument("what")
@click.option(
    "--severity",
    type=click.Choice([each.value for each in Severity]),
    default=Severity.BLOCKING.value,
    help="Default: blocking.",
)
@click.option("--cause", default="", help="The cause, where it is known already.")
@as_json
def open_(lot: str, what: str, *, severity: str, cause: str, as_json: bool) -> None:
    """Record that LOT is broken; - stands for the whole site."""
    table = current_table()
    where = EVERY_LOT if lot == WHOLE_SITE else lot_named(table, lot).name
    report = Report(where, Severity(severity), _line(what), desk().who, time.time(), _line(cause))
    number = open_incident(open_state(current_settings()), report)
    if as_json:
        print_json("incident open", {"incident": number})
    else:
        click.echo(f"Incident {number} is open; the end of it: figuier incident close {number}")


@incident.command(
    "close",
    cls=FiguierCommand,
    examples=('figuier incident close 7 --cause "a missing index, added"',),
)
@click.argument("number", type=int)
@click.option("--cause", required=True, help="What it was, for the next time.")
@as_json
def close(number: int, *, cause: str, as_json: bool) -> None:
    """Record that incident NUMBER is over, and its cause."""
    state = open_state(current_settings())
    close_incident(state, number, who=desk().who, cause=_line(cause), at=time.time())
    if as_json:
        print_json("incident close", {"incident": number})
    else:
        click.echo(f"Incident {number} is closed.")


@incident.command(
    "list",
    cls=FiguierCommand,
    examples=("figuier incident list", "figuier incident list --all --lot events --json"),
)
@click.option("--all", "every", is_flag=True, help="Closed ones too.")
@click.option("--lot", type=LotName(), help="Only this lot's, and those of the whole site.")
@as_json
def list_(*, every: bool, lot: str | None, as_json: bool) -> None:
    """List open incidents, the newest first."""
    found = incidents(open_state(current_settings()), lot=lot, only_open=not every)
    if as_json:
        print_json("incident list", {"incidents": [_fields(each) for each in found]})
    elif found:
        print_table(HEADINGS, map(_row, found))
    else:
        click.echo("No incident." if every else "No incident is open.")


def _line(text: str) -> str:
    if not text.isprintable():
        raise click.BadParameter("one line of printable text is expected")
    return text.strip()


def _row(each: Incident) -> tuple[str, ...]:
    return (
        str(each.id),
        _moment(each.opened_at),
        each.opened_by,
        each.lot or WHOLE_SITE,
        each.severity.value,
        "open" if each.closed_at is None else f"closed {_moment(each.closed_at)}",
        each.what,
        each.cause,
    )


def _fields(each: Incident) -> dict[str, object]:
    closed = None if each.closed_at is None else _moment(each.closed_at)
    return {
        **asdict(each),
        "lot": each.lot or None,
        "opened_at": _moment(each.opened_at),
        "closed_at": closed,
        "is_blocking": each.is_blocking,
    }


def _moment(seconds: float) -> str:
    zone = current_settings().time_zone
    return datetime.fromtimestamp(seconds, zone).isoformat(timespec="seconds")
