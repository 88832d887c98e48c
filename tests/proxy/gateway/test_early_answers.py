"""An upload that is refused before its end: the refusal reaches the client, whatever follows it."""

import contextlib
import select
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from http.client import HTTPException
from pathlib import Path

import pytest

from demo.stack.ports import free_ports
from tests.fakes.fronts import program_of
from tests.fakes.gateway_door import GatewayDoor
from tests.fakes.gunicorn_door import until
from tests.fakes.raw_http import answer, message
from tests.fakes.upstream import Exchange, Script, Upstream, reply

OpenDoor = Callable[..., GatewayDoor]
MEGABYTE = b"x" * (1 << 20)
DECLARED = message(b"POST /up HTTP/1.1", b"Content-Length: 500000000")
CHUNKED = message(b"POST /up HTTP/1.1", b"Transfer-Encoding: chunked")
ONE_CHUNK = b"100000\r\n" + MEGABYTE + b"\r\n"
REFUSAL = reply(b"refused", status=b"413 Content Too Large")
NGINX = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
    access_log off; client_max_body_size 1m; client_body_buffer_size 2m; {more}
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    server {{ listen 127.0.0.1:{port}; location / {{ proxy_pass http://127.0.0.1:{behind}; }} }}
}}
"""


def upload(door: GatewayDoor, head: bytes, block: bytes) -> tuple[int, bytes]:
    """The answer to an upload of 500 MB by a client that writes until it hears something."""
    with door.dial(head) as sock:
        with contextlib.suppress(OSError):
            for _ in range(500):
                if select.select([sock], [], [], 0)[0]:
                    break
                sock.sendall(block)
        status, body, _ = answer(sock)
    return status, body


def refuses_and_closes(exchange: Exchange) -> None:
    """What it has not read makes the kernel send a reset after the answer."""
    exchange.read(1_000_000)
    exchange.send(REFUSAL)
    exchange.close()


def refuses_and_resets(exchange: Exchange) -> None:
    exchange.read(1_000_000)
    exchange.send(REFUSAL)
    exchange.reset()


def refuses_at_once_and_resets(exchange: Exchange) -> None:
    exchange.send(REFUSAL)
    exchange.reset()


def refuses_in_pieces_and_resets(exchange: Exchange) -> None:
    exchange.read(1_000_000)
    exchange.send(REFUSAL[:20])
    time.sleep(0.01)
    exchange.send(REFUSAL[20:])
    exchange.reset()


@pytest.mark.parametrize(
    ("head", "block"),
    [
        pytest.param(DECLARED, MEGABYTE, id="declared"),
        pytest.param(CHUNKED, ONE_CHUNK, id="chunked"),
    ],
)
@pytest.mark.parametrize(
    "script",
    [refuses_and_closes, refuses_and_resets, refuses_at_once_and_resets, refuses_in_pieces_and_resets],
    ids=lambda script: script.__name__,
)  # fmt: skip
def test_a_refusal_before_a_reset_is_the_answer(
    door: GatewayDoor, upstream: Upstream, script: Script, head: bytes, block: bytes
) -> None:
    upstream.script = script
    found = [upload(door, head, block) for _ in range(12)]

    assert found == [(413, b"refused")] * 12


def test_a_reset_without_an_answer_is_a_bad_gateway(door: GatewayDoor, upstream: Upstream) -> None:
    upstream.script = Exchange.reset
    assert {upload(door, CHUNKED, ONE_CHUNK)[0] for _ in range(5)} == {502}


def test_a_refusal_that_was_cut_is_not_made_whole(door: GatewayDoor, upstream: Upstream) -> None:
    def script(exchange: Exchange) -> None:
        exchange.read(1_000_000)
        exchange.send(REFUSAL[:-3])
        exchange.reset()

    upstream.script = script
    for _ in range(5):
        with door.dial(CHUNKED) as sock:
            with contextlib.suppress(OSError):
                for _ in range(50):
                    sock.sendall(ONE_CHUNK)
            try:
                heard = answer(sock)[:2]
            except (OSError, HTTPException):
                continue
        # A client may also be told that the upstream failed, but never that this was all.
        assert heard[0] == 502


@pytest.fixture
def nginx(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[int]:
    """The port of a real nginx that takes a megabyte and no more."""
    program = program_of("nginx")
    if program is None:
        pytest.skip("nginx is not installed (make test installs it)")
    folder, (port, behind) = tmp_path / "nginx", free_ports(2)
    folder.mkdir()
    config = folder / "nginx.conf"
    config.write_text(
        NGINX.format(folder=folder, port=port, behind=behind, more=getattr(request, "param", ""))
    )
    process = subprocess.Popen(
        [program, "-p", str(folder), "-c", str(config), "-e", str(folder / "start.log")]
    )
    assert until(lambda: accepts(port), 10)
    yield port
    process.terminate()
    process.wait(10)
    shutil.rmtree(folder, ignore_errors=True)


def accepts(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


@pytest.mark.parametrize(
    "nginx", [pytest.param("", id="usual"), pytest.param("lingering_close off;", id="resets")],
    indirect=True,
)  # fmt: skip
def test_real_nginx_refuses_an_upload_and_the_client_hears_it(
    open_door: OpenDoor, nginx: int
) -> None:
    door = open_door(nginx, waits=False)
    assert until(lambda: accepts(door.port), 10)

    for head, block in ((DECLARED, MEGABYTE), (CHUNKED, ONE_CHUNK)):
        for _ in range(5):
            status, body = upload(door, head, block)

            assert (status, b"413 Request Entity Too Large" in body) == (413, True)
