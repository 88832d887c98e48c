"""PHP and templates as words with their lines; nothing is run, text outside PHP is skipped."""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What a word is."""

    STRING = "string"
    NAME = "name"
    VARIABLE = "variable"
    SIGN = "sign"


class Word(NamedTuple):
    """One word of the source; a string's text is without its quotes."""

    kind: Kind
    text: str
    line: int


# What begins most words comes first: large projects have millions of them.
_WORD = re.compile(
    r"""\s*(?:(?P<name>[A-Za-z_\x80-\U0010ffff]\w*)
    |\$(?P<variable>\w+)
    |'(?P<single>(?:[^'\\]|\\.)*)'
    |(?P<close>\?>)
    |(?P<skip>/\*.*?(?:\*/|\Z)|(?://|\#(?!\[))(?:(?!\?>)[^\n])*)
    |<<<[ \t]*(?P<mark>["']?)(?P<here>\w+)(?P=mark)\n(?P<body>.*?)\n[ \t]*(?P=here)\b
    |"(?P<double>(?:[^"\\]|\\.)*)"
    |(?P<sign>===|!==|->|\?->|::|=>|==|!=|<=|>=|[-+*/.%]=|\S))""",
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
        for found in _WORD.finditer(text, at):
            # The last group that took part tells which way the pattern went.
            group = found.lastgroup or ""
            begun = found.start("here" if group == "body" else group)
            line += text.count("\n", at, begun)
            at = begun
            if kind := _KINDS.get(group):
                yield Word(kind, found[group], line)
            elif group == "close":
                at = found.end()
                break
        else:
            return


_KINDS = {
    "body": Kind.STRING,
    "single": Kind.STRING,
    "double": Kind.STRING,
    "variable": Kind.VARIABLE,
    "name": Kind.NAME,
    "sign": Kind.SIGN,
}
