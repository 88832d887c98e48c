"""Processes as Linux shows them under /proc: who lives, since when, in which group."""

import os
import signal
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class Trace:
    """What tells a process from a later one that got the same number.

    Units: `started` counts clock ticks since boot.
    Source: proc(5), field 22 of /proc/PID/stat.
    """

    pid: int
    started: int
    boot: str

    def __str__(self) -> str:
        """The text kept in a pid file."""
        return f"{self.pid} {self.started} {self.boot}\n"


def boot_id() -> str:
    """The kernel's name for this boot."""
    return (PROC / "sys/kernel/random/boot_id").read_text(encoding="ascii").strip()


def stat_fields(pid: int) -> list[str]:
    """The fields of /proc/PID/stat after the name, or nothing when the process is gone."""
    try:
        text = (PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    return text.rpartition(")")[2].split()


def trace(pid: int) -> Trace | None:
    """What identifies a living process; zombies are dead."""
    fields = stat_fields(pid)
    if not fields or fields[0] in "ZX":
        return None
    return Trace(pid, int(fields[19]), boot_id())


def read_trace(path: Path) -> Trace | None:
    """The trace a pid file keeps; None for a missing or damaged one."""
    try:
        pid, started, boot = path.read_text(encoding="utf-8").split()
        return Trace(int(pid), int(started), boot)
    except (OSError, ValueError):
        return None


def is_alive(known: Trace) -> bool:
    """Whether that very process, not a later one of the same number, still runs."""
    return trace(known.pid) == known


def command_of(pid: int) -> str:
    """The command line, or the short name for what shows none."""
    try:
        raw = (PROC / str(pid) / "cmdline").read_bytes()
        words = raw.replace(b"\0", b" ").decode("utf-8", "replace").strip()
        return words or (PROC / str(pid) / "comm").read_text(encoding="utf-8").strip()
    except OSError:
        return ""


def group_members(leader: int) -> list[int]:
    """Living processes of the group a leader opened, the leader included."""
    found = []
    for entry in PROC.iterdir():
        if entry.name.isdigit():
            fields = stat_fields(int(entry.name))
            if fields and fields[0] not in "ZX" and int(fields[2]) == leader:
                found.append(int(entry.name))
    return found


def remains_of(known: Trace) -> list[int]:
    """Processes that a launcher left behind: the leader, or the children that outlived it.

    A group keeps its number as long as it has a member, so children of a dead leader
    are recognised by it, provided they started after it in the same boot.
    """
    if known.boot != boot_id():
        return []
    leader = trace(known.pid)
    if leader and leader != known:
        return []
    members = [trace(pid) for pid in group_members(known.pid)]
    return [member.pid for member in members if member and member.started >= known.started]


def stop_group(leader: int, *, patience_s: float = 10.0, first: int = signal.SIGTERM) -> bool:
    """End a group: asked first, killed when its patience is over; True when it had to be killed.

    The leader alone is asked, since nginx, PHP and gunicorn end their workers themselves.
    """
    with suppress(ProcessLookupError):
        os.kill(leader, first)
    deadline = time.monotonic() + patience_s
    while time.monotonic() < deadline:
        if leader not in group_members(leader):
            break
        time.sleep(0.02)
    left = group_members(leader)
    for _ in range(100):
        if not group_members(leader):
            break
        with suppress(ProcessLookupError):
            os.killpg(leader, signal.SIGKILL)
        time.sleep(0.02)
    return leader in left
