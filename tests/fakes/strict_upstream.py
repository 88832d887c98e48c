"""An upstream that reads with the strictest eyes, echoes what it was asked, and remembers all."""

import contextlib
import socket
import threading

from tests.fakes.strict_http import Message, read_requests

ECHO = b"HTTP/1.1 200 OK\r\nDate: Mon, 23 Nov 2026 10:00:00 GMT\r\nX-Echo: %b\r\nContent-Length: 2\r\n\r\nok"


class StrictUpstream:
    """Answers each whole request at once; `faults` are the bytes that had no single reading."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.faults: list[str] = []
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def stop(self) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                sock, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(sock,), daemon=True).start()

    def _serve(self, sock: socket.socket) -> None:
        data = b""
        with sock, contextlib.suppress(OSError):
            while piece := sock.recv(65536):
                data += piece
                reading = read_requests(data)
                if reading.fault:
                    self.faults.append(f"{reading.fault}: {data[:200]!r}")
                    return
                data = reading.rest
                for message in reading.messages:
                    self.messages.append(message)
                    sock.sendall(ECHO % message.target)
