"""The samples of docs/how-to, tried on the real programs in front of a real gateway."""

import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from http.client import HTTPResponse
from pathlib import Path

import pytest

from tests.fakes.gateway_door import GatewayDoor
from tests.fakes.gunicorn_door import ROOT, until
from tests.fakes.upstream import Exchange, Upstream, reply

SAMPLES = ROOT / "docs/how-to/samples"
SERVER_PATH = "/usr/sbin:/usr/bin:/sbin:/bin"
APACHE_MODULES = (
    "mpm_event",
    "authz_core",
    "ssl",
    "headers",
    "proxy",
    "proxy_http",
    "socache_shmcb",
)


def needed(name: str) -> str:
    found = shutil.which(name, path=SERVER_PATH)
    if not found:
        pytest.skip(f"{name} is not installed (make test installs it)")
    return found


@pytest.fixture(scope="module")
def trusting(upstream: Upstream, tmp_path_factory: pytest.TempPathFactory) -> Iterator[GatewayDoor]:
    folder = tmp_path_factory.mktemp("behind")
    door = GatewayDoor(folder, upstream.port, TRUSTED_PROXIES="127.0.0.1/32")
    yield door
    door.stop()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        [needed("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
         "-subj", "/CN=front.example", "-keyout", "figuier.key", "-out", "figuier.crt"],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip
    return folder


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def is_open(port: int) -> bool:
    with socket.socket() as sock:
        return sock.connect_ex(("127.0.0.1", port)) == 0


def adapted(name: str, certificate: Path, door: GatewayDoor, port: int) -> str:
    """The sample as it is, but for ports, names and the place of the certificate."""
    text = (SAMPLES / name).read_text()
    text = text.replace("/etc/ssl/", f"{certificate}/").replace(
        "127.0.0.1:8000", f"127.0.0.1:{door.port}"
    )
    text = text.replace("gestion.localhost", "front.example").replace(
        "listen 443", f"listen 127.0.0.1:{port}"
    )
    return text.replace("*:443", f"127.0.0.1:{port}")


def nginx(folder: Path, sample: str, port: int) -> list[str]:
    temporary = " ".join(
        f"{kind}_temp_path {folder}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/nginx.pid; error_log stderr; events {{}}\n"
        f"http {{ access_log off; {temporary}\n{sample}\n}}\n"
    )
    return [needed("nginx"), "-c", str(folder / "nginx.conf"), "-p", str(folder), "-e", "stderr"]


def apache(folder: Path, sample: str, port: int) -> list[str]:
    modules = "".join(
        f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n"
        for name in APACHE_MODULES
    )
    (folder / "apache.conf").write_text(
        f"ServerName front.example\nServerRoot {folder}\nPidFile {folder}/apache.pid\nMutex fcntl:{folder}\n"
        f"ErrorLog {folder}/error.log\nListen 127.0.0.1:{port}\nUser www-data\nGroup www-data\n{modules}\n{sample}\n"
    )
    return [needed("apache2"), "-f", str(folder / "apache.conf"), "-DFOREGROUND"]


@pytest.fixture(params=["nginx.conf", "apache.conf"])
def front(
    request: pytest.FixtureRequest, tmp_path: Path, certificate: Path, trusting: GatewayDoor
) -> Iterator[int]:
    """The TLS port of the program that stands in front."""
    tmp_path.chmod(0o755)
    port = free_port()
    sample = adapted(request.param, certificate, trusting, port)
    makers: dict[str, Callable[[Path, str, int], list[str]]] = {
        "nginx.conf": nginx,
        "apache.conf": apache,
    }
    command = makers[request.param](tmp_path, sample, port)
    with (tmp_path / "said").open("wb") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said)
    try:
        assert until(lambda: is_open(port), 10), (tmp_path / "said").read_text()
        yield port
    finally:
        process.terminate()
        process.wait(10)


def ask(port: int, data: bytes) -> tuple[int, bytes]:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with (
        socket.create_connection(("127.0.0.1", port), timeout=8) as plain,
        context.wrap_socket(plain, server_hostname="front.example") as sock,
    ):
        sock.sendall(data)
        response = HTTPResponse(sock)
        response.begin()
        return response.status, response.read()


def test_the_visitor_and_the_address_arrive_as_they_were(front: int, upstream: Upstream) -> None:
    upstream.requests.clear()
    upstream.script = lambda exchange: exchange.send(reply(b"seen"))
    target = b"/a%2Fb//c/%7Ed?x=%zz&y=1"
    status, body = ask(
        front,
        b"GET " + target + b" HTTP/1.1\r\nHost: front.example\r\nX-Forwarded-For: 6.6.6.6\r\n\r\n",
    )

    seen = upstream.requests[0]
    assert (status, body) == (200, b"seen")
    assert seen.target == target
    assert seen.values(b"x-forwarded-for") == [b"127.0.0.1"]
    assert seen.values(b"x-forwarded-proto") == [b"https"]
    assert seen.values(b"host") == [b"front.example"]


def test_an_upload_passes(front: int, upstream: Upstream) -> None:
    def script(exchange: Exchange) -> None:
        chunked = exchange.values(b"transfer-encoding") == [b"chunked"]
        body = exchange.read_until(b"0\r\n\r\n") if chunked else exchange.read(300_000)
        exchange.send(reply(b"%d" % body.count(b"z")))

    upstream.script = script
    head = b"POST /a HTTP/1.1\r\nHost: front.example\r\nContent-Length: 300000\r\n\r\n"

    assert ask(front, head + b"z" * 300_000) == (200, b"300000")


def test_slow_answers_arrive_as_they_are_made(front: int, upstream: Upstream) -> None:
    def drip(exchange: Exchange) -> None:
        exchange.send(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
        )
        for number in range(3):
            exchange.send(b"3\r\n%d\r\n\r\n" % number)
            time.sleep(0.1)
        exchange.send(b"0\r\n\r\n")

    upstream.script = drip

    assert ask(front, b"GET /a HTTP/1.1\r\nHost: front.example\r\n\r\n") == (
        200,
        b"0\r\n1\r\n2\r\n",
    )


def test_the_unit_is_one_that_systemd_accepts(tmp_path: Path) -> None:
    analyse = needed("systemd-analyze")
    for name in ("figuier.service", "figuier.socket"):
        text = (SAMPLES / name).read_text()
        # What runs is not installed here; everything else is as in the sample.
        text = re.sub(r"ExecStart=\S+", f"ExecStart={shutil.which('true')}", text)
        (tmp_path / name).write_text(text)
    done = subprocess.run(
        [analyse, "verify", "--man=no", *map(str, tmp_path.iterdir())],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    about_us = [line for line in done.stderr.splitlines() if "figuier" in line]

    assert about_us == []
