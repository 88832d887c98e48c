"""PHP's serialize format, from bytes to values: one pass, no recursion, strict to the end."""

import re
from dataclasses import dataclass, field

from legacy_bridge.php.errors import PhpFormatError, PhpTooLarge
from legacy_bridge.php.limits import DEFAULT_LIMITS, Limits
from legacy_bridge.php.values import (
    INT_MAX,
    INT_MIN,
    PhpArray,
    PhpFloat,
    PhpKey,
    PhpObject,
    PhpReference,
    PhpValue,
    php_key,
    php_text,
)

# The bytes are read as latin-1 once, so that one character is one byte: offsets and the N of s:N:
# are then right, and the expressions below give `str` without decoding each token.
# Possessive and bounded, so that no text makes them go back over it again and again.
_FLOAT = (
    r"[+-]?(?:[0-9]{1,1200}+(?:\.[0-9]{0,1200}+)?|\.[0-9]{1,1200}+)(?:[eE][+-]?[0-9]{1,9}+)?"
    r"|-?INF|NAN"
)

#: A key and its value, in the forms that make up nearly all of a session. Whatever else PHP may
#: write, and every string with a quote inside, is read by the exact expressions that follow.
_PAIR = re.compile(
    r'(?:i:(-?[0-9]{1,18});|s:([0-9]{1,3}):"((?:[^"0-9-][^"]*)?)";)'
    r'(?:s:([0-9]{1,3}):"([^"]*)";|i:(-?[0-9]{1,18});|a:([0-9]{1,6}):\{|b:([01]);|(N);'
    rf"|d:({_FLOAT});)"
)
_NO_PAIR = re.compile(r"(?!)")
#: What the digits of s:N: say; a look-up is faster than int() here.
_LENGTHS = {format(n, f"0{width}"): n for width in (1, 2, 3) for n in range(10**width)}

