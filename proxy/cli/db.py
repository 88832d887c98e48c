"""`figuier db`: who uses the shared tables, what a migration would break, and running it."""

import re
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

import click

from proxy.cli.command import FiguierCommand, as_json
from proxy.cli.db_output import (
    StepTeller,
    print_usages,
    print_verdicts,
    usage_fields,
    verdict_fields,
    verdict_is_refused,
)
from proxy.cli.exit_codes import ExitCode
from proxy.cli.output import print_json, warn
from proxy.cli.surroundings import current_settings, current_table
from proxy.errors import ConfigurationRefused

#: Named, not imported: the lots and the bridge are loaded for these commands alone.
DESK = "proxy.wiring.database_desk:DatabaseDesk"
SOURCES = "proxy.wiring.database_desk:Sources"
DOCTOR = "proxy.wiring.database_doctor:examined"
DRAFT = "proxy.wiring.database_desk:begun_migration"

_PLACE = re.compile(r"(\w+)(?:\.(\w+))?")


@click.group()
def db() -> None:
    """Change the shared database without breaking the PHP that still reads it."""


def _asks(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say where to look."""
    for option in (
        click.option(
            "--log", "logs", multiple=True, metavar="FILE", type=click.Path(path_type=Path),
            help="A general log of the database, or one statement a line.",
        ),
        click.option(
            "--project", "projects", multiple=True, metavar="BACKEND=FOLDER",
            help="A backend's PHP source; else FIGUIER_PROJECT_<BACKEND>.",
        ),
        click.option(
            "--migrations", "folder", metavar="FOLDER", type=click.Path(path_type=Path),
            help="Another folder of migrations than the project's own.",
        ),
    ):  # fmt: skip
        command = option(command)
    return command


def _desk(projects: Sequence[str], logs: Sequence[Path], folder: Path | None) -> Any:
    """Errors: ConfigurationRefused, naming every folder that is none."""
    settings = current_settings()
    given = dict(settings.legacy_projects)
    faults = []
    for project in projects:
        backend, sign, path = project.partition("=")
        given[backend] = path
        if not sign:
            faults.append(f"--project {project}: say BACKEND=FOLDER, as gestion=/srv/gestion")
    table = current_table()
    known = set(table.backends)
    for backend, path in given.items():
        if backend not in known:
            faults.append(
                f"{backend}: no backend of {table.source}; it has {', '.join(sorted(known))}"
            )
        elif path and not Path(path).is_dir():
            faults.append(f"{backend}: {path} is not a folder")
    if faults:
        raise ConfigurationRefused(faults)
    sources = resolve_name(SOURCES)({name: Path(path) for name, path in given.items()}, logs)
    options = {} if folder is None else {"folder": folder}
    desk = resolve_name(DESK)(settings, table, sources, **options)
    _warn_of_gaps(desk, known - given.keys())
    return desk


def _warn_of_gaps(desk: Any, missing: Iterable[str]) -> None:
    """Nothing is worse than a guard that is believed to have looked."""
    for backend in sorted(missing):
        warn(f"the PHP of {backend} was not read: set FIGUIER_PROJECT_{backend.upper()}")
    if desk.engine is None:
        warn("the live tables were not looked at: FIGUIER_DATABASE_URL is not set")
    for backend, doubt in desk.doubts:
        warn(f"{backend}: {doubt}")


@db.command(
    cls=FiguierCommand,
    examples=(
        "figuier db usage commune.epci",
        "figuier db usage evenement --log /var/log/mysql/general.log",
        "figuier db usage --json",
    ),
)
@click.argument("place", required=False, metavar="[TABLE[.COLUMN]]")
@_asks
@as_json
def usage(
    *, place: str | None, projects: Sequence[str], logs: Sequence[Path], folder: Path | None,
    as_json: bool,
) -> None:  # fmt: skip
    """Say who reads and writes a table or a column, on which side, and where it is written.

    Exit code 1 when nobody does.
    """
    wanted = _PLACE.fullmatch(place) if place else None
    if place and wanted is None:
        raise click.UsageError(f"{place!r} is neither TABLE nor TABLE.COLUMN")
    found = _desk(projects, logs, folder).usages.all
    if wanted:
        table, column = wanted[1].lower(), (wanted[2] or "").lower()
        found = [
            one
            for one in found
            if one.table == table and (not column or one.column in {column, "*"})
        ]
    if as_json:
        print_json("db usage", {"usages": [usage_fields(one) for one in found]})
    else:
        print_usages(found)
    if not found:
        if not as_json:
            click.echo(f"Nobody uses {place or 'any table'}, as far as was looked.")
        sys.exit(ExitCode.DIFFERENT)


@db.command(cls=FiguierCommand, examples=("figuier db check", "figuier db check --all --json"))
@click.option("--all", "is_all", is_flag=True, help="Also those that this database has run.")
@_asks
@as_json
def check(
    *, is_all: bool, projects: Sequence[str], logs: Sequence[Path], folder: Path | None,
    as_json: bool,
) -> None:  # fmt: skip
    """Refuse migrations that would break somebody, with the file and line of the reader.

    Exit code 3 when one is refused. Changes nothing.
    """
    desk = _desk(projects, logs, folder)
    migrations = desk.migrations() if is_all else desk.waiting()
    verdicts = desk.check(migrations)
    if as_json:
        print_json("db check", {"migrations": [verdict_fields(one) for one in verdicts]})
    else:
        print_verdicts(verdicts)
    if any(map(verdict_is_refused, verdicts)):
        sys.exit(ExitCode.REFUSED)


@db.command(cls=FiguierCommand, examples=("figuier db upgrade --dry-run", "figuier db upgrade"))
@click.option("--dry-run", is_flag=True, help="Check, and print the statements.")
@_asks
@as_json
def upgrade(
    *, dry_run: bool, projects: Sequence[str], logs: Sequence[Path], folder: Path | None,
    as_json: bool,
) -> None:  # fmt: skip
    """Run the migrations that wait, after the check; stopped anywhere, the next run goes on."""
    desk = _desk(projects, logs, folder)
    migrations = desk.waiting()
    verdicts = desk.check(migrations)
    if any(map(verdict_is_refused, verdicts)):
        if as_json:
            print_json("db upgrade", {"migrations": [verdict_fields(one) for one in verdicts]})
        else:
            print_verdicts(verdicts)
        sys.exit(ExitCode.REFUSED)
    teller = StepTeller(is_quiet=as_json)
    if dry_run:
        for migration in migrations:
            for number, statement in enumerate(migration.statements, 1):
                teller.tell(migration.name, number, statement)
    else:
        desk.upgrade(
            lambda step: teller.tell(
                step.migration.name, step.number, step.statement, was_there=step.was_there
            )
        )
    if as_json:
        print_json("db upgrade", {"is_dry": dry_run, "steps": teller.steps})
    else:
        teller.sum_up("would run" if dry_run else "ran")


@db.command(cls=FiguierCommand, examples=("figuier db new events expand 'Add a room to events'",))
@click.argument("lot")
@click.argument("phase", type=click.Choice(["expand", "backfill", "contract"]))
@click.argument("message")
@click.option("--migrations", "folder", type=click.Path(path_type=Path), metavar="FOLDER")
def new(*, lot: str, phase: str, message: str, folder: Path | None) -> None:
    """Begin a migration: a file to fill in, after the last one."""
    table = current_table()
    if table.lot(lot) is None:
        known = ", ".join(one.name for one in table.lots)
        raise ConfigurationRefused([f"{lot!r} is not a lot of {table.source}; its lots: {known}"])
    click.echo(resolve_name(DRAFT)(lot, phase, message, folder))


@db.command(cls=FiguierCommand, examples=("figuier db doctor", "figuier db doctor --json"))
@as_json
def doctor(*, as_json: bool) -> None:
    """Look for what breaks when PHP and Python share a database; reads only.

    Exit code 1 when something was found.
    """
    findings = resolve_name(DOCTOR)(current_settings())
    if as_json:
        print_json("db doctor", {"findings": findings})
    else:
        colours = {"fault": "red", "risk": "yellow", "fine": "green"}
        for finding in findings:
            mark = click.style(f"{finding['severity']:<6}", fg=colours[str(finding["severity"])])
            click.echo(f"{mark} {finding['what']}")
            if finding["remedy"]:
                click.echo(f"       {finding['remedy']}")
    if any(finding["severity"] != "fine" for finding in findings):
        sys.exit(ExitCode.DIFFERENT)
