"""Inventories kept in the state directory, one file a reading, and found again."""

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from proxy.errors import ProjectUnreadable, StateUnwritable
from proxy.inventory.document import FORMAT

_FOLDER = "inventory"
_NAME = re.compile(r"[0-9]{8}T[0-9]{6}Z\.json")


def keep(state_dir: Path, made_at: str, fields: Mapping[str, object]) -> Path:
    """Keep an inventory under the time it was made at.

    Errors: StateUnwritable.
    """
    stamp = re.sub(r"[-:]|\+.*", "", made_at) + "Z"
    path = state_dir / _FOLDER / f"{stamp}.json"
    temporary = path.with_suffix(f".{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(json.dumps(fields, ensure_ascii=False), encoding="utf-8")
        temporary.replace(path)
    except OSError as error:
        raise StateUnwritable(f"{path}: {error.strerror}") from error
    return path


def kept_paths(state_dir: Path) -> list[Path]:
    """The inventories that were kept, the latest first."""
    folder = state_dir / _FOLDER
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted((path for path in found if _NAME.fullmatch(path.name)), reverse=True)


def kept_fields(path: Path) -> Mapping[str, Any]:
    """What an inventory that was kept says.

    Errors: ProjectUnreadable.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ProjectUnreadable(f"{path}: {error}") from error
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise ProjectUnreadable(f"{path}: no inventory of this version")
    return found
