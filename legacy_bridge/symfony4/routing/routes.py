"""One route of Symfony 4, compiled and matched as its UrlMatcher does."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from legacy_bridge.symfony1.places import Doubt, Spot

_VARIABLE = re.compile(r"\{(!?)(\w+)(<.*?>)?(\?[^}]*)?\}", re.ASCII)
#: Characters that end the variable before them. Source: RouteCompiler::SEPARATORS.
_SEPARATORS = "/,;.:-_~*+@|"


class RouteMalformed(ValueError):
    """A path or requirement that Symfony, or Python, does not read."""


@dataclass(frozen=True)
class Route:
    """What Symfony 4 knows of a route.

    Shape: `methods` empty for every one; `controller` as Symfony names it.
    """

    name: str
    path: str
    controller: str
    spot: Spot
    methods: frozenset[str] = frozenset()
    requirements: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, str | None] = field(default_factory=dict)
    host: str = ""
    condition: str = ""

    @cached_property
    def expression(self) -> re.Pattern[str]:
        """The path as a pattern.

        Errors: RouteMalformed.
        """
        return _compiled(self)

    @property
    def module(self) -> str:
        """The controller's class, without namespace and ending."""
        return self.controller.partition("::")[0].rpartition("\\")[2].removesuffix("Controller")

    @property
    def action(self) -> str:
        """The controller's method; `__invoke` when it is called itself."""
        return self.controller.partition("::")[2] or ("__invoke" if self.controller else "")

    def takes(self, method: str) -> bool:
        """Whether the route accepts a method; GET stands for HEAD, too."""
        return (
            not self.methods
            or method in self.methods
            or (method == "HEAD" and "GET" in self.methods)
        )


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a path: text, or a variable with what it may hold.

    Shape: `text` of a variable is the separator before it, which is optional with it.
    """

    text: str
    variable: str = ""
    requirement: str = ""
    default: str | None = None
    has_default: bool = False
    is_kept: bool = False


def pieces_of(route: Route) -> list[Piece]:
    """A path cut into texts and variables, inline requirements and defaults taken out.

    Source: Symfony Route::extractInlineDefaultsAndRequirements, RouteCompiler::compilePattern.
    """
    pieces: list[Piece] = []
    at = 0
    path = "/" + route.path.strip().lstrip("/")
    for found in _VARIABLE.finditer(path):
        before = path[at : found.start()]
        separator = before[-1:] if before[-1:] and before[-1] in _SEPARATORS else ""
        if before[: len(before) - len(separator)]:
            pieces.append(Piece(before[: len(before) - len(separator)]))
        at = found.end()
        name = found[2]
        inline = found[3][1:-1] if found[3] else ""
        said = route.requirements.get(name) or inline
        default = route.defaults.get(name, found[4][1:] if found[4] else None)
        has_default = name in route.defaults or found[4] is not None
        requirement = said.removeprefix("^").removesuffix("$") or _until(path, found)
        is_kept = found[1] == "!"
        pieces.append(Piece(separator, name, requirement, default, has_default, is_kept))
    if at < len(path):
        pieces.append(Piece(path[at:]))
    return pieces


def _until(path: str, found: re.Match[str]) -> str:
    """What a variable without requirement holds: up to a slash, or to what follows it."""
    rest = _VARIABLE.sub("", path[found.end() :]) if path[found.end() :][:1] == "{" else (
        path[found.end() :]
    )  # fmt: skip
    following = rest[:1] if rest[:1] and rest[:1] in _SEPARATORS else ""
    excluded = "/" + (following if following != "/" else "")
    return f"[^{re.escape(excluded)}]+"


def first_optional(pieces: list[Piece]) -> int:
    """From which piece on all may be left out."""
    at = len(pieces)
    while at and pieces[at - 1].has_default and not pieces[at - 1].is_kept:
        at -= 1
    return at


def _compiled(route: Route) -> re.Pattern[str]:
    """Source: RouteCompiler::computeRegexp."""
    pieces = pieces_of(route)
    optional = first_optional(pieces)
    pattern, depth = "", 0
    for at, piece in enumerate(pieces):
        spelled = re.escape(piece.text)
        group = f"(?P<{piece.variable}>{piece.requirement})" if piece.variable else ""
        if at == 0 and optional == 0 and group:
            # The first slash is always there.
            pattern += f"{spelled}{group}?"
        elif at >= optional:
            pattern += f"(?:{spelled}{group}"
            depth += 1
        else:
            pattern += spelled + group
    try:
        return re.compile(pattern + ")?" * depth)
    except (re.error, OverflowError) as error:
        raise RouteMalformed(f"the route {route.name}: {error}") from None


@dataclass(frozen=True, slots=True)
class Match:
    """The route of a request; `is_redirect` when Symfony only adds or takes a final slash."""

    route: Route
    is_redirect: bool = False


class RouteTable:
    """Routes in matching order."""

    def __init__(self, routes: Iterable[Route], doubts: Iterable[Doubt] = ()) -> None:
        """Leave out what does not compile, with a doubt each."""
        self.doubts = list(doubts)
        kept: list[Route] = []
        for route in routes:
            try:
                _ = route.expression
            except RouteMalformed as error:
                self.doubts.append(Doubt(route.spot, str(error), is_left_out=True))
            else:
                kept.append(route)
        self.routes = tuple(kept)
        self._by_prefix: dict[str, list[tuple[int, Route]]] = {}
        for at, route in enumerate(self.routes):
            pieces = pieces_of(route)
            segment, slash, _ = pieces[0].text[1:].partition("/")
            is_whole = slash or len(pieces) == 1 or pieces[1].text == "/"
            whole = segment if is_whole and not pieces[0].variable else ""
            self._by_prefix.setdefault(whole, []).append((at, route))

    def match(self, path: str, method: str) -> Match | None:
        """The first route that takes a request, perhaps after a redirect to or from a slash.

        Source: UrlMatcher::matchCollection, RedirectableUrlMatcher.
        """
        trimmed = path.rstrip("/") or "/"
        redirect: Route | None = None
        for route in self._near(trimmed):
            if not route.takes(method):
                continue
            if route.expression.fullmatch(path):
                return Match(route)
            if method in {"GET", "HEAD"} and redirect is None:
                other = trimmed if path != trimmed else path + "/"
                if route.expression.fullmatch(other):
                    redirect = route
        return Match(redirect, is_redirect=True) if redirect else None

    def knows(self, path: str) -> bool:
        """Whether some route takes the path with another method: Symfony then answers 405."""
        return any(route.expression.fullmatch(path) for route in self._near(path))

    def _near(self, path: str) -> list[Route]:
        segment = path[1:].partition("/")[0]
        own = self._by_prefix.get(segment, []) if segment else []
        found = [*own, *self._by_prefix.get("", [])]
        return [route for _, route in sorted(found, key=lambda each: each[0])]
