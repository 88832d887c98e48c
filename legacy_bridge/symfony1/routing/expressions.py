"""Patterns of PHP's as patterns of Python's, byte for byte the same answers."""

import re
import unicodedata
import warnings
from functools import lru_cache

#: Symfony's patterns have no `u` modifier: PCRE looks at bytes. Ours look at the same bytes, each
#: as the character of that number.
_FLAGS = re.VERBOSE | re.ASCII

_POSIX = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "blank": r"\ \t",
    "digit": "0-9",
    "lower": "a-z",
    "upper": "A-Z",
    "punct": r"!-/:-@\[-`{-~",
    "space": r"\ \t\n\r\f\v",
    "word": r"\w",
    "xdigit": "0-9A-Fa-f",
}
_PROPERTY = re.compile(r"\\([pP])(?:\{(\^?)([A-Za-z][a-z&]?)\}|([A-Z]))")
_CLASS = re.compile(r"\[\^?\]?(?:\[:\^?[a-z]+:\]|\\.|[^\]\\])*\]", re.DOTALL)
_NAMED = re.compile(r"\(\?(?:<(?=[A-Za-z_])|')([A-Za-z_]\w*)[>']")
_UNKNOWN = re.compile(r"\\[KRXQEGC]|\\g|\(\?(?:R|[0-9]|&|P>|\||\(\?|C|[a-zA-Z-]*J)|\(\*|\\[hHvN]")
_MODIFIERS = re.compile(r"\(\?([imsx]+)\)")


class ExpressionUnknown(ValueError):
    """A pattern whose like Python does not have, or that is none."""


@lru_cache(maxsize=4096)
def python_expression(pattern: str) -> re.Pattern[str]:
    """The pattern between symfony's delimiters, compiled.

    Shape:  to be used with `bytes_of` what is looked at; `$` accepts a final line end, as in PCRE.
    Errors: ExpressionUnknown.
    """
    found = _UNKNOWN.search(_outside_classes(pattern))
    if found:
        raise ExpressionUnknown(f"{found[0]} has no equal here")
    translated = _CLASS.sub(_translated_class, _modified(pattern))
    translated = _PROPERTY.sub(lambda each: f"[{_property(each)}]", translated)
    translated = _NAMED.sub(r"(?P<\1>", translated)
    translated = re.sub(r"(?<!\\)((?:\\\\)*)\\z", r"\1\\Z", translated)
    try:
        with warnings.catch_warnings():
            # Doubled brackets inside a class mean themselves in PCRE, as here.
            warnings.simplefilter("ignore", FutureWarning)
            return re.compile(bytes_of(translated), _FLAGS)
    except (re.error, OverflowError, RecursionError) as error:
        raise ExpressionUnknown(f"not a pattern: {error}") from None


def bytes_of(text: str) -> str:
    """The UTF-8 bytes of a text, each as the character of its number."""
    return text if text.isascii() else text.encode("utf-8", "surrogateescape").decode("latin-1")


def text_of(found: str) -> str:
    """The text whose bytes these are; what is not UTF-8 stays as surrogates."""
    return found if found.isascii() else found.encode("latin-1").decode("utf-8", "surrogateescape")


def _outside_classes(pattern: str) -> str:
    return _CLASS.sub("[]", pattern.replace("\\\\", ""))


def _modified(pattern: str) -> str:
    """`(?i)` inside a group lasts to its end; Python wants a group around what it changes."""
    while found := _MODIFIERS.search(pattern):
        end = _group_end(pattern, found.end())
        inner = pattern[found.end() : end]
        pattern = f"{pattern[: found.start()]}(?{found[1]}:{inner}){pattern[end:]}"
    return pattern


def _group_end(pattern: str, start: int) -> int:
    """Where the group ends that surrounds this place."""
    depth, at = 0, start
    while at < len(pattern):
        mark = pattern[at]
        if mark == "\\":
            at += 1
        elif mark == "[" and (found := _CLASS.match(pattern, at)):
            at = found.end() - 1
        elif mark == "(":
            depth += 1
        elif mark == ")":
            if not depth:
                return at
            depth -= 1
        at += 1
    return len(pattern)


def _translated_class(found: re.Match[str]) -> str:
    inside = re.sub(r"\[:(\^?)([a-z]+):\]", _posix, found[0][1:-1])
    inside = _PROPERTY.sub(_property, inside)
    # A space inside a class is one, also for PCRE's x; Python's VERBOSE keeps it as well.
    return f"[{inside}]"


def _posix(found: re.Match[str]) -> str:
    ranges = _POSIX.get(found[2])
    if ranges is None or found[1]:
        raise ExpressionUnknown(f"{found[0]} has no equal here")
    return ranges


def _property(found: re.Match[str]) -> str:
    """The characters below 256 that have a property of Unicode, as inside of a class."""
    name = found[3] or found[4]
    is_negated = (found[1] == "P") != bool(found[2])
    if name == "L&":
        raise ExpressionUnknown(f"{found[0]} has no equal here")
    codes = [
        code
        for code in range(256)
        if unicodedata.category(chr(code)).startswith(name) != is_negated
    ]
    return "".join(f"\\x{code:02x}" for code in codes)
