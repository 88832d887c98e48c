"""PHP source as tokens with their lines; what stands outside of PHP is left out."""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What a token is."""

    WORD = "word"
    VARIABLE = "variable"
    TEXT = "text"
    NUMBER = "number"
    MARK = "mark"
    #: A text that PHP would put together from variables.
    MADE = "made"
    DOC = "doc"


class Token(NamedTuple):
    """One token: `value` is the word, the mark, or the text without its quotes."""

    kind: Kind
    value: str
    line: int


_OPEN = re.compile(r"<\?(?:php\b|=|(?!xml))", re.IGNORECASE)
_PIECES = re.compile(
    r"""
    (?P<space>\s+)
  | (?P<doc>/\*\*.*?\*/)
  | (?P<block>/\*.*?(?:\*/|\Z))
  | (?P<line>(?://|\#(?!\[))(?:(?!\?>)[^\n])*)
  | (?P<close>\?>)
  | (?P<heredoc><<<[ \t]*(?:(?P<nowdoc>')|")?(?P<label>[A-Za-z_]\w*)['"]?\r?\n)
  | (?P<single>'(?:[^'\\]|\\.)*')
  | (?P<double>"(?:[^"\\]|\\.)*")
  | (?P<variable>\$+[A-Za-z_\x80-\uffff][\w\x80-\uffff]*)
  | (?P<word>\\?[A-Za-z_\x80-\uffff][\w\x80-\uffff]*(?:\\[A-Za-z_][\w]*)*)
  | (?P<number>[0-9](?:[\w.]*))
  | (?P<mark>=>|->|\?->|::|\#\[|===?|!==?|&&|\|\||\?\?|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_MADE = re.compile(r"(?<!\\)(?:\\\\)*(?:\$[A-Za-z_{]|\{\$)")
_ESCAPED = re.compile(r"\\([nrtvef\\$\"]|[0-7]{1,3}|x[0-9A-Fa-f]{1,2}|u\{[0-9A-Fa-f]+\})")
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "v": "\v", "e": "\x1b", "f": "\f"}


def php_tokens(text: str) -> Iterator[Token]:
    """The tokens of a PHP file.

    Shape: comments are left out, but for /** … */, which may hold annotations.
    """
    at, line = 0, 1
    while opened := _OPEN.search(text, at):
        line += text.count("\n", at, opened.end())
        at = opened.end()
        while at < len(text):
            piece = _PIECES.match(text, at)
            if piece is None or piece.lastgroup == "close" or piece["close"]:
                break
            end = piece.end()
            if piece["heredoc"]:
                token, end = _heredoc(text, piece, line)
                yield token
            elif token_of := _token(piece, line):
                yield token_of
            line += text.count("\n", at, end)
            at = end
        at = max(at, 0)


def _heredoc(text: str, piece: re.Match[str], line: int) -> tuple[Token, int]:
    closing = re.compile(rf"^[ \t]*{piece['label']}\b", re.MULTILINE)
    found = closing.search(text, piece.end())
    body = text[piece.end() : found.start() if found else len(text)]
    is_made = not piece["nowdoc"] and bool(_MADE.search(body))
    kind = Kind.MADE if is_made else Kind.TEXT
    return Token(kind, body.removesuffix("\n"), line), found.end() if found else len(text)


def _token(piece: re.Match[str], line: int) -> Token | None:
    for kind in (Kind.WORD, Kind.VARIABLE, Kind.NUMBER, Kind.MARK, Kind.DOC):
        if piece[kind.value]:
            return Token(kind, piece[kind.value], line)
    if piece["single"]:
        return Token(Kind.TEXT, re.sub(r"\\([\\'])", r"\1", piece["single"][1:-1]), line)
    if piece["double"]:
        inside = piece["double"][1:-1]
        if _MADE.search(inside):
            return Token(Kind.MADE, inside, line)
        return Token(Kind.TEXT, _ESCAPED.sub(_unescaped, inside), line)
    return None


def _unescaped(found: re.Match[str]) -> str:
    escape = found[1]
    if escape[0] in "01234567":
        return chr(int(escape, 8) % 256)
    if escape[0] == "x":
        return chr(int(escape[1:], 16))
    if escape[0] == "u":
        number = int(escape[2:-1], 16)
        return chr(number) if number < 0x110000 else found[0]
    return _ESCAPES.get(escape, escape)
