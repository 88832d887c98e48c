"""The list of lots with one more lot in it, every other line as it was."""

import re
from collections.abc import Sequence

from legacy_bridge.scaffold.code import Group, written

_TUPLE = re.compile(r"^LOTS: tuple\[Lot, \.\.\.\] = (\(.*?\))$", re.MULTILINE | re.DOTALL)
_IMPORT = re.compile(r"^from modules\.(\w+)\.lot import LOT as (\w+)$", re.MULTILINE)
_LAST_FROM = re.compile(r"^from modules\.\S+ import .*$", re.MULTILINE)


class ListUnreadable(ValueError):
    """modules/lots.py is not written as it was; the message says what to add by hand."""


def registered(text: str, lot: str, order: Sequence[str]) -> str:
    """The text of modules/lots.py with the lot in it, in the order of the migration.

    Shape:  a lot that is there already changes nothing; one that `order` does not know comes last.
    Errors: ListUnreadable.
    """
    known = dict(_IMPORT.findall(text))
    listed = _TUPLE.search(text)
    if lot in known:
        return text
    if not listed:
        line = f"from modules.{lot}.lot import LOT as {lot.upper()}"
        raise ListUnreadable(
            f"modules/lots.py has no line `LOTS: tuple[Lot, ...] = (…)`; add `{line}` and {lot.upper()} by hand"
        )
    names = [one.strip() for one in listed[1].strip("()\n ").split(",") if one.strip()]
    lots = {name: module for module, name in known.items()}
    names.insert(_place([lots.get(one, "") for one in names], lot, order), lot.upper())
    changed = text[: listed.start()] + written(
        Group(tuple(names)), before="LOTS: tuple[Lot, ...] = "
    )
    return _with_import(changed + text[listed.end() :], lot)


def _place(there: Sequence[str], lot: str, order: Sequence[str]) -> int:
    """Before the first lot that the migration takes later."""
    if lot not in order:
        return len(there)
    later = set(order[order.index(lot) + 1 :])
    return next((at for at, one in enumerate(there) if one in later), len(there))


def _with_import(text: str, lot: str) -> str:
    line = f"from modules.{lot}.lot import LOT as {lot.upper()}"
    lines = [one[0] for one in _LAST_FROM.finditer(text)]
    after = [one for one in lines if one < line]
    if not after:
        return text.replace(lines[0], f"{line}\n{lines[0]}", 1) if lines else f"{line}\n{text}"
    return text.replace(after[-1], f"{after[-1]}\n{line}", 1)
