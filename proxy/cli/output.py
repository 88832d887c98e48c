"""What commands print: plain tables for people, versioned JSON for programs."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence

import click

from proxy.core.table import Route

#: Grows when a field of any command's JSON changes its meaning or goes away; new fields may come.
JSON_VERSION = 1

#: Control characters, and bytes that were no text.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


def print_json(command: str, fields: Mapping[str, object]) -> None:
    """One JSON document on the output: the version, the command and its fields."""
    document = {"version": JSON_VERSION, "command": command, **fields}
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


def print_table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Columns as wide as their content, without lines or colour, for people and for `cut`."""
    table = [tuple(headings), *(tuple(map(_harmless, row)) for row in rows)]
    widths = [max(len(row[column]) for row in table) for column in range(len(headings))]
    for row in table:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        click.echo("  ".join(cells).rstrip())


def _harmless(cell: str) -> str:
    """The text without what would move a terminal's cursor or break the line."""
    return _CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode(), cell)


def warn(sentence: str) -> None:
    """A sentence that concerns the operator, apart from the answer itself."""
    click.echo(f"{click.style('Warning:', fg='yellow')} {sentence}", err=True)


def route_fields(route: Route) -> dict[str, object]:
    """A route for programs, the same in every command."""
    return {
        "backend": route.backend,
        "application": route.application,
        "methods": sorted(route.methods) if route.methods else None,
        "pattern": route.pattern,
        "is_alias": route.is_alias,
        "to": route.to or None,
        "place": str(route.place),
    }


def count_of(number: int, thing: str, things: str = "") -> str:
    """A number and its thing, as in 1 route, 2 routes."""
    return f"{number} {thing}" if number == 1 else f"{number} {things or thing + 's'}"
