"""PHP's serialize() for the values the old forms stored: text, whole numbers, lists and keyed arrays."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

Serializable: TypeAlias = (
    "str | int | bool | Sequence[Serializable] | Mapping[str | int, Serializable] | None"
)


def serialize(value: Serializable) -> str:
    """The text that PHP's unserialize() turns back into the value.

    Units:  the N of s:N: counts UTF-8 bytes, not characters.
    Errors: TypeError for anything else (a float, a date, an object).
    Source: php-src ext/standard/var.c, php_var_serialize_intern.
    """
    match value:
        case None:
            return "N;"
        case bool():
            return f"b:{int(value)};"
        case int():
            return f"i:{value};"
        case str():
            return f's:{len(value.encode())}:"{value}";'
        case Mapping():
            items = "".join(serialize(k) + serialize(v) for k, v in value.items())
            return f"a:{len(value)}:{{{items}}}"
        case list() | tuple():
            return serialize(dict(enumerate(value)))
    raise TypeError(f"serialize({value!r}): only str, int, bool, None, lists and mappings")
