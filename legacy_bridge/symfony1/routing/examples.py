"""Addresses that a route takes, made from its pattern and requirements."""

import re
from collections.abc import Iterator, Mapping

from legacy_bridge.symfony1.routing.expressions import (
    ExpressionUnknown,
    bytes_of,
    python_expression,
)
from legacy_bridge.symfony1.routing.routes import Route

#: What variables usually hold; the first one that a requirement accepts stands in an example.
_USUAL = (
    "12", "exemple", "1", "2024", "01", "html", "fr", "a", "en", "abc", "pdf", "csv", "json",
    "exemple-1", "2024-01-31", "2024-01", "Exemple", "jpg", "0" * 32, "a" * 40, "AB", "A", "75001",
    "1234567890", "exemple@exemple.fr", "x.y", "a/b", "12.5", "0-9", "_", "12-exemple",
)  # fmt: skip
_WORD = re.compile(r"[A-Za-z0-9_-]+")


def example_value(requirement: str, first: str = "") -> str | None:
    """A value that a requirement accepts; None when none of the usual ones does.

    Shape: `first` is tried before all others.
    """
    try:
        expression = python_expression(f"^(?:{requirement})$")
    except ExpressionUnknown:
        return None
    words: list[str] = _WORD.findall(re.sub(r"\\.|\(\?[:<P!=a-z]*", " ", requirement))
    for value in (first, *_USUAL, *words):
        if value and expression.match(bytes_of(value)):
            return value
    return None


def example_paths(route: Route, fixed: Mapping[str, str]) -> Iterator[str]:
    """Paths of a route: with every variable, and without those that may be left out.

    Shape: `fixed` says what some variables hold. Nothing when a requirement has no example.
    """
    full = _path(route, fixed, len(route.tokens))
    if full is None:
        return
    yield full
    shortest = _path(route, fixed, _needed(route, fixed))
    if shortest is not None and shortest != full:
        yield shortest


def _needed(route: Route, fixed: Mapping[str, str]) -> int:
    """How many tokens cannot be left out."""
    if route.tokens and route.tokens[-1].kind == "separator":
        return len(route.tokens)
    for at in range(len(route.tokens), 0, -1):
        token = route.tokens[at - 1]
        if token.kind == "text" and token.text != "*":
            return at
        if token.kind == "variable" and token.name not in route.defaults:
            return at
        if token.kind == "variable" and fixed.get(token.name, "") not in {
            "",
            route.defaults[token.name],
        }:
            return at
    return 1 if route.tokens else 0


def _path(route: Route, fixed: Mapping[str, str], count: int) -> str | None:
    path = ""
    for token in route.tokens[:count]:
        if token.kind == "separator":
            path += token.text
        elif token.kind == "variable":
            value = fixed.get(token.name)
            if value is None:
                usual = route.defaults.get(token.name) if token.name == "sf_format" else None
                value = example_value(str(route.requirements[token.name]), usual or "")
            if value is None:
                return None
            path += value
        else:
            path += "" if token.text == "*" else token.text
    # A star may be left out with its separator.
    if count and route.tokens[count - 1].text == "*":
        path = path[:-1]
    return path.removesuffix("/") if path.endswith("//") else path or "/"


def spelled_pattern(route: Route, fixed: Mapping[str, str]) -> str:
    """The pattern with the variables filled in that are known."""
    pieces = [
        fixed.get(token.name, token.text) if token.kind == "variable" else token.text
        for token in route.tokens
    ]
    spelled = "".join(pieces)
    # The last token of a folder stands for its slash, which is there already.
    return spelled[:-1] if spelled.endswith("//") else spelled or "/"
