"""Who was signed in under a session that PHP has deleted since: what a sign-out is told by."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

#: Below the state folder.
RECENT_FOLDER = "signed-in"

#: Sessions that are remembered; beyond, the older half is forgotten.
LARGEST = 10_000
_LONGEST_ID = 20
#: How many new sessions of this process are noted before the folder is looked at.
_ROUND = 500


@dataclass(slots=True)
class RecentVisitors:
    """A small file a session, named by a digest that leads back to no session.

    Shape: shared by all processes; a folder that cannot be written costs the memory, not the page.
    """

    folder: Path
    _noted: dict[str, int] = field(default_factory=dict, init=False)

    def note(self, session_id: str, user_id: int) -> None:
        """Remember that this account was signed in under this session."""
        name = _digest(session_id)
        if self._noted.get(name) == user_id:
            return
        if len(self._noted) >= _ROUND:
            self._noted.clear()
        if not self._noted:
            self._prune()
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            file = os.open(
                self.folder / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o640
            )
            try:
                os.write(file, b"%d" % user_id)
            finally:
                os.close(file)
            self._noted[name] = user_id

    def user_of(self, session_id: str) -> int | None:
        """Who was signed in there, as far as a page of Python saw it."""
        try:
            said = (self.folder / _digest(session_id)).read_bytes()[:_LONGEST_ID]
        except OSError:
            return None
        return int(said) if said.isdigit() else None

    def forget(self, session_id: str) -> None:
        """That session has said goodbye."""
        self._noted.pop(_digest(session_id), None)
        with suppress(OSError):
            (self.folder / _digest(session_id)).unlink()

    def _prune(self) -> None:
        with suppress(OSError):
            found = sorted(self._ages(), reverse=True)
            for _, path in found[LARGEST // 2 :] if len(found) > LARGEST else ():
                path.unlink(missing_ok=True)

    def _ages(self) -> Iterator[tuple[float, Path]]:
        for path in self.folder.iterdir():
            with suppress(FileNotFoundError):
                yield path.stat().st_mtime, path


def _digest(session_id: str) -> str:
    return hashlib.sha256(session_id.encode("utf-8", "surrogateescape")).hexdigest()
