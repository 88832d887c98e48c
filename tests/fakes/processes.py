"""Processes of a test: who their children are, what they use, and one that stands still."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PAGE = os.sysconf("SC_PAGE_SIZE")


def children(pid: int, said: bytes = b"") -> list[int]:
    """The children whose command line holds these bytes; one that ends meanwhile is none."""
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(child) for child in found.split() if said in command_line(int(child)) or not said]


def command_line(pid: int) -> bytes:
    """The arguments of a process, NUL between them; nothing once it has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def resident(pids: list[int]) -> int:
    """Bytes of memory these processes hold.

    Units: bytes.
    """
    return sum(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE for pid in pids)


def ended(process: subprocess.Popen[bytes], wait_s: float = 5) -> int:
    """The status of a process that is asked to end, and ended if it does not."""
    process.terminate()
    try:
        return process.wait(wait_s)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait(5)


@contextmanager
def hung(pid: int | None) -> Iterator[None]:
    """A process that stands still, every thread of it, from the first line to the last."""
    assert pid, "nothing runs"
    os.kill(pid, signal.SIGSTOP)
    try:
        # The signal is under way when kill() returns, and a thread may still answer.
        end = time.monotonic() + 5
        while any(not is_stopped(task) for task in Path(f"/proc/{pid}/task").iterdir()):
            assert time.monotonic() < end, f"process {pid} does not stop"
            time.sleep(0.001)
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def is_stopped(task: Path) -> bool:
    """Whether a thread of `/proc/<pid>/task` is stopped, or over."""
    try:
        return (task / "stat").read_text().rpartition(")")[2].split()[0] in {"T", "t", "X", "Z"}
    except OSError:
        return True
