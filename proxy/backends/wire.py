"""One connection to the legacy application: bytes in and out, with patience and an end to it."""

import re
import socket
import time

from urllib3.util.wait import wait_for_read, wait_for_socket

from proxy.backends.bodies import Body
from proxy.errors import ClientWentAway, LegacyHungUp, LegacyTimedOut

#: How often a silent legacy is left for a look at the client. A client that leaves is seen after
#: this long at the latest, and PHP is then freed at once.
LOOK_AT_CLIENT_S = 0.25

_RECEIVE = 65_536

#: Interim answers to one request; more are no answer.
INTERIM_LIMIT = 100
#: RFC 9110 section 15.2. 101 is the last that is said in HTTP.
_INTERIM = re.compile(rb"HTTP/1\.[01] 1(?!01)[0-9]{2}")


class Wire:
    """A connected socket, what was received on it and not yet read, and who waits for it."""

    def __init__(self, sock: socket.socket, body: Body) -> None:
        self.sock = sock
        self.buffer = bytearray()
        self.received = 0
        self._body = body

    def push(self, data: bytes, patience_s: float) -> bool:
        """Whether all of it was sent; False when the legacy answered or left before the end.

        Errors: LegacyTimedOut when it reads nothing for so long, ClientWentAway.
        """
        view = memoryview(data)
        deadline = time.monotonic() + patience_s
        while view:
            self._wait(deadline, writing=True)
            if wait_for_read(self.sock, 0):
                if not self._hears_of_progress():
                    return False
                continue
            try:
                view = view[self.sock.send(view) :]
            except ConnectionError:
                return False
            deadline = time.monotonic() + patience_s
        return True

    def _hears_of_progress(self) -> bool:
        """Whether what the legacy says are interim answers, after which it waits for the rest."""
        try:
            data = self.sock.recv(_RECEIVE)
        except ConnectionError:
            return False
        self.received += len(data)
        self.buffer += data
        *heads, rest = self.buffer.split(b"\r\n\r\n")
        if len(rest) >= len(b"HTTP/1.1 100"):
            heads.append(rest)
        return bool(data) and len(heads) <= INTERIM_LIMIT and all(map(_INTERIM.match, heads))

    def fill(self, patience_s: float) -> bool:
        """Whether more bytes arrived in the buffer; False when the legacy has closed.

        Errors: LegacyTimedOut, LegacyHungUp when the connection was reset, ClientWentAway.
        """
        self._wait(time.monotonic() + patience_s, writing=False)
        try:
            data = self.sock.recv(_RECEIVE)
        except ConnectionError as error:
            raise LegacyHungUp("it reset the connection") from error
        self.received += len(data)
        self.buffer += data
        return bool(data)

    def take(self, count: int) -> bytes:
        """The first bytes of the buffer, at most `count`, removed from it."""
        taken = bytes(self.buffer[:count])
        del self.buffer[:count]
        return taken

    def _wait(self, deadline: float, *, writing: bool) -> None:
        while True:
            left = deadline - time.monotonic()
            step = max(0.0, min(LOOK_AT_CLIENT_S, left))
            if wait_for_socket(self.sock, read=True, write=writing, timeout=step):
                return
            if self._body.client_has_left():
                raise ClientWentAway("the client left before the end of the answer")
            if left <= 0:
                raise LegacyTimedOut(
                    "it stayed silent too long; look what keeps PHP busy, or raise "
                    "FIGUIER_HEAD_TIMEOUT_S or FIGUIER_IDLE_TIMEOUT_S"
                )
