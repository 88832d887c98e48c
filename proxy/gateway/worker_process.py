"""One worker as its parent sees it: started, ready when it says so, told to drain."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from proxy.gateway.kept_process import insist


class WorkerProcess:
    """A process that accepts from the shared listening socket."""

    def __init__(
        self, environment: Mapping[str, str], listener: int, python_socket: Path, held: int
    ) -> None:
        """Start it; the descriptor `held` stays open for as long as it lives."""
        self._ready, told = os.pipe()
        os.set_blocking(self._ready, False)
        arguments = ["worker", *map(str, (listener, told, os.getpid(), python_socket))]
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "proxy.gateway", *arguments],
                env=environment,
                pass_fds=(listener, told, held),
            )
        finally:
            os.close(told)
        self._has_said_so = False

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    @property
    def status(self) -> int | None:
        """How it ended; None while it lives."""
        return self._process.poll()

    @property
    def is_ready(self) -> bool:
        """Whether it accepts connections."""
        if not self._has_said_so:
            try:
                self._has_said_so = bool(os.read(self._ready, 1))
            except BlockingIOError:
                return False
        return self._has_said_so

    def drain(self) -> None:
        """Ask it to finish what it has in hand, and end."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)

    def wait(self, patience_s: float) -> None:
        """Wait for the end, then insist."""
        insist(self._process, patience_s)

    def forget(self) -> None:
        """Give back what was kept open for it."""
        os.close(self._ready)
