"""Where a run happens: a folder, ports, processes started on a core and always ended."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).resolve().parents[1]
SERVER_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
#: wrk and the upstream share the first core; the proxy under test has the second to itself.
LOAD_CORE, PROXY_CORE = "0", "1"


def free_port() -> int:
    """A loopback port nobody holds."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def is_listening(port: int) -> bool:
    """Whether somebody accepts connections there."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


class Process:
    """One program on one core, with everything it starts."""

    def __init__(
        self, command: Sequence[str], core: str, folder: Path, environ: Mapping[str, str] = {}
    ) -> None:
        with (folder / "programs.log").open("ab") as log:
            self._process = subprocess.Popen(
                ["taskset", "-c", core, *command],
                cwd=folder,
                env={**os.environ, "PATH": f"{Path(sys.executable).parent}:{SERVER_PATH}",
                     "PYTHONPATH": str(ROOT), **environ},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )  # fmt: skip
        self.pid = self._process.pid

    def tree(self) -> list[int]:
        """The process and all its descendants."""
        found, waiting = [], [self.pid]
        while waiting:
            pid = waiting.pop()
            found.append(pid)
            try:
                children = Path(f"/proc/{pid}/task/{pid}/children").read_text()
            except OSError:
                continue
            waiting += [int(child) for child in children.split()]
        return found

    def cpu_s(self) -> float:
        """Seconds of processor used so far, user and system."""
        ticks = 0
        for pid in self.tree():
            try:
                fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def memory(self) -> int:
        """Resident bytes of the tree."""
        page = os.sysconf("SC_PAGE_SIZE")
        total = 0
        for pid in self.tree():
            try:
                total += int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * page
            except OSError:
                continue
        return total

    def stop(self) -> None:
        """End it with all it started."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(5)
                return


class Place:
    """A folder for one run; everything started in it ends with it."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="figuier-bench-")
        self.folder = Path(self._folder.name)
        self.folder.chmod(0o755)
        self._running: list[Process] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for process in reversed(self._running):
            process.stop()
        self._folder.cleanup()

    def start(
        self, command: Sequence[str], core: str, port: int, environ: Mapping[str, str] = {}
    ) -> Process:
        """A program that listens on this port, once it does."""
        process = self.start_quiet(command, core, environ)
        end = time.monotonic() + 30
        while not is_listening(port):
            if time.monotonic() > end:
                log = (self.folder / "programs.log").read_text(errors="replace")[-2000:]
                raise RuntimeError(f"{command[0]} does not listen on {port}\n{log}")
            time.sleep(0.05)
        return process

    def start_quiet(
        self, command: Sequence[str], core: str, environ: Mapping[str, str] = {}
    ) -> Process:
        """A program that listens on no port."""
        process = Process(command, core, self.folder, environ)
        self._running.append(process)
        return process

    def stop(self, process: Process) -> None:
        """End one program before the run does."""
        self._running.remove(process)
        process.stop()
