"""A real nginx that caches for everybody, in front of a gateway."""

import os
import socket
import subprocess
from http.client import HTTPResponse
from pathlib import Path

from demo.stack.ports import free_ports
from tests.fakes.fronts import program_of
from tests.fakes.gunicorn_door import until
from tests.fakes.processes import ended

_NGINX = """
{user}daemon off; pid {folder}/nginx.pid; error_log {folder}/front.log;
worker_processes 1;
events {{ worker_connections 128; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    proxy_cache_path {folder}/cache keys_zone=shared:1m;
    server {{
        listen 127.0.0.1:{port};
        location / {{
            proxy_pass http://127.0.0.1:{gateway};
            proxy_set_header Host front.example;
            proxy_cache shared;
            proxy_cache_key $uri$is_args$args;
            proxy_cache_valid 200 301 302 10m;
            add_header X-Cache $upstream_cache_status always;
        }}
    }}
}}
"""


class SharedCache:
    """Started when made; `get` asks through it."""

    def __init__(self, folder: Path, gateway: int) -> None:
        program = program_of("nginx")
        assert program
        self.port = free_ports(1)[0]
        folder.chmod(0o755)
        config = folder / "cache.conf"
        # Started as root it would give its work to somebody who may not enter the test's folder.
        user = "user root; " if os.geteuid() == 0 else ""
        config.write_text(_NGINX.format(user=user, folder=folder, port=self.port, gateway=gateway))
        self.process = subprocess.Popen(
            [program, "-p", str(folder), "-c", str(config), "-e", str(folder / "start.log")],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        assert until(self._accepts, 10), (folder / "start.log").read_text()

    def _accepts(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True

    def get(self, path: str, cookie: bytes = b"") -> tuple[str, str]:
        """What the cache did (HIT, MISS …), and who made the answer."""
        fields = b"Cookie: " + cookie + b"\r\n" if cookie else b""
        line = b"GET %b HTTP/1.1\r\nHost: front.example\r\n%b" % (path.encode(), fields)
        with socket.create_connection(("127.0.0.1", self.port), timeout=8) as sock:
            sock.sendall(line + b"Connection: close\r\n\r\n")
            response = HTTPResponse(sock)
            response.begin()
            text = response.read()
        side = "python" if text.startswith(b"python ") else "legacy"
        return response.headers["X-Cache"], side

    def stop(self) -> None:
        ended(self.process)
