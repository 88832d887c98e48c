"""gunicorn's settings for the Flask processes behind the gateway, on a Unix socket."""

import os
import signal
import threading
from typing import Any

import gunicorn.http.wsgi

from proxy.config import read_settings
from proxy.gunicorn_worker import FaithfulResponse

_settings = read_settings(os.environ)
gunicorn.http.wsgi.Response = FaithfulResponse

wsgi_app = _settings.python_application
bind = [f"unix:{os.environ['FIGUIER_PYTHON_SOCKET']}"]
#: The gateway speaks for everybody here: nobody else may connect.
umask = 0o077
workers = _settings.python_workers
worker_class = "gthread"
threads = _settings.threads
preload_app = False
keepalive = 75
graceful_timeout = 30
timeout = 60

#: The gateway has applied the limits, and adds at most ten fields of its own.
limit_request_line = 0
limit_request_fields = _settings.max_fields + 10
limit_request_field_size = _settings.max_head_bytes
header_map = "drop"
forwarded_allow_ips = ""
forwarder_headers = ""
secure_scheme_headers: dict[str, str] = {}

accesslog = None
errorlog = "-"
loglevel = "warning"
control_socket_disable = True


def when_ready(server: Any) -> None:
    """End with those we work for, even where they were killed and told nobody."""
    threading.Thread(target=_wait_for_end, args=(server,), daemon=True).start()


def _wait_for_end(server: Any) -> None:
    alive = int(os.environ["FIGUIER_PYTHON_ALIVE"])
    while os.read(alive, 1):
        pass
    # The socket's name may be a successor's by now: as under systemd, it is not ours to remove.
    server.systemd = True
    os.kill(os.getpid(), signal.SIGTERM)
