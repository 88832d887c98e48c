"""Blocks of keys and dashes, as sfYamlParser reads them, with the line of every key."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from legacy_bridge.symfony1.sfyaml.inline import (
    DEEPEST,
    QUOTED,
    Malformed,
    Value,
    inline_value,
    key_of,
)

#: A path of keys and positions, and the line where it is written.
Lines = dict[tuple[str | int, ...], int]
#: Text and number of a line.
Line = tuple[int, str]

_DASH = re.compile(r"-(?:(\s+)(.+?))?\s*", re.ASCII)
_KEY = re.compile(rf"({QUOTED}|[^ '\"].*?) *:(?:\s+(.+?))?\s*", re.ASCII)
_COMPACT = re.compile(rf"({QUOTED}|[^ '\"{{].*?) *:(?:\s+(.+?))?\s*", re.ASCII)
#: The patterns above look at a line again and again; no person writes a longer one.
_LONGEST = 20_000
_REFERENCE = re.compile(r"&([^ ]+) *(.*)", re.DOTALL)
_FOLDED = re.compile(r"([|>])([+-]?\d*[+-]?)(?: +#.*)?")
#: What sfYaml takes away before it reads.
_HEADER = re.compile(r"\A%YAML[: ][\d.]+[^\n]*\n|\A(?:#[^\n]*\n)+|\A---[^\n]*\n")
_FOOTER = re.compile(r"\n\.\.\.\s*\Z")


class LineMalformed(ValueError):
    """A line that sfYaml refuses."""

    def __init__(self, line: int, text: str) -> None:
        """Keep the line apart: the file's name is the caller's."""
        super().__init__(text)
        self.line = line


@dataclass(slots=True)
class _Shared:
    """What all blocks of a file know."""

    spec: str
    lines: Lines = field(default_factory=dict)
    references: dict[str, Value] = field(default_factory=dict)


def parsed_text(text: str, spec: str = "1.2") -> tuple[Value, Lines]:
    """The value of a whole file, and on which line each key stands.

    Errors: LineMalformed.
    Source: sfYamlParser::parse.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    start = 0
    while header := _HEADER.match(text[start:]):
        start += header.end()
    body = _FOOTER.sub("\n", text[start:])
    first = text.count("\n", 0, start) + 1
    numbered = list(enumerate(body.removesuffix("\n").split("\n"), first))
    shared = _Shared(spec)
    return _Block(numbered, shared, ()).value(), shared.lines


def _is_empty(text: str) -> bool:
    stripped = text.lstrip(" ")
    return not stripped or stripped[0] == "#"


def _indentation(text: str) -> int:
    return len(text) - len(text.lstrip(" "))


