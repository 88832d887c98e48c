"""A goodbye handed to the Flask processes, which have the database."""

import socket
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from proxy.goodbyes import GoodbyeDelayed
from proxy.python_door import GOODBYES

#: Waiting longer helps nobody: the next try comes soon.
_PATIENCE_S = 5.0


class UnixConnection(HTTPConnection):
    """HTTP over a Unix socket."""

    def __init__(self, path: Path, patience_s: float = _PATIENCE_S) -> None:
        super().__init__("localhost", timeout=patience_s)
        self._path = path
        self._patience_s = patience_s

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self._patience_s)
        self.sock.connect(str(self._path))


@dataclass(frozen=True, slots=True)
class GoodbyePost:
    """Asks the Flask processes to forget a key; called from the goodbyes' own thread."""

    python_socket: Path

    def __call__(self, key: str) -> None:
        """The key's row is gone when this returns.

        Errors: GoodbyeDelayed.
        """
        connection = UnixConnection(self.python_socket)
        try:
            connection.request("POST", "/", key, {"X-Figuier-Site": GOODBYES})
            status = connection.getresponse().status
        except (OSError, HTTPException) as error:
            raise GoodbyeDelayed(f"the Flask processes do not answer: {error}") from error
        finally:
            connection.close()
        if status != 204:
            raise GoodbyeDelayed(f"the Flask processes answered {status}")
