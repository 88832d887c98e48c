"""`figuier parity`: does Python answer and write as PHP does, on every page of a lot?"""

import sys
import time
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import click

from proxy.cli.command import FiguierCommand, as_json
from proxy.cli.exit_codes import ExitCode
from proxy.cli.laboratory import (
    about_a_lot,
    end_progress,
    ended_as_by_hand,
    in_a_laboratory,
    laboratory_at,
    other_half,
    progress,
    subjects,
)
from proxy.cli.output import count_of, print_json, warn
from proxy.cli.parity_check import check
from proxy.cli.parity_suites import record as record_suite
from proxy.cli.parity_suites import replay
from proxy.cli.surroundings import current_settings, current_table, keep_logs_quiet
from proxy.config import Settings
from proxy.errors import StateDatabaseUnavailable
from proxy.parity.lab.checks import Report
from proxy.parity.lab.conduct import Wish, conduct
from proxy.parity.lab.keeping import keep
from proxy.parity.lab.reports import fields_of, junit_of, lines_of
from proxy.parity.lab.room import Limits
from proxy.parity.pictures.camera import Camera, camera
from proxy.parity.pictures.gallery import gallery_of
from proxy.parity.shadow.counts import published
from proxy.parity.shadow.doors import unshadowed


class LotOrCommand(click.Group):
    """A group whose first word may be a lot: then the lot is run."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command of that name, or `run` for anything else."""
        if args and args[0] not in self.commands:
            args = ["run", *args]
        return super().resolve_command(ctx, args)


@click.group(cls=LotOrCommand)
def parity() -> None:
    """Compare PHP and Python: figuier parity LOT.

    Every page and form of the lot, as every role, on private copies of the database.
    """


@parity.command(
    cls=FiguierCommand,
    examples=(
        "figuier parity reference_lists",
        "figuier parity reference_lists --role conseiller --json",
        "figuier parity reference_lists --junit parity.xml",
        "figuier parity reference_lists --role assistant --screenshots",
        "figuier parity territory_pages --against legacy",
    ),
)
@about_a_lot
@click.option(
    "--against", type=click.Choice(["python", "legacy"]), default="python", show_default=True,
    help="legacy asks PHP twice: what differs then is noise.",
)  # fmt: skip
@click.option("--reads-only", is_flag=True, help="Send no form.")
@click.option(
    "--kinds",
    type=click.IntRange(1),
    default=3,
    show_default=True,
    help="Addresses of one kind to ask for.",
)
@click.option(
    "--pages",
    type=click.IntRange(1),
    default=400,
    show_default=True,
    help="The most pages a role asks for.",
)
@click.option(
    "--scenes",
    type=click.IntRange(0),
    default=400,
    show_default=True,
    help="The most writings a role makes.",
)
@click.option(
    "--seconds",
    type=click.FloatRange(0),
    default=0.0,
    help="The time it may take; 0 for as long as needed.",
)
@in_a_laboratory
@click.option("--junit", type=click.Path(path_type=Path), help="Write a JUnit report there.")
@click.option("--no-record", is_flag=True, help="Keep nothing in the state database.")
@click.option(
    "--screenshots", is_flag=True,
    help="Keep pictures of both sides, for the console. They show persons: demo or staging only.",
)  # fmt: skip
@as_json
def run(  # noqa: PLR0913 - an argument an option
    *, lot: str, backend: str | None, roles: tuple[str, ...], against: str, reads_only: bool,
    kinds: int, pages: int, scenes: int, seconds: float, laboratory: Path | None,
    junit: Path | None, no_record: bool, screenshots: bool, as_json: bool,
) -> None:  # fmt: skip
    """Ask both sides for every page of LOT, send every form to both, and compare all they do.

    Exit code 1 when something differs that nobody accepted, or a page writes undeclared.
    """
    keep_logs_quiet()
    if screenshots and (no_record or against == "legacy"):
        raise click.UsageError("--screenshots goes with neither --no-record nor --against legacy")
    settings = current_settings()
    limits = Limits(kinds, pages, scenes, seconds)
    wish = Wish(against, roles, not reads_only, limits, progress(_told, is_quiet=as_json))
    with ended_as_by_hand(), ExitStack() as stack:
        if screenshots:
            photographer = stack.enter_context(camera(gallery_of(settings.state_dir)))
            stack.callback(_tell_pictures, photographer)
            wish = replace(wish, photographer=photographer)
        reports = [
            conduct(settings, each, laboratory_at(laboratory), wish, *other_half())
            for each in subjects(lot, backend)
        ]
    for report in reports:
        _conclude(report, settings, junit, keeps=not no_record, as_json=as_json)
    if not all(report.is_clean for report in reports):
        sys.exit(ExitCode.DIFFERENT)


def _tell_pictures(photographer: Camera) -> None:
    end_progress()
    told = f"{count_of(photographer.taken, 'page')} photographed, {photographer.differing} differ"
    click.echo(f"{told}; the console shows them", err=True)
    if photographer.fault:
        warn(f"no more pictures were taken: {photographer.fault}")


def _told(report: Report) -> str:
    last = report.checks[-1]
    told = f"{len(report.checks)} compared, {report.matches} the same — {last.role} {last.name}"
    return told[:100]


def _conclude(
    report: Report, settings: Settings, junit: Path | None, *, keeps: bool, as_json: bool
) -> None:
    if not as_json:
        end_progress()
    if junit is not None:
        junit.write_bytes(junit_of(report))
    if keeps and report.against == "python":
        try:
            keep(report, settings, time.time())
        except StateDatabaseUnavailable as error:
            warn(str(error))
    if as_json:
        print_json("parity", fields_of(report))
        return
    for line in lines_of(report):
        click.echo(line)
    verdict = "the same" if report.is_clean else "not the same"
    click.echo(f"{report.lot} on {report.backend}: {verdict}")


@parity.command(
    cls=FiguierCommand, examples=("figuier parity shadow", "figuier parity shadow --json")
)
@as_json
def shadow(*, as_json: bool) -> None:
    """Count the requests of visitors that the other side was asked too, since the shadow started."""
    settings = current_settings()
    counts = published(settings.state_dir)
    said = unshadowed(current_table(), settings.state_dir)
    if said:
        warn(said)
    if as_json:
        print_json("parity shadow", {"counts": counts, "warnings": [said] if said else []})
    elif counts is None:
        click.echo("No request was shadowed yet: no lot at shadow or canary was asked for a page.")
    else:
        for name, value in counts.items():
            click.echo(f"{name:<20} {value}")


for command in (check, record_suite, replay):
    parity.add_command(command)
