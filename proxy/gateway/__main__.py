"""`python -m proxy.gateway`: the supervisor, or with `worker …` one worker of it."""

import os
import socket
import sys
from pathlib import Path
from typing import BinaryIO

from proxy.access_log import open_sink
from proxy.config import Settings, read_settings, unknown_settings
from proxy.errors import FiguierError
from proxy.gateway.supervisor import Supervisor, WorkersKeepDying, say
from proxy.gateway.worker import Worker


def main(arguments: list[str]) -> int:
    """Run what the arguments name; the exit status says whether it ended as asked."""
    fill_standard_descriptors()
    if not arguments:
        for sentence in unknown_settings(os.environ):
            say(sentence)
    try:
        settings = read_settings(os.environ)
        if arguments[:1] == ["worker"]:
            listener, ready, parent, python_socket = arguments[1:]
            run_worker(settings, int(listener), int(ready), int(parent), Path(python_socket))
            return 0
        return Supervisor(settings, dict(os.environ)).run()
    except (FiguierError, OSError, WorkersKeepDying) as error:
        say(str(error))
        return 1


def fill_standard_descriptors() -> None:
    """Open what whoever started us had closed: a socket must never become standard output."""
    while (descriptor := os.open(os.devnull, os.O_RDWR)) <= 2:
        os.set_inheritable(descriptor, True)
    os.close(descriptor)


def run_worker(
    settings: Settings, descriptor: int, ready: int, parent: int, python_socket: Path
) -> None:
    """Serve the listening socket that the supervisor handed over."""
    listener = socket.socket(fileno=descriptor)
    listener.setblocking(False)
    Worker(settings, listener, python_socket, line_sink(settings.access_log)).run(ready, parent)


def line_sink(place: str) -> BinaryIO:
    """Where log lines go, unbuffered: a buffer that cannot be emptied would outlive its process."""
    if place == "-":
        return open(1, "wb", buffering=0, closefd=False)
    return open_sink(place)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
