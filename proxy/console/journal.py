"""`/-/journal`: who moved what, when and why, and whether the chain holds."""

import csv
import io
import json

from flask import Blueprint, Response, render_template, request

from proxy.console.board import download
from proxy.console.board_files import harmless
from proxy.console.paging import asked_number
from proxy.console.sources import Sources, sources
from proxy.errors import JournalBroken
from proxy.flips.entries import line_digest
from proxy.flips.journal import Reading, read_good_part
from proxy.flips.records import Record, records

blueprint = Blueprint("journal", __name__)

_PAGE = 100
COLUMNS = ("ligne", "date", "qui", "lot", "de", "vers", "résultat", "pourquoi", "texte", "plan")


@blueprint.get("/-/journal")
def index() -> str:
    """The history, the newest first."""
    here = sources()
    reading, broken = read_good_part(here.settings.state_dir)
    number = asked_number("page")
    found = _found(reading)[::-1]
    start = (number - 1) * _PAGE
    return render_template(
        "console/journal.html",
        rows=found[start : start + _PAGE],
        total=len(found),
        page=number,
        has_next=len(found) > start + _PAGE,
        lot=request.args.get("lot", ""),
        lots=here.running.table.lots,
        check=_check(here, reading, broken),
    )


@blueprint.get("/-/journal.csv")
def as_csv() -> Response:
    """The history for a spreadsheet."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for record in _found(read_good_part(sources().settings.state_dir)[0]):
        writer.writerow([harmless(str(cell)) for cell in _cells(record)])
    return download(file.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8", "journal.csv")


@blueprint.get("/-/journal.json")
def as_json() -> Response:
    """The history for programs."""
    reading, broken = read_good_part(sources().settings.state_dir)
    rows = [dict(zip(COLUMNS, _cells(record), strict=True)) for record in _found(reading)]
    text = json.dumps({"intact": broken is None, "lignes": rows}, ensure_ascii=False, indent=2)
    return download(text.encode(), "application/json", "journal.json")


def _found(reading: Reading) -> list[Record]:
    lot = request.args.get("lot", "")
    return [each for each in records(reading.entries) if not lot or each.concerns(lot)]


def _cells(record: Record) -> tuple[object, ...]:
    entry = record.entry
    return (
        entry.number, entry.at, entry.who, entry.lot, entry.from_stage, entry.to_stage,
        record.result.value, entry.why, record.text, entry.plan,
    )  # fmt: skip


def _check(here: Sources, reading: Reading, broken: JournalBroken | None) -> tuple[str, str]:
    """What may be said of the chain, and how bad that is."""
    if broken is not None:
        return "danger", f"La chaîne est rompue ({broken}). Voir docs/reference/journal.md."
    if not reading.entries:
        return "", "Le journal est vide : aucune bascule à ce jour."
    last = reading.entries[-1]
    text = (
        f"Chaîne vérifiée : {len(reading.entries)} lignes, empreinte de la dernière "
        f"{line_digest(last)[:12]}."
    )
    if reading.unfinished is not None:
        return "doubt", f"{text} Une bascule est en cours, ou a été interrompue."
    if here.running.table.digest != reading.file_digest:
        return "doubt", f"{text} routing.yaml a été modifié à la main depuis la dernière ligne."
    return "done", text
