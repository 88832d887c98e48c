"""What the commands that compare PHP and Python share: options, the lot at its backends, progress."""

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from pkgutil import resolve_name
from typing import TypeVar, cast

import click

from proxy.cli.arguments import LotName, lot_named
from proxy.cli.command import Decorated
from proxy.cli.surroundings import current_settings, current_table
from proxy.errors import ParityRunImpossible
from proxy.parity.lab.conduct import SessionsOf, SiteOf, Subject
from proxy.parity.lab.description import FILE_NAME, Laboratory, read_laboratory
from proxy.parity.rules_file import parity_folder, read_rules

#: The half that knows lots and legacy is named, not imported: no other command waits for it.
_SITE = "proxy.wiring.parity_sides:python_site"
_SESSIONS = "proxy.wiring.parity_sides:CarriedSessions"

_Report = TypeVar("_Report")


def about_a_lot(command: Decorated) -> Decorated:
    """The words that say which lot is compared, where, and as whom."""
    for said in (
        click.option("--role", "roles", multiple=True, help="Only this role; may be repeated."),
        click.option("--backend", help="The backend, for a lot that has routes at several."),
        click.argument("lot", type=LotName()),
    ):
        command = said(command)
    return command


def in_a_laboratory(command: Decorated) -> Decorated:
    """The option that says where PHP over a copy is."""
    return click.option(
        "--laboratory", type=click.Path(path_type=Path),
        help="Where PHP over a copy is; default: laboratory.yaml in the state directory.",
    )(command)  # fmt: skip


def laboratory_at(path: Path | None = None) -> Laboratory:
    """The laboratory that the option names, or that of the state directory.

    Errors: ParityFileRefused.
    """
    return read_laboratory(path or current_settings().state_dir / FILE_NAME)


def subjects(name: str, backend: str | None) -> list[Subject]:
    """The lot at each backend where it has routes, or at the one that was named.

    Errors: LotUnknown, ParityRunImpossible, ParityFileRefused.
    """
    table = current_table()
    lot = lot_named(table, name)
    names = dict.fromkeys(route.backend for route in lot.routes)
    if backend is not None and backend not in names:
        raise ParityRunImpossible(f"{name} has no route at {backend}: {', '.join(names)}")
    rules = read_rules(parity_folder(current_settings()), name)
    return [
        Subject(table, lot, table.backends[each], rules)
        for each in names
        if backend in {None, each}
    ]


def other_half() -> tuple[SiteOf, SessionsOf]:
    """Who knows the Python applications, and who knows the legacy's sessions."""
    return cast("SiteOf", resolve_name(_SITE)), cast("SessionsOf", resolve_name(_SESSIONS))


@contextmanager
def ended_as_by_hand() -> Iterator[None]:
    """A build server's SIGTERM ends a command as Ctrl-C does: what it set up is taken down."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def progress(told: Callable[[_Report], str], *, is_quiet: bool) -> Callable[[_Report], None]:
    """One line on the error output, written over and over; none where nobody looks."""
    if is_quiet or not sys.stderr.isatty():
        return lambda _: None
    return lambda report: click.echo(f"\r\033[K{told(report)}", err=True, nl=False)


def end_progress() -> None:
    """Clear the line for what is said last."""
    if sys.stderr.isatty():
        click.echo("\r\033[K", err=True, nl=False)
