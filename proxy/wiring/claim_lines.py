"""Routes of Symfony as lines of routing.yaml; never narrower than the route, sometimes wider."""

import re
from collections.abc import Iterator, Mapping, Sequence

from legacy_bridge.symfony1.routing.expressions import (
    ExpressionUnknown,
    bytes_of,
    python_expression,
)
from legacy_bridge.symfony1.routing.routes import Route as Route1
from legacy_bridge.symfony1.routing.tokens import Token
from legacy_bridge.symfony4.routing.routes import Piece, first_optional, pieces_of
from legacy_bridge.symfony4.routing.routes import Route as Route4

_LITERAL = re.compile(r"[^/:*<>?#%\\\s\x00-\x1f\x7f]+")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_REST = "*rest"


def method_words(methods: frozenset[str] | None) -> tuple[str, ...]:
    """How lines name methods: GET with HEAD, POST with every unsafe one; "" for all."""
    if methods is None or (methods & _UNSAFE and "GET" in methods):
        return ("",)
    found = ["GET "] if methods & {"GET", "HEAD"} else []
    return (*found, *(["POST "] if methods & _UNSAFE else []))


def symfony1_lines(
    route: Route1, fixed: Mapping[str, str], methods: frozenset[str] | None, below: str = ""
) -> tuple[str, ...]:
    """Lines that claim what a symfony 1 route takes.

    Shape: `fixed` says what some variables hold; `below` is the page of an engine's route.
    """
    patterns: dict[str, None] = {}
    tokens, suffix = _body(route)
    for count in _cuts(route, tokens):
        for bare in _patterns(route, tokens[:count], fixed):
            pattern = _ended(bare, suffix) if suffix else bare
            patterns[(below.rstrip("/") + pattern).rstrip("/") or "/" if below else pattern] = None
    return tuple(f"{word}{pattern}" for pattern in patterns for word in method_words(methods))


def _body(route: Route1) -> tuple[Sequence[Token], str]:
    """The tokens of a route without its suffix, and the suffix; a folder's slash is none."""
    last = route.tokens[-1]
    if last.kind == "separator" and last.text != "/":
        return route.tokens[:-1], last.text
    return route.tokens, ""


def _ended(pattern: str, suffix: str) -> str:
    """A pattern with the suffix of the routing or the route; `*rest` where lines have no like."""
    head, _, last = pattern.rpartition("/")
    if last == _REST:
        return pattern
    is_extension = re.fullmatch(r"\.[A-Za-z0-9]+", suffix) and "." not in last
    if last and (is_extension or (last[0] != ":" and _LITERAL.fullmatch(suffix))):
        return pattern + suffix
    return f"{head}/{_REST}"


def _cuts(route: Route1, tokens: Sequence[Token]) -> Iterator[int]:
    """How many tokens of a route an address may have: all, and less for what has a default."""
    yield len(tokens)
    for at in range(len(tokens) - 1, 0, -1):
        token = tokens[at]
        if token.kind == "separator":
            continue
        is_star = token.kind == "text" and token.text == "*"
        is_format = token.kind == "variable" and token.separator == "."
        if not is_star and not (token.kind == "variable" and token.name in route.defaults):
            return
        if not is_star and not (is_format and at == len(tokens) - 1):
            yield at - 1


def _patterns(route: Route1, tokens: Sequence[Token], fixed: Mapping[str, str]) -> Iterator[str]:
    segments: list[list[Token]] = []
    ends_in_slash = False
    for token in tokens:
        if token.kind == "separator":
            ends_in_slash = token.text == "/"
            if token.text == "/":
                segments.append([])
            continue
        ends_in_slash = False
        segments[-1].append(token)
    filled = [segment for segment in segments if segment]
    pattern = ""
    for at, segment in enumerate(filled):
        if segment[0].text == "*" and segment[0].kind == "text":
            yield pattern or "/"
            yield f"{pattern}/{_REST}"
            return
        spelled = _segment(route, segment, fixed, is_last=at == len(filled) - 1)
        pattern += f"/{spelled}"
        if spelled == _REST:
            yield pattern
            return
    yield (pattern + "/" if ends_in_slash and pattern else pattern) or "/"


