"""The Flask application in its own processes, one more upstream of the gateway."""

import contextlib
import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from proxy.config import Settings
from proxy.gateway.kept_process import insist

#: Longer paths do not fit a Unix socket's address (unix(7)).
_LONGEST = 100
#: Any answer to it tells that a worker has made the application.
_ASK = b"GET / HTTP/1.0\r\nHost: localhost\r\nX-Figuier-Site: -\r\n\r\n"


def python_socket_of(settings: Settings, generation: int = 1) -> Path:
    """Where the Flask processes of a generation listen.

    Shape: under the state directory, or under /tmp where its path is too long for a socket.
    """
    name = "python.sock" if generation == 1 else f"python-{generation}.sock"
    path = settings.state_dir.resolve() / name
    if len(os.fsencode(path)) <= _LONGEST:
        return path
    return Path(f"/tmp/figuier-{os.getuid()}-{settings.port}-{name}")  # noqa: S108, owner-checked by bind


class FlaskProcesses:
    """gunicorn's master, which keeps its own workers alive.

    Shape: `told` is the end of a pipe that we and the workers hold: gunicorn ends by itself once
           nobody does, however that happens.
    """

    def __init__(self, environment: Mapping[str, str], socket_path: Path) -> None:
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None
        self._asking: socket.socket | None = None
        self._has_answered = False
        self.socket_path = socket_path
        self._alive, self.told = os.pipe()

    def start(self) -> None:
        """Start gunicorn on the Unix socket; it is ready when the socket answers."""
        self.socket_path.parent.mkdir(parents=True, exist_ok=True)
        self._has_answered = False
        self._process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--config", "python:proxy.gunicorn_behind_conf"],
            env={
                **self._environment,
                "FIGUIER_PYTHON_SOCKET": str(self.socket_path),
                "FIGUIER_PYTHON_ALIVE": str(self._alive),
            },
            pass_fds=(self._alive,),
        )

    @property
    def pid(self) -> int:
        """The master's process id; 0 before the start."""
        return self._process.pid if self._process else 0

    @property
    def status(self) -> int | None:
        """How the master ended; None while it lives."""
        return self._process.poll() if self._process else None

    def has_answered(self) -> bool:
        """Whether the application has answered since the start; looked at without waiting."""
        if not self._has_answered:
            try:
                self._has_answered = self._answer_is_there()
            except BlockingIOError:
                return False
            except OSError:
                self._hang_up()
        if self._has_answered:
            self._hang_up()
        return self._has_answered

    def _answer_is_there(self) -> bool:
        if self._asking is None:
            self._asking = socket.socket(socket.AF_UNIX)
            self._asking.setblocking(False)
            self._asking.connect(str(self.socket_path))
            self._asking.send(_ASK)
        if self._asking.recv(1):
            return True
        raise ConnectionAbortedError

    def _hang_up(self) -> None:
        if self._asking is not None:
            self._asking.close()
            self._asking = None

    def end(self) -> None:
        """Ask the master to finish what its workers have in hand."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def wait(self, patience_s: float) -> None:
        """Wait for the end, then insist."""
        self._hang_up()
        if self._process is None:
            return
        insist(self._process, patience_s)
        for descriptor in (self._alive, self.told):
            os.close(descriptor)
        with contextlib.suppress(OSError):
            self.socket_path.unlink(missing_ok=True)
