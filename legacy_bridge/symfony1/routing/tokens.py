"""A pattern of symfony 1 cut into separators, texts and variables."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from legacy_bridge.symfony1.sfyaml.inline import Value


class Token(NamedTuple):
    """A piece of a pattern: the separator before it, its text, the variable's name."""

    kind: Literal["separator", "text", "variable"]
    separator: str
    text: str
    name: str = ""


class PatternMalformed(ValueError):
    """A pattern on which symfony itself stops."""


@dataclass(frozen=True, slots=True)
class Syntax:
    """How the application writes patterns: the `param` of `routing` in its factories.yml.

    Source: sfRoute::initializeOptions.
    """

    suffix: str = ""
    prefixes: tuple[str, ...] = (":",)
    separators: tuple[str, ...] = ("/", ".")
    variable_regex: str = r"[\w\d_]+"
    text_regex: str = ".+?"

    @property
    def content(self) -> str:
        """What a variable without a requirement holds, as a pattern of PHP's."""
        if not self.separators:
            return ".+"
        return "[^" + "".join(map(quoted, self.separators)) + "]+"


PLAIN = Syntax()

#: What preg_quote escapes, with `#` as delimiter.
_QUOTED = re.compile(r"[.\\+*?\[^\]$(){}=!<>|:\-#]")


def quoted(text: str) -> str:
    """A text as a literal of PHP's patterns.

    Source: preg_quote, which leaves the slash alone when `#` is the delimiter.
    """
    return _QUOTED.sub(r"\\\g<0>", text)


#: Symfony's options and our names of them.
_OPTIONS = {
    "suffix": "suffix",
    "variable_prefixes": "prefixes",
    "segment_separators": "separators",
    "variable_regex": "variable_regex",
    "text_regex": "text_regex",
}


def syntax_of(options: Mapping[str, Value]) -> Syntax:
    """The syntax that options of the routing say.

    Errors: PatternMalformed, when they say something else than texts and lists of texts.
    Source: sfPatternRouting::initialize, to which a suffix of one dot is none.
    """
    said = _said(options)
    if said.get("suffix") == ".":
        said["suffix"] = ""
    return replace(PLAIN, **said)  # type: ignore[arg-type]  # _said looked at each


def syntax_of_route(routing: Syntax, options: Mapping[str, Value]) -> Syntax:
    """The syntax of one route: its own options over those of the routing.

    Errors: PatternMalformed.
    Source: sfRoute::initializeOptions, which merges them, a suffix of null as well.
    """
    if _OPTIONS.keys().isdisjoint(options):
        return routing
    said = _said(options)
    if options.get("suffix", "") in {None, False}:
        said["suffix"] = ""
    return replace(routing, **said)  # type: ignore[arg-type]  # _said looked at each


def _said(options: Mapping[str, Value]) -> dict[str, str | tuple[str, ...]]:
    said: dict[str, str | tuple[str, ...]] = {}
    for option, name in _OPTIONS.items():
        value = options.get(option)
        if value is None or (name == "suffix" and value is False):
            continue
        if isinstance(value, list) and name in {"prefixes", "separators"}:
            said[name] = tuple(map(str, value))
        elif isinstance(value, str) and name not in {"prefixes", "separators"}:
            said[name] = value
        else:
            raise PatternMalformed(f"the option {option} is {value!r}")
    return said


@dataclass(slots=True)
class _Cut:
    """What is left of a pattern, and what came before."""

    buffer: str
    tokens: list[Token] = field(default_factory=list)
    separator: str = ""
    is_after: bool = False


def tokens_of(pattern: str, suffix: str, syntax: Syntax = PLAIN) -> Sequence[Token]:
    """The tokens of a pattern that starts with a slash.

    Errors: PatternMalformed.
    Source: sfRoute::tokenize.
    """
    prefix = "|".join(map(re.escape, syntax.prefixes))
    try:
        variable = re.compile(rf"(?:{prefix})({syntax.variable_regex})", re.ASCII)
        # Without separators one stands between any two characters: symfony's pattern is empty then.
        ends = "|".join([*(map(re.escape, syntax.separators or ("",))), r"\Z"])
        text = re.compile(rf"({syntax.text_regex})(?:{ends})", re.ASCII)
    except re.error as error:
        raise PatternMalformed(f"the routing's options are no patterns: {error}") from None
    separators = "|".join(["/", *map(re.escape, syntax.separators or ("",))])
    separator = re.compile(separators)
    cut = _Cut(pattern)
    while cut.buffer:
        _next_token(cut, variable, text, separator)
    if suffix:
        cut.tokens.append(Token("separator", cut.separator, suffix))
    return cut.tokens


def _next_token(
    cut: _Cut, variable: re.Pattern[str], text: re.Pattern[str], separator: re.Pattern[str]
) -> None:
    if cut.is_after and (found := variable.match(cut.buffer)):
        cut.tokens.append(Token("variable", cut.separator, found[0], found[1]))
        taken = found[0]
    elif cut.is_after and (found := text.match(cut.buffer)):
        cut.tokens.append(Token("text", cut.separator, found[1]))
        taken = found[1]
    elif not cut.is_after and (found := separator.match(cut.buffer)):
        cut.tokens.append(Token("separator", cut.separator, found[0]))
        cut.separator, cut.is_after = found[0], True
        cut.buffer = cut.buffer[len(found[0]) :]
        return
    else:
        raise PatternMalformed(f"symfony cannot read the pattern near {cut.buffer!r}")
    cut.separator, cut.is_after = "", False
    cut.buffer = cut.buffer[len(taken) :]


def settled_suffix(pattern: str, syntax: Syntax = PLAIN) -> tuple[str, str]:
    """The pattern, and the suffix that its addresses have.

    Source: sfRoute::fixSuffix.
    """
    if pattern.endswith("/"):
        return pattern, "/"
    if pattern.endswith("."):
        return pattern[:-1], ""
    prefix = "|".join(map(re.escape, syntax.prefixes))
    inside = "".join(map(re.escape, syntax.separators))
    content = f"[^{inside}]+" if inside else ".+"
    own = rf"\.(?:(?:{prefix}){syntax.variable_regex}|{content})\Z"
    if re.search(own, pattern, re.IGNORECASE | re.ASCII):
        return pattern, ""
    return pattern, syntax.suffix
