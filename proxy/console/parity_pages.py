"""`/-/parite/…/pages/…`: both sides' answers beside each other, each difference where it stands."""

from dataclasses import dataclass

from flask import Blueprint, Response, abort, render_template
from flask.typing import ResponseReturnValue

from proxy.console.parity_sheets import Drawn, drawn
from proxy.console.sources import Sources, sources
from proxy.parity.code_version import code_version
from proxy.parity.exemplars.records import Kept, exemplar_at
from proxy.parity.exemplars.values import Note
from proxy.parity.pictures.gallery import about, gallery_of, picture
from proxy.parity.rules_file import parity_folder
from proxy.parity.side_by_side import Stretch, side_by_side

blueprint = Blueprint("parity_pages", __name__)

_DAY_S = 86400


@dataclass(frozen=True, slots=True)
class NoteShown:
    """A difference with its values, what differs in them marked."""

    note: Note
    control: list[Stretch]
    candidate: list[Stretch]


def oldest(here: Sources) -> float:
    """Before which moment nothing is shown, whether or not it is deleted already."""
    return here.at - here.settings.parity_examples_kept_days * _DAY_S


@blueprint.get("/-/parite/<name>/pages/<own_id>")
def page(name: str, own_id: str) -> ResponseReturnValue:
    """One exemplar."""
    here = sources()
    lot = here.running.table.lot(name)
    if lot is None:
        abort(404)
    found = exemplar_at(here.state, name, own_id, oldest(here))
    days = here.settings.parity_examples_kept_days
    if found is None:
        return render_template("console/parity_gone.html", lot=lot, days=days), 404
    kept, exemplar = found
    sheets: list[list[Drawn]] = [list(drawn(sheet)) for sheet in exemplar.sheets]
    return render_template(
        "console/parity_page.html",
        lot=lot,
        kept=kept,
        exemplar=exemplar,
        notes=[_shown(note) for note in exemplar.notes],
        runs=sorted({line.run for line in exemplar.lines if line.run}),
        sheets=sheets,
        pictures=about(gallery_of(here.settings.state_dir), own_id, oldest(here)),
        is_of_now=_is_of_now(here, kept),
        days=days,
    )


@blueprint.get("/-/parite/<name>/pages/<own_id>/<which>.png")
def photograph(name: str, own_id: str, which: str) -> Response:
    """One of its pictures. Persons are to be seen on it: not for everybody, kept by no browser."""
    here = sources()
    if exemplar_at(here.state, name, own_id, oldest(here)) is None:
        abort(404)
    found = picture(gallery_of(here.settings.state_dir), own_id, which, oldest(here))
    if found is None:
        abort(404)
    return Response(found, mimetype="image/png")


def _is_of_now(here: Sources, kept: Kept) -> bool:
    return kept.code == code_version(parity_folder(here.settings), kept.lot)


def _shown(note: Note) -> NoteShown:
    pair = side_by_side(note.found.control, note.found.candidate)
    return NoteShown(note, list(pair[0]), list(pair[1]))
