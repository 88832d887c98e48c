"""What an earlier launcher left running, recognised and stopped."""

import os
import signal
from contextlib import suppress

from demo.stack.errors import AlreadyRunning
from demo.stack.processes import command_of, group_members, read_trace, remains_of, stop_group
from demo.stack.settings import StackSettings


def stop_leftovers(settings: StackSettings, patience_s: float = 15.0) -> list[str]:
    """End what the pid files of the state folder still name; gives one sentence for each.

    A process is ours when its number, its start time and the boot are those written down, or
    when it belongs to the group such a process opened: a number that was given again is spared.

    Errors: AlreadyRunning when a leftover belongs to a user we may not stop.
    """
    told = []
    for path in sorted((settings.state / "run").glob("*.pid")):
        known = read_trace(path)
        members = remains_of(known) if known else []
        if known and members:
            told.append(f"Stopped {path.stem} (process {known.pid}), left by an earlier start.")
            stop_members(path.stem, known.pid, members, patience_s)
        path.unlink(missing_ok=True)
    return told


def stop_members(name: str, leader: int, members: list[int], patience_s: float) -> None:
    """End the processes of one group.

    Errors: AlreadyRunning when they are another user's.
    """
    try:
        if leader in members:
            stop_group(leader, patience_s=patience_s)
        for pid in group_members(leader):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
    except PermissionError:
        raise AlreadyRunning(
            f"{name} still runs as process {leader} ({command_of(leader)[:80]}), started by another"
            f" user. Stop it first: sudo kill {leader}"
        ) from None
