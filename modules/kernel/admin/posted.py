"""Values of a posted form, nested as the brackets in their names say."""

import re
from collections.abc import Iterable, Mapping
from typing import TypeAlias

Posted: TypeAlias = str | dict[str, "Posted"]

#: PHP's max_input_nesting_level and max_input_vars: what lies beyond is dropped, not refused.
MAX_DEPTH = 64
MAX_VALUES = 1000

_BRACKETS = re.compile(r"\[([^\]]*)\]")


def posted_values(pairs: Iterable[tuple[str, str]]) -> dict[str, Posted]:
    """The tree of values that PHP would find in $_POST.

    Shape:  a[b][c]=1 → {"a": {"b": {"c": "1"}}}; ids[]=7&ids[]=8 → {"ids": {"0": "7", "1":
            "8"}}; the last of two equal names wins, in the place of the first.
    Source: php-src main/php_variables.c, php_register_variable_ex.
    """
    tree: dict[str, Posted] = {}
    for count, (name, value) in enumerate(pairs):
        if count == MAX_VALUES:
            break
        keys = _keys(name)
        if keys and len(keys) <= MAX_DEPTH:
            _put(tree, keys, value)
    return tree


def _keys(name: str) -> list[str]:
    """`a[b][]` → ["a", "b", ""]; an empty list when PHP would drop the value."""
    name = name.lstrip(" ")
    base, bracket, rest = name.partition("[")
    base = re.sub(r"[ .]", "_", base)
    if not bracket:
        return [base] if base else []
    if not base:
        return []
    if "]" not in rest:
        # A bracket that never closes is an ordinary character, spelt as an underscore.
        return [base + "_" + re.sub(r"[ .]", "_", rest)]
    keys, at = [base], 0
    rest = "[" + rest
    while found := _BRACKETS.match(rest, at):
        keys.append(found[1])
        at = found.end()
    return keys


def _put(tree: dict[str, Posted], keys: list[str], value: str) -> None:
    for key in keys[:-1]:
        step = tree.get(key) if key else None
        if not isinstance(step, dict):
            step = {}
            tree[key or _next_index(tree)] = step
        tree = step
    tree[keys[-1] or _next_index(tree)] = value


def _next_index(tree: Mapping[str, Posted]) -> str:
    indexes = [int(key) for key in tree if re.fullmatch(r"0|[1-9][0-9]{0,17}", key)]
    return str(max(indexes, default=-1) + 1)


def branch(tree: Mapping[str, Posted], name: str) -> dict[str, Posted]:
    """The values posted under a form's name; empty when there are none."""
    found = tree.get(name)
    return found if isinstance(found, dict) else {}


def texts_of(posted: Posted | None) -> list[str]:
    """The texts of a list of ticked boxes, or of the one text that came instead.

    Source: PHP's (array) cast, of which only scalars are kept.
    """
    given = list(posted.values()) if isinstance(posted, dict) else [posted]
    return [one for one in given if isinstance(one, str)]
