"""`/-/`: the page of the project lead, and the same as CSV, JSON and PDF."""

from datetime import date, timedelta

from flask import Blueprint, Response, render_template, request

from proxy.console.board_files import csv_of, pdf_of
from proxy.console.chart import burn_up
from proxy.console.sources import sources
from proxy.console.state_of_play import StateOfPlay, to_json
from proxy.console.survey import survey

blueprint = Blueprint("board", __name__)

_FORTNIGHT = timedelta(days=14)


@blueprint.get("/-/")
def page() -> str:
    """One page: what burns, where we are, what changed, whether we finish, what to decide."""
    play = current_play()
    return board_html(play)


@blueprint.get("/-/synthese.csv")
def as_csv() -> Response:
    """The lots and their figures, for a spreadsheet."""
    return download(csv_of(current_play()), "text/csv; charset=utf-8", "synthese.csv")


@blueprint.get("/-/synthese.json")
def as_json() -> Response:
    """The whole page, for programs."""
    return download(to_json(current_play()), "application/json", "synthese.json")


@blueprint.get("/-/synthese.pdf")
def as_pdf() -> Response:
    """The page on one sheet of A4."""
    return download(pdf_of(board_html(current_play())), "application/pdf", "synthese.pdf")


def board_html(play: StateOfPlay, copy: str = "") -> str:
    """The page of this state of play; `copy` names the frozen copy it comes from."""
    return render_template("console/board.html", play=play, chart=burn_up(play.heights), copy=copy)


def current_play() -> StateOfPlay:
    """The state of play since the day asked for, by default a fortnight ago."""
    here = sources()
    try:
        since = date.fromisoformat(request.args.get("depuis", ""))
    except ValueError:
        since = here.today.date() - _FORTNIGHT
    return survey(here, since)


def download(data: bytes, kind: str, name: str) -> Response:
    """A file with a name; browsers show what they can."""
    answer = Response(data, content_type=kind)
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return answer
