"""A mail server that keeps what it is given, on a loopback port."""

import socket
import threading


class Mailbox:
    """`messages` are the bodies received; stops with its socket."""

    def __init__(self) -> None:
        self.messages: list[str] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            with client, client.makefile("rb") as lines:
                client.sendall(b"220 ready\r\n")
                for line in lines:
                    if line.upper().startswith(b"DATA"):
                        client.sendall(b"354 go on\r\n")
                        text = b"".join(iter(lines.readline, b".\r\n"))
                        self.messages.append(text.decode())
                    client.sendall(b"250 ok\r\n")

    def stop(self) -> None:
        self._listener.close()
