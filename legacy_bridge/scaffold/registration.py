"""The list of lots with one more lot in it, every other line as it was."""

import keyword
import re
from collections.abc import Sequence
from pathlib import Path

from legacy_bridge.scaffold.code import Group, written

_TUPLE = re.compile(r"^LOTS: tuple\[Lot, \.\.\.\] = (\(.*?\))$", re.MULTILINE | re.DOTALL)
_IMPORT = re.compile(r"^from modules\.(\w+)\.lot import LOT as (\w+)$", re.MULTILINE)
_MANIFEST = re.compile(r"^LOT\b", re.MULTILINE)
_LAST_FROM = re.compile(r"^from modules\.\S+ import .*$", re.MULTILINE)

#: What folders of tests are called, to people and to tools.
_TESTS = {"test", "tests", "conftest"}


class ListUnreadable(ValueError):
    """modules/lots.py is not written as it was; the message says what to add by hand."""


def name_fault(root: Path, lot: str) -> str:
    """Why a checkout can hold no lot of that name, with what to do; "" when it can."""
    plain = re.sub(r"[^a-z0-9_]", "_", lot.lower())
    if not re.match(r"[a-z]", plain):
        return f"the name of a lot starts with a letter, which {lot!r} does not"
    if plain != lot:
        return f"{lot!r} is no name of a Python package: write it as `{plain}`"
    if keyword.iskeyword(lot):
        return (
            f"{lot!r} is a word of Python's, so nothing could import it: write it as `{lot}_pages`"
        )
    if lot in _TESTS:
        return f"{lot!r} is kept for tests: choose another name"
    folder = root / "modules" / lot
    if folder.with_suffix(".py").exists():
        return f"modules/{lot}.py stands in its way: choose another name"
    if any(folder.rglob("*.py")) and not _is_lot(folder):
        return f"modules/{lot} is no lot, as no lot.py in it has a LOT: choose another name"
    return ""


def _is_lot(folder: Path) -> bool:
    manifest = folder / "lot.py"
    text = manifest.read_text(encoding="utf-8") if manifest.exists() else ""
    return bool(_MANIFEST.search(text)) or (folder / "scaffold.json").exists()


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
