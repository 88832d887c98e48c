"""One set of processes takes over from another, and nobody who asks meanwhile can tell."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.client import HTTPException
from pathlib import Path

import pytest

from tests.fakes.gateway_door import GatewayDoor
from tests.fakes.gunicorn_door import ROOT, until
from tests.fakes.processes import children
from tests.fakes.raw_http import GET, answer, message
from tests.fakes.upstream import Exchange, Upstream, reply

OpenDoor = Callable[..., GatewayDoor]
LOT = message(b"GET /lotb HTTP/1.1")


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    fake = Upstream(lambda exchange: exchange.send(reply(b"done")))
    yield fake
    fake.stop()


def flask_masters(door: GatewayDoor) -> set[int]:
    return set(children(door.process.pid, b"gunicorn"))


def flask_master(door: GatewayDoor) -> int:
    (master,) = flask_masters(door)
    return master


def ask_for_ever(
    door: GatewayDoor, data: bytes, over: threading.Event, found: list[str], *, keeps: bool
) -> None:
    """Ask again and again, on one connection as long as the gateway keeps it, or on new ones."""
    while not over.is_set():
        try:
            with door.dial() as sock:
                said_last = False
                while not over.is_set() and not said_last:
                    sock.sendall(data)
                    status, _, response = answer(sock)
                    found.append(str(status))
                    said_last = response.headers["Connection"] == "close" or not keeps
                    time.sleep(0.002)
        except OSError as error:
            found.append(repr(error))


def test_a_hand_over_loses_no_request_kept_alive_or_not(
    open_door: OpenDoor, upstream: Upstream
) -> None:
    door = open_door(upstream.port, WORKERS="2")
    before = {*door.workers(), flask_master(door)}
    over, found = threading.Event(), []  # type: ignore[var-annotated]
    threads = [
        threading.Thread(
            target=ask_for_ever, args=(door, data, over, found), kwargs={"keeps": keeps}
        )
        for data in (GET, LOT)
        for keeps in (True, False)
    ]
    for thread in threads:
        thread.start()
    door.process.send_signal(signal.SIGHUP)

    def is_renewed() -> bool:
        workers, masters = door.workers(), flask_masters(door)
        return len(workers) == 2 and len(masters) == 1 and not before & {*workers, *masters}

    try:
        is_over = until(is_renewed, 60)
    finally:
        # They would ask for ever, and keep the whole run from ending.
        over.set()
        for thread in threads:
            thread.join()

    assert is_over, door.log
    assert set(found) == {"200"}
    assert len(found) > 100
    assert door.stop() == 0


def test_new_processes_that_cannot_start_change_nothing(
    open_door: OpenDoor, upstream: Upstream
) -> None:
    door = open_door(upstream.port)
    before = door.workers()
    good = door.table.read_text()
    door.table.write_text("version: 2\n")
    door.process.send_signal(signal.SIGHUP)
    said = until(lambda: "the old ones go on" in door.log, 15)
    door.table.write_text(good)

    assert said
    assert until(lambda: door.workers() == before, 5)
    assert door.get("/a").status == 200
    door.process.send_signal(signal.SIGHUP)
    assert until(lambda: door.workers() not in (before, []), 20)
    assert door.stop() == 0


def test_at_the_end_those_in_flight_finish_and_newcomers_are_told_at_once(
    open_door: OpenDoor, upstream: Upstream
) -> None:
    def slow(exchange: Exchange) -> None:
        time.sleep(1.5)
        exchange.send(reply(b"late"))

    door = open_door(upstream.port)
    idle = door.dial(GET)
    assert answer(idle)[0] == 200
    upstream.script = slow
    busy = door.dial(message(b"GET /slow HTTP/1.1"))
    assert until(lambda: len(upstream.requests) == 2)
    upstream.script = lambda exchange: exchange.send(reply(b"last"))
    door.process.send_signal(signal.SIGTERM)
    time.sleep(0.5)

    with pytest.raises(ConnectionRefusedError):
        door.dial()
    # A request that was on its way when the end was told is answered, and told that it is the last.
    idle.sendall(GET)
    status, body, response = answer(idle)
    assert (status, body, response.headers["Connection"]) == (200, b"last", "close")
    assert answer(busy)[:2] == (200, b"late")
    assert door.process.wait(10) == 0
    busy.close()
    idle.close()


def test_flask_that_dies_comes_back_and_legacy_never_notices(
    open_door: OpenDoor, upstream: Upstream
) -> None:
    door = open_door(upstream.port)
    victim = flask_master(door)
    for pid in (victim, *children(victim)):
        os.kill(pid, signal.SIGKILL)

    assert door.get("/a").status == 200
    assert until(lambda: door.get("/lotb").status == 200, 10)
    assert door.get("/a").status == 200
    assert door.stop() == 0


def test_a_killed_worker_takes_only_its_own_requests_with_it(
    open_door: OpenDoor, upstream: Upstream
) -> None:
    door = open_door(upstream.port, WORKERS="2")
    held = [door.dial() for _ in range(40)]
    upstream.requests.clear()
    for sock in held:
        sock.sendall(GET)
        assert answer(sock)[0] == 200
    # An id begins with what is its worker's alone.
    owners = [seen.values(b"x-request-id")[0][:16] for seen in upstream.requests]
    victim = door.workers()[0]
    os.kill(victim, signal.SIGKILL)
    dead, alive = set(), set()
    for sock, owner in zip(held, owners, strict=True):
        with sock:
            try:
                sock.sendall(GET)
                assert answer(sock)[0] == 200
                alive.add(owner)
            except (OSError, HTTPException):
                dead.add(owner)

    assert len(dead) <= 1
    assert not dead & alive
    assert until(lambda: victim not in door.workers() and len(door.workers()) == 2, 3)
    assert {door.get("/a").status for _ in range(20)} == {200}
    assert door.stop() == 0


def test_workers_may_open_as_many_files_as_the_system_lets_them(
    open_door: OpenDoor, upstream: Upstream
) -> None:
    door = open_door(upstream.port, through=("sh", "-c", 'ulimit -Sn 256; exec "$@"', "-"))
    limits = Path(f"/proc/{door.workers()[0]}/limits").read_text()
    soft, hard = next(
        line.split()[3:5] for line in limits.splitlines() if line.startswith("Max open files")
    )

    assert soft == hard
    assert door.stop() == 0


SYSTEMD = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.set_inheritable(3, True)
os.environ |= {"LISTEN_PID": str(os.getpid()), "LISTEN_FDS": "1"}
os.execv(sys.argv[2], sys.argv[2:])
"""


