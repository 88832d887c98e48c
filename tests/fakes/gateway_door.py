"""The gateway as it is shipped: supervisor, workers and Flask, in processes of their own."""

import json
import os
import socket
import subprocess
import sys
import time
from http.client import HTTPResponse
from pathlib import Path

from demo.stack.ports import free_ports
from tests.fakes.gunicorn_door import ROOT, TABLE, until
from tests.fakes.processes import children, ended, resident


class GatewayDoor:
    """Started when made; `log` is what it said on its two outputs.

    Shape: `stdout` is a descriptor in place of the log; `through` is a command that starts it.
    """

    def __init__(
        self,
        folder: Path,
        upstream_port: int,
        *,
        stdout: int | None = None,
        through: tuple[str, ...] = (),
        waits: bool = True,
        host: bytes = b"front.example",
        **settings: str,
    ) -> None:
        self.host = host
        self.table = folder / "routing.yaml"
        if not self.table.exists():
            self.table.write_text(TABLE.format(port=upstream_port))
        self.state = folder / "var"
        self.access_log = folder / "access.log"
        self._log = folder / "gateway.log"
        (self.port,) = free_ports(1)
        own = {
            "ROUTING_FILE": str(self.table),
            "STATE_DIR": str(self.state),
            "ACCESS_LOG": str(self.access_log),
            "PORT": str(self.port),
            "WORKERS": "1",
            "PYTHON_WORKERS": "1",
            "PYTHON_APPLICATION": "tests.fakes.python_side:python_side()",
            "SECRET_KEY": "not-a-secret-not-a-secret-not-a-secret",
            "HEAD_TIMEOUT_S": "3",
            "IDLE_TIMEOUT_S": "3",
        }
        environ = {key: value for key, value in os.environ.items() if "FIGUIER_" not in key}
        self.environ = environ | {
            f"FIGUIER_{name}": value for name, value in (own | settings).items()
        }
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                [*through, sys.executable, "-m", "proxy.gateway"],
                cwd=ROOT, env=self.environ, stdout=log if stdout is None else stdout, stderr=log,
                close_fds=not through,
            )  # fmt: skip
        if waits:
            self.wait()

    @property
    def log(self) -> str:
        return self._log.read_text()

    def wait(self) -> None:
        """Until both the gateway and the Flask processes answer."""
        assert until(lambda: self._answers("/-/health"), 20), self.log
        assert until(lambda: self._answers("/lotb"), 20), self.log

    def _answers(self, path: str) -> bool:
        try:
            return self.get(path).status == 200
        except OSError:
            return False

    def get(self, path: str, *fields: bytes, host: bytes = b"") -> HTTPResponse:
        """The answer to a plain GET, its body read into `text`."""
        lines = [
            b"GET %b HTTP/1.1" % path.encode(),
            b"Host: " + (host or self.host),
            *fields,
            b"",
            b"",
        ]
        with self.dial(b"\r\n".join(lines)) as sock:
            response = HTTPResponse(sock)
            response.begin()
            response.text = response.read()  # type: ignore[attr-defined]
            return response

    def replace_table(self, text: str) -> None:
        """Put another table in the file's place, as an editor or a deployment does."""
        fresh = self.table.with_suffix(".new")
        fresh.write_text(text)
        # A renaming is told from a write by its later date; file systems date to a few milliseconds.
        time.sleep(0.03)
        fresh.rename(self.table)

    def health(self) -> dict[str, object]:
        found: dict[str, object] = json.loads(self.get("/-/health").text)  # type: ignore[attr-defined]
        return found

    def dial(self, data: bytes = b"", timeout_s: float = 8.0) -> socket.socket:
        """A connection on which these bytes were sent."""
        sock = socket.create_connection(("127.0.0.1", self.port), timeout=timeout_s)
        sock.sendall(data)
        return sock

    def workers(self) -> list[int]:
        """The processes that accept connections."""
        return children(self.process.pid, b"proxy.gateway\x00worker")

    def memory(self) -> int:
        """Resident bytes of all workers."""
        return resident(self.workers())

    def lines(self) -> list[dict[str, object]]:
        """What the access log holds so far."""
        if not self.access_log.exists():
            return []
        return [json.loads(line) for line in self.access_log.read_text().splitlines()]

    def stop(self) -> int:
        """Ask it to end its work and leave; the exit status."""
        return ended(self.process, 20)
