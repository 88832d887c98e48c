"""The three ways PHP lays out a session: what they look like and which keys they can carry."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from legacy_bridge.php.errors import PhpFormatError, PhpValueUnwritable
from legacy_bridge.php.reading import Reader
from legacy_bridge.php.values import PhpKey, PhpValue, php_bytes, php_key, php_text
from legacy_bridge.php.writing import encode, encode_key


class SessionFormat(StrEnum):
    """A value of `session.serialize_handler`; a site's setting, never guessed.

    Source: php-src ext/session/session.c, the encoders and decoders of these names.
    """

    PHP = "php"
    PHP_BINARY = "php_binary"
    PHP_SERIALIZE = "php_serialize"


#: What a write that was killed in the middle may leave behind, always with dashes for a value; to be
#: forgotten by the next one. A name like this is ours alone, `_` may be anybody's.
FILLER_KEY = "figuier/filler"


class Entry(NamedTuple):
    """One key and its value, by their places in the text.

    Units: bytes from the start; the value is at [value, end).
    """

    key: PhpKey
    start: int
    value: int
    end: int


@dataclass(frozen=True, slots=True)
class Layer:
    """What one container holds, and where its count and its end are.

    Shape: `count_at` is None for the formats whose keys merely follow one another.
    """

    entries: tuple[Entry, ...]
    close: int
    count_at: tuple[int, int] | None = None

    def last(self, key: PhpKey) -> Entry | None:
        """The entry PHP keeps for `key`: of several, the last."""
        return next((entry for entry in reversed(self.entries) if entry.key == key), None)


#: A layer and its decoded values.
Content = tuple[Layer, dict[PhpKey, PhpValue]]


def content(reader: Reader, layout: SessionFormat) -> Content:
    """Everything a session of this format holds.

    Shape: php `key|value` repeated; php_binary `byte key value` repeated, the byte being the
        key's length; php_serialize one array, whatever follows it: a killed write may have left the
        end of a longer session. No byte at all is an empty session for each.
    Errors: PhpFormatError, PhpTooLarge.
    """
    if layout is SessionFormat.PHP_SERIALIZE:
        return _one_array(reader)
    return _one_after_another(reader, _NEXT_KEY[layout])


def array_layer(reader: Reader, start: int) -> Layer:
    """The entries of the array at `start`.

    Errors: PhpFormatError.
    """
    layer, _ = _array(reader, start)
    return layer


def key_bytes(layout: SessionFormat, key: PhpKey) -> bytes:
    """How a new top-level key is written.

    Errors: PhpValueUnwritable, for a key that PHP itself could not write: it would drop the key,
        or the whole session.
    """
    if layout is SessionFormat.PHP_SERIALIZE:
        return encode_key(php_key(key))
    if not isinstance(php_key(key), str):
        raise PhpValueUnwritable(f"The {layout} format has no numeric keys", repr(key))
    name = php_bytes(str(key))
    if layout is SessionFormat.PHP_BINARY:
        if len(name) > 127:
            raise PhpValueUnwritable("The php_binary format has no key over 127 bytes", repr(key))
        return bytes([len(name)]) + name
    if b"|" in name or name.startswith(b"!"):
        # PHP writes an empty session for the first; PHP 5 reads the second as "no value".
        raise PhpValueUnwritable("The php format has no key with | nor !", repr(key))
    return name + b"|"


def filler(layout: SessionFormat, size: int) -> bytes:
    """At least `size` bytes that may stand at the end of a session without changing its values.

    Shape: FILLER_KEY with dashes; NULs in php_serialize, which PHP reads no further than the end
        of its array. The other two formats bear no NUL at the end.
    """
    if layout is SessionFormat.PHP_SERIALIZE or not size:
        return bytes(size)
    head = key_bytes(layout, FILLER_KEY)
    room = size - len(head) - len(b's::"";')
    digits = len(str(max(room, 1)))
    short = len(str(room - digits)) < digits  # 10 less its two digits is 8, written with one
    return head + encode("-" * max(1, room - digits + short))


def left_filler(layer: Layer, values: Mapping[PhpKey, PhpValue]) -> str | None:
    """The filler that a killed write left at the end, and nothing that could be a value."""
    last = layer.entries[-1].key if layer.entries else None
    value = values[FILLER_KEY] if last == FILLER_KEY else None
    return value if isinstance(value, str) and value and not value.strip("-") else None


def _one_array(reader: Reader) -> Content:
    if not reader.text:
        return Layer((), 0), {}
    return _array(reader, 0)


def _array(reader: Reader, start: int) -> Content:
    _, position, opened = reader.token(start)
    if opened is None or opened.class_name:
        raise PhpFormatError("Expected an array", start)
    entries: list[Entry] = []
    values: dict[PhpKey, PhpValue] = {}
    for _ in range(opened.count):
        key, value = reader.key(position)
        values[key], end = reader.value(value)
        entries.append(Entry(key, position, value, end))
        position = end
    if reader.text[position : position + 1] != "}":
        raise PhpFormatError("Expected the closing brace", position)
    count_start = start + len("a:")
    count_end = reader.text.index(":", count_start)
    return Layer(tuple(entries), position, (count_start, count_end)), values


def _one_after_another(reader: Reader, next_key: Callable[[str, int], tuple[str, int]]) -> Content:
    entries: list[Entry] = []
    values: dict[PhpKey, PhpValue] = {}
    position = 0
    while position < len(reader.text):
        name, value = next_key(reader.text, position)
        key = php_text(name)
        values[key], end = reader.value(value)
        entries.append(Entry(key, position, value, end))
        position = end
    return Layer(tuple(entries), position), values


def _key_before_bar(text: str, position: int) -> tuple[str, int]:
    bar = text.find("|", position)
    if bar < 0:
        raise PhpFormatError("Expected a key and a bar", position)
    return text[position:bar], bar + 1


def _key_of_its_length(text: str, position: int) -> tuple[str, int]:
    length = ord(text[position])
    if length > 127:
        raise PhpFormatError("A key over 127 bytes, or PHP 5's mark of no value", position)
    return text[position + 1 : position + 1 + length], position + 1 + length


_NEXT_KEY = {
    SessionFormat.PHP: _key_before_bar,
    SessionFormat.PHP_BINARY: _key_of_its_length,
}
