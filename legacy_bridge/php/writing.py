"""PHP's serialize format, from values to bytes, exactly as PHP 8 writes them."""

import math
from collections.abc import Iterable, Iterator

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
)


def encode(value: object, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """The bytes PHP's serialize() would write for `value`.

    Shape: None, bool, int, float, str, bytes, list, tuple, dict and what decoding gave; a list
        becomes an array of keys 0, 1, 2…
    Errors: PhpValueUnwritable, for any other type, an integer beyond 64 bits, two keys that PHP
        takes for one, and what goes beyond the limits.
    Source: php-src ext/standard/var.c, php_var_serialize_intern.
    """
    out: list[bytes] = []
    path: list[PhpKey] = []
    open_items: list[Iterator[tuple[PhpKey, object]]] = []
    size = count = 0
    while True:
        if isinstance(value, dict | list | tuple):
            pairs = _pairs(value, path)
            out.append(b"a:%d:{" % len(pairs))
            open_items.append(iter(pairs))
            path.append("")
            count += len(pairs)
            if len(open_items) > limits.depth or count > limits.count:
                raise PhpValueUnwritable(f"More than {limits} allow", where(path))
        else:
            out.append(_scalar(value, path))
            size += len(out[-1])
            if size > limits.size:
                raise PhpValueUnwritable(f"More than {limits} allow", where(path))
        while open_items:
            following = next(open_items[-1], None)
            if following is not None:
                break
            open_items.pop()
            path.pop()
            out.append(b"}")
        else:
            return b"".join(out)
        path[-1], value = following
        out.append(encode_key(path[-1]))


def encode_key(key: PhpKey) -> bytes:
    """The bytes of an array's key, which `php_key` gave."""
    return b"i:%d;" % key if isinstance(key, int) else encode_text(key)


def encode_text(text: str | bytes) -> bytes:
    """The bytes of a string; its length counts bytes.

    Errors: PhpValueUnwritable, for half of a surrogate pair.
    """
    try:
        data = text if isinstance(text, bytes) else php_bytes(text)
    except UnicodeEncodeError as error:
        raise PhpValueUnwritable("Half of a surrogate pair", repr(text[:40])) from error
    return b's:%d:"%b";' % (len(data), data)


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


def where(path: Iterable[PhpKey]) -> str:
    """A path as one reads it in a message."""
    return " → ".join(repr(key) for key in path)


def _pairs(
    value: dict[PhpKey, object] | list[object] | tuple[object, ...], path: list[PhpKey]
) -> list[tuple[PhpKey, object]]:
    if not isinstance(value, dict):
        return list(enumerate(value))
    pairs = []
    for key, item in value.items():
        if not isinstance(key, int | str):
            raise PhpValueUnwritable(f"A key of type {type(key).__name__}", where(path))
        pairs.append((php_key(key), item))
    if len(dict(pairs)) != len(pairs):
        raise PhpValueUnwritable("Two keys that PHP takes for one", where(path))
    return pairs


def _scalar(value: object, path: list[PhpKey]) -> bytes:
    if type(value) is str:
        return encode_text(value)
    match value:
        case None:
            return b"N;"
        case bool():
            return b"b:1;" if value else b"b:0;"
        case int():
            if not INT_MIN <= value <= INT_MAX:
                raise PhpValueUnwritable("An integer beyond 64 bits", where(path))
            return b"i:%d;" % value
        case float():
            text = value.text if isinstance(value, PhpFloat) else float_text(value)
            return b"d:%b;" % text.encode("ascii")
        case str() | bytes():
            return encode_text(value)
        case PhpObject():
            return value.raw
        case PhpReference():
            return b"%b:%d;" % (value.kind.encode("ascii"), value.number)
        case _:
            raise PhpValueUnwritable(
                f"{type(value).__name__} has no form in PHP; write it as text or a number",
                where(path),
            )
