"""`figuier rehearse`: can PHP live with the rows that Python writes, and Python with PHP's?"""

import sys
from pathlib import Path

import click

from proxy.cli.command import FiguierCommand, as_json
from proxy.cli.exit_codes import ExitCode
from proxy.cli.laboratory import (
    about_a_lot,
    end_progress,
    in_a_laboratory,
    laboratory_at,
    other_half,
    progress,
    subjects,
)
from proxy.cli.output import print_json
from proxy.cli.surroundings import current_settings, keep_logs_quiet
from proxy.parity.lab.rehearsal import Task, rehearse
from proxy.parity.lab.rehearsed import Rehearsal, fields_of, lines_of

#: Existing rows for each form, without --all-rows and with it.
FEW, ALL = 3, 5_000


@click.command(
    "rehearse",
    cls=FiguierCommand,
    examples=(
        "figuier rehearse reference_lists",
        "figuier rehearse reference_lists --only /quartiers",
        "figuier rehearse reference_lists --role assistant --json",
        "figuier rehearse events --all-rows",
    ),
)
@about_a_lot
@click.option(
    "--all-rows", is_flag=True,
    help=f"Open and save every existing row with each side, at most {ALL} for each form.",
)  # fmt: skip
@click.option("--rows", type=click.IntRange(1), help="That many existing rows for each form.")
@click.option("--only", default="", metavar="PATH", help="Only forms on pages below this path.")
@in_a_laboratory
@as_json
def command(  # noqa: PLR0913 - an argument an option
    *, lot: str, backend: str | None, roles: tuple[str, ...], all_rows: bool, rows: int | None,
    only: str, laboratory: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Let PHP list, open, save and edit rows that Python wrote, and the other way round.

    On a private copy of the database. Exit code 1 when a byte changed that nobody meant to
    change, a row is not listed or shown otherwise, or no row could be written.
    """
    keep_logs_quiet()
    settings = current_settings()
    count = rows or (ALL if all_rows else FEW)
    task = Task(roles, count, only, progress(_told, is_quiet=as_json))
    reports = [
        rehearse(settings, each, laboratory_at(laboratory), task, *other_half())
        for each in subjects(lot, backend)
    ]
    for report in reports:
        _conclude(report, as_json=as_json)
    if not all(report.is_clean for report in reports):
        sys.exit(ExitCode.DIFFERENT)


def _told(report: Rehearsal) -> str:
    return f"{report.rows.total()} rows, {len(report.faults)} faults"


def _conclude(report: Rehearsal, *, as_json: bool) -> None:
    if as_json:
        print_json("rehearse", fields_of(report))
        return
    end_progress()
    for line in lines_of(report):
        click.echo(line)
    verdict = "each side can take up the other's rows" if report.is_clean else "not ready"
    click.echo(f"{report.lot} on {report.backend}: {verdict}")
