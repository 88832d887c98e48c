"""PHP's setting `session.save_path` for sessions in files."""

import re
from dataclasses import dataclass
from pathlib import Path

from legacy_bridge.stores.errors import SessionIdIllegal
from legacy_bridge.stores.ids import checked_id

_SETTING = re.compile(r"(?:(?P<depth>[0-9]+);(?:(?P<mode>[0-7]+);)?)?(?P<folder>/.*)")


@dataclass(frozen=True, slots=True)
class SavePath:
    """Where a session's file is.

    Shape: `depth` folders, one for each first character of the id, below `folder`.
    """

    folder: Path
    depth: int = 0
    mode: int = 0o600

    @classmethod
    def parse(cls, setting: str) -> "SavePath":
        """The three forms `/path`, `N;/path` and `N;MODE;/path`.

        Errors: ValueError.
        Source: php-src ext/session/mod_files.c, PS_OPEN_FUNC(files).
        """
        found = _SETTING.fullmatch(setting)
        if found is None:
            raise ValueError(f"session.save_path {setting!r}: expected /path or N;MODE;/path")
        mode = int(found["mode"] or "600", 8)
        return cls(Path(found["folder"]), int(found["depth"] or 0), mode)

    def file(self, session_id: str) -> Path:
        """The file of one session.

        Errors: SessionIdIllegal, also for an id too short for the folders.
        """
        if len(checked_id(session_id)) <= self.depth:
            raise SessionIdIllegal(f"An id of more than {self.depth} characters is needed")
        return self.folder.joinpath(*session_id[: self.depth], f"sess_{session_id}")
