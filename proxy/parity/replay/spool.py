"""What a recording of visitors left, made a suite."""

import base64
import json
from pathlib import Path

from proxy.parity.replay.suite import Recorded, Suite, recorded_of


def suite_of_spool(path: Path, lot: str, backend: str, host: str) -> Suite:
    """The suite, empty where nothing was kept; a line that was cut short is left out.

    Shape: its clock is that of the first answer.
    """
    sessions: dict[str, bytes] = {}
    entries: list[Recorded] = []
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    for line in text.split("\n")[:-1]:
        fields = json.loads(line)
        entry = recorded_of(fields)
        if fields["session"]:
            sessions[entry.role] = base64.b64decode(fields["session"])
        entries.append(entry)
    clock = entries[0].clock if entries else ""
    return Suite(lot, backend, host, clock, sessions, tuple(entries))
