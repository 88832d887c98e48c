"""The gateway in front of real nginx and PHP: ordinary pages, and everything that can break them."""

import contextlib
import hashlib
import json
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from demo.stack.daemon import Daemon
from demo.stack.settings import CHECKOUT
from demo.stack.stack import LegacyStack
from tests.fakes.gateway_door import GatewayDoor
from tests.fakes.gunicorn_door import until
from tests.fakes.raw_http import answer, message

pytestmark = [pytest.mark.stack, pytest.mark.php]
HOST = b"gestion.localhost"


@pytest.fixture(scope="module")
def gestion(stack: LegacyStack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[GatewayDoor]:
    """The product's own table in front of the demo's applications."""
    folder: Path = tmp_path_factory.mktemp("php")
    shutil.copyfile(CHECKOUT / "routing.yaml", folder / "routing.yaml")
    door = GatewayDoor(
        folder, 0, waits=False, host=HOST,
        BACKEND_GESTION_URL=stack.gestion_url, BACKEND_VITRINE_URL=stack.vitrine_url,
        HEAD_TIMEOUT_S="2", IDLE_TIMEOUT_S="5", UPSTREAM_CONNECTIONS="4", QUEUE_LENGTH="2",
        QUEUE_TIMEOUT_S="0.5",
    )  # fmt: skip
    assert until(lambda: is_up(door), 20), door.log
    yield door
    assert door.stop() == 0, door.log
    assert "Traceback" not in door.log, door.log


def is_up(door: GatewayDoor) -> bool:
    try:
        return door.get("/-/health").status == 200
    except OSError:
        return False


def ask(
    door: GatewayDoor, line: bytes, *fields: bytes, body: bytes = b"", host: bytes = HOST
) -> tuple[int, bytes, dict[str, str]]:
    with door.dial(message(line, *fields, body=body, host=host), timeout_s=20) as sock:
        status, content, response = answer(sock, line.split(b" ")[0].decode())
    return status, content, dict(response.headers)


def seen(door: GatewayDoor, *fields: bytes) -> dict[str, object]:
    """What PHP says it saw of a request."""
    found: dict[str, object] = json.loads(ask(door, b"GET /outils/requete HTTP/1.1", *fields)[1])
    return found


def sockets_of(door: GatewayDoor) -> int:
    found = 0
    for descriptor in Path(f"/proc/{door.workers()[0]}/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):  # closed since it was listed
            found += str(descriptor.readlink()).startswith("socket:")
    return found


def test_php_sees_the_visitor_and_the_host_it_was_asked_at(gestion: GatewayDoor) -> None:
    found = seen(gestion)

    assert (found["hote"], found["adresse"]) == ("gestion.localhost", "127.0.0.1")
    assert found["chemin"] == "/outils/requete"


def test_no_redirect_leads_past_the_gateway(gestion: GatewayDoor) -> None:
    page = ask(gestion, b"GET /communes HTTP/1.1")
    token = re.search(rb'name="signin\[_csrf_token\]" value="(\w+)"', page[1])
    assert token
    form = (
        b"signin%5Busername%5D=claire.martin&signin%5Bpassword%5D=claire-valmont"
        b"&signin%5B_csrf_token%5D=" + token[1]
    )
    fields = [
        b"Content-Type: application/x-www-form-urlencoded", b"Content-Length: %d" % len(form),
        b"Cookie: " + page[2]["Set-Cookie"].split(";")[0].encode(),
    ]  # fmt: skip
    status, _, answered = ask(gestion, b"POST /login HTTP/1.1", *fields, body=form)

    # Back to what was asked; Symfony 1 writes its web server's own port where Host has none.
    assert status == 302
    assert answered["Location"] == "http://gestion.localhost/communes"


@pytest.mark.parametrize(
    "lie",
    [
        b"X-Forwarded-Host: evil.example", b"X_Forwarded_Host: evil.example", b"Ssl-Https: 1",
        b"X-Forwarded-Proto: https", b"X-Forwarded-For: 6.6.6.6", b"Client-Ip: 6.6.6.6",
    ],
)  # fmt: skip
def test_symfony_1_is_told_no_lie_it_would_believe(gestion: GatewayDoor, lie: bytes) -> None:
    found = seen(gestion, lie)

    assert (found["hote"], found["adresse"]) == ("gestion.localhost", "127.0.0.1")
    assert found["securise"] is False
    assert "evil" not in json.dumps(found)


def test_a_page_that_never_changes_is_not_sent_twice(gestion: GatewayDoor) -> None:
    first = ask(gestion, b"GET /outils/constante HTTP/1.1")
    tag = first[2]["ETag"].encode()
    again = ask(gestion, b"GET /outils/constante HTTP/1.1", b"If-None-Match: " + tag)

    assert (first[0], first[1]) == (200, b"corps constant\n")
    assert (again[0], again[1]) == (304, b"")


def test_a_download_arrives_whole_in_flat_memory(gestion: GatewayDoor) -> None:
    pattern = bytes(range(251))
    wanted = hashlib.sha256((pattern * (64 * 1048576 // 251 + 1))[: 64 * 1048576]).hexdigest()
    before = gestion.memory()
    status, body, _ = ask(gestion, b"GET /outils/telechargement?mo=64 HTTP/1.1")

    assert (status, hashlib.sha256(body).hexdigest()) == (200, wanted)
    assert gestion.memory() - before < 8 << 20


def test_an_upload_arrives_whole(gestion: GatewayDoor) -> None:
    content = os.urandom(1_500_000)
    body = (
        b'--b\r\nContent-Disposition: form-data; name="fichier"; filename="a.bin"\r\n'
        b"Content-Type: application/octet-stream\r\n\r\n" + content + b"\r\n--b--\r\n"
    )
    fields = [
        b"Content-Type: multipart/form-data; boundary=b", b"Content-Length: %d" % len(body),
    ]  # fmt: skip
    status, page, _ = ask(gestion, b"POST /outils/envoi HTTP/1.1", *fields, body=body)

    assert status == 200
    assert hashlib.sha256(content).hexdigest().encode() in page


def test_a_page_that_takes_too_long_is_given_up_and_others_are_not(gestion: GatewayDoor) -> None:
    with ThreadPoolExecutor(1) as threads:
        slow = threads.submit(ask, gestion, b"GET /outils/lent?secondes=4 HTTP/1.1")
        quick = ask(gestion, b"GET /outils/constante HTTP/1.1")
        status, page, _ = slow.result()

    assert (quick[0], status) == (200, 504)
    assert b'lang="fr"' in page


def test_a_visitor_that_leaves_takes_its_connection_to_php_along(gestion: GatewayDoor) -> None:
    before = sockets_of(gestion)
    with gestion.dial(message(b"GET /outils/telechargement?mo=500 HTTP/1.1", host=HOST)) as sock:
        assert sock.recv(10_000)
        assert sockets_of(gestion) > before

    assert until(lambda: sockets_of(gestion) <= before, 1.5)


def test_more_slow_pages_than_room_are_refused_quickly_and_the_rest_recovers(
    gestion: GatewayDoor,
) -> None:
    def timed(_: int) -> tuple[int, float, str]:
        started = time.monotonic()
        status, _, fields = ask(gestion, b"GET /outils/lent?secondes=1 HTTP/1.1")
        return status, time.monotonic() - started, fields.get("Retry-After", "")

    with ThreadPoolExecutor(16) as threads:
        found = list(threads.map(timed, range(16)))
    told = [one for one in found if one[0] == 503]

    assert len(told) >= 10
    assert {again for _, _, again in told} == {"5"}
    assert sorted(seconds for _, seconds, _ in told)[len(told) // 2] < 0.2
    assert ask(gestion, b"GET /outils/constante HTTP/1.1")[0] == 200
    assert gestion.get("/-/health").status == 200


@pytest.fixture
def without(stack: LegacyStack) -> Iterator[Callable[[Daemon], None]]:
    """Stops a service for the length of a test."""
    stopped: list[Daemon] = []

    def stop(service: Daemon) -> None:
        service.stop()
        stopped.append(service)

    yield stop
    for service in stopped:
        if not service.is_running():
            service.start()
        service.wait_ready()


def test_nginx_that_is_down_is_told_and_found_again_within_seconds(
    gestion: GatewayDoor, stack: LegacyStack, without: Callable[[Daemon], None]
) -> None:
    without(stack.nginx)
    statuses = [ask(gestion, b"GET /outils/constante HTTP/1.1")[0] for _ in range(12)]
    started = time.monotonic()
    during = ask(gestion, b"GET /outils/constante HTTP/1.1")[2]
    quick = time.monotonic() - started
    health = gestion.health()
    stack.nginx.start()
    stack.nginx.wait_ready()

    assert set(statuses) == {502, 503}
    assert (during["Retry-After"], quick < 0.2) == ("5", True)
    assert (health["live"], health["status"]) == (True, "degraded")
    assert until(lambda: ask(gestion, b"GET /outils/constante HTTP/1.1")[0] == 200, 5)


def test_php_that_is_down_is_nginx_to_tell_and_cuts_nothing_off(
    gestion: GatewayDoor, stack: LegacyStack, without: Callable[[Daemon], None]
) -> None:
    without(stack.php)
    pages = [ask(gestion, b"GET /outils/constante HTTP/1.1") for _ in range(8)]
    style = re.search(rb'href="(/[^"]+\.css)', ask_home(gestion))
    stack.php.start()
    stack.php.wait_ready()

    # Nginx's own page, byte for byte: no word of ours, and no circuit opens on an answer.
    assert {status for status, _, _ in pages} == {502}
    assert all(b"nginx" in page for _, page, _ in pages)
    assert style is None
    assert until(lambda: ask(gestion, b"GET /outils/constante HTTP/1.1")[0] == 200, 3)


def ask_home(door: GatewayDoor) -> bytes:
    return ask(door, b"GET / HTTP/1.1")[1]


def test_legacy_passes_while_the_database_is_down(
    gestion: GatewayDoor, stack: LegacyStack, without: Callable[[Daemon], None]
) -> None:
    without(stack.mariadb)
    public = ask(gestion, b"GET /outils/constante HTTP/1.1")
    needing = ask(gestion, b"GET /api/communes.json HTTP/1.1")
    health = gestion.health()
    stack.mariadb.start()
    stack.mariadb.wait_ready()

    assert public[:2] == (200, b"corps constant\n")
    # What PHP makes of it is PHP's answer, and passes as it is.
    assert needing[0] == 500
    assert b"X-Request-Id" not in b"".join(name.encode() for name in needing[2])
    assert (health["live"], health["ready"]) == (True, True)
    assert until(lambda: ask(gestion, b"GET /api/communes.json HTTP/1.1")[0] == 200, 5)
