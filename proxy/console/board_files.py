"""The state of play as files: CSV for spreadsheets, PDF for paper."""

import csv
import io
import re
from importlib import import_module
from types import ModuleType
from typing import Any, Never

from proxy.console.assets import STYLESHEET
from proxy.console.state_of_play import StateOfPlay
from proxy.errors import PdfUnavailable

#: What browsers load beside the page; the PDF is given its style.
_LINK = re.compile(r"<link [^>]*>")

COLUMNS = (
    "lot", "titre", "étape", "état", "routes", "requêtes (7 jours)", "part Python", "erreurs",
    "visiteurs", "sprint", "responsable", "recette", "encore servi par PHP",
)  # fmt: skip


def csv_of(play: StateOfPlay) -> bytes:
    """One line a lot; read by French spreadsheets as it stands, and run by none."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for line in play.lots:
        share = "" if line.share is None else f"{line.share:.4f}".replace(".", ",")
        cells = (
            line.name, line.title, line.stage, line.label, line.routes, line.requests, share,
            line.errors, line.users, line.sprint, line.owner, line.accepted_on, line.still_legacy,
        )  # fmt: skip
        writer.writerow(["" if cell is None else harmless(str(cell)) for cell in cells])
    return file.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def pdf_of(html: str) -> bytes:
    """The page as PDF; nothing is fetched to make it.

    Errors: PdfUnavailable, where WeasyPrint is not installed or lacks Pango.
    """
    return bytes(_drawn(html).write_pdf(pdf_variant="pdf/ua-1"))


def sheets_of(html: str) -> list[tuple[int, int]]:
    """The sheets that the page takes on paper.

    Units:  width and height of each, in CSS pixels; A4 is 794 × 1123.
    Errors: PdfUnavailable.
    """
    return [(round(sheet.width), round(sheet.height)) for sheet in _drawn(html).pages]


def _drawn(html: str) -> Any:
    weasyprint = _weasyprint()
    style = weasyprint.CSS(string=STYLESHEET.decode())
    page = weasyprint.HTML(string=_LINK.sub("", html), base_url=None, url_fetcher=_nothing)
    return page.render(stylesheets=[style])


def _nothing(url: str, *_: object, **__: object) -> Never:
    raise ValueError(url)


def _weasyprint() -> ModuleType:
    try:
        # An extra that a site may do without: the printable page says the same.
        return import_module("weasyprint")
    except (ImportError, OSError) as fault:
        raise PdfUnavailable(
            "Le PDF demande WeasyPrint, qui n’est pas installé ici (pip install 'figuier[pdf]', "
            "avec libpango-1.0-0 et libpangoft2-1.0-0). La page s’imprime aussi depuis le "
            f"navigateur : Ctrl+P. ({fault})"
        ) from None
