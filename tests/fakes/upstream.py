"""A legacy application made of raw bytes: a threaded socket server that follows a script."""

import contextlib
import socket
import struct
import threading
from collections.abc import Callable, Iterator

Script = Callable[["Exchange"], object]


def reply(body: bytes = b"ok", *fields: bytes, status: bytes = b"200 OK") -> bytes:
    lines = [b"HTTP/1.1 " + status, *fields, b"Content-Length: %d" % len(body)]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


class Exchange:
    """One request as it arrived, and the connection to misbehave on."""

    def __init__(self, sock: socket.socket, head: bytes, rest: bytearray) -> None:
        self.sock, self.head, self._rest = sock, head, rest
        self.line, *self.fields = head.split(b"\r\n")

    @property
    def target(self) -> bytes:
        return self.line.split(b" ")[1]

    def values(self, name: bytes) -> list[bytes]:
        pairs = (field.split(b": ", 1) for field in self.fields)
        return [value for key, value in pairs if key.lower() == name]

    def read(self, count: int) -> bytes:
        """Exactly so many bytes of the body, or fewer when the proxy closes first."""
        while len(self._rest) < count and (data := self.sock.recv(65536)):
            self._rest += data
        taken = bytes(self._rest[:count])
        del self._rest[:count]
        return taken

    def read_until(self, end: bytes) -> bytes:
        while end not in self._rest and (data := self.sock.recv(65536)):
            self._rest += data
        return self.read(self._rest.find(end) + len(end))

    def send(self, data: bytes) -> None:
        with contextlib.suppress(OSError):
            self.sock.sendall(data)

    def reset(self) -> None:
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.sock.close()

    def close(self) -> None:
        self.sock.close()

    def seconds_until_gone(self, limit_s: float) -> bool:
        """Whether the proxy hangs up within the limit."""
        self.sock.settimeout(limit_s)
        try:
            return self.sock.recv(1) == b""
        except ConnectionError:
            return True
        except TimeoutError:
            return False


class Upstream:
    """Answers every request with `script`; keeps what it was asked."""

    def __init__(self, script: Script | None = None) -> None:
        self.script: Script = script or (lambda exchange: exchange.send(reply()))
        self.requests: list[Exchange] = []
        self.connections = 0
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self._open: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self.port: int = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._accept, daemon=True).start()

    def stop(self) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for sock in self._open:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(2)

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                sock, _ = self._listener.accept()
                self.connections += 1
                self._open.append(sock)
                thread = threading.Thread(target=self._serve, args=(sock,), daemon=True)
                self._threads.append(thread)
                thread.start()

    def _serve(self, sock: socket.socket) -> None:
        buffer = bytearray()
        with contextlib.suppress(OSError), sock:
            for head in self._heads(sock, buffer):
                exchange = Exchange(sock, head, buffer)
                self.requests.append(exchange)
                self.script(exchange)

    @staticmethod
    def _heads(sock: socket.socket, buffer: bytearray) -> Iterator[bytes]:
        while True:
            while (end := buffer.find(b"\r\n\r\n")) < 0:
                data = sock.recv(65536)
                if not data:
                    return
                buffer += data
            head = bytes(buffer[:end])
            del buffer[: end + 4]
            yield head
