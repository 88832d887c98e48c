"""Which projects a command reads, as its words and the settings say, and the reading itself."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

import click

from proxy.cli.command import Decorated
from proxy.cli.surroundings import current_settings
from proxy.core.table import RoutingTable
from proxy.errors import ProjectUnreadable
from proxy.inventory.ledger import Ledger
from proxy.inventory.traffic import Counter, LogUnreadable, Progress, Traffic

#: The readers know the legacy's formats: they are named, not imported, as no other command needs them.
READ = "proxy.wiring.survey:read_projects"
SOURCE = "proxy.wiring.survey:ProjectSource"


@dataclass(frozen=True, slots=True)
class Project:
    """A legacy project and what else is known of its routes."""

    backend: str
    folder: Path
    routes_output: Mapping[str, Path] = field(default_factory=dict)
    pages_database: str = ""


def about_projects(command: Decorated) -> Decorated:
    """The words that say which projects are read, and what else is known of them."""
    for said in (
        click.option(
            "--pages-database",
            metavar="[BACKEND=]URL",
            multiple=True,
            help="Apostrophe's database: its pages are addresses, too. It is only read.",
        ),
        click.option(
            "--routes-output",
            multiple=True,
            metavar="APPLICATION=FILE",
            help="What `symfony app:routes` or `debug:router --format=json` printed, where PHP makes routes.",
        ),
        click.option(
            "--log",
            "logs",
            multiple=True,
            metavar="[BACKEND=]FILE",
            help="An access log, plain or gzip; may be given again.",
        ),
        click.argument("projects", nargs=-1, metavar="[BACKEND=]FOLDER..."),
    ):
        command = said(command)
    return command


def project_sources(
    given: Mapping[str, Any], table: RoutingTable | None, configured: str
) -> list[Project]:
    """The projects that a command was given, else those of the settings.

    Errors: click.UsageError, when there is none, or one word names what is not there.
    """
    words = list(given["projects"]) or [
        each.strip() for each in configured.split(",") if each.strip()
    ]
    if not words:
        raise click.UsageError(
            "give the project's folder, or set FIGUIER_INVENTORY_PROJECTS=backend=folder,…"
        )
    named = [_named(word, table) for word in words]
    if len({backend for backend, _ in named}) < len(named):
        raise click.UsageError("two projects have one name; write BACKEND=FOLDER")
    outputs = [_pair(word) for word in given.get("routes_output", ())]
    databases = dict(_for_backend(word, named) for word in given.get("pages_database", ()))
    for backend in databases:
        if backend not in dict(named):
            raise click.UsageError(f"--pages-database: no project is named {backend}")
    return [
        Project(
            backend,
            Path(folder),
            {application: Path(file) for application, file in outputs},
            databases.get(backend, ""),
        )
        for backend, folder in named
    ]


def _named(word: str, table: RoutingTable | None) -> tuple[str, str]:
    """BACKEND=FOLDER; alone, a folder's name stands for the backend."""
    backend, sign, folder = word.partition("=")
    if sign:
        return backend, folder
    name = Path(word).resolve().name
    if table is not None and name not in table.backends and len(table.backends) == 1:
        return next(iter(table.backends)), word
    spelled = "".join(letter if letter.isalnum() else "_" for letter in name.lower()).strip("_")
    return spelled or "legacy", word


def _pair(word: str) -> tuple[str, str]:
    name, sign, value = word.partition("=")
    if not sign:
        raise click.UsageError(f"{word}: write APPLICATION=FILE")
    return name, value


def _for_backend(word: str, named: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """BACKEND=VALUE; alone, the value is the first project's."""
    name, sign, value = word.partition("=")
    if sign and name.isidentifier():
        return name, value
    return named[0][0], word


def log_sources(words: Sequence[str], projects: Sequence[Project]) -> list[tuple[str, Path]]:
    """Logs, each with the backend that its lines are of when they name no host.

    Errors: click.UsageError.
    """
    found: list[tuple[str, Path]] = []
    for word in words:
        backend, value = _for_backend(word, [(each.backend, "") for each in projects])
        if backend not in {each.backend for each in projects}:
            raise click.UsageError(f"--log {word}: no project is named {backend}")
        found.append((backend, Path(value)))
    return found


def reading_of(given: Mapping[str, Any], table: RoutingTable | None) -> tuple[Any, Traffic | None]:
    """The projects that a command was given, read by the readers of their kinds, and their logs.

    Errors: click.UsageError; ProjectUnreadable.
    """
    projects = project_sources(given, table, current_settings().inventory_projects)
    make = resolve_name(SOURCE)
    sources = [
        make(each.backend, each.folder, each.routes_output, each.pages_database)
        for each in projects
    ]
    reading = resolve_name(READ)(sources, table)
    return reading, _counted(reading.ledger, log_sources(given["logs"], projects))


@contextmanager
def _progress(path: Path) -> Iterator[Progress]:
    """A bar in bytes of the file, on the error output; none where nobody looks."""
    if not sys.stderr.isatty():
        yield lambda _bytes: None
        return
    with click.progressbar(length=path.stat().st_size, label=path.name, file=sys.stderr) as bar:
        yield bar.update


def _counted(ledger: Ledger, logs: Sequence[tuple[str, Path]]) -> Traffic | None:
    """The traffic of logs; None when there are none.

    Errors: ProjectUnreadable.
    """
    if not logs:
        return None
    counter = Counter(ledger, ledger.hosts)
    for backend, path in logs:
        try:
            with _progress(path) as progress:
                counter.count(path, backend, progress)
        except (LogUnreadable, OSError) as error:
            raise ProjectUnreadable(str(error)) from error
    return counter.traffic
