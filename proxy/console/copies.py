"""`/-/copies`: the page as it was on a day, kept as data and drawn again from it."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from proxy.console.board import board_html, current_play, download
from proxy.console.board_files import csv_of, pdf_of
from proxy.console.people import person
from proxy.console.sources import sources
from proxy.console.state_of_play import StateOfPlay, from_json, to_json
from proxy.flips.state_files import ensure_folder, write_whole

blueprint = Blueprint("copies", __name__)

FOLDER = "frozen"
_NAME = re.compile(r"[0-9]{8}T[0-9]{6}Z", re.ASCII)


@blueprint.get("/-/copies")
def page() -> str:
    """The copies there are, the newest first."""
    folder = sources().settings.state_dir / FOLDER
    names = sorted(
        (file.stem for file in folder.glob("*.json") if _NAME.fullmatch(file.stem)), reverse=True
    )
    copies = [(name, moment_of(name)) for name in names]
    return render_template("console/copies.html", copies=copies)


@blueprint.post("/-/copies")
def keep() -> ResponseReturnValue:
    """Keep the page as it is now."""
    here, who = sources(), person()
    note = " ".join(request.form.get("note", "").split())[:200]
    by = who.name if who else ""
    play = current_play()
    kept = replace(play, note=f"{note} – {by}" if note else by)
    name = here.now().astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    ensure_folder(here.settings.state_dir / FOLDER)
    write_whole(_file(name), to_json(kept))
    flash("La copie est gardée : ses chiffres ne changeront plus.", "done")
    return redirect(url_for("copies.show", name=name, kind="html"), 303)


@blueprint.get("/-/copies/<name>.<kind>")
def show(name: str, kind: str) -> ResponseReturnValue:
    """One copy, in any of its forms, all drawn from the same data."""
    if not _NAME.fullmatch(name):
        abort(404)
    try:
        data = _file(name).read_bytes()
        play = from_json(data)
    except (OSError, ValueError):
        abort(404)
    match kind:
        case "html":
            return board_html(play, copy=name)
        case "json":
            return download(data, "application/json", f"synthese-{name}.json")
        case "csv":
            return download(csv_of(play), "text/csv; charset=utf-8", f"synthese-{name}.csv")
        case "pdf":
            return _pdf(play, name)
    raise NotFound


def _pdf(play: StateOfPlay, name: str) -> Response:
    data = pdf_of(board_html(play, copy=name))
    return download(data, "application/pdf", f"synthese-{name}.pdf")


def moment_of(name: str) -> datetime:
    """When a copy was made, from its name."""
    return datetime.strptime(name, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def _file(name: str) -> Path:
    return sources().settings.state_dir / FOLDER / f"{name}.json"
