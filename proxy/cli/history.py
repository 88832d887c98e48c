"""`figuier history`: who moved what, when and why, and whether the journal still holds."""

import csv
import io
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from proxy.cli.arguments import LotName
from proxy.cli.command import FiguierCommand, as_json
from proxy.cli.exit_codes import ExitCode
from proxy.cli.output import count_of, print_json, print_table, warn
from proxy.cli.surroundings import current_settings, desk
from proxy.flips.entries import line_digest
from proxy.flips.journal import Reading, read_good_part, read_journal
from proxy.flips.records import Record, records
from proxy.flips.repair import set_aside
from proxy.routing_file.last_good import last_good
from proxy.routing_file.workers import workers

HEADINGS = ("LINE", "WHEN", "WHO", "LOT", "MOVE", "RESULT", "WHY")
COLUMNS = ("line", "at", "who", "lot", "from", "to", "result", "why", "text", "plan")


@click.command(
    cls=FiguierCommand,
    examples=(
        "figuier history",
        "figuier history --lot housing --csv > housing.csv",
        "figuier history --verify",
        'figuier history --set-aside "disk failure of 3 May"',
    ),
)
@click.option("--lot", "name", type=LotName(), help="Only this lot, and notes about the file.")
@click.option("--limit", type=click.IntRange(min=1), help="Only the last so many.")
@click.option("--verify", is_flag=True, help="Only check the chain.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV for spreadsheets.")
@click.option("--set-aside", "reason", metavar="REASON", help="Begin anew beside a broken journal.")
@as_json
def history(
    name: str | None,
    *,
    limit: int | None,
    verify: bool,
    as_csv: bool,
    reason: str | None,
    as_json: bool,
) -> None:
    """List flips, rollbacks and edits by hand, the oldest first.

    A journal with a bad line is shown up to that line, and the exit code is 5.
    """
    if reason is not None:
        kept = set_aside(desk(), reason)
        click.echo(f"The broken journal is kept as {kept}; a new one has begun.")
        return
    if verify:
        _verify(as_json=as_json)
        return
    reading, broken = read_good_part(current_settings().state_dir)
    found = [each for each in records(reading.entries) if name is None or each.concerns(name)]
    _print(found[-limit:] if limit else found, as_csv=as_csv, as_json=as_json)
    if broken is not None:
        raise broken


def _print(found: Sequence[Record], *, as_csv: bool, as_json: bool) -> None:
    if as_json:
        print_json("history", {"records": [_fields(record) for record in found]})
    elif as_csv:
        click.echo(_csv(found), nl=False)
    elif found:
        print_table(HEADINGS, (_row(record) for record in found))
    else:
        click.echo("No flip yet.")


def _verify(*, as_json: bool) -> None:
    reading = read_journal(current_settings().state_dir)
    last = reading.last
    digest = line_digest(last) if last else ""
    if as_json:
        print_json("history", {"is_whole": True, "lines": len(reading.entries), "head": digest})
    else:
        tail = f", the last one {digest}" if digest else ""
        click.echo(f"The journal is whole: {count_of(len(reading.entries), 'line')}{tail}")
    _mention_torn(reading)
    if last is None:
        _mention_traces(current_settings().state_dir)


def _mention_traces(state_dir: Path) -> None:
    """An empty journal proves nothing where a proxy has run: starting it begins the journal."""
    if last_good(state_dir) is not None or workers(state_dir):
        warn(
            f"the journal is empty, and yet a proxy has run on {state_dir}: if a lot was ever "
            "flipped, its history was taken away; commits of figuier flip --commit would tell"
        )
        sys.exit(ExitCode.DIFFERENT)


def _mention_torn(reading: Reading) -> None:
    if reading.torn:
        warn("it ends in an unfinished line, left by a crash; the next flip sets it aside")
        sys.exit(ExitCode.DIFFERENT)


def _row(record: Record) -> tuple[str, ...]:
    entry = record.entry
    zone = current_settings().time_zone
    when = datetime.fromisoformat(entry.at).astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")
    why = "; ".join(part for part in (entry.why, record.text) if part)
    return str(entry.number), when, entry.who, entry.lot, record.move, record.result.value, why


def _fields(record: Record) -> dict[str, object]:
    entry = record.entry
    return {
        "line": entry.number,
        "at": entry.at,
        "ended_at": record.ending.at if record.ending else None,
        "who": entry.who,
        "why": entry.why,
        "lot": entry.lot or None,
        "from": entry.from_stage or None,
        "to": entry.to_stage or None,
        "result": record.result.value,
        "text": record.text,
        "plan": entry.plan or None,
        "before": entry.before or None,
        "after": entry.after or None,
        "closed_gates": list(entry.gates),
        "override": entry.override or None,
    }


def _csv(found: Sequence[Record]) -> str:
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for record in found:
        fields = _fields(record)
        writer.writerow([_harmless(str(fields[column] or "")) for column in COLUMNS])
    return file.getvalue()


def _harmless(cell: str) -> str:
    # A spreadsheet would run a cell that begins like a formula.
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t")) else cell
