"""`figuier status`: does every running process run what the file says?"""

import sys
from datetime import UTC, datetime

import click

from proxy.cli.command import FiguierCommand, as_json
from proxy.cli.exit_codes import ExitCode
from proxy.cli.output import print_json, print_table, warn
from proxy.cli.status_report import Report, report_of
from proxy.cli.surroundings import current_settings
from proxy.routing_file.workers import WorkerState

HEADINGS = ("PROCESS", "ROLE", "TABLE", "SINCE", "STATE")


@click.command(cls=FiguierCommand, examples=("figuier status", "figuier status --json"))
@as_json
def status(*, as_json: bool) -> None:
    """Compare the file on the disk, the journal and the table of every running process.

    Exit code 1 when a process does not run the file, or the file cannot be used.
    """
    report = report_of(current_settings())
    if as_json:
        print_json("status", _fields(report))
    else:
        _print(report)
    if not report.agrees:
        sys.exit(ExitCode.DIFFERENT)


def _print(report: Report) -> None:
    click.echo(f"File     {report.routing_file}: {report.file_state}")
    click.echo(f"Journal  {report.journal_state}")
    click.echo(f"Counts   {_counts(report)}")
    if report.workers:
        print_table(HEADINGS, (_row(report, state) for state in report.workers))
    else:
        click.echo("No process is running.")
    for sentence in report.warnings:
        warn(sentence)


def _counts(report: Report) -> str:
    counting = report.evidence
    as_of = f", up to {counting['as_of']}" if counting["as_of"] else ""
    match counting["state"]:
        case "silent":
            return f"no recorder runs{as_of}"
        case "behind":
            return f"behind{as_of}: {counting['waiting']} batches wait"
        case _:
            return f"kept{as_of}"


def _row(report: Report, state: WorkerState) -> tuple[str, ...]:
    is_current = state.digest == report.file_digest
    verdict = "runs the file" if is_current else "runs another table"
    if state.fault:
        since = _moment(state.since) if state.since else "?"
        verdict = f"keeps its last good table since {since}: {state.fault.splitlines()[0]}"
    return str(state.pid), state.role, state.digest[:12], _moment(state.loaded_at), verdict


def _fields(report: Report) -> dict[str, object]:
    return {
        "agrees": report.agrees,
        "routing_file": str(report.routing_file),
        "table": report.file_digest or None,
        "is_valid": report.is_valid,
        "journal": report.journal_state,
        "warnings": list(report.warnings),
        "evidence": report.evidence,
        "workers": [
            {
                "pid": state.pid,
                "role": state.role,
                "table": state.digest,
                "loaded_at": _moment(state.loaded_at),
                "runs_the_file": state.digest == report.file_digest,
                "fault": state.fault,
                "fault_since": _moment(state.since) if state.since else None,
            }
            for state in report.workers
        ],
    }


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