def test_a_socket_of_systemd_outlives_a_restart(open_door: OpenDoor, upstream: Upstream) -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        listener.set_inheritable(True)
        port = listener.getsockname()[1]
        python = Path("/usr/bin/env"), "python3", "-c", SYSTEMD, str(listener.fileno())
        through = tuple(map(str, python))
        first = open_door(upstream.port, through=through, PORT=str(port), waits=False)
        first.port = port
        first.wait()
        assert first.stop() == 0
        # Between the two nobody accepts, and nobody is refused.
        with socket.create_connection(("127.0.0.1", port), timeout=15) as sock:
            sock.sendall(GET)
            second = open_door(upstream.port, through=through, PORT=str(port), waits=False)
            second.port = port

            assert answer(sock)[:2] == (200, b"done")
        assert second.stop() == 0


def test_systemd_is_told_when_it_is_ready_and_when_it_ends(
    tmp_path: Path, open_door: OpenDoor, upstream: Upstream
) -> None:
    address = tmp_path / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(address))
        systemd.settimeout(15)
        door = open_door(
             upstream.port,
            through=("/usr/bin/env", f"NOTIFY_SOCKET={address}"), waits=False,
        )  # fmt: skip
        ready = systemd.recv(1024).decode().split("\n")
        accepts = door.get("/a").status
        door.stop()

        assert (ready[0], accepts) == ("READY=1", 200)
        assert ready[1] == f"MAINPID={door.process.pid}"
        assert systemd.recv(1024) == b"STOPPING=1"


def test_whoever_loses_its_supervisor_finishes_and_leaves_the_place(
    open_door: OpenDoor, upstream: Upstream
) -> None:
    def slow(exchange: Exchange) -> None:
        time.sleep(2.0)
        exchange.send(reply(b"late"))

    door = open_door(upstream.port)
    orphans = [*door.workers(), flask_master(door)]
    upstream.script = slow
    with door.dial(message(b"GET /slow HTTP/1.1")) as busy:
        assert until(lambda: len(upstream.requests) == 1)
        door.process.kill()
        door.process.wait()
        time.sleep(1.0)
        upstream.script = lambda exchange: exchange.send(reply(b"done"))
        again = subprocess.Popen(
            [sys.executable, "-m", "proxy.gateway"], cwd=ROOT, env=door.environ
        )
        try:
            assert answer(busy)[:2] == (200, b"late")
            door.wait()
            gone = until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in orphans), 10)
            lot = door.get("/lotb").status
        finally:
            again.terminate()

    assert (again.wait(20), gone, lot) == (0, True, 200)
