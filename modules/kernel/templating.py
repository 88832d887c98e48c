"""What every template of a site may say: its frame, its words, and how it escapes."""

import re

from flask import Flask, g, request
from markupsafe import Markup, escape

from modules.kernel.admin.cells import cell_text
from modules.kernel.admin.messages import result_count, said
from modules.kernel.frame import Frame

_ENTITY = re.compile(r"&amp;([a-z]+|#\d+|#x[\da-f]+);", re.IGNORECASE)


def escape_once(text: str) -> Markup:
    """The text escaped, except the entities it already holds, as symfony's widgets do.

    Source: sfWidget::escapeOnce.
    """
    return Markup(_ENTITY.sub(r"&\1;", str(escape(text))))  # noqa: S704  # just escaped


def prepare_templates(app: Flask, frame: Frame) -> None:
    """Give the templates their frame and their words."""
    environment = app.jinja_env
    environment.trim_blocks = True
    environment.lstrip_blocks = True
    environment.filters["once"] = escape_once
    environment.globals.update(
        menu=frame.menu, result_count=result_count, cell_text=cell_text, say=_say, title=""
    )

    @app.context_processor
    def words() -> dict[str, object]:
        return {"visit": g.get("visit"), "frame": _frame(frame)}


def _say(text: str) -> str:
    return said(text, g.visit.culture)


def _frame(frame: Frame) -> str:
    """No layout for what a script asked."""
    is_script = request.headers.get("X-Requested-With") == "XMLHttpRequest"
    return "bare.html" if is_script else frame.layout
