"""Files of a lot put on the disk: all of them or none, and never over what a person changed."""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

#: How the names of files not yet renamed end; a killed run leaves some behind, the next takes them.
DRAFT = ".scaffold-draft"
_VERSION = 1


class Fate(StrEnum):
    """What becomes of one file."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class FilePlan:
    """One file and its fate.

    Shape: a kept one was changed by a person, or was never ours; `is_outdated` says that what
           would be generated now differs from what was generated then.
    """

    path: str
    fate: Fate
    text: str
    is_outdated: bool = False


def plan_files(root: Path, record: Path, files: Mapping[str, str]) -> list[FilePlan]:
    """What a run would do to each file.

    Shape:  the record holds the digests of what was generated; a file that has another one, or is
            not in it, is a person's.
    Errors: OSError; ValueError, when the record is no record.
    """
    digests = _recorded(root / record)
    found = []
    for path, text in files.items():
        target, known = root / path, digests.get(path, ())
        if not target.exists():
            found.append(FilePlan(path, Fate.NEW, text))
            continue
        held = target.read_bytes()
        if held == text.encode():
            found.append(FilePlan(path, Fate.SAME, text))
        elif _digest(held) in known:
            found.append(FilePlan(path, Fate.CHANGED, text))
        else:
            is_outdated = bool(known) and _digest(text.encode()) not in known
            found.append(FilePlan(path, Fate.KEPT, text, is_outdated=is_outdated))
    return found


def write_files(
    root: Path, record: Path, plans: Sequence[FilePlan], spliced: Mapping[str, str]
) -> None:
    """Write what is new or changed, and the spliced files last.

    Shape:  every text is on the disk under another name before the first is renamed. The record
            first says that both the old and the new text are ours: whatever a crash leaves, the
            next run knows its own files.
    Errors: OSError, before the first rename with nothing changed.
    """
    wanted = {one.path: one.text for one in plans if one.fate in {Fate.NEW, Fate.CHANGED}} | dict(
        spliced
    )
    before = _recorded(root / record)
    ours = {one.path: _digest(one.text.encode()) for one in plans if one.fate is not Fate.KEPT}
    both = {**before, **{path: (*before.get(path, ()), digest) for path, digest in ours.items()}}
    after = {**before, **{path: (digest,) for path, digest in ours.items()}}
    drafts: list[tuple[Path, Path]] = []
    try:
        for path, text in wanted.items():
            drafts.append(_drafted(root / path, text))
        final = _drafted(root / record, _record_text(after))
        drafts.append(final)
        meanwhile, target = _drafted(root / record, _record_text(both), mark="-both")
    except BaseException:
        _drop(draft for draft, _ in drafts)
        raise
    meanwhile.replace(target)
    for draft, target in drafts:
        draft.replace(target)


def _drafted(target: Path, text: str, mark: str = "") -> tuple[Path, Path]:
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}{mark}{DRAFT}")
    with draft.open("wb") as file:
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())
    if target.exists():
        draft.chmod(target.stat().st_mode & 0o7777)
    return draft, target


def _drop(drafts: Iterable[Path]) -> None:
    for draft in drafts:
        with suppress(OSError):
            draft.unlink()


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _recorded(path: Path) -> dict[str, tuple[str, ...]]:
    if not path.exists():
        return {}
    held: Any = json.loads(path.read_text(encoding="utf-8"))
    files = held.get("files") if isinstance(held, dict) else None
    if not isinstance(files, dict):
        raise ValueError(  # noqa: TRY004  # a wrong file, not a wrong type
            f"{path} is no record of a scaffold; restore it, or delete it to keep every file"
        )
    return {
        str(name): tuple(digests) if isinstance(digests, list) else (str(digests),)
        for name, digests in files.items()
    }  # fmt: skip


def _record_text(digests: Mapping[str, Sequence[str]]) -> str:
    files = {
        path: found[0] if len(set(found)) == 1 else list(dict.fromkeys(found))
        for path, found in sorted(digests.items())
    }
    return json.dumps({"version": _VERSION, "files": files}, indent=2) + "\n"
