"""`python -m proxy.gateway`: the supervisor, or with `worker FD` one worker of it."""

import os
import socket
import sys
from pathlib import Path

from proxy.access_log import open_sink
from proxy.config import Settings, read_settings
from proxy.errors import FiguierError
from proxy.gateway.flask_processes import python_socket_of
from proxy.gateway.supervisor import Supervisor
from proxy.gateway.worker import Worker


def main(arguments: list[str]) -> int:
    """Run what the arguments name; the exit status says whether it ended as asked."""
    try:
        settings = read_settings(os.environ)
        if arguments[:1] == ["worker"]:
            run_worker(settings, int(arguments[1]))
            return 0
        return Supervisor(settings, dict(os.environ)).run()
    except (FiguierError, OSError) as error:
        sys.stderr.write(f"figuier serve: {error}\n")
        return 1


def run_worker(settings: Settings, descriptor: int) -> None:
    """Serve the listening socket that the supervisor handed over."""
    listener = socket.socket(fileno=descriptor)
    listener.setblocking(False)
    sink = open_sink(settings.access_log)
    Worker(settings, listener, Path(python_socket_of(settings)), sink).run()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
