"""A server that is asked in bytes over a socket: one connection a thread, opened when needed."""

import os
import socket
import threading
from collections.abc import Callable
from io import BufferedReader
from typing import TypeAlias, TypeVar

from legacy_bridge.stores.errors import SessionStoreDown

#: A host and port, or the path of a Unix socket.
Address: TypeAlias = "tuple[str, int] | str"
_Answer = TypeVar("_Answer")


class _Link:
    """An open connection, closed with the thread it belongs to."""

    def __init__(self, address: Address, timeout_s: float) -> None:
        self.pid = os.getpid()
        if isinstance(address, str):
            self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            self.socket.settimeout(timeout_s)
            self.socket.connect(address)
        else:
            self.socket = socket.create_connection(address, timeout_s)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.reader = self.socket.makefile("rb")

    def __del__(self) -> None:
        for part in ("reader", "socket"):
            if hasattr(self, part):
                getattr(self, part).close()


class Wire:
    """Questions and answers with one server.

    Units: `timeout_s` bounds the connection and each answer.
    """

    def __init__(self, address: Address, timeout_s: float = 1.0) -> None:
        self.address = address
        self.timeout_s = timeout_s
        self._mine = threading.local()

    def ask(self, question: bytes, answer: Callable[[BufferedReader], _Answer]) -> _Answer:
        """What `answer` read of the server's reply; a connection gone stale is made anew once.

        Errors: SessionStoreDown.
        """
        link = getattr(self._mine, "link", None)
        # A connection made before a fork belongs to the other process.
        if link is not None and link.pid == os.getpid():
            try:
                return _asked(link, question, answer)
            except (OSError, EOFError, ValueError):
                self.close()
        try:
            self._mine.link = _Link(self.address, self.timeout_s)
            return _asked(self._mine.link, question, answer)
        except (OSError, EOFError, ValueError) as error:
            self.close()
            raise SessionStoreDown(f"{self.address} does not answer: {error}") from error

    def close(self) -> None:
        """No connection of this thread any more."""
        self._mine.link = None


def _asked(link: _Link, question: bytes, answer: Callable[[BufferedReader], _Answer]) -> _Answer:
    link.socket.sendall(question)
    return answer(link.reader)


def line(reader: BufferedReader) -> bytes:
    """The next line of an answer, without its end.

    Errors: EOFError.
    """
    found = reader.readline(65536)
    if not found.endswith(b"\r\n"):
        raise EOFError("the connection ended in an answer")
    return found[:-2]


def block(reader: BufferedReader, size: int) -> bytes:
    """The next `size` bytes of an answer and the end of line after them.

    Errors: EOFError.
    """
    found = reader.read(size + 2)
    if len(found) != size + 2 or not found.endswith(b"\r\n"):
        raise EOFError("the connection ended in a value")
    return found[:-2]
