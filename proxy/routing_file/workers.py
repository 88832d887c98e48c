"""What each process says of the table it runs, as small files that need no network to read."""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class WorkerState:
    """The table a process runs, and what is wrong with the file since.

    Units: `loaded_at` and `since` are seconds since 1970; `since` is None without a fault.
    """

    pid: int
    role: str
    digest: str
    loaded_at: float
    fault: str | None = None
    since: float | None = None


def publish(state_dir: Path, state: WorkerState) -> None:
    """Write the state of this process, whole or not at all.

    Errors: OSError, when the folder cannot be written.
    """
    folder = state_dir / "workers"
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{state.pid}.json"
    draft = folder / f".{state.pid}.json.draft"
    draft.write_text(json.dumps(asdict(state)), encoding="utf-8")
    draft.replace(target)


def workers(state_dir: Path) -> tuple[WorkerState, ...]:
    """The states of all living processes, by pid; files of dead ones are removed."""
    return tuple(sorted(_living(state_dir / "workers"), key=lambda state: state.pid))


def _living(folder: Path) -> Iterator[WorkerState]:
    for file in folder.glob("*.json"):
        try:
            state = WorkerState(**json.loads(file.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            continue
        if _is_alive(state.pid):
            yield state
        else:
            file.unlink(missing_ok=True)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