def _segment(
    route: Route1, tokens: Sequence[Token], fixed: Mapping[str, str], *, is_last: bool
) -> str:
    """What stands between two slashes; `*rest` where routing.yaml has no like."""
    words = [fixed.get(t.name, "") if t.kind == "variable" else t.text for t in tokens]
    if all(words):
        literal = words[0] + "".join(
            token.separator + word for token, word in zip(tokens[1:], words[1:], strict=True)
        )
        return literal if _LITERAL.fullmatch(literal) else _REST
    if any(token.separator != "." for token in tokens[1:]):
        return _REST
    last = tokens[-1]
    if is_last and len(tokens) == 2 and last.kind == "variable" and last.name not in fixed:
        head = _segment(route, tokens[:1], fixed, is_last=False)
        return _REST if head == _REST else f"{head}.:sf_format"
    first = tokens[0]
    if len(tokens) == 1:
        return _variable(first.name, str(route.requirements[first.name]))
    if len(tokens) == 2 and first.kind == "variable" and last.kind == "text":
        spelled = _variable(first.name, str(route.requirements[first.name]))
        return _REST if spelled == _REST else f"{spelled}.{last.text}"
    return _REST


def _variable(name: str, requirement: str) -> str:
    """A variable as routing.yaml has it: numbers only, anything without slash and dot, the rest."""
    if not _NAME.fullmatch(name):
        name = "name"
    try:
        expression = python_expression(f"^(?:{requirement})$")
    except ExpressionUnknown:
        return _REST
    accepts = [
        text for text in ("12", "a", "a/b", "a.b", "-", "é") if expression.match(bytes_of(text))
    ]
    if {"a/b", "a.b"} & set(accepts):
        return _REST
    if accepts == ["12"] or re.fullmatch(r"(?:\\d|\[0-9\]|[0-9{},+*?()|:\[\]-])+", requirement):
        return f":{name}<int>"
    return f":{name}"


def symfony4_lines(route: Route4) -> tuple[str, ...]:
    """Lines that claim what a Symfony 4 route takes.

    Shape: a variable that may hold a dot is claimed without one: such addresses stay legacy's.
    """
    pieces = pieces_of(route)
    patterns: dict[str, None] = {}
    for count in range(len(pieces), first_optional(pieces) - 1, -1):
        patterns[_path(pieces[:count])] = None
    methods = frozenset(route.methods) or None
    return tuple(f"{word}{pattern}" for pattern in patterns for word in method_words(methods))


def _path(pieces: Sequence[Piece]) -> str:
    spelled = "".join(
        piece.text + (f"{{{piece.variable}}}" if piece.variable else "") for piece in pieces
    )
    requirements = {piece.variable: piece.requirement for piece in pieces if piece.variable}
    pattern = ""
    for segment in spelled[1:].split("/"):
        named = re.fullmatch(r"\{(\w+)\}", segment)
        with_format = re.fullmatch(r"([^{}]+|\{(\w+)\})\.\{\w+\}", segment)
        if "{" not in segment:
            pattern += f"/{segment}"
        elif named:
            pattern += "/" + _symfony4_variable(named[1], requirements[named[1]])
        elif with_format:
            head = with_format[1]
            if with_format[2]:
                head = _symfony4_variable(with_format[2], requirements[with_format[2]])
            pattern += f"/{head}.:sf_format"
        else:
            return f"{pattern}/{_REST}"
        if pattern.endswith(_REST):
            return pattern
    return pattern or "/"


def _symfony4_variable(name: str, requirement: str) -> str:
    spelled = _variable(name, requirement)
    # `[^/]+` holds dots, too; only what holds slashes is a rest.
    if spelled == _REST and re.fullmatch(requirement, "a/b") is None:
        return f":{name}"
    return spelled
