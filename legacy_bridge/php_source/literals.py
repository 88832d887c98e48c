"""Values that PHP source spells out: texts, numbers, arrays, and objects made of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from legacy_bridge.php_source.tokens import Kind, Token

#: Deeper than any array a person writes.
_DEEPEST = 40


@dataclass(frozen=True, slots=True)
class New:
    """`new Name(…)`, its arguments spelled out."""

    name: str
    arguments: tuple["Literal", ...]
    line: int


Literal: TypeAlias = "str | int | float | bool | list[Literal] | dict[str, Literal] | New | None"


class NotLiteral(ValueError):
    """Something that only running PHP would tell."""

    def __init__(self, text: str, line: int) -> None:
        """Keep the line apart: the file's name is the caller's."""
        super().__init__(text)
        self.line = line


_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None}


class LiteralReader:
    """Literals among tokens, from a place on."""

    def __init__(self, tokens: Sequence[Token], at: int = 0) -> None:
        """Start at the token number `at`."""
        self.tokens = tokens
        self.at = at

    def arguments(self) -> tuple[Literal, ...]:
        """The arguments between parentheses; the opening one is the next token.

        Errors: NotLiteral.
        """
        self._expect("(")
        found: list[Literal] = []
        while not self._is(")"):
            found.append(self.value())
            if not self._is(")"):
                self._expect(",")
        self._expect(")")
        return tuple(found)

    def value(self, depth: int = 0) -> Literal:
        """One value; texts joined by dots are one.

        Errors: NotLiteral.
        """
        if depth > _DEEPEST:
            raise NotLiteral("nested too deeply", self._peek().line)
        found = self._single(depth)
        while self._is("."):
            self.at += 1
            more = self._single(depth)
            if isinstance(found, list | dict | New) or isinstance(more, list | dict | New):
                raise NotLiteral("an array inside a text", self._peek().line)
            found = _text(found) + _text(more)
        return found

    def _single(self, depth: int) -> Literal:
        token = self._peek()
        self.at += 1
        match token.kind, token.value:
            case Kind.TEXT, _:
                return token.value
            case Kind.NUMBER, _:
                return _number(token)
            case Kind.MARK, "[":
                return self._array("]", depth)
            case Kind.MARK, "(":
                inner = self.value(depth + 1)
                self._expect(")")
                return inner
            case Kind.MARK, "-" | "+":
                return self._signed(token)
            case Kind.WORD, word:
                return self._word(word, token, depth)
            case _:
                raise NotLiteral(f"{token.value} is known to running PHP only", token.line)

    def _signed(self, token: Token) -> Literal:
        number = self._single(0)
        if not isinstance(number, int | float):
            raise NotLiteral(f"{token.value} before what is no number", token.line)
        return -number if token.value == "-" else number

    def _word(self, word: str, token: Token, depth: int) -> Literal:
        lower = word.lower()
        if lower in _WORDS:
            return _WORDS[lower]
        if lower == "array" and self._is("("):
            self.at += 1
            return self._array(")", depth)
        if lower == "new" and self._peek().kind is Kind.WORD:
            name = self._peek().value.lstrip("\\")
            self.at += 1
            return New(name, self.arguments() if self._is("(") else (), token.line)
        if lower.endswith("::class"):
            return word.partition("::")[0]
        if (
            self._is("::")
            and self.tokens[self.at + 1 : self.at + 2]
            and (self.tokens[self.at + 1].value == "class")
        ):
            self.at += 2
            return word.lstrip("\\")
        raise NotLiteral(f"{word} is known to running PHP only", token.line)

    def _array(self, closing: str, depth: int) -> Literal:
        items: dict[str, Literal] = {}
        next_key, is_list = 0, True
        while not self._is(closing):
            value = self.value(depth + 1)
            if self._is("=>"):
                self.at += 1
                key = _text(value) if not isinstance(value, list | dict | New) else ""
                items[key] = self.value(depth + 1)
                is_list = is_list and key == str(next_key)
                next_key = (
                    max(next_key, int(key) + 1) if key.isdigit() and key.isascii() else next_key
                )
            else:
                items[str(next_key)] = value
                next_key += 1
            if not self._is(closing):
                self._expect(",")
        self.at += 1
        return list(items.values()) if is_list else items

    def _peek(self) -> Token:
        while self.at < len(self.tokens) and self.tokens[self.at].kind is Kind.DOC:
            self.at += 1
        if self.at >= len(self.tokens):
            line = self.tokens[-1].line if self.tokens else 1
            raise NotLiteral("the file ends inside a value", line)
        return self.tokens[self.at]

    def _is(self, mark: str) -> bool:
        token = self._peek()
        return token.kind is Kind.MARK and token.value == mark

    def _expect(self, mark: str) -> None:
        token = self._peek()
        if not self._is(mark):
            raise NotLiteral(f"{token.value} is known to running PHP only", token.line)
        self.at += 1


def _text(value: Literal) -> str:
    if isinstance(value, bool) or value is None:
        return "1" if value else ""
    return str(value)


def _number(token: Token) -> int | float:
    spelled = token.value.replace("_", "")
    try:
        if spelled.isdigit() and spelled.startswith("0"):
            return int(spelled, 8)
        return int(spelled, 0) if not set(spelled) & set(".eE") - set("xX") else float(spelled)
    except ValueError:
        raise NotLiteral(f"{token.value} is no number", token.line) from None
