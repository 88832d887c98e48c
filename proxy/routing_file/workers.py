"""What each process says of the table it runs, as small files that need no network to read."""

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class WorkerState:
    """The table a process runs, and what is wrong with the file since.

    Shape: `born` tells the process from a later one of the same number, where the system says.
    Units: `loaded_at` and `since` are seconds since 1970; `since` is None without a fault.
    """

    pid: int
    role: str
    digest: str
    loaded_at: float
    fault: str | None = None
    since: float | None = None
    born: str = ""


def publish(state_dir: Path, state: WorkerState) -> None:
    """Write the state of this process, whole or not at all.

    Errors: OSError, when the folder cannot be written.
    """
    folder = state_dir / "workers"
    folder.mkdir(parents=True, exist_ok=True)
    facts = asdict(state) | {"born": state.born or _born(state.pid)}
    draft = folder / f".{state.pid}.draft"
    draft.write_text(json.dumps(facts), encoding="utf-8")
    draft.replace(folder / f"{state.pid}.json")


def withdraw(state_dir: Path, pid: int) -> None:
    """Forget the state of a process that ends."""
    with suppress(OSError):
        (state_dir / "workers" / f"{pid}.json").unlink()


def workers(state_dir: Path) -> tuple[WorkerState, ...]:
    """The states of all living processes, by pid; files of dead ones are removed."""
    return tuple(sorted(_living(state_dir), key=lambda state: state.pid))


def _living(state_dir: Path) -> Iterator[WorkerState]:
    for file in (state_dir / "workers").glob("*.json"):
        try:
            state = WorkerState(**json.loads(file.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            continue
        if _is_alive(state):
            yield state
        else:
            withdraw(state_dir, state.pid)


def _is_alive(state: WorkerState) -> bool:
    try:
        os.kill(state.pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    born = _born(state.pid)
    return not (state.born and born) or state.born == born


def _born(pid: int) -> str:
    """When a process started, in the system's own ticks; empty where it does not say.

    Source: proc(5), field 22 of /proc/pid/stat; the name before it may hold spaces.
    """
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return status.rpartition(")")[2].split()[19]
