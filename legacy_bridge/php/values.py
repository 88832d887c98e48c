"""Python's values for PHP's: inert, and keeping what a byte-identical copy needs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self, TypeAlias, Union

#: A key of a PHP array. Text that looks like an integer *is* the integer: use 5, never "5".
PhpKey: TypeAlias = int | str

#: What decoding gives. Text is `str`; bytes that are not UTF-8 become lone surrogates
#: (`surrogateescape`), so that every byte comes back when it is written.
PhpValue: TypeAlias = Union[
    bool, int, float, str, "PhpObject", "PhpReference", "dict[PhpKey, PhpValue]", None
]
PhpArray: TypeAlias = dict[PhpKey, PhpValue]

INT_MIN, INT_MAX = -(2**63), 2**63 - 1
_INTEGER_LIKE = re.compile(r"0|-?[1-9][0-9]{0,18}", re.ASCII)


def php_key(key: PhpKey) -> PhpKey:
    """The key under which PHP files it: "5" becomes 5; "05", "-0" and "5.0" stay text.

    Source: php-src Zend/zend_hash.h, ZEND_HANDLE_NUMERIC_STR.
    """
    if isinstance(key, str):
        if key[:1] <= "9" and _INTEGER_LIKE.fullmatch(key) and INT_MIN < int(key) <= INT_MAX:
            return int(key)
        return key
    return int(key)


def php_text(latin: str) -> str:
    """Text of a string whose bytes are the characters of `latin`."""
    return latin if latin.isascii() else latin.encode("latin-1").decode("utf-8", "surrogateescape")


def php_bytes(text: str) -> bytes:
    """The bytes that `php_text` made `text` of."""
    return text.encode("utf-8", "surrogateescape")


class PhpFloat(float):
    """A float that remembers how PHP wrote it.

    Source: PHP 8 writes the shortest form, PHP 5.3 up to 100 digits (serialize_precision).
    """

    __slots__ = ("text",)
    text: str

    def __new__(cls, text: str) -> Self:
        made = super().__new__(cls, text)
        made.text = text
        return made


@dataclass(frozen=True, slots=True)
class PhpReference:
    """A value PHP shares with an earlier one: `R` the same variable, `r` the same object.

    Units: `number` counts the session's values from 1, in the order PHP numbers them.
    """

    kind: str
    number: int


@dataclass(frozen=True, slots=True, eq=False)
class PhpObject:
    """A PHP object, kept closed: its class is a word that is never looked up.

    Shape: kind `O` (properties), `C` (the class's own text) or `E` (enum, `Class:Case`).
    """

    kind: str
    class_name: str
    #: The whole text it was read from, one character a byte; shared, not copied.
    source: str = field(repr=False)
    start: int = field(repr=False)
    end: int = field(repr=False)
    properties: Mapping[PhpKey, PhpValue] = field(repr=False)

    @property
    def raw(self) -> bytes:
        """The object's bytes as PHP wrote them."""
        return self.source[self.start : self.end].encode("latin-1")

    @property
    def payload(self) -> bytes:
        """What the class itself wrote, of an object with its own format."""
        raw = self.raw
        return raw[raw.index(b":{") + 2 : -1] if self.kind == "C" else b""

    def get(self, name: str) -> PhpValue:
        """The property `name`, whether public, protected or private; None when absent."""
        for key, value in self.properties.items():
            if isinstance(key, str) and bare_name(key) == name:
                return value
        return None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PhpObject) and self.raw == other.raw

    def __hash__(self) -> int:
        return hash(self.raw)


def bare_name(name: str) -> str:
    r"""A property's name without the mark of its visibility.

    Shape: "\0Class\0x" (private), "\0*\0x" (protected) and "x" (public) all give "x".
    """
    return name.rpartition("\0")[2] if name.startswith("\0") else name
