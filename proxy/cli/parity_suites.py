"""`figuier parity record` and `replay`: PHP's answers kept, and asked again of Python without PHP."""

import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path
from pkgutil import resolve_name
from wsgiref.simple_server import make_server

import click

from proxy.cli.command import FiguierCommand, as_json
from proxy.cli.exit_codes import ExitCode
from proxy.cli.laboratory import about_a_lot, laboratory_at, other_half, subjects
from proxy.cli.output import count_of, print_json
from proxy.cli.surroundings import current_settings, keep_logs_quiet
from proxy.config import Settings
from proxy.errors import ParityRunImpossible
from proxy.parity.lab.asking import WsgiSide
from proxy.parity.lab.checks import Report
from proxy.parity.lab.conduct import Wish, conduct
from proxy.parity.lab.copies import CANDIDATE, Copies
from proxy.parity.lab.reports import fields_of, junit_of, lines_of
from proxy.parity.lab.room import Limits
from proxy.parity.replay.fake_legacy import FakeLegacy
from proxy.parity.replay.recording import SuiteRecording
from proxy.parity.replay.replaying import Replay
from proxy.parity.replay.suite import Suite, read_suite, write_suite
from proxy.parity.rules_file import parity_folder, read_rules

CLOCK = "proxy.wiring.parity_sides:stop_clock"


@click.command(
    cls=FiguierCommand,
    examples=("figuier parity record reference_lists tests/suites/reference_lists.jsonl",),
)
@about_a_lot
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--kinds", default=2, show_default=True, help="Addresses of one kind to ask for.")
@click.option("--pages", default=400, show_default=True, help="The most pages a role asks for.")
@as_json
def record(  # noqa: PLR0913 - an argument an option
    *, lot: str, file: Path, backend: str | None, roles: tuple[str, ...], kinds: int, pages: int,
    as_json: bool,
) -> None:  # fmt: skip
    """Keep what PHP answers to every GET of LOT in FILE, as each role, without persons or secrets."""
    keep_logs_quiet()
    settings = current_settings()
    subject = subjects(lot, backend)[0]
    kept = SuiteRecording(subject.rules.personal)
    wish = Wish("legacy", roles, with_writes=False, limits=Limits(kinds, pages), recording=kept)
    report = conduct(settings, subject, laboratory_at(), wish, *other_half())
    if report.stopped:
        raise ParityRunImpossible(report.stopped)
    clock = datetime.now(settings.time_zone).replace(tzinfo=None, microsecond=0).isoformat()
    host = f"{subject.backend.hosts[0]}:{settings.port}"
    suite = kept.suite(lot, subject.backend.name, host, clock)
    write_suite(suite, file)
    if as_json:
        print_json("parity record", {"file": str(file), "answers": len(suite.entries)})
    else:
        click.echo(f"{file}: {count_of(len(suite.entries), 'answer')}, {len(suite.sessions)} roles")


@click.command(
    cls=FiguierCommand,
    examples=(
        "figuier parity replay tests/suites/reference_lists.jsonl",
        "figuier parity replay tests/suites/reference_lists.jsonl --serve 8090",
    ),
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--serve", type=int, help="Be the legacy that FILE remembers, on this port.")
@click.option("--junit", type=click.Path(path_type=Path), help="Write a JUnit report there.")
@as_json
def replay(*, file: Path, serve: int | None, junit: Path | None, as_json: bool) -> None:
    """Ask Python for everything that FILE remembers of PHP; PHP is not needed.

    Python works on a copy of the database, which must hold the data of the recording. Its pages
    believe in the recording's clock. Exit code 1 when an answer differs.
    """
    keep_logs_quiet()
    suite = read_suite(file)
    if serve is not None:
        click.echo(f"http://127.0.0.1:{serve} answers as {suite.backend} did on {suite.clock}")
        make_server("127.0.0.1", serve, FakeLegacy(suite)).serve_forever()
    report = _replayed(suite, current_settings())
    if junit is not None:
        junit.write_bytes(junit_of(report))
    if as_json:
        print_json("parity replay", fields_of(report))
    else:
        for line in lines_of(report):
            click.echo(line)
    if not report.is_clean:
        sys.exit(ExitCode.DIFFERENT)


def _replayed(suite: Suite, settings: Settings) -> Report:
    """The report of one replay.

    Errors: ParityRunImpossible.
    """
    report = Report(suite.lot, suite.backend, "recording")
    copies = Copies(settings.database_url)
    copies.make(CANDIDATE)
    try:
        with tempfile.TemporaryDirectory(prefix="figuier-parity-") as place:
            folder = Path(place)
            site_of, sessions_of = other_half()
            site = site_of(settings, suite.backend, copies.url(CANDIDATE), folder)
            if site is None:
                raise ParityRunImpossible(f"no lot of {suite.backend} is in Python")
            resolve_name(CLOCK)(site, datetime.fromisoformat(suite.clock))
            sessions = sessions_of(settings, folder, folder)
            rules = read_rules(parity_folder(settings), suite.lot)
            again = Replay(
                WsgiSide(site), sessions, rules, settings.symfony1_session_cookie, time.time()
            )
            report.checks.extend(again.checks(suite))
    finally:
        copies.drop()
    return report
