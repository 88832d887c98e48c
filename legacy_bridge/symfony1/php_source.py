"""PHP source read as text: its methods, and the literal arguments of its calls; nothing is run."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from legacy_bridge.symfony1.places import Spot

_QUIET = re.compile(
    r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|/\*.*?\*/|(?://|#(?!\[))[^\n]*", re.DOTALL
)
_METHOD = re.compile(r"\bfunction\s+&?\s*(\w+)\s*\(", re.IGNORECASE)
_CLASS = re.compile(r"\bclass\s+(\w+)(?:\s+extends\s+\\?([\w\\]+))?", re.IGNORECASE)
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\", "$": "$"}


@dataclass(frozen=True, slots=True)
class Unread:
    """An expression that is no literal; `text` is how it is written."""

    text: str


@dataclass(frozen=True, slots=True)
class Method:
    """A method of a class and where its body lies in the text."""

    name: str
    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PhpSource:
    """A file of PHP.

    Shape: `code` is the text with strings and comments blanked, place for place.
    """

    file: str
    text: str
    code: str

    @classmethod
    def read(cls, path: Path, file: str) -> "PhpSource":
        """The file at a path, printed under a name; bytes that are no UTF-8 are replaced.

        Errors: OSError.
        """
        return cls.of(path.read_text(encoding="utf-8", errors="replace"), file)

    @classmethod
    def of(cls, text: str, file: str) -> "PhpSource":
        """The same of a text."""
        return cls(file, text, _QUIET.sub(_blanked, text))

    def line(self, offset: int) -> int:
        """The line of an offset, counted from 1."""
        return self.text.count("\n", 0, offset) + 1

    def spot(self, offset: int) -> Spot:
        """The place of an offset."""
        return Spot(self.file, self.line(offset))

    @property
    def parent(self) -> str:
        """The class that the first class of the file extends."""
        found = _CLASS.search(self.code)
        return (found[2] or "").rpartition("\\")[2] if found else ""

    def methods(self) -> Iterator[Method]:
        """The methods in the order they are written."""
        for found in _METHOD.finditer(self.code):
            after = closing(self.code, found.end() - 1)
            opened = self.code.find("{", after)
            ended = self.code.find(";", after)
            if opened < 0 or -1 < ended < opened:
                continue
            end = closing(self.code, opened)
            yield Method(found[1], self.line(found.start()), opened + 1, end)


def _blanked(found: re.Match[str]) -> str:
    """Strings keep their quotes, so that calls can still be told apart."""
    text = found[0]
    quote = text[0] if text[0] in "'\"" else ""
    inner = re.sub(r"[^\n]", " ", text[len(quote) : len(text) - len(quote)])
    return f"{quote}{inner}{quote}"


def closing(code: str, opened: int) -> int:
    """Where the bracket that opens at an offset closes; the end of the text when it does not."""
    pairs = {"(": ")", "[": "]", "{": "}"}
    depth, (opener, closer) = 0, (code[opened], pairs[code[opened]])
    for at in range(opened, len(code)):
        depth += (code[at] == opener) - (code[at] == closer)
        if not depth:
            return at
    return len(code)


def arguments(source: PhpSource, opened: int) -> list[tuple[str, Any]]:
    """The arguments of a call whose bracket opens there: name or '', and value or Unread."""
    return [_argument(text) for text in parts(source, opened + 1, closing(source.code, opened))]


def parts(source: PhpSource, start: int, end: int) -> list[str]:
    """What commas separate between two offsets, brackets and strings respected."""
    found, at, begun = [], start, start
    while at < end:
        if source.code[at] in "([{":
            at = closing(source.code, at)
        elif source.code[at] == ",":
            found.append(source.text[begun:at])
            begun = at + 1
        at += 1
    found.append(source.text[begun:end])
    return [text.strip() for text in found if text.strip()]


def _argument(text: str) -> tuple[str, Any]:
    named = re.match(r"(\w+)\s*:(?!:)\s*(.*)", text, re.DOTALL)
    if named:
        return named[1], literal(named[2])
    return "", literal(text)


def literal(text: str) -> Any:
    """The value of a PHP literal: text, number, word, array of literals; else Unread.

    Shape: an array with keys is a dict, one without a list.
    """
    text = text.strip()
    if re.fullmatch(r"'(?:[^'\\]|\\.)*'", text, re.DOTALL):
        return re.sub(r"\\(['\\])", r"\1", text[1:-1])
    if re.fullmatch(r'"(?:[^"\\$]|\\.)*"', text, re.DOTALL):
        return re.sub(r"\\(.)", lambda one: _ESCAPED.get(one[1], one[0]), text[1:-1])
    if re.fullmatch(r"-?\d+", text):
        return int(text)
    if re.fullmatch(r"-?\d*\.\d+", text):
        return float(text)
    if text.lower() in {"true", "false", "null"}:
        return {"true": True, "false": False, "null": None}[text.lower()]
    opened = re.match(r"array\s*\(|\[", text)
    if opened and closing(PhpSource.of(text, "").code, opened.end() - 1) == len(text) - 1:
        return _array(text, opened.end())
    return Unread(" ".join(text.split()))


def _array(text: str, start: int) -> Any:
    source = PhpSource.of(text, "")
    keyed: dict[str, Any] = {}
    plain: list[Any] = []
    for part in parts(source, start, len(text) - 1):
        inner = PhpSource.of(part, "")
        arrow = inner.code.find("=>")
        if arrow < 0:
            plain.append(literal(part))
        else:
            key = literal(part[:arrow])
            keyed[str(key.text if isinstance(key, Unread) else key)] = literal(part[arrow + 2 :])
    if keyed:
        return {**{str(at): one for at, one in enumerate(plain)}, **keyed}
    return plain
