"""The Flask application in its own processes, one more upstream of the gateway."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from proxy.config import Settings

#: Longer paths do not fit a Unix socket's address (unix(7)).
_LONGEST = 100


def python_socket_of(settings: Settings) -> Path:
    """Where the Flask processes listen.

    Shape: under the state directory, or under /tmp where its path is too long for a socket.
    """
    path = settings.state_dir.resolve() / "python.sock"
    if len(os.fsencode(path)) <= _LONGEST:
        return path
    return Path(f"/tmp/figuier-{os.getuid()}-{settings.port}.sock")  # noqa: S108, owner-checked by bind


class FlaskProcesses:
    """gunicorn's master, which keeps its own workers alive."""

    def __init__(self, settings: Settings, environment: Mapping[str, str]) -> None:
        self._settings = settings
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start gunicorn on the Unix socket; it is ready when the socket answers."""
        socket_path = python_socket_of(self._settings)
        socket_path.parent.mkdir(parents=True, exist_ok=True)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--config", "python:proxy.gunicorn_behind_conf"],
            env={**self._environment, "FIGUIER_PYTHON_SOCKET": str(socket_path)},
        )

    @property
    def pid(self) -> int:
        """The master's process id; 0 before the start."""
        return self._process.pid if self._process else 0

    def is_running(self) -> bool:
        """Whether the master lives."""
        return self._process is not None and self._process.poll() is None

    def signal(self, number: int) -> None:
        """Pass a signal to the master."""
        if self._process is not None and self.is_running():
            self._process.send_signal(number)

    def wait(self, patience_s: float) -> None:
        """Wait for the end, then insist."""
        if self._process is None:
            return
        try:
            self._process.wait(patience_s)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
