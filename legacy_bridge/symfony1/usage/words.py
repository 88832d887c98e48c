"""PHP and templates as words with their lines; nothing is run, text outside PHP is skipped."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a word is."""

    STRING = "string"
    NAME = "name"
    VARIABLE = "variable"
    SIGN = "sign"


@dataclass(frozen=True, slots=True)
class Word:
    """One word of the source; a string's text is without its quotes."""

    kind: Kind
    text: str
    line: int


_WORD = re.compile(
    r"""(?P<close>\?>)
    |(?P<skip>/\*.*?(?:\*/|\Z)|(?://|\#(?!\[))(?:(?!\?>)[^\n])*|\s+)
    |<<<[ \t]*(?P<mark>["']?)(?P<here>\w+)(?P=mark)\n(?P<body>.*?)\n[ \t]*(?P=here)\b
    |'(?P<single>(?:[^'\\]|\\.)*)'
    |"(?P<double>(?:[^"\\]|\\.)*)"
    |\$(?P<variable>\w+)
    |(?P<name>[A-Za-z_\x80-\U0010ffff]\w*)
    |(?P<sign>===|!==|->|\?->|::|=>|==|!=|<=|>=|[-+*/.%]=|.)""",
    re.DOTALL | re.VERBOSE,
)
_OPEN = re.compile(r"<\?(?:php\b|=|(?!xml))")


def words(text: str) -> Iterator[Word]:
    """The words between the marks of PHP, in order."""
    at = 0
    line = 1
    while opened := _OPEN.search(text, at):
        line += text.count("\n", at, opened.end())
        at = opened.end()
        while at < len(text) and (found := _WORD.match(text, at)):
            word = _word(found, line)
            line += text.count("\n", at, found.end())
            at = found.end()
            if found["close"]:
                break
            if word is not None:
                yield word


def _word(found: re.Match[str], line: int) -> Word | None:
    # The last group that took part tells which way the pattern went.
    group = found.lastgroup
    kind = _KINDS.get(group or "")
    return Word(kind, found[group or 0], line) if kind is not None else None


_KINDS = {
    "body": Kind.STRING,
    "single": Kind.STRING,
    "double": Kind.STRING,
    "variable": Kind.VARIABLE,
    "name": Kind.NAME,
    "sign": Kind.SIGN,
}
