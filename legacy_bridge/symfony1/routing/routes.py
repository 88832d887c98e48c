"""One route of symfony 1, compiled and matched as sfRoute and its children do."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import unquote_plus

from legacy_bridge.symfony1.places import Spot
from legacy_bridge.symfony1.routing.expressions import (
    ExpressionUnknown,
    bytes_of,
    python_expression,
    text_of,
)
from legacy_bridge.symfony1.routing.tokens import (
    PLAIN,
    Syntax,
    Token,
    quoted,
    settled_suffix,
    syntax_of_route,
    tokens_of,
)
from legacy_bridge.symfony1.sfyaml.inline import Value

#: What a key alone at the end of `/*` gets in PHP.
Parameters = dict[str, str | bool]


@dataclass(frozen=True, slots=True)
class RouteDefinition:
    """What a routing file or PHP says of one route, before symfony compiles it.

    Shape: `kind` is the class as written; `takes_methods` that it descends from sfRequestRoute,
           `is_engine` that its pattern is below a page of Apostrophe's; `collection` the name of
           the collection that made it.
    """

    name: str
    kind: str
    url: str
    defaults: Mapping[str, Value]
    requirements: Mapping[str, Value]
    options: Mapping[str, Value]
    spot: Spot
    takes_methods: bool = False
    is_engine: bool = False
    collection: str = ""


@dataclass(frozen=True)
class Route:
    """A route as symfony keeps it compiled.

    Shape: `regex` is symfony's own, with delimiters; `methods` in lower case, None for all;
           `prefix` what an address must start with, before any pattern is tried.
    """

    name: str
    kind: str
    pattern: str
    defaults: Mapping[str, str]
    requirements: Mapping[str, Value]
    options: Mapping[str, Value]
    variables: tuple[str, ...]
    regex: str
    prefix: str
    spot: Spot
    methods: frozenset[str] | None = None
    is_engine: bool = False
    collection: str = ""
    tokens: Sequence[Token] = field(default=(), repr=False)

    @cached_property
    def expression(self) -> re.Pattern[str] | None:
        """The pattern as ours; None when PCRE refuses it, and the route matches nothing.

        Errors: ExpressionUnknown.
        """
        body = self.regex[1:-2]
        if re.search(r"(?<!\\)(?:\\\\)*#", body):
            # The delimiter inside: preg_match stops with a warning.
            return None
        return python_expression(body)

    @cached_property
    def has_star(self) -> bool:
        """Whether the rest of an address is parameters."""
        return "<_star>" in self.regex

    def match(self, path: str, method: str) -> Parameters | None:
        """The parameters of a normalised path, or None when the route does not take it.

        Source: sfRoute::matchesUrl, sfRequestRoute::matchesUrl.
        """
        return self.taken(bytes_of(path), method.lower())

    def taken(self, subject: str, method: str) -> Parameters | None:
        """The same for the bytes of a path, and a method in lower case."""
        if self.methods is not None and method not in self.methods:
            return None
        if not subject.startswith(self.prefix_bytes) or self.expression is None:
            return None
        found = self.expression.match(subject)
        return self._parameters(found) if found else None

    @cached_property
    def prefix_bytes(self) -> str:
        """What the bytes of an address start with."""
        return bytes_of(self.prefix)

    def _parameters(self, found: re.Match[str]) -> Parameters:
        matched = _named_groups(found)
        parameters: Parameters = dict(self.defaults)
        if "_star" in matched:
            parameters.update(_star_parameters(matched.pop("_star")))
        for name, value in matched.items():
            parameters[name] = _decoded(value)
        return parameters


def _decoded(found: str) -> str:
    if "%" not in found and "+" not in found:
        return text_of(found)
    return unquote_plus(text_of(found), errors="surrogateescape")


def _named_groups(found: re.Match[str]) -> dict[str, str]:
    """What preg_match gives by name: nothing of groups after the last that took part, else ""."""
    groups = found.groups()
    last = len(groups)
    while last and groups[last - 1] is None:
        last -= 1
    return {name: groups[at - 1] or "" for name, at in found.re.groupindex.items() if at <= last}


def _star_parameters(star: str) -> Parameters:
    """The rest of an address as keys and values; it changes neither module nor action."""
    pieces = star.split("/")
    parameters: Parameters = {}
    for at in range(0, len(pieces), 2):
        # PHP's empty() holds for "0", too.
        if pieces[at] not in {"", "0"}:
            value = _decoded(pieces[at + 1]) if at + 1 < len(pieces) else True
            parameters[text_of(pieces[at])] = value
    for name in ("module", "action"):
        parameters.pop(name, None)
    return parameters


def compiled(definition: RouteDefinition, syntax: Syntax = PLAIN) -> Route:
    """The route that symfony makes of a definition.

    Errors: PatternMalformed, where symfony stops; ExpressionUnknown.
    Source: sfRoute::compile, sfRequestRoute::__construct.
    """
    syntax = syntax_of_route(syntax, definition.options)
    requirements = dict(definition.requirements)
    methods: frozenset[str] | None = None
    if definition.takes_methods:
        said = _methods(requirements.get("sf_method"))
        requirements["sf_method"] = said
        methods = frozenset(map(str, said))
    requirements = {name: _unanchored(value) for name, value in requirements.items()}
    defaults = {name: unquote_plus(_cast(value)) for name, value in definition.defaults.items()}
    pattern, suffix = settled_suffix(definition.url.strip(" \t\n\r\0\x0b"), syntax)
    if not pattern.startswith("/"):
        pattern = "/" + pattern
    tokens = tokens_of(pattern, suffix, syntax)
    variables = tuple(dict.fromkeys(each.name for each in tokens if each.kind == "variable"))
    for name in variables:
        if requirements.get(name) is None:
            requirements[name] = syntax.content
    route = Route(
        name=definition.name,
        kind=definition.kind,
        pattern=pattern,
        defaults=defaults,
        requirements=requirements,
        options=definition.options,
        variables=variables,
        regex=_regex(tokens, requirements, defaults),
        prefix=_prefix(tokens),
        spot=definition.spot,
        methods=methods,
        is_engine=definition.is_engine,
        collection=definition.collection,
        tokens=tokens,
    )
    if len(variables) != sum(each.kind == "variable" for each in tokens):
        raise ExpressionUnknown("a variable occurs twice; PCRE refuses the pattern")
    _ = route.expression
    return route


def _methods(said: Value) -> list[Value]:
    if said is None:
        return ["get", "head"]
    given = list(said.values()) if isinstance(said, dict) else said
    return [_cast(each).lower() for each in (given if isinstance(given, list) else [given])]


def _unanchored(value: Value) -> Value:
    """Source: sfRoute::fixRequirements."""
    return value.removeprefix("^").removesuffix("$") if isinstance(value, str) else value


def _cast(value: Value) -> str:
    """A value as PHP's (string) makes it."""
    match value:
        case None | False:
            return ""
        case True:
            return "1"
        case float():
            return f"{value:.14G}"
        case list() | dict():
            return "Array"
        case _:
            return str(value)


