"""Every program that is measured or measured against, with its configuration."""

import random
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from bench.place import LOAD_CORE, PROXY_CORE, Place, Process, free_port

#: nginx keeps its temporary files where the run is, and logs nothing, as a peer's best.
_NGINX = """
worker_processes 1; daemon off; pid {name}.pid; error_log {name}.err;
events {{ worker_connections 4096; }}
http {{
  access_log off; keepalive_requests 100000000; keepalive_timeout 600;
  client_max_body_size 0; sendfile on; tcp_nodelay on;
  client_body_temp_path t1; proxy_temp_path t2; fastcgi_temp_path t3; uwsgi_temp_path t4;
  scgi_temp_path t5; types {{ text/html html; }}
  {body}
}}
"""
_UPSTREAM_BODY = """
  server {{
    listen 127.0.0.1:{port} backlog=1024; root {root};
    location ~ \\.php$ {{ fastcgi_pass unix:{fpm}; include /etc/nginx/fastcgi_params;
      fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name; }}
  }}
"""
_PROXY_BODY = """
  upstream u {{ server 127.0.0.1:{upstream}; keepalive 128; }}
  server {{
    listen 127.0.0.1:{port} backlog=1024;
    location / {{
      proxy_pass http://u; proxy_http_version 1.1; proxy_set_header Connection "";
      proxy_set_header Host $http_host; proxy_set_header X-Forwarded-For $remote_addr;
      proxy_set_header X-Forwarded-Proto $scheme; proxy_set_header X-Forwarded-Host $http_host;
      {tuning}
    }}
  }}
"""
_TUNED = "proxy_buffers 16 64k; proxy_buffer_size 16k; proxy_busy_buffers_size 128k;"
_HAPROXY = """
global
  nbthread 1
  maxconn 4096
defaults
  mode http
  timeout connect 3s
  timeout client 60s
  timeout server 60s
  option forwardfor
  http-reuse always
frontend f
  bind 127.0.0.1:{port}
  default_backend b
backend b
  server s 127.0.0.1:{upstream} pool-max-conn 256
"""
_FPM = """
[global]
error_log = fpm.err
daemonize = no
[www]
listen = fpm.sock
listen.mode = 0666
user = www-data
pm = static
pm.max_children = 4
clear_env = yes
"""
_PAGE_PHP = '<?php header("Content-Type: text/html"); echo str_repeat("page of PHP ", 170);'

#: Sizes of the pages, in bytes.
SMALL, MEDIUM, LONG = 2048, 51_200, 1 << 30


def make_root(folder: Path) -> Path:
    """The upstream's files: two pages, a gibibyte of nothing, a PHP page."""
    root = folder / "root"
    root.mkdir()
    noise = random.Random(1)
    for name, size in (("small.html", SMALL), ("medium.html", MEDIUM)):
        (root / name).write_bytes(bytes(noise.choices(b"abcdefghij <>", k=size)))
    with (root / "long.bin").open("wb") as file:
        file.truncate(LONG)
    (root / "page.php").write_text(_PAGE_PHP)
    return root


def start_upstream(place: Place) -> int:
    """The port of an nginx with static pages and PHP behind it."""
    root, port = make_root(place.folder), free_port()
    (place.folder / "fpm.conf").write_text(_FPM)
    place.start_quiet(["php-fpm8.2", "-F", "-y", "fpm.conf", "-p", str(place.folder)], LOAD_CORE)
    body = _UPSTREAM_BODY.format(port=port, root=root, fpm=place.folder / "fpm.sock")
    _start_nginx(place, "upstream", body, port, LOAD_CORE)
    return port


def _start_nginx(place: Place, name: str, body: str, port: int, core: str) -> Process:
    (place.folder / f"{name}.conf").write_text(_NGINX.format(name=name, body=body))
    command = ["nginx", "-p", str(place.folder), "-c", f"{name}.conf", "-e", f"{name}.err"]
    return place.start(command, core, port)


@dataclass(frozen=True, slots=True)
class Server:
    """A proxy under measurement, running."""

    name: str
    port: int
    process: Process

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"


Start = Callable[[Place, int, str], Server]


def nginx(place: Place, upstream: int, core: str = PROXY_CORE, *, tuned: bool = False) -> Server:
    """One worker of nginx, as Debian ships it or with buffers that fit a page."""
    port, name = free_port(), "nginx tuned" if tuned else "nginx"
    body = _PROXY_BODY.format(port=port, upstream=upstream, tuning=_TUNED if tuned else "")
    return Server(name, port, _start_nginx(place, name.replace(" ", "-"), body, port, core))


def nginx_tuned(place: Place, upstream: int, core: str = PROXY_CORE) -> Server:
    """One worker of nginx, with buffers that fit a page."""
    return nginx(place, upstream, core, tuned=True)


