"""Upstreams with a character: one that drips, one that swallows."""

import socket
import sys
import threading
import time

#: The drip: so many pieces, so far apart.
PIECES, PIECE, GAP_S = 5, b"x" * 1024, 0.2


def serve(port: int) -> None:
    """Answer on this port until killed: `/slow` drips, anything else swallows the body."""
    with socket.create_server(("127.0.0.1", port), backlog=128) as listener:
        while True:
            sock, _ = listener.accept()
            threading.Thread(target=_answer, args=(sock,), daemon=True).start()


def _answer(sock: socket.socket) -> None:
    buffer = memoryview(bytearray(1 << 20))
    with sock:
        data = b""
        while b"\r\n\r\n" not in data:
            block = sock.recv(65536)
            if not block:
                return
            data += block
        head, _, rest = data.partition(b"\r\n\r\n")
        if head.startswith(b"GET /slow"):
            _drip(sock)
            return
        left = _length(head) - len(rest)
        while left > 0 and (taken := sock.recv_into(buffer)):
            left -= taken
        sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")


def _drip(sock: socket.socket) -> None:
    sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % (PIECES * len(PIECE)))
    for _ in range(PIECES):
        sock.sendall(PIECE)
        time.sleep(GAP_S)


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


if __name__ == "__main__":
    serve(int(sys.argv[1]))
