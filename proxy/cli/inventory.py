"""`figuier inventory`: what the legacy applications answer, who claims it, who asks for it."""

import json
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import click

from proxy.cli.command import FiguierCommand, as_json
from proxy.cli.exit_codes import ExitCode
from proxy.cli.output import count_of, print_json, warn
from proxy.cli.projects import about_projects, reading_of
from proxy.cli.surroundings import current_settings
from proxy.core.table import RoutingTable
from proxy.errors import ProjectUnreadable
from proxy.flips.proposal import table_in
from proxy.inventory.clusters import clusters
from proxy.inventory.coverage import Coverage, Standing, coverage
from proxy.inventory.difference import difference
from proxy.inventory.document import fields_of, read_document
from proxy.inventory.entries import Remark
from proxy.inventory.keeping import keep
from proxy.inventory.printing import SHOWN, difference_lines, report_lines, spelled


class ShowFirst(click.Group):
    """A group whose first word may be left out: `figuier inventory FOLDER` shows."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Take what is no command of ours for the arguments of show."""
        if args and args[0] not in self.commands:
            args = ["show", *args]
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Options before any word are show's as well; help stays the group's own."""
        if not args or (args[0].startswith("-") and args[0] not in {"-h", "--help"}):
            args = ["show", *args]
        return super().parse_args(ctx, args)


@click.group(cls=ShowFirst)
def inventory() -> None:
    """Read what legacy applications answer, from their files, pages and access logs.

    `figuier inventory FOLDER` is `figuier inventory show FOLDER`. Nothing of PHP is ever run.
    """


def read_table_or_none(path: Path | None) -> RoutingTable | None:
    """The routing table that claims, when there is one; a file that is named must be there."""
    if path is not None:
        return table_in(path)
    settings = current_settings()
    return table_in(settings.routing_file) if settings.routing_file.is_file() else None


@inventory.command(
    cls=FiguierCommand,
    examples=(
        "figuier inventory demo/gestion",
        "figuier inventory gestion=demo/gestion vitrine=demo/vitrine --log gestion=access.log.gz",
        "figuier inventory demo/gestion --output inventory-2026-11-23.json",
        "figuier inventory demo/gestion --log access.log --ci",
        "figuier inventory --keep",
    ),
)
@about_projects
@click.option(
    "--routing",
    type=click.Path(path_type=Path),
    help="The routing file that claims; default: the settings'.",
)
@click.option("--ci", is_flag=True, help="Exit 1 when something is unread, unclaimed or unknown.")
@click.option("--all", "shows_all", is_flag=True, help="Show whole lists.")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="Write it there as JSON, too, for `figuier inventory diff`.",
)
@click.option(
    "--keep",
    "keeps",
    is_flag=True,
    help="Keep it in the state directory, for the console and the next comparison.",
)
@as_json
def show(**given: Any) -> None:
    """Show what each project answers: claimed by which lot, asked for how often, never, unknown.

    Without FOLDER the projects of the setting FIGUIER_INVENTORY_PROJECTS are read. Every line of a log is one
    entry's or unknown: the shares sum to 100 %.
    """
    table = read_table_or_none(given["routing"])
    reading, traffic = reading_of(given, table)
    report = coverage(reading.survey, traffic)
    found = clusters(reading.survey.entries, reading.survey.sharings)
    made_at = datetime.now(UTC).isoformat(timespec="seconds")
    fields = fields_of(made_at, reading.survey, report, found, traffic)
    if given["keeps"]:
        keep(current_settings().state_dir, made_at, fields)
    if given["output"] is not None:
        _write(given["output"], fields)
    if given["as_json"]:
        print_json("inventory", fields)
    else:
        shown = 1_000_000 if given["shows_all"] else SHOWN
        for line in report_lines(reading.survey, report, found, traffic, shown):
            click.echo(line)
    if given["ci"]:
        _judge(report, reading.survey.left_out)


def _judge(report: Coverage, left_out: Sequence[Remark]) -> None:
    """CI: everything is read and claimed, all that is asked for is known; else say what is not."""
    open_lines = [line for line in report.of(Standing.UNCLAIMED) if line.entry.is_page]
    if not open_lines and not report.unknown and not left_out:
        return
    if left_out:
        warn(f"{count_of(len(left_out), 'file or route', 'files or routes')} could not be read; "
             f"the first: {left_out[0].source}: {left_out[0].text}")  # fmt: skip
    if open_lines:
        warn(f"{count_of(len(open_lines), 'entry', 'entries')} unclaimed; the first: "
             f"{spelled(open_lines[0].entry)}")  # fmt: skip
    if report.unknown:
        first = report.unknown[0]
        warn(f"{count_of(len(report.unknown), 'group')} of unknown surface; the first: "
             f"{first.backend} {first.group}: {first.why}")  # fmt: skip
    sys.exit(ExitCode.DIFFERENT)


@inventory.command(
    cls=FiguierCommand,
    examples=(
        "figuier inventory diff inventory-2026-11-01.json inventory-2026-11-23.json",
        "figuier inventory diff before.json after.json --ci",
    ),
)
@click.argument("before", type=click.Path(path_type=Path))
@click.argument("after", type=click.Path(path_type=Path))
@click.option("--ci", is_flag=True, help="Exit 1 when anything differs.")
@as_json
def diff(before: Path, after: Path, *, ci: bool, as_json: bool) -> None:
    """Say what changed between two inventories that were kept with --json.

    Entries come and gone, pages that an editor moved and the lot that their addresses now have.
    """
    found = difference(
        read_document(_text(before), str(before)), read_document(_text(after), str(after))
    )
    if as_json:
        print_json("inventory diff", _difference_fields(found))
    else:
        for line in difference_lines(found):
            click.echo(line)
    if ci and not found.is_empty:
        sys.exit(ExitCode.DIFFERENT)


def _difference_fields(found: Any) -> Mapping[str, object]:
    return {
        "added": [spelled(entry) for entry in found.added],
        "removed": [spelled(entry) for entry in found.removed],
        "moved": [
            {"page": m.entry.name, "before": m.before, "after": m.after,
             "lot_before": m.lot_before, "lot_after": m.lot_after}
            for m in found.moved
        ],
        "changed": [
            {"entry": spelled(c.entry), "what": c.what, "before": c.before, "after": c.after}
            for c in found.changed
        ],
        "new_unknown": list(found.new_unknown),
    }  # fmt: skip


def _write(path: Path, fields: Mapping[str, object]) -> None:
    try:
        path.write_text(json.dumps(fields, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise ProjectUnreadable(f"{path}: {error.strerror}") from error


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ProjectUnreadable(f"{path}: {cast('Exception', error)}") from error
