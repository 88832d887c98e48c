"""Values on one line: scalars, [sequences] and {mappings}, as sfYamlInline reads them."""

import re
from typing import TypeAlias

Value: TypeAlias = "str | int | float | bool | list[Value] | dict[str, Value] | None"

QUOTED = r"(?:\"[^\"\\]*(?:\\.[^\"\\]*)*\"|'[^']*(?:''[^']*)*')"

_QUOTED = re.compile(QUOTED, re.DOTALL)
_DIGITS = re.compile(r"[0-9]+")
#: What PHP's is_numeric takes for a number.
_NUMERIC = re.compile(r"[ \t]*[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_HEXADECIMAL = re.compile(r"0[xX][0-9A-Fa-f]+")
_GROUPED = re.compile(r"[-+]?[0-9,]+(?:\.[0-9]+)?")
_WORDS = {
    "1.1": ({"true", "on", "+", "yes", "y"}, {"false", "off", "-", "no", "n"}),
    "1.2": ({"true"}, {"false"}),
}
#: A value deeper than any file of symfony's has; Python's own stack ends before PHP's.
DEEPEST = 64


class Malformed(ValueError):
    """A value that sfYaml refuses, or that only PHP could make."""


def inline_value(text: str, spec: str = "1.2") -> Value:
    """The value of what follows a key or a dash on the same line.

    Shape:  `spec` is what the project gave to sfYaml::setSpecVersion: 1.1 knows on, off, yes, no.
            What follows a closed bracket or quote is dropped, as sfYaml does.
    Errors: Malformed.
    Source: sfYamlInline::load.
    """
    text = text.strip(" \t\n\r\0\x0b")
    if not text:
        return ""
    reader = _Reader(text, spec)
    match text[0]:
        case "[":
            return reader.sequence(0)
        case "{":
            return reader.mapping(0)
        case _:
            return reader.scalar()


def key_of(value: Value) -> str:
    """A value as the key of a PHP array, which knows integers and texts only."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if value is None:
        return ""
    if isinstance(value, list | dict):
        raise Malformed("a list or a mapping cannot be a key")
    return str(int(value)) if isinstance(value, float) else str(value)


class _Reader:
    """One line and how far it is read."""

    def __init__(self, text: str, spec: str) -> None:
        self.text = text
        self.at = 0
        self.true_words, self.false_words = _WORDS[spec]

    def scalar(self, until: str = "", *, is_key: bool = False) -> Value:
        """A quoted or plain scalar; a plain one ends before one of the characters `until`."""
        if self.text[self.at] in "\"'":
            return self._quoted()
        if not until:
            plain = self.text[self.at :]
            self.at = len(self.text)
            return self._evaluated(plain.partition(" #")[0].rstrip())
        ends = [end for mark in until if (end := self.text.find(mark, self.at + 1)) > 0]
        if not ends or "\n" in (plain := self.text[self.at : min(ends)]):
            raise Malformed(f"an inline value does not end: {self.text}")
        self.at = min(ends)
        return plain if is_key else self._evaluated(plain)

    def _quoted(self) -> str:
        found = _QUOTED.match(self.text, self.at)
        if not found:
            raise Malformed(f"a quote does not close: {self.text[self.at :]}")
        self.at = found.end()
        inside = found[0][1:-1]
        if found[0][0] == "'":
            return inside.replace("''", "'")
        # Other escapes stay as they are written: sfYaml knows these three only.
        return inside.replace('\\"', '"').replace("\\n", "\n").replace("\\r", "\r")

    def sequence(self, depth: int) -> list[Value]:
        """A sequence whose bracket opens here; afterwards `at` is on the closing one."""
        output: list[Value] = []
        self.at += 1
        while self.at < len(self.text):
            mark = self.text[self.at]
            if mark == "]":
                return output
            if mark not in ", ":
                output.append(self._item(mark, "]", depth))
            self.at += 1
        raise Malformed(f"a sequence does not close: {self.text}")

    def mapping(self, depth: int) -> dict[str, Value]:
        """A mapping whose brace opens here; afterwards `at` is on the closing one."""
        output: dict[str, Value] = {}
        self.at += 1
        while self.at < len(self.text):
            mark = self.text[self.at]
            if mark == "}":
                return output
            if mark in " ,":
                self.at += 1
                continue
            key = str(self.scalar(": ", is_key=True))
            while self.at < len(self.text) and self.text[self.at] in ": ":
                self.at += 1
            if self.at >= len(self.text):
                break
            output[key] = self._item(self.text[self.at], "}", depth)
            self.at += 1
        raise Malformed(f"a mapping does not close: {self.text}")

    def _item(self, mark: str, closing: str, depth: int) -> Value:
        """One value inside brackets; afterwards `at` is on its last character."""
        if depth > DEEPEST:
            raise Malformed("values are nested too deeply")
        if mark == "[":
            return self.sequence(depth + 1)
        if mark == "{":
            return self.mapping(depth + 1)
        value = self.scalar("," + closing)
        self.at -= 1
        if closing == "]" and mark not in "\"'" and isinstance(value, str) and ": " in value:
            return self._embedded(value, depth)
        return value

    def _embedded(self, value: str, depth: int) -> Value:
        """`[a: b]` is a list of one mapping, when it can be read as one."""
        inner = _Reader("{" + value + "}", "1.2")
        inner.true_words, inner.false_words = self.true_words, self.false_words
        try:
            return inner.mapping(depth + 1)
        except Malformed:
            return value

    def _evaluated(self, plain: str) -> Value:
        plain = plain.strip(" \t\n\r\0\x0b")
        lower = plain.lower()
        if lower in {"null", "", "~"}:
            return None
        if plain.startswith("!"):
            return self._tagged(plain)
        if _DIGITS.fullmatch(plain):
            return _integer(plain)
        if lower in self.true_words:
            return True
        if lower in self.false_words:
            return False
        return _number(plain)

    def _tagged(self, plain: str) -> Value:
        if plain.startswith("!str"):
            return plain[5:]
        if plain.startswith("! "):
            digits = re.match(r"[ \t]*[+-]?[0-9]+", plain[2:])
            return int(digits[0]) if digits else 0
        if plain.startswith("!!php/object:"):
            raise Malformed("a serialized PHP object is never made from a file")
        return plain


def _integer(digits: str) -> int | str:
    if digits[0] == "0":
        # octdec ignores what is no octal digit.
        octal = "".join(digit for digit in digits if digit in "01234567")
        return int(octal or "0", 8)
    # A number that PHP's integers cannot hold stays the text it was.
    return (
        int(digits) if len(digits) < 19 or (len(digits) == 19 and int(digits) < 2**63) else digits
    )


def _number(plain: str) -> Value:
    if _HEXADECIMAL.fullmatch(plain):
        return int(plain, 16)
    if _NUMERIC.fullmatch(plain):
        return float(plain)
    lower = plain.lower()
    if lower in {".inf", ".nan"}:
        return float("inf")
    if lower == "-.inf":
        return float("-inf")
    if _GROUPED.fullmatch(plain) and any(mark.isdigit() for mark in plain):
        return float(plain.replace(",", ""))
    # A date becomes a number of seconds in PHP's time zone; no file we read needs one.
    return plain
