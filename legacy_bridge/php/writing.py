"""PHP's serialize format, from values to bytes, exactly as PHP 8 writes them."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from legacy_bridge.php.errors import PhpValueUnwritable
from legacy_bridge.php.limits import DEFAULT_LIMITS, Limits
from legacy_bridge.php.values import (
    INT_MAX,
    INT_MIN,
    PhpFloat,
    PhpKey,
    PhpObject,
    PhpReference,
    php_bytes,
    php_key,
    php_text,
)

#: Integers up to here need no closer look.
_PLAIN = 2**62

_Container: TypeAlias = dict[Any, Any] | list[Any] | tuple[Any, ...]


@dataclass(slots=True)
class _Level:
    """A container being written, and where in it we are."""

    container: _Container
    items: Iterator[tuple[Any, Any]]
    key: object = ""


def encode(  # noqa: C901, PLR0912 - the hot loop, as in reading.py
    value: object, limits: Limits = DEFAULT_LIMITS
) -> bytes:
    """The bytes PHP's serialize() would write for `value`.

    Shape: None, bool, int, float, str, bytes, list, tuple, dict and what decoding gave; a list
        becomes an array of keys 0, 1, 2…
    Errors: PhpValueUnwritable, for any other type, an integer beyond 64 bits, two keys that PHP
        takes for one, and what goes beyond the limits.
    Source: php-src ext/standard/var.c, php_var_serialize_intern.
    """
    # Put together as text and encoded once: `surrogateescape` gives each character its own bytes.
    out: list[str] = []
    heads: dict[object, str] = {}
    levels = [_Level([value], enumerate([value]))]
    size = count = 0
    while levels:
        level = levels[-1]
        for key, item in level.items:
            head = heads.get(key) if len(levels) > 1 else ""
            if head is None:
                head = _head(key, levels)
                if head[0] == "s" or type(key) is int:
                    heads[key] = head
            kind = type(item)
            if kind is str and item.isascii():
                size += len(item)
                out.append(f'{head}s:{len(item)}:"{item}";')
            elif kind is int and -_PLAIN < item < _PLAIN:
                out.append(f"{head}i:{item};")
            elif item is None:
                out.append(head + "N;")
            elif kind is bool:
                out.append(head + ("b:1;" if item else "b:0;"))
            elif isinstance(item, dict | list | tuple):
                count += len(item)
                out.append(f"{head}a:{len(item)}:{{")
                pairs = item.items() if isinstance(item, dict) else enumerate(item)
                level.key = key
                levels.append(_Level(item, iter(pairs)))
                break
            else:
                text = _scalar(item, key, levels)
                size += len(text)
                out.append(head + text)
        else:
            levels.pop()
            out.append("}")
        if size > limits.size or count > limits.count or len(levels) > limits.depth + 1:
            raise _unwritable(f"More than {limits} allow", levels)
    data = "".join(out[:-1]).encode("utf-8", "surrogateescape")
    if len(data) > limits.size:
        raise _unwritable(f"More than {limits} allow", levels)
    return data


def encode_key(key: PhpKey) -> bytes:
    """The bytes of an array's key, which `php_key` gave."""
    return b"i:%d;" % key if isinstance(key, int) else encode(key)


def float_text(value: float) -> str:
    """How PHP 8 writes a float: the shortest digits that read back the same.

    Source: php-src main/snprintf.c, php_gcvt with 17 digits and serialize_precision = -1.
    """
    if not math.isfinite(value):
        return repr(value).upper()
    mantissa, _, exponent = repr(value).partition("e")
    if exponent == "+16":
        # PHP turns to exponents one digit later than Python; what is unknown is written as 0.
        sign = "-" if value < 0 else ""
        return sign + mantissa.lstrip("-").replace(".", "").ljust(17, "0")
    if not exponent:
        return mantissa.removesuffix(".0")
    point = "" if "." in mantissa else ".0"
    return f"{mantissa}{point}E{int(exponent):+d}"


def where(path: Iterable[object]) -> str:
    """A path as one reads it in a message."""
    return " → ".join(repr(key) for key in path)


def _head(key: object, levels: list[_Level]) -> str:
    """The text of a key; checks that no other key of the same array is the same for PHP."""
    if isinstance(key, str):
        if key[:1] > "9" and key.isascii():
            return f's:{len(key)}:"{key}";'
        filed = php_key(key)
        if isinstance(filed, str):
            return _string(key, key, levels)
        if isinstance(levels[-1].container, dict) and filed in levels[-1].container:
            raise _unwritable("Two keys that PHP takes for one", levels, key)
        return f"i:{filed};"
    if isinstance(key, int) and INT_MIN <= key <= INT_MAX:
        return f"i:{int(key)};"
    raise _unwritable(f"A key of type {type(key).__name__}", levels, key)


def _string(text: str, key: object, levels: list[_Level]) -> str:
    try:
        return f's:{len(php_bytes(text))}:"{text}";'
    except UnicodeEncodeError as error:
        raise _unwritable("Half of a surrogate pair", levels, key) from error


def _scalar(value: object, key: object, levels: list[_Level]) -> str:
    match value:
        case int() if INT_MIN <= value <= INT_MAX:
            return f"i:{int(value)};"
        case int():
            raise _unwritable("An integer beyond 64 bits", levels, key)
        case float():
            return f"d:{value.text if isinstance(value, PhpFloat) else float_text(value)};"
        case str():
            return _string(value, key, levels)
        case bytes():
            return f's:{len(value)}:"{php_text(value.decode("latin-1"))}";'
        case PhpObject():
            return php_text(value.raw.decode("latin-1"))
        case PhpReference():
            return f"{value.kind}:{value.number};"
        case _:
            message = f"{type(value).__name__} has no form in PHP; write it as text or a number"
            raise _unwritable(message, levels, key)


def _unwritable(message: str, levels: list[_Level], key: object = None) -> PhpValueUnwritable:
    path = [level.key for level in levels[1:-1]]
    return PhpValueUnwritable(message, where([*path, key] if len(levels) > 1 else path))
