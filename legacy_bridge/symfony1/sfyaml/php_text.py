"""PHP inside a YAML file: its echoes of plain values become text, anything else a mark."""

import re
from collections.abc import Callable

from legacy_bridge.symfony1.places import Doubt, NotUnderstood, Spot

#: Stands in a value for PHP that we do not run.
MARK = "__php_not_run__"

_CHUNK = re.compile(r"<\?(php\b|=|(?!xml))(.*?)(?:\?>\n?|\Z)", re.DOTALL)
_COMMENTS = re.compile(r"/\*.*?\*/|(?://|#)[^\n]*", re.DOTALL)
_LITERAL = re.compile(r"'((?:[^'\\]|\\.)*)'|\"([^\"\\$]*(?:\\[nrt\"\\][^\"\\$]*)*)\"|([0-9]+)")
_ECHO = re.compile(r"(?:echo|print)\b\s*\(?(.*?)\)?\s*;?\s*", re.DOTALL)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}


def without_php(text: str, file: str) -> tuple[str, list[Doubt]]:
    """The text that symfony's YAML reader sees, and the PHP in it that was not run.

    Shape:  an echo of literals is their text; any other echo is MARK, one doubt each.
    Errors: NotUnderstood, when PHP decides which lines there are (if, foreach, include…).
    Source: sfYaml::load includes the file; PHP drops one line end after its closing tag.
    """
    if "<?" not in text:
        return text, []
    doubts: list[Doubt] = []

    def place(offset: int) -> Spot:
        return Spot(file, text.count("\n", 0, offset) + 1)

    return _CHUNK.sub(lambda chunk: _written(chunk, place, doubts), text), doubts


def _written(chunk: re.Match[str], place: Callable[[int], Spot], doubts: list[Doubt]) -> str:
    """What one chunk writes; the lines it took are kept, so that places stay true."""
    code = _COMMENTS.sub("", chunk[2]).strip() if "'" not in chunk[2] else chunk[2].strip()
    lines = "\n" * (chunk[0].count("\n") - chunk[0].endswith("?>\n"))
    if chunk[1] == "=":
        code = f"echo {code}"
    if not code:
        return lines
    echoed = _ECHO.fullmatch(code)
    if not echoed or ";" in _LITERAL.sub("", echoed[1]):
        raise NotUnderstood(
            place(chunk.start()),
            "PHP decides what this file says; it is never run: write it as YAML, or give the "
            "output of `symfony app:routes`",
        )
    written = _literal_text(echoed[1])
    if written is None:
        doubts.append(Doubt(place(chunk.start()), f"PHP is not run: {code.split(chr(10))[0]}"))
        # Who leaves out the line end that PHP drops after its tag would break the file.
        return MARK + lines + ("\n" if chunk[0].endswith("\n") else "")
    return written


def _literal_text(expression: str) -> str | None:
    """The text of literals joined by dots; None when there is anything else."""
    at, text = 0, ""
    expression = expression.strip()
    while literal := _LITERAL.match(expression, at):
        single, double, number = literal.groups()
        if single is not None:
            text += re.sub(r"\\([\\'])", r"\1", single)
        elif double is not None:
            text += re.sub(r"\\(.)", lambda found: _ESCAPES[found[1]], double)
        else:
            text += number
        at = literal.end()
        if at == len(expression):
            return text
        joined = re.compile(r"\s*[.,]\s*").match(expression, at)
        if not joined:
            return None
        at = joined.end()
    return None