#: Source: php-src ext/standard/var_unserializer.re.
_VALUE = re.compile(
    r'(?P<s>[sS]):(?P<length>[0-9]{1,10}):"|i:(?P<i>[+-]?[0-9]++);|a:(?P<a>[0-9]{1,10}):\{'
    rf"|b:(?P<b>[01]);|(?P<N>N);|d:(?P<d>{_FLOAT});|(?P<r>[rR]):(?P<number>[0-9]{{1,10}});"
    r'|(?P<o>[OC]):(?P<width>[0-9]{1,5}):"(?P<name>[0-9A-Za-z_\\\x7f-\xff]+)":(?P<n>[0-9]{1,10}):\{'
    r'|E:(?P<E>[0-9]{1,5}):"(?P<case>[0-9A-Za-z_\\\x7f-\xff]+:[0-9A-Za-z_\x7f-\xff]+)";'
)
#: What a reference looks like inside an object's own format.
_LINK = re.compile(r"[rR]:[0-9]+;")
#: Digits that make any integer too large for 64 bits.
_MOST_DIGITS = 20
_ESCAPED = re.compile(r"\\([0-9A-Fa-f]{2})|([^\\])", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Opening:
    """A container whose `{` was just passed; an array has no class name."""

    start: int
    count: int
    class_name: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """Where one value's head is, and its letter; `number` is what a reference names.

    Shape: `sealed` is what a class wrote in a format of its own.
    """

    offset: int
    end: int
    letter: str
    number: int = 0
    sealed: str = ""


@dataclass(slots=True)
class Reader:
    """Values of one text whose characters are bytes.

    Shape: `is_linked` tells whether a reference, or what may hold one, was met. `marks`, when
    given, receives a mark for every value in PHP's order (slower: value by value).
    """

    text: str
    limits: Limits = DEFAULT_LIMITS
    marks: list[Mark] | None = None
    is_linked: bool = field(default=False, init=False)
    _left: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self._left = self.limits.count
        if len(self.text) > self.limits.size:
            raise PhpTooLarge(f"More than {self.limits.size} bytes", self.limits.size)

    def value(self, start: int) -> tuple[PhpValue, int]:
        """The value at `start`, and the offset just after it.

        Errors: PhpFormatError, PhpTooLarge.
        """
        self._enter(0, 1, start)
        leaf, position, opening = self.token(start)
        return (leaf, position) if opening is None else self._container(opening, position)

    def _container(  # noqa: C901, PLR0912 - the hot loop: a call per value would double its time
        self, opened: Opening, position: int
    ) -> tuple[PhpValue, int]:
        text, lengths = self.text, _LENGTHS
        pair = _PAIR.match if self.marks is None else _NO_PAIR.match
        into: PhpArray = {}
        leaf: PhpValue
        left = opened.count
        key: PhpKey = 0
        made = opened if opened.class_name else None
        stack: list[tuple[PhpArray, int, PhpKey, Opening | None]] = []
        self._enter(1, left, position)
        while True:
            while not left:
                if text[position : position + 1] != "}":
                    raise PhpFormatError("Expected the closing brace", position)
                position += 1
                done = into if made is None else self._closed(made, into, position)
                if not stack:
                    return done, position
                into, left, key, made = stack.pop()
                into[key] = done
            left -= 1
            found = pair(text, position)
            if found is not None:
                whole, width, name, size, words, number, count, yes, null, real = found.groups()
                if (whole is not None or lengths[width] == len(name)) and (
                    size is None or lengths[size] == len(words)
                ):
                    position = found.end()
                    key = int(whole) if whole is not None else name
                    if not (whole is not None or name.isascii()):
                        key = php_text(name)
                    if size is not None:
                        into[key] = words if words.isascii() else php_text(words)
                    elif number is not None:
                        into[key] = int(number)
                    elif count is not None:
                        stack.append((into, left, key, made))
                        into, left, made = {}, int(count), None
                        self._enter(len(stack) + 1, left, position)
                    elif yes is not None:
                        into[key] = yes == "1"
                    else:
                        into[key] = None if null is not None else PhpFloat(real)
                    continue
            key, position = self.key(position, is_property=made is not None)
            leaf, position, opened_here = self.token(position)
            if opened_here is None:
                into[key] = leaf
            else:
                stack.append((into, left, key, made))
                made = opened_here if opened_here.class_name else None
                into, left = {}, opened_here.count
                self._enter(len(stack) + 1, left, position)

    def _enter(self, depth: int, count: int, position: int) -> None:
        self._left -= count
        if depth > self.limits.depth:
            raise PhpTooLarge(f"More than {self.limits.depth} levels", position)
        if self._left < 0:
            raise PhpTooLarge(f"More than {self.limits.count} values", position)

    def key(self, position: int, *, is_property: bool = False) -> tuple[PhpKey, int]:
        """The key at `position`, and the offset just after it.

        Errors: PhpFormatError.
        """
        found = _VALUE.match(self.text, position)
        if found is None or not (found["i"] or found["s"]):
            raise PhpFormatError("Expected a key", position)
        if found["i"]:
            return self._integer(found), found.end()
        text, end = self._string(found)
        return (text if is_property else php_key(text)), end

    def token(self, position: int) -> tuple[PhpValue, int, Opening | None]:
        """The scalar or closed object at `position`, or the container that opens there.

        Errors: PhpFormatError.
        """
        found = _VALUE.match(self.text, position)
        if found is None:
            raise PhpFormatError("Expected a value", position)
        if self.marks is not None:
            self.marks.append(self._mark(found))
        end = found.end()
        if found["s"]:
            return *self._string(found), None
        if found["i"]:
            return self._integer(found), end, None
        if found["a"]:
            return None, end, Opening(position, int(found["a"]))
        if found["b"]:
            return found["b"] == "1", end, None
        if found["N"]:
            return None, end, None
        if found["d"]:
            return PhpFloat(found["d"]), end, None
        if found["r"]:
            self.is_linked = True
            return PhpReference(found["r"], int(found["number"])), end, None
        return self._object(found)

    def _mark(self, found: re.Match[str]) -> Mark:
        start, end = found.span()
        sealed = self.text[end : end + int(found["n"])] if found["o"] == "C" else ""
        return Mark(start, end, self.text[start], int(found["number"] or 0), sealed)

    def _integer(self, found: re.Match[str]) -> int:
        # PHP 7 and 8 take the nearest that has 64 bits; int() takes no more than 4,300 digits.
        sign = "-" if found["i"][0] == "-" else ""
        digits = found["i"].lstrip("+-0")[:_MOST_DIGITS]
        return max(INT_MIN, min(int(f"{sign}0{digits}"), INT_MAX))

    def _string(self, found: re.Match[str]) -> tuple[str, int]:
        start, length = found.end(), int(found["length"])
        end = start + length
        inside = self.text[start:end]
        if found["s"] == "S":
            inside, end = self._unescaped(start, length)
        if self.text[end : end + 2] != '";':
            raise PhpFormatError("A string of another length than it says", found.start())
        return php_text(inside), end + 2

    def _unescaped(self, start: int, length: int) -> tuple[str, int]:
        # S: writes any byte as \xx; PHP 6 wrote it and every later PHP reads it.
        characters, position = [], start
        for _ in range(min(length, len(self.text) - start)):
            found = _ESCAPED.match(self.text, position)
            if found is None:
                raise PhpFormatError("A wrong escape", position)
            characters.append(chr(int(found[1], 16)) if found[1] else found[2])
            position = found.end()
        return "".join(characters), position

    def _object(self, found: re.Match[str]) -> tuple[PhpValue, int, Opening | None]:
        start, end = found.span()
        name = found["name"] or found["case"]
        if int(found["width"] or found["E"]) != len(name):
            raise PhpFormatError("A class name of another length than it says", start)
        if found["o"] == "O":
            return None, end, Opening(start, int(found["n"]), php_text(name))
        if found["o"] == "C":
            inside = end
            end += int(found["n"])
            if self.text[end : end + 1] != "}":
                raise PhpFormatError("An object of another length than it says", start)
            # The class may have called serialize() inside: such values are numbered with ours.
            self.is_linked = self.is_linked or _LINK.search(self.text, inside, end) is not None
            end += 1
        kind = found["o"] or "E"
        return PhpObject(kind, php_text(name), self.text, start, end, {}), end, None

    def _closed(self, opened: Opening, properties: PhpArray, end: int) -> PhpObject:
        return PhpObject("O", opened.class_name, self.text, opened.start, end, properties)


def decode(data: bytes, limits: Limits = DEFAULT_LIMITS) -> PhpValue:
    """The value that PHP's serialize() wrote as `data`.

    Errors: PhpFormatError, PhpTooLarge.
    Source: php-src ext/standard/var_unserializer.re.
    """
    value, end = Reader(data.decode("latin-1"), limits).value(0)
    if end != len(data):
        raise PhpFormatError("Something follows the value", end)
    return value