def _regex(
    tokens: Sequence[Token], requirements: Mapping[str, Value], defaults: Mapping[str, str]
) -> str:
    """Symfony's own pattern, delimiters and modifier included.

    Source: sfRoute::compileForText, compileForVariable, postCompile.
    """
    segments: list[str] = []
    first_optional = 0
    for token in tokens:
        if token.kind == "text" and token.text == "*":
            segments.append(f"(?:{quoted(token.separator)}(?P<_star>.*))?")
        elif token.kind == "text":
            first_optional = len(segments) + 1
            segments.append(quoted(token.separator) + quoted(token.text))
        elif token.kind == "variable":
            inner = _cast(requirements[token.name])
            segments.append(f"{quoted(token.separator)}(?P<{token.name}>{inner})")
            if token.name not in defaults:
                first_optional = len(segments)
    count = len(segments)
    for at in range(first_optional, count):
        indent = " " * (at - first_optional)
        segments[at] = ("/?" if at == 0 else "") + indent + "(?:" + segments[at]
        segments.append(" " * (count - at - 1) + ")?")
    ending = quoted(tokens[-1].text) if tokens and tokens[-1].kind == "separator" else ""
    return "#^" + "".join(segments) + ending + "$#x"


def _prefix(tokens: Sequence[Token]) -> str:
    """What stands before the first variable: compared before the pattern is tried."""
    prefix = ""
    for token in tokens:
        if token.kind == "variable" or (token.kind == "text" and token.text == "*"):
            break
        if token.kind == "text":
            prefix += token.separator + token.text
    return prefix
