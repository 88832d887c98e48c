"""`figuier parity record` and `replay`: PHP's answers kept, and asked again of Python without PHP."""

import sys
import tempfile
import time
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from pkgutil import resolve_name
from wsgiref.simple_server import make_server

import click

from proxy.cli.command import FiguierCommand, as_json
from proxy.cli.exit_codes import ExitCode
from proxy.cli.laboratory import (
    about_a_lot,
    ended_as_by_hand,
    laboratory_at,
    other_half,
    subjects,
)
from proxy.cli.output import count_of, print_json
from proxy.cli.parity_traffic import FromTraffic, suite_from_traffic
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
    examples=(
        "figuier parity record reference_lists tests/suites/reference_lists.jsonl",
        "figuier parity record reference_lists lists.jsonl --from-traffic 200 --with-writes",
    ),
)
@about_a_lot
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--kinds", type=int,
    help="Addresses of one kind to ask for [default: 2], or answers to keep of visitors [10].",
)  # fmt: skip
@click.option("--pages", default=400, show_default=True, help="The most pages a role asks for.")
@click.option(
    "--from-traffic", type=click.IntRange(1, 5000), metavar="N",
    help="Ask for nothing: keep N answers that PHP gives to visitors.",
)  # fmt: skip
@click.option("--minutes", default=10.0, show_default=True, help="How long visitors are recorded.")
@click.option("--with-writes", is_flag=True, help="Keep the forms that visitors send, too.")
@as_json
def record(  # noqa: PLR0913 - an argument an option
    *, lot: str, file: Path, backend: str | None, roles: tuple[str, ...], kinds: int | None, pages: int,
    from_traffic: int | None, minutes: float, with_writes: bool, as_json: bool,
) -> None:  # fmt: skip
    """Keep what PHP answers to every GET of LOT in FILE, as each role, without persons or secrets.

    With --from-traffic, keep what visitors of the gateway do, while this command waits: nothing is
    asked or sent again, and forms are kept only with --with-writes.
    """
    keep_logs_quiet()
    settings = current_settings()
    subject = subjects(lot, backend)[0]
    host = f"{subject.backend.hosts[0]}:{settings.port}"
    if from_traffic is not None:
        wanted = FromTraffic(from_traffic, minutes, kinds or 10, with_writes)
        _tell(*suite_from_traffic(settings, subject, wanted, host), file, as_json=as_json)
        return
    kept = SuiteRecording(subject.rules.personal)
    wish = Wish(
        "legacy", roles, with_writes=False, limits=Limits(kinds or 2, pages), recording=kept
    )
    with ended_as_by_hand():
        report = conduct(settings, subject, laboratory_at(), wish, *other_half())
    if report.stopped:
        raise ParityRunImpossible(report.stopped)
    clock = datetime.now(settings.time_zone).replace(tzinfo=None, microsecond=0).isoformat()
    _tell(kept.suite(lot, subject.backend.name, host, clock), {}, file, as_json=as_json)


def _tell(suite: Suite, left_out: Mapping[str, int], file: Path, *, as_json: bool) -> None:
    """Write the suite and say what is in it.

    Errors: ParityRunImpossible, for an empty one.
    """
    reasons = ", ".join(f"{reason}: {count}" for reason, count in sorted(left_out.items()))
    if not suite.entries:
        raise ParityRunImpossible(f"nothing was recorded{reasons and f' ({reasons})'}")
    write_suite(suite, file)
    if as_json:
        counts = {"answers": len(suite.entries), "left_out": dict(left_out)}
        print_json("parity record", {"file": str(file), **counts})
        return
    click.echo(f"{file}: {count_of(len(suite.entries), 'answer')}, {len(suite.sessions)} roles")
    if reasons:
        click.echo(f"left out: {reasons}")


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
    believe in the recording's clock. Recorded forms are sent to this copy alone, in their order,
    and what they write stays for the next. Exit code 1 when an answer differs.
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
                WsgiSide(site), sessions, rules, settings.symfony1_session_cookie, time.time(),
                partial(resolve_name(CLOCK), site),
            )  # fmt: skip
            report.checks.extend(again.checks(suite))
    finally:
        copies.drop()
    return report
