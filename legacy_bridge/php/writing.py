"""PHP's serialize format, from values to bytes, exactly as PHP 8 writes them."""

import math
from collections.abc import Iterable, Iterator
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


#: What is written around the container in hand: the items left there, that container, its key.
_Stack: TypeAlias = list[tuple[Iterator[tuple[Any, Any]], _Container, object]]
#: The place of the value itself, which has no key.
_TOP = object()


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
    out: list[str] = []
    put = out.append
    heads: dict[object, str] = {_TOP: ""}
    known = heads.get
    stack: _Stack = []
    container: _Container = ()
    items: Iterator[tuple[Any, Any]] = iter([(_TOP, value)])
    size, left, depth = limits.size, limits.count, limits.depth
    while True:
        for key, item in items:
            head = known(key)
            if head is None:
                head = _head(key, container, stack)
                if head[0] == "s" or type(key) is int:
                    heads[key] = head
            kind = type(item)
            if kind is str and item.isascii():
                length = len(item)
                size -= length
                if size < 0:
                    break
                put(f'{head}s:{length}:"{item}";')
            elif kind is bool:
                put(head + "b:1;" if item else head + "b:0;")
            elif kind is int and -_PLAIN < item < _PLAIN:
                put(f"{head}i:{item};")
            elif kind is dict or isinstance(item, dict | list | tuple):
                if not item:
                    put(head + "a:0:{}")
                    continue
                left -= len(item)
                put(f"{head}a:{len(item)}:{{")
                stack.append((items, container, key))
                container = item
                items = iter(item.items() if isinstance(item, dict) else enumerate(item))
                break
            else:
                text = _scalar(item, key, stack)
                size -= len(text)
                put(head + text)
        else:
            if not stack:
                break
            items, container, _ = stack.pop()
            put("}")
            continue
        if size < 0 or left < 0 or len(stack) > depth:
            raise _unwritable(f"More than {limits} allow", stack)
    return _joined(out, limits)


def _joined(out: list[str], limits: Limits) -> bytes:
    # Put together as text and encoded once: `surrogateescape` gives each character its own bytes.
    data = "".join(out).encode("utf-8", "surrogateescape")
    if len(data) > limits.size:
        raise _unwritable(f"More than {limits} allow", [])
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


def _head(key: object, container: _Container, stack: _Stack) -> str:
    """The text of a key; checks that no other key of the same array is the same for PHP."""
    if isinstance(key, str):
        if key[:1] > "9" and key.isascii():
            return f's:{len(key)}:"{key}";'
        filed = php_key(key)
        if isinstance(filed, str):
            return _string(key, key, stack)
        if isinstance(container, dict) and filed in container:
            raise _unwritable("Two keys that PHP takes for one", stack, key)
        return f"i:{filed};"
    if isinstance(key, int) and INT_MIN <= key <= INT_MAX:
        return f"i:{int(key)};"
    raise _unwritable(f"A key of type {type(key).__name__}", stack, key)


def _string(text: str, key: object, stack: _Stack) -> str:
    try:
        return f's:{len(php_bytes(text))}:"{text}";'
    except UnicodeEncodeError as error:
        raise _unwritable("Half of a surrogate pair", stack, key) from error


def _scalar(value: object, key: object, stack: _Stack) -> str:
    match value:
        case None:
            return "N;"
        case int() if INT_MIN <= value <= INT_MAX:
            return f"i:{int(value)};"
        case int():
            raise _unwritable("An integer beyond 64 bits", stack, key)
        case float():
            return f"d:{value.text if isinstance(value, PhpFloat) else float_text(value)};"
        case str():
            return _string(value, key, stack)
        case bytes():
            return f's:{len(value)}:"{php_text(value.decode("latin-1"))}";'
        case PhpObject():
            return php_text(value.raw.decode("latin-1"))
        case PhpReference():
            return f"{value.kind}:{value.number};"
        case _:
            message = f"{type(value).__name__} has no form in PHP; write it as text or a number"
            raise _unwritable(message, stack, key)


def _unwritable(message: str, stack: _Stack, key: object = _TOP) -> PhpValueUnwritable:
    path = [*(inner for _, _, inner in stack[1:]), key]
    return PhpValueUnwritable(message, where(each for each in path if each is not _TOP))
