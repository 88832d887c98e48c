"""gunicorn's settings for the WSGI door: `gunicorn -c python:proxy.gunicorn_conf`."""

import os
import socket
import struct
import sys
from typing import Any

from proxy import gunicorn_worker
from proxy.config import read_settings

_settings = read_settings(os.environ)

wsgi_app = "proxy.app:create_app()"
bind = [f"{_settings.host}:{_settings.port}"]
workers = _settings.workers
threads = _settings.threads
worker_class = "proxy.gunicorn_worker.DoorWorker"
#: Each worker builds its own application: threads, locks and pools do not survive a fork.
preload_app = False
keepalive = 15
graceful_timeout = 30
timeout = 60
backlog = 512

limit_request_line = 8190
limit_request_fields = 100
limit_request_field_size = 8190
#: X_Forwarded_For would be read as X-Forwarded-For by CGI.
header_map = "drop"
#: Who may speak for a visitor is our own decision (FIGUIER_TRUSTED_PROXIES), taken later.
forwarded_allow_ips = ""
forwarder_headers = ""
secure_scheme_headers: dict[str, str] = {}

accesslog = None
errorlog = "-"
#: Refused messages are answered with a page; a line for each would be a gift to whoever sends them.
loglevel = "error"
control_socket_disable = True

#: A client that is silent for so long in the middle of its body, or reads nothing of its answer,
#: gives its thread back. gunicorn has no setting for it; the kernel does it.
CLIENT_SILENCE_S = 30
CLIENT_DEAF_S = 60

gunicorn_worker.install()


def on_starting(server: Any) -> None:
    """Say at once, and with the setting's name, that somebody else listens there."""
    if "GUNICORN_FD" in os.environ:
        return
    for address in server.cfg.address:
        if isinstance(address, tuple):
            try:
                socket.create_server(address).close()
            except OSError as error:
                place = f"{address[0]}:{address[1]}"
                sys.stderr.write(
                    f"Error: cannot listen on {place} ({os.strerror(error.errno or 0)}); stop what does, or "
                    "choose another FIGUIER_PORT or FIGUIER_HOST\n"
                )
                sys.exit(2)


def pre_request(worker: Any, req: Any) -> None:
    """Keep the field lines, which gunicorn joins with commas when it makes the environ."""
    del worker
    req.body.figuier_lines = tuple(req.headers)


def post_fork(server: Any, worker: Any) -> None:
    """Give the client time-outs to the listeners, from which every connection inherits them."""
    del server
    for listener in worker.sockets:
        for option, seconds in (
            (socket.SO_RCVTIMEO, CLIENT_SILENCE_S),
            (socket.SO_SNDTIMEO, CLIENT_DEAF_S),
        ):
            listener.sock.setsockopt(socket.SOL_SOCKET, option, struct.pack("ll", seconds, 0))


def post_worker_init(worker: Any) -> None:
    """Say which table this process runs, without waiting for its first request, and count."""
    running = getattr(worker.wsgi, "extensions", {}).get("figuier")
    if running is not None:
        # Whoever reads the table starts the watch of this process, which publishes its state.
        table = running.live.table
        worker.log.debug("table %s", table.digest)
        running.counter.start()
