"""What the web server answers beside symfony: front controllers, scripts, static files, redirects."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from legacy_bridge.php_source.literals import LiteralReader, NotLiteral
from legacy_bridge.php_source.tokens import Kind, Token, php_tokens
from legacy_bridge.symfony1.places import Doubt, Spot
from legacy_bridge.symfony1.project.layout import Project

#: The folders of a web root, the usual one first.
_WEB = ("web", "public", "public_html", "htdocs", "www", "httpdocs")
_STARTING = "getApplicationConfiguration"
_STARTS = {_STARTING, "run", "initialize"}


class DoorKind(StrEnum):
    """What is behind an address that symfony's routing never sees."""

    CONTROLLER = "controller"
    SCRIPT = "script"
    STATIC = "static"
    REDIRECT = "redirect"


@dataclass(frozen=True, slots=True)
class Door:
    """An address of the web root.

    Shape: `pattern` is a path, with a final `/*` for a folder; for a redirect it may be a pattern
           of Apache's, then `is_expression`. `target` is what it starts or leads to.
    """

    kind: DoorKind
    pattern: str
    spot: Spot
    target: str = ""
    environment: str = ""
    is_expression: bool = False
    status: int = 0


def web_root(project: Project) -> Path | None:
    """The folder that the web server serves."""
    return next((each for name in _WEB if (each := project.root / name).is_dir()), None)


def web_doors(project: Project) -> tuple[list[Door], list[Doubt]]:
    """Everything that the web root answers by itself."""
    root = web_root(project)
    if root is None:
        return [], [Doubt(Spot(str(project.root)), "no web root: no folder web or public")]
    doubts: list[Doubt] = []
    doors: list[Door] = []
    for each in sorted(root.iterdir()):
        spot = Spot(project.name_of(each))
        if each.is_dir():
            doors.append(Door(DoorKind.STATIC, f"/{each.name}/*", spot))
        elif each.suffix == ".php":
            doors.append(_script(each, spot, project, doubts))
        elif not each.name.startswith("."):
            doors.append(Door(DoorKind.STATIC, f"/{each.name}", spot))
    htaccess = root / ".htaccess"
    if htaccess.is_file():
        text = htaccess.read_text(encoding="utf-8", errors="replace")
        doors += redirects(text, project.name_of(htaccess), doubts)
    return doors, doubts


def _script(path: Path, spot: Spot, project: Project, doubts: list[Doubt]) -> Door:
    tokens = tuple(php_tokens(path.read_text(encoding="utf-8", errors="replace")))
    for token, arguments in _starts(tokens):
        application = str(arguments[0])
        if application in project.applications:
            environment = str(arguments[1]) if len(arguments) > 1 else "prod"
            place = Spot(spot.file, token.line)
            pattern = f"/{path.name}"
            return Door(DoorKind.CONTROLLER, pattern, place, application, environment)
    starting = next((each.line for each in tokens if each.value == _STARTING), 0)
    if starting:
        text = "it starts an application that only PHP tells, or that is not in this folder"
        place = Spot(spot.file, starting)
        doubts.append(Doubt(place, f"{text}: what it answers is not read", is_left_out=True))
    return Door(DoorKind.SCRIPT, f"/{path.name}", spot)


def _starts(tokens: tuple[Token, ...]) -> Iterator[tuple[Token, list[object]]]:
    """The calls that may start an application, with the texts they are given."""
    for at, token in enumerate(tokens):
        if token.kind is not Kind.WORD or token.value not in _STARTS:
            continue
        reader = LiteralReader(tokens, at + 1)
        values: list[object] = []
        try:
            values = list(reader.arguments())
        except NotLiteral:
            # The application alone may be spelled out: ('frontend', $environment, $debug).
            first = tokens[at + 2 : at + 3]
            values = [each.value for each in first if each.kind is Kind.TEXT]
        if values:
            yield token, values


_REDIRECT = re.compile(
    r"\s*(Redirect|RedirectMatch|RedirectPermanent|RedirectTemp)\s+(.*)", re.IGNORECASE
)
_REWRITE = re.compile(r"\s*RewriteRule\s+(.*)", re.IGNORECASE)
_BASE = re.compile(r"\s*RewriteBase\s+(\S+)", re.IGNORECASE)
_CONDITION = re.compile(r"\s*RewriteCond\s+", re.IGNORECASE)
_WORDS = {"permanent": 301, "temp": 302, "seeother": 303, "gone": 410}


def redirects(text: str, file: str, doubts: list[Doubt]) -> Iterator[Door]:
    """The redirects of an .htaccess or of a server's configuration.

    Source: Apache mod_alias Redirect, RedirectMatch; mod_rewrite RewriteRule with the flag R.
    """
    conditions = 0
    for number, line in enumerate(text.splitlines(), 1):
        spot = Spot(file, number)
        if _CONDITION.match(line):
            conditions += 1
        elif found := _REDIRECT.fullmatch(line.rstrip()):
            yield from _alias(found[1].lower(), found[2], spot, doubts)
        elif found := _REWRITE.fullmatch(line.rstrip()):
            yield from _rewrite(found[1], conditions, spot, doubts)
            conditions = 0


def _status(word: str) -> int:
    """The status that a word or number names; what is neither is Apache's own: 302."""
    number = word if word.isascii() and word.isdigit() and len(word) == 3 else "302"
    return _WORDS.get(word, int(number))


def _words(text: str, spot: Spot, doubts: list[Doubt]) -> list[str]:
    try:
        # Patterns hold backslashes: they mean themselves.
        return shlex.split(text.replace("\\", "\\\\"))
    except ValueError as error:
        text_ = f"a redirect that cannot be read: {error}"
        doubts.append(Doubt(spot, text_, is_left_out=True))
        return []


def _alias(directive: str, text: str, spot: Spot, doubts: list[Doubt]) -> Iterator[Door]:
    known = len(doubts)
    words = _words(text, spot, doubts)
    if len(doubts) > known:
        return
    status = {"redirectpermanent": 301}.get(directive, 302)
    if words and (words[0].lower() in _WORDS or words[0].isdigit()):
        status = _status(words.pop(0).lower())
    if not words:
        doubts.append(Doubt(spot, "a redirect without an address"))
        return
    is_expression = directive == "redirectmatch"
    target = words[1] if len(words) > 1 else ""
    # Redirect takes what is below the path, too.
    pattern = words[0] if is_expression else words[0].rstrip("/") or "/"
    yield Door(DoorKind.REDIRECT, pattern, spot, target, is_expression=is_expression, status=status)


def _rewrite(text: str, conditions: int, spot: Spot, doubts: list[Doubt]) -> Iterator[Door]:
    words = _words(text, spot, doubts)
    if len(words) < 3:
        return
    flags = [flag.strip().lower() for flag in words[2].strip("[]").split(",")]
    redirect = next((f for f in flags if f in {"r", "redirect", "g", "gone"} or f[:2] == "r="), "")
    if not redirect:
        return
    if conditions:
        doubts.append(Doubt(spot, "this redirect has conditions, which are not looked at"))
    said = redirect.partition("=")[2]
    status = 410 if redirect in {"g", "gone"} else _status(said)
    pattern = words[0]
    # In a folder's file the path comes without its first slash.
    anchored = "^/" + pattern[1:].removeprefix("/") if pattern.startswith("^") else pattern
    yield Door(DoorKind.REDIRECT, anchored, spot, words[1], is_expression=True, status=status)
