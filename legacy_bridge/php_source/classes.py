"""The classes of a PHP file: what they extend, their methods, and where each one is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from legacy_bridge.php_source.tokens import Kind, Token, php_tokens


@dataclass(frozen=True, slots=True)
class Method:
    """A method: its line, and its tokens between the braces."""

    name: str
    line: int
    is_public: bool
    body: tuple[Token, ...]
    #: The /** comment or attributes before it.
    notes: tuple[Token, ...] = ()


@dataclass(frozen=True, slots=True)
class PhpClass:
    """A class, trait or interface, names as they are written."""

    name: str
    extends: str
    line: int
    methods: tuple[Method, ...]
    uses: tuple[str, ...] = ()
    namespace: str = ""
    notes: tuple[Token, ...] = ()
    is_abstract: bool = False

    def method(self, name: str) -> Method | None:
        """A method, whose name PHP compares without case."""
        lower = name.lower()
        return next((each for each in self.methods if each.name.lower() == lower), None)


_KINDS = {"class", "trait", "interface"}
_HIDDEN = {"private", "protected"}
_MODIFIERS = _HIDDEN | {"public", "static", "final", "abstract", "readonly", "var"}


def php_classes(text: str) -> tuple[PhpClass, ...]:
    """The classes of a file, in its order; what is cut short is read as far as it goes."""
    return tuple(_Reader(tuple(php_tokens(text))).classes())


class _Reader:
    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.at = 0
        self.namespace = ""

    def classes(self) -> Iterator[PhpClass]:
        notes: list[Token] = []
        is_abstract = False
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            word = token.value.lower() if token.kind is Kind.WORD else ""
            if self._take_note(notes):
                continue
            if word == "namespace" and self._next().kind is Kind.WORD:
                self.namespace = self._next().value
            elif word in _KINDS and self._is_declaration():
                yield self._class(tuple(notes), is_abstract=is_abstract)
                notes, is_abstract = [], False
                continue
            if word == "abstract":
                is_abstract = True
            elif token.value in {";", "}"}:
                notes, is_abstract = [], False
            self.at += 1

    def _take_note(self, notes: list[Token]) -> bool:
        """Put aside a comment or an attribute that stands before a class or method."""
        token = self.tokens[self.at]
        if token.kind is Kind.DOC:
            notes.append(token)
            self.at += 1
            return True
        if token.value == "#[" and token.kind is Kind.MARK:
            start = self.at
            self._skip("[", "]", opened="#[")
            notes.extend(self.tokens[start : self.at])
            return True
        return False

    def _next(self, distance: int = 1) -> Token:
        at = self.at + distance
        return self.tokens[at] if 0 <= at < len(self.tokens) else Token(Kind.MARK, "", 0)

    def _is_declaration(self) -> bool:
        before = self._next(-1)
        return self._next().kind is Kind.WORD and before.value not in {"::", "->", "new"}

    def _class(self, notes: tuple[Token, ...], *, is_abstract: bool) -> PhpClass:
        line, name = self.tokens[self.at].line, self._next().value
        self.at += 2
        extends = ""
        while self.at < len(self.tokens) and self.tokens[self.at].value != "{":
            if self.tokens[self.at].value.lower() == "extends":
                extends = self._next().value.lstrip("\\")
            self.at += 1
        self.at += 1
        uses: list[str] = []
        methods = tuple(self._methods(uses))
        return PhpClass(
            name, extends, line, methods, tuple(uses), self.namespace, notes, is_abstract
        )

    def _methods(self, uses: list[str]) -> Iterator[Method]:
        """What stands between the braces of a class."""
        modifiers: set[str] = set()
        notes: list[Token] = []
        while self.at < len(self.tokens) and self.tokens[self.at].value != "}":
            if self._take_note(notes):
                continue
            token = self.tokens[self.at]
            word = token.value.lower() if token.kind is Kind.WORD else ""
            if word == "function":
                yield self._method(modifiers, tuple(notes))
                modifiers, notes = set(), []
                continue
            if word in _MODIFIERS:
                modifiers.add(word)
            elif word == "use":
                uses.append(self._next().value.lstrip("\\"))
            elif token.value == "{":
                self._skip("{", "}")
                continue
            elif token.value == ";":
                modifiers, notes = set(), []
            self.at += 1
        self.at += 1

    def _method(self, modifiers: set[str], notes: tuple[Token, ...]) -> Method:
        self.at += 1
        if self.at < len(self.tokens) and self.tokens[self.at].value == "&":
            self.at += 1
        named = self._next(0)
        self.at += 1
        while self.at < len(self.tokens) and self.tokens[self.at].value not in {"{", ";", "}"}:
            self.at += 1
        start = self.at + 1
        if self._next(0).value == "{":
            self._skip("{", "}")
        elif self._next(0).value == ";":
            self.at += 1
        body = tuple(self.tokens[start : self.at - 1])
        return Method(named.value, named.line, not modifiers & _HIDDEN, body, notes)

    def _skip(self, opening: str, closing: str, *, opened: str = "") -> None:
        """Go behind the mark that closes the one here."""
        depth = 0
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            if token.kind is not Kind.MARK:
                continue
            if token.value in {opening, opened or opening}:
                depth += 1
            elif token.value == closing:
                depth -= 1
                if not depth:
                    return