def haproxy(place: Place, upstream: int, core: str = PROXY_CORE) -> Server:
    """HAProxy with one thread."""
    port = free_port()
    path = place.folder / "haproxy.cfg"
    path.write_text(_HAPROXY.format(port=port, upstream=upstream))
    return Server("HAProxy", port, place.start(["haproxy", "-f", str(path), "-db"], core, port))


def tutorial(place: Place, upstream: int, core: str = PROXY_CORE) -> Server:
    """Flask and requests under gunicorn, as tutorials have it."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "-k", "gthread", "--threads", "8"]
    command += ["-b", f"127.0.0.1:{port}", "bench.peers.tutorial:app"]
    environ = {"BENCH_UPSTREAM": f"http://127.0.0.1:{upstream}"}
    return Server("Flask + requests", port, place.start(command, core, port, environ))


def aiohttp(place: Place, upstream: int, core: str = PROXY_CORE) -> Server:
    """Server and client of aiohttp, on uvloop."""
    port = free_port()
    command = [sys.executable, "-m", "bench.peers.aiohttp_proxy", str(port)]
    environ = {"BENCH_UPSTREAM": f"http://127.0.0.1:{upstream}"}
    return Server("aiohttp", port, place.start(command, core, port, environ))


def routing_file(folder: Path, upstream: int, routes: int) -> Path:
    """A table of this many routes, none of which claims what is measured."""
    path = folder / f"routing-{routes}.yaml"
    lines = ["version: 1", "gates: advisory", "backends:"]
    lines += [f"  front: {{ kind: symfony1, url: 'http://127.0.0.1:{upstream}',"]
    lines += ["    hosts: ['127.0.0.1', 'localhost'], controllers: { index.php: frontend } }"]
    lines += ["lots:", "  busy:", "    title: Busy", "    stage: python"]
    lines += ["    routes: { front: ['/busy/*rest'] }", "  many:", "    title: Many"]
    lines += ["    stage: legacy", "    routes:", "      front:"]
    lines += [f"        - /area{n % 97}/module{n}/:id<int>/edit" for n in range(routes)]
    path.write_text("\n".join(lines) + "\n")
    return path


def gateway(
    place: Place,
    upstream: int,
    core: str = PROXY_CORE,
    *,
    routes: int = 1000,
    settings: Mapping[str, str] = {},
) -> Server:
    """Our gateway with one worker and every default feature on."""
    port = free_port()
    environ = {
        "FIGUIER_ROUTING_FILE": str(routing_file(place.folder, upstream, routes)),
        "FIGUIER_STATE_DIR": str(place.folder / f"state-{port}"),
        "FIGUIER_PORT": str(port),
        "FIGUIER_WORKERS": "1",
        "FIGUIER_PYTHON_WORKERS": "1",
        "FIGUIER_SECRET_KEY": "measured-measured-measured-measured",
        "FIGUIER_ACCESS_LOG": str(place.folder / "access.log"),
        "FIGUIER_PYTHON_APPLICATION": "bench.peers.busy_flask:application()",
        **settings,
    }
    process = place.start([sys.executable, "-m", "proxy.gateway"], core, port, environ)
    # The port is open before the workers are, and the recorder reads a long table after them.
    for path in ("/-/health", "/busy/ready"):
        wait_for_page(port, path)
    wait_for_rest(process)
    return Server("Figuier", port, process)


def wait_for_page(port: int, path: str, limit_s: float = 90.0) -> None:
    """Until this page is there.

    Errors: RuntimeError when it is not in time.
    """
    end = time.monotonic() + limit_s
    while time.monotonic() < end:
        connection = HTTPConnection("127.0.0.1", port, timeout=limit_s)
        try:
            connection.request("GET", path)
            if connection.getresponse().status == 200:
                return
        except (OSError, HTTPException):
            time.sleep(0.1)
        finally:
            connection.close()
    raise RuntimeError(f"{path} was not answered within {limit_s:.0f} s")


def wait_for_rest(process: Process, limit_s: float = 90.0) -> None:
    """Until a program and all it started use next to no processor: its start is over.

    Errors: RuntimeError when it is not in time.
    """
    end = time.monotonic() + limit_s
    while time.monotonic() < end:
        before = process.cpu_s()
        time.sleep(1.0)
        if process.cpu_s() - before < 0.05:
            return
    raise RuntimeError(f"process {process.pid} was not at rest within {limit_s:.0f} s")


def gateway_of_100_000(place: Place, upstream: int, core: str = PROXY_CORE) -> Server:
    """Our gateway with a hundred thousand routes."""
    return gateway(place, upstream, core, routes=100_000)
