"""Processes: they drain, hand over, come back, and say why they cannot start."""

import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from http.client import HTTPResponse
from pathlib import Path

import pytest

from proxy.routing_file.writer import replace_file
from tests.fakes.gateway_door import GatewayDoor
from tests.fakes.gunicorn_door import ROOT, TABLE, quickest, until
from tests.fakes.upstream import Exchange, Upstream, reply

OpenDoor = Callable[..., GatewayDoor]
GET = b"GET /a HTTP/1.1\r\nHost: front.example\r\n\r\n"


@pytest.fixture
def slow() -> Iterator[Upstream]:
    """An upstream that takes half a second."""

    def script(exchange: Exchange) -> None:
        time.sleep(0.5)
        exchange.send(reply(b"done"))

    fake = Upstream(script)
    yield fake
    fake.stop()


def test_sigterm_lets_every_request_in_flight_finish(open_door: OpenDoor, slow: Upstream) -> None:
    door = open_door(slow.port)
    socks = [door.dial(GET) for _ in range(20)]
    assert until(lambda: len(slow.requests) == 20)

    assert door.stop() == 0
    bodies = []
    for sock in socks:
        with sock:
            response = HTTPResponse(sock)
            response.begin()
            bodies.append(response.read())
    assert bodies == [b"done"] * 20


def test_a_killed_worker_is_replaced_and_its_counts_are_kept(open_door: OpenDoor) -> None:
    upstream = Upstream(lambda exchange: exchange.send(reply(b"done")))
    door = open_door(upstream.port)
    door.get("/a")
    assert until(lambda: _counted(door) == 1, 3)
    victim = door.workers()[0]
    own = door.state / "metrics" / f"{victim}.json"
    assert until(lambda: '"count": 1' in own.read_text(), 3)
    os.kill(victim, signal.SIGKILL)

    assert until(lambda: door.workers() not in ([victim], []), 3)
    door.wait()
    assert _counted(door) == 1
    door.stop()
    upstream.stop()


def _counted(door: GatewayDoor) -> float:
    text = door.get("/-/metrics", host=b"127.0.0.1").text.decode()  # type: ignore[attr-defined]
    line = (
        'figuier_request_duration_seconds_count{backend="front",class="2xx",lot="",side="legacy"}'
    )
    return sum(float(row.split()[-1]) for row in text.splitlines() if row.startswith(line))


def test_a_flip_reaches_every_worker_within_a_second(open_door: OpenDoor) -> None:
    upstream = Upstream(lambda exchange: exchange.send(reply(b"legacy")))
    door = open_door(upstream.port, WORKERS="2")
    text = door.table.read_bytes()
    moved = text.replace(b"stage: python", b"stage: legacy")

    def bodies() -> set[bytes]:
        # Forty connections: the kernel gives some to each worker.
        return {door.get("/lotb/x").text for _ in range(40)}  # type: ignore[attr-defined]

    def flip() -> None:
        replace_file(door.table, hashlib.sha256(door.table.read_bytes()).hexdigest(), moved)
        assert until(lambda: bodies() == {b"legacy"}, 10)

    def flip_back() -> None:
        door.replace_table(text.decode())
        assert until(lambda: b"legacy" not in bodies(), 10)

    assert quickest(flip, 1.0, before=flip_back) < 1.0
    door.stop()
    upstream.stop()


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        pytest.param("FIGUIER_PORT", "taken", "FIGUIER_HOST, FIGUIER_PORT", id="port taken"),
        pytest.param("FIGUIER_PORT", "70000", "FIGUIER_PORT", id="no such port"),
        pytest.param("FIGUIER_HEAD_TIMEOUT_S", "-1", "FIGUIER_HEAD_TIMEOUT_S", id="negative"),
        pytest.param("FIGUIER_MAX_HEAD_BYTES", "1000", "FIGUIER_MAX_LINE_BYTES", id="head < line"),
        pytest.param("FIGUIER_MAX_FIELDS", "0", "FIGUIER_MAX_FIELDS", id="no fields at all"),
        pytest.param("FIGUIER_EVENT_LOOP", "trio", "FIGUIER_EVENT_LOOP", id="no such loop"),
        pytest.param("FIGUIER_MAX_BODY_BYTES", "much", "FIGUIER_MAX_BODY_BYTES", id="no number"),
        pytest.param("FIGUIER_ACCESS_LOG", "/dev/null/log", "FIGUIER_ACCESS_LOG", id="no log"),
        pytest.param("FIGUIER_STATE_DIR", "/dev/null/var", "FIGUIER_STATE_DIR", id="no state"),
        pytest.param(
            "FIGUIER_ROUTING_FILE", "/nowhere/r.yaml", "FIGUIER_ROUTING_FILE", id="no table"
        ),
        pytest.param("FIGUIER_BACKEND_FRONT_URL", "ftp://x", "FIGUIER_BACKEND_FRONT_URL", id="ftp"),
    ],
)
def test_bad_settings_are_named_at_start(
    tmp_path: Path, setting: str, value: str, said: str
) -> None:
    table = tmp_path / "routing.yaml"
    table.write_text(TABLE.format(port=9))
    with socket.create_server(("127.0.0.1", 0)) as holder:
        taken = str(holder.getsockname()[1])
        environ = {**os.environ, "FIGUIER_ROUTING_FILE": str(table), "FIGUIER_PORT": "1"}
        environ |= {
            "FIGUIER_STATE_DIR": str(tmp_path),
            "FIGUIER_WORKRES": "3",
            setting: taken if value == "taken" else value,
        }
        run = subprocess.run(
            [sys.executable, "-m", "proxy.gateway"],
            cwd=ROOT, env=environ, capture_output=True, text=True, timeout=20, check=False,
        )  # fmt: skip

    assert run.returncode == 1
    assert said in run.stderr
    assert "FIGUIER_WORKRES is not a setting; did you mean FIGUIER_WORKERS?" in run.stderr
    assert "Traceback" not in run.stderr
