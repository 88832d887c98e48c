"""How many sessions Python pages share with PHP each day: when it is none, the bridge can go."""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from modules.kernel.clock import Clock

#: Below the state folder.
SEEN_FOLDER = "sessions-seen"

#: A day's file grows no further: by then the answer is known to be "many".
LARGEST_FILE = 8 * 1024 * 1024
_LINE_LENGTH = 19
_SIGNED_IN, _ANONYMOUS = "s", "a"


@dataclass(frozen=True, slots=True)
class DayCount:
    """Different sessions seen on one day."""

    sessions: int
    signed_in: int


@dataclass(slots=True)
class SessionCounts:
    """A file a day, to which every process adds what it sees for the first time.

    Shape: a line holds s (signed in) or a (anonymous) and a digest of day and session id, which
           leads back to no session. A folder that cannot be written costs the count, not the page.
    """

    folder: Path
    clock: Clock
    _day: str = field(default="", init=False)
    _seen: set[bytes] = field(default_factory=set, init=False)

    def note(self, session_id: str, *, is_signed_in: bool) -> None:
        """A page of Python was shown in this session."""
        day = self.clock.now().date().isoformat()
        if day != self._day:
            self._day, self._seen = day, set()
        digest = hashlib.sha256(f"{day}:{session_id}".encode()).hexdigest()[:16]
        line = f"{_SIGNED_IN if is_signed_in else _ANONYMOUS} {digest}\n".encode()
        if line in self._seen or len(self._seen) * _LINE_LENGTH >= LARGEST_FILE:
            return
        self._seen.add(line)
        _append(self.folder / f"{day}.seen", line)

    def by_day(self) -> Mapping[str, DayCount]:
        """Every day that is known, the oldest first."""
        return {path.stem: _counted(path) for path in sorted(self.folder.glob("*.seen"))}


def _append(path: Path, line: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o640)
    except OSError:
        return
    try:
        if os.fstat(file).st_size < LARGEST_FILE:
            os.write(file, line)
    except OSError:
        return
    finally:
        os.close(file)


def _counted(path: Path) -> DayCount:
    lines = set(path.read_text(encoding="ascii", errors="replace").splitlines())
    digests = {line[2:] for line in lines}
    return DayCount(len(digests), sum(line.startswith(_SIGNED_IN) for line in lines))
