"""What the recorder of a state directory last said, for whoever must not wait for the database."""

import json
from dataclasses import dataclass
from pathlib import Path

#: Where it says so, in the folder of the evidence.
FILE = "recorder.json"


@dataclass(frozen=True, slots=True)
class RecorderState:
    """What a recorder last said.

    Shape: `cannot_write` is what keeps this user, as whom the sentinels and the console run too,
           from writing the routing file; empty when nothing does.
    Units: seconds since 1970; `as_of` is the moment up to which everything is in the database.
    """

    pid: int
    at: float
    as_of: float
    waiting: int
    fault: str = ""
    cannot_write: str = ""


def recorder_state(state_dir: Path) -> RecorderState | None:
    """What the recorder last said; None when there is none, or its file cannot be read."""
    try:
        text = (state_dir / "evidence" / FILE).read_text(encoding="utf-8")
        return RecorderState(**json.loads(text))
    except (OSError, ValueError, TypeError):
        return None


def told_obstacle(cannot_write: str) -> str:
    """The sentence for an operator about a routing file that the services cannot write."""
    return (
        f"the sentinels and the console cannot write the routing file ({cannot_write}): they roll"
        " nothing back; give their user its folder, see docs/runbook.md"
    )