class _Block:
    """Lines of the same indentation, taken from the margin."""

    def __init__(self, lines: Sequence[Line], shared: _Shared, path: tuple[str | int, ...]) -> None:
        self.lines = lines
        self.shared = shared
        self.path = path
        self.at = 0
        self.items: list[Value] = []
        self.map: dict[str, Value] = {}
        if len(path) > DEEPEST:
            raise LineMalformed(lines[0][0] if lines else 1, "blocks are nested too deeply")

    def value(self) -> Value:
        """A mapping or a list; null when there is nothing but comments."""
        while self.at < len(self.lines):
            number, text = self.lines[self.at]
            if _is_empty(text):
                self.at += 1
                continue
            if len(text) > _LONGEST:
                raise LineMalformed(number, f"longer than {_LONGEST} characters")
            if text[0] == "\t":
                raise LineMalformed(number, "a tab cannot indent YAML; use spaces")
            if dash := _DASH.fullmatch(text):
                self._dash(number, dash)
            elif key := _KEY.fullmatch(text):
                self._key(number, key)
            elif not (self.items or self.map) and self._next_filled(self.at + 1) is None:
                self.at += 1
                return self._one_line(number, text)
            else:
                raise LineMalformed(number, f"neither a key nor a list item: {text.strip()}")
        return self._whole()

    def _whole(self) -> Value:
        if self.items and self.map:
            # PHP's arrays hold both; ours do not: positions become keys.
            return {**{str(at): item for at, item in enumerate(self.items)}, **self.map}
        return self.items or self.map or None

    def _one_line(self, number: int, text: str) -> Value:
        value = self._inline(number, text)
        first = value[0] if isinstance(value, list) and value else None
        if isinstance(value, list) and isinstance(first, str) and first.startswith("*"):
            return [self._referred(number, str(name)[1:]) for name in value]
        return value

    def _dash(self, number: int, dash: re.Match[str]) -> None:
        self.at += 1
        name, text = _named(dash[2] or "")
        path = (*self.path, len(self.items))
        self.shared.lines[path] = number
        if not text or text.lstrip(" ").startswith("#"):
            self.items.append(self._below(number, path))
        elif dash[1] == " " and _COMPACT.fullmatch(text):
            deeper = _indentation(self.lines[self.at - 1][1]) + 2
            rest = self._embedded(deeper)
            self.items.append(_Block([(number, text), *rest], self.shared, path).value())
        else:
            self.items.append(self._text_value(number, text))
        if name:
            self.shared.references[name] = self.items[-1]

    def _key(self, number: int, found: re.Match[str]) -> None:
        self.at += 1
        try:
            key = key_of(inline_value(found[1], self.shared.spec))
        except Malformed as error:
            raise LineMalformed(number, str(error)) from None
        name, text = _named(found[2] or "")
        if key == "<<":
            self._merge(number, text)
            return
        path = (*self.path, key)
        self.shared.lines[path] = number
        if not text or text.lstrip(" ").startswith("#"):
            self.map[key] = self._below(number, path)
        else:
            self.map[key] = self._text_value(number, text)
        if name:
            self.shared.references[name] = self.map[key]

    def _merge(self, number: int, text: str) -> None:
        """`<<` lays a referred mapping in place of all that the block said before it.

        Source: sfYamlParser::parse: `$data = $this->refs[…]`.
        """
        if not text.startswith("*"):
            raise LineMalformed(number, "<< is read with one *reference only")
        value = self._referred(number, text[1:].strip())
        if not isinstance(value, dict):
            raise LineMalformed(number, "<< refers to something that is no mapping")
        self.map = dict(value)

    def _next_filled(self, start: int) -> int | None:
        """Where the next line stands that says something."""
        at = start
        while at < len(self.lines):
            if not _is_empty(self.lines[at][1]):
                return at
            at += 1
        return None

    def _below(self, number: int, path: tuple[str | int, ...]) -> Value:
        """The value of the indented lines that follow."""
        following = self._next_filled(self.at)
        if following is None:
            self.at = len(self.lines)
            return None
        indentation = _indentation(self.lines[following][1])
        if not indentation:
            return self._nothing_below(number, path)
        return _Block(self._embedded(indentation), self.shared, path).value()

    def _nothing_below(self, number: int, path: tuple[str | int, ...]) -> Value:
        if isinstance(path[-1], str):
            return None
        raise LineMalformed(number, "what belongs to this dash is not indented")

    def _embedded(self, indentation: int) -> list[Line]:
        """The following lines that are indented at least so much, cut at that margin."""
        taken: list[Line] = []
        while self.at < len(self.lines):
            number, text = self.lines[self.at]
            if not _is_empty(text) and (own := _indentation(text)) < indentation:
                if own:
                    raise LineMalformed(number, "the indentation fits no line above")
                break
            taken.append((number, text[indentation:] if text[:indentation].isspace() else ""))
            self.at += 1
        return taken

    def _text_value(self, number: int, text: str) -> Value:
        if text.startswith("*"):
            return self._referred(number, text[1:].partition("#")[0].strip())
        if folded := _FOLDED.fullmatch(text):
            return self._folded(folded[1], folded[2])
        return self._inline(number, text)

    def _inline(self, number: int, text: str) -> Value:
        try:
            return inline_value(text, self.shared.spec)
        except Malformed as error:
            raise LineMalformed(number, str(error)) from None

    def _referred(self, number: int, name: str) -> Value:
        if name not in self.shared.references:
            raise LineMalformed(number, f"the reference {name!r} is not defined above")
        return self.shared.references[name]

    def _folded(self, mark: str, modifiers: str) -> str:
        """A literal (|) or folded (>) text."""
        taken: list[str] = []
        margin = int("".join(filter(str.isdigit, modifiers)) or "0")
        while self.at < len(self.lines):
            text = self.lines[self.at][1]
            if text.strip(" "):
                margin = margin or _indentation(text)
                if not margin or _indentation(text) < margin:
                    break
            taken.append(text[margin:])
            self.at += 1
        joined = "\n".join(taken) if mark == "|" else _unfolded(taken)
        if "-" in modifiers:
            return joined.rstrip("\n")
        return joined + "\n" if "+" in modifiers else joined.rstrip("\n") + ("\n" if joined else "")


def _unfolded(texts: list[str]) -> str:
    """Line ends between texts of the margin become spaces; an empty line is a line end."""
    folded = ""
    for text in texts:
        if not text.strip(" "):
            folded = folded.removesuffix(" ") + "\n"
        elif text.startswith(" "):
            folded = folded.removesuffix(" ") + ("\n" if folded else "") + text + "\n"
        else:
            folded += text + " "
    return folded.removesuffix(" ")


def _named(text: str) -> tuple[str, str]:
    """The name of an &anchor and what follows it."""
    found = _REFERENCE.fullmatch(text)
    return (found[1], found[2]) if found else ("", text.strip(" "))
