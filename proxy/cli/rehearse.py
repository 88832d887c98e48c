"""`figuier rehearse`: can PHP live with the rows that Python writes, and Python with PHP's?"""

import sys
from collections.abc import Callable
from pathlib import Path
from pkgutil import resolve_name
from typing import cast

import click

from proxy.cli.arguments import LotName
from proxy.cli.command import FiguierCommand, as_json
from proxy.cli.exit_codes import ExitCode
from proxy.cli.output import print_json
from proxy.cli.parity import SESSIONS, SITE, backends_of, lot_named
from proxy.cli.surroundings import current_settings, current_table, keep_logs_quiet
from proxy.parity.lab.conduct import SessionsOf, SiteOf, Subject
from proxy.parity.lab.description import FILE_NAME, read_laboratory
from proxy.parity.lab.rehearsal import Task, rehearse
from proxy.parity.lab.rehearsed import Rehearsal, fields_of, lines_of
from proxy.parity.rules_file import parity_folder, read_rules

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
@click.argument("lot", type=LotName())
@click.option("--backend", help="The backend, for a lot that has routes at several.")
@click.option("--role", "roles", multiple=True, help="Only this role; may be repeated.")
@click.option(
    "--all-rows", is_flag=True,
    help=f"Open and save every existing row with each side, at most {ALL} for each form.",
)  # fmt: skip
@click.option("--rows", type=click.IntRange(1), help="That many existing rows for each form.")
@click.option("--only", default="", metavar="PATH", help="Only forms on pages below this path.")
@click.option(
    "--laboratory", type=click.Path(path_type=Path),
    help="Where PHP over a copy is; default: laboratory.yaml in the state directory.",
)  # fmt: skip
@as_json
def command(  # noqa: PLR0913 - an argument an option
    *, lot: str, backend: str | None, roles: tuple[str, ...], all_rows: bool, rows: int | None,
    only: str, laboratory: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Let PHP list, open, save and edit rows that Python wrote, and the other way round.

    On a private copy of the database. Exit code 1 when a byte changed that nobody meant to
    change, a row is not listed or shown otherwise, or no row could be written.
    """
    settings, table = current_settings(), current_table()
    keep_logs_quiet()
    found = lot_named(table, lot)
    task = Task(roles, rows or (ALL if all_rows else FEW), only, _progress(as_json))
    reports = [
        rehearse(
            settings,
            Subject(table, found, each, read_rules(parity_folder(settings), lot)),
            read_laboratory(laboratory or settings.state_dir / FILE_NAME),
            task,
            cast("SiteOf", resolve_name(SITE)),
            cast("SessionsOf", resolve_name(SESSIONS)),
        )
        for each in backends_of(table, found, backend)
    ]
    for report in reports:
        _conclude(report, as_json=as_json)
    if not all(report.is_clean for report in reports):
        sys.exit(ExitCode.DIFFERENT)


def _progress(is_quiet: bool) -> Callable[[Rehearsal], None]:
    if is_quiet or not sys.stderr.isatty():
        return lambda _: None

    def show(report: Rehearsal) -> None:
        told = f"{report.rows.total()} rows, {len(report.faults)} faults"
        click.echo(f"\r\033[K{told}", err=True, nl=False)

    return show


def _conclude(report: Rehearsal, *, as_json: bool) -> None:
    if as_json:
        print_json("rehearse", fields_of(report))
        return
    if sys.stderr.isatty():
        click.echo("\r\033[K", err=True, nl=False)
    for line in lines_of(report):
        click.echo(line)
    verdict = "each side can take up the other's rows" if report.is_clean else "not ready"
    click.echo(f"{report.lot} on {report.backend}: {verdict}")
