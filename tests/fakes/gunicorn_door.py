"""The WSGI door as it is shipped: a real gunicorn in a process of its own, on a free port."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from http.client import HTTPResponse
from pathlib import Path

from tests.fakes.processes import children, ended, resident

HOST = b"Host: front.example"
ROOT = Path(__file__).resolve().parents[2]
TABLE = """
version: 1
gates: advisory
backends:
  front:
    kind: symfony1
    url: http://127.0.0.1:{port}
    hosts: [front.example]
    controllers: {{ index.php: frontend }}
lots:
  lotb:
    title: Lot B
    stage: python
    routes: {{ front: [/lotb, "/lotb/*rest"] }}
"""


class GunicornDoor:
    """Started when made; `log` is what it said on its two outputs."""

    def __init__(self, folder: Path, upstream_port: int, **settings: str) -> None:
        (folder / "routing.yaml").write_text(TABLE.format(port=upstream_port))
        self.access_log = folder / "access.log"
        self._log = folder / "gunicorn.log"
        own = {
            "ROUTING_FILE": str(folder / "routing.yaml"),
            "STATE_DIR": str(folder / "var"),
            "ACCESS_LOG": str(self.access_log),
            "HEAD_TIMEOUT_S": "3",
            "IDLE_TIMEOUT_S": "3",
        }
        environ = {key: value for key, value in os.environ.items() if "FIGUIER_" not in key}
        environ |= {f"FIGUIER_{name}": value for name, value in (own | settings).items()}
        listener = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.port: int = listener.getsockname()[1]
        self._listener = listener
        command = [sys.executable, "-m", "gunicorn", "-c", "python:proxy.gunicorn_conf"]
        command += ["--bind", f"fd://{listener.fileno()}", "tests.fakes.door_app:app()"]
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=environ, pass_fds=[listener.fileno()], stdout=log, stderr=log
            )
        self.wait()

    @property
    def log(self) -> str:
        return self._log.read_text()

    def wait(self) -> None:
        with self.dial(b"GET /-/health HTTP/1.1\r\nHost: front.example\r\n\r\n", 20) as sock:
            response = HTTPResponse(sock)
            response.begin()
            assert response.status == 200, self.log
            response.read()

    def dial(self, data: bytes = b"", timeout_s: float = 8.0) -> socket.socket:
        """A connection on which these bytes were sent."""
        sock = socket.create_connection(("127.0.0.1", self.port), timeout=timeout_s)
        sock.sendall(data)
        return sock

    def workers(self) -> list[int]:
        return children(self.process.pid)

    def memory(self) -> int:
        """Resident bytes of all workers."""
        return resident(self.workers())

    def stop(self) -> int:
        """Ask it to end its work and leave; the exit status."""
        self._listener.close()
        return ended(self.process, 15)


def until(condition, limit_s: float = 2.0) -> bool:
    """Whether the condition comes true in time."""
    end = time.monotonic() + limit_s
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


def quickest(turn: Callable[[], None], enough_s: float, *, before: Callable[[], None]) -> float:
    """How long the quickest of some turns took: a busy machine may delay any, hardly all.

    Units: seconds.
    """
    took: list[float] = []
    while len(took) < 5 and min(took, default=enough_s) >= enough_s:
        before()
        began = time.monotonic()
        turn()
        took.append(time.monotonic() - began)
    return min(took)


def request(line: bytes, *fields: bytes, body: bytes = b"") -> bytes:
    return b"\r\n".join([line + b" HTTP/1.1", HOST, *fields, b"", b""]) + body


def answer_on(sock: socket.socket, method: str = "GET") -> HTTPResponse:
    response = HTTPResponse(sock, method=method)
    response.begin()
    return response


def status_on(sock: socket.socket) -> int:
    """The status of an answer that is read to its end."""
    response = answer_on(sock)
    response.read()
    return response.status


def ask(
    door: GunicornDoor, line: bytes, *fields: bytes, body: bytes = b""
) -> tuple[HTTPResponse, bytes]:
    with door.dial(request(line, *fields, body=body)) as sock:
        response = answer_on(sock, line.split(b" ")[0].decode())
        return response, response.read()
