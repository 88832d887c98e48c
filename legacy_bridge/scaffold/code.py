"""Python source written as its formatter leaves it: lines of a hundred characters at most."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

#: The longest line.
WIDTH = 100


@dataclass(frozen=True, slots=True)
class Call:
    """`name(arguments)`; arguments are (keyword or "", expression)."""

    name: str
    arguments: tuple[tuple[str, "Code"], ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """A tuple."""

    items: tuple["Code", ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A dict; keys are expressions."""

    items: tuple[tuple[str, "Code"], ...] = ()


#: An expression: a text stands for itself.
Code: TypeAlias = str | Call | Group | Table


def call(function: str, /, *positional: Code, **named: Code | None) -> Call:
    """A call; arguments of None are left out."""
    given = [("", one) for one in positional]
    return Call(function, (*given, *((key, one) for key, one in named.items() if one is not None)))


def flat(code: Code) -> str:
    """The expression on one line."""
    match code:
        case str():
            return code
        case Call(name, arguments):
            return f"{name}({', '.join(map(_argument, arguments))})"
        case Group(items):
            return f"({', '.join(map(flat, items))}{',' if len(items) == 1 else ''})"
        case Table(items):
            return f"{{{', '.join(f'{key}: {flat(one)}' for key, one in items)}}}"


def _argument(given: tuple[str, Code]) -> str:
    key, code = given
    return f"{key}={flat(code)}" if key else flat(code)


def written(code: Code, indent: int = 0, before: str = "", after: str = "") -> str:
    """The expression after `before`, broken where one line is too short.

    Shape: as ruff breaks it: the content of the outermost bracket on a line of its own, else one
           item a line, each with its comma.
    """
    line = f"{' ' * indent}{before}{flat(code)}{after}"
    if len(line) <= WIDTH or isinstance(code, str):
        return line
    opener, closer, items = _open(code)
    head = f"{' ' * indent}{before}{opener}"
    tail = f"{' ' * indent}{closer}{after}"
    inner = indent + 4
    whole = " " * inner + ", ".join(f"{key}{flat(one)}" for key, one in items)
    if len(whole) <= WIDTH and not isinstance(code, Group | Table):
        return f"{head}\n{whole}\n{tail}"
    if len(whole) <= WIDTH and len(items) > 1 and isinstance(code, Table | Group):
        return "\n".join([head, *(written(one, inner, key, ",") for key, one in items), tail])
    lines = [written(one, inner, key, ",") for key, one in items]
    return "\n".join([head, *lines, tail])


def _open(code: Call | Group | Table) -> tuple[str, str, list[tuple[str, Code]]]:
    match code:
        case Call(name, arguments):
            return f"{name}(", ")", [(f"{key}=" if key else "", one) for key, one in arguments]
        case Group(items):
            return "(", ")", [("", one) for one in items]
        case Table(items):
            return "{", "}", [(f"{key}: ", one) for key, one in items]


def text(value: str) -> str:
    """A literal of text, in the quotes that need fewer escapes."""
    if '"' in value and "'" not in value:
        return repr(value)
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + escaped.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t") + '"'


def pattern(value: str) -> str:
    """A literal of a regular expression."""
    return f'r"{value}"' if '"' not in value and not value.endswith("\\") else text(value)


def imports(names: Mapping[str, Iterable[str]]) -> str:
    """`from` statements, sections and names sorted as ruff sorts them."""
    found = {
        module: sorted(set(given), key=_import_order) for module, given in names.items() if given
    }
    standard = [one for one in found if one.partition(".")[0] in _STANDARD]
    own = [one for one in found if one.partition(".")[0] in _OWN]
    others = [one for one in found if one not in {*standard, *own}]
    blocks = [
        "\n".join(_imported(module, found[module]) for module in sorted(section))
        for section in (standard, others, own)
        if section
    ]
    return "\n\n".join(blocks)


_STANDARD = {"collections", "dataclasses", "datetime", "decimal", "functools", "pathlib", "re", "typing"}  # fmt: skip
_OWN = {"modules", "proxy", "legacy_bridge", "demo"}


def _import_order(name: str) -> tuple[int, str]:
    if name.isupper() and len(name) > 1:
        return 0, name
    return (1 if name[:1].isupper() else 2), name


def _imported(module: str, names: Sequence[str]) -> str:
    line = f"from {module} import {', '.join(names)}"
    if len(line) <= WIDTH:
        return line
    return "\n".join([f"from {module} import (", *(f"    {name}," for name in names), ")"])


def wrapped(words: str, indent: int = 0, start: str = "") -> str:
    """Prose cut into lines, each after `start`."""
    lines, line = [], ""
    room = WIDTH - indent - len(start)
    for word in words.split():
        if line and len(line) + 1 + len(word) > room:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    lines.append(line)
    return "\n".join(f"{' ' * indent}{start}{one}" for one in lines)
