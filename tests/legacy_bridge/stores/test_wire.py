"""One connection a thread, made anew when it went stale."""

import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from legacy_bridge.stores.errors import SessionStoreDown
from legacy_bridge.stores.wire import Wire, block, line


class Echo:
    """A server that says each line again, until `mute` or a line `bye`."""

    def __init__(self, path: str) -> None:
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(path)
        self.listener.listen()
        self.connections = 0
        self.mute = False
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as reader:
            for said in reader:
                if said == b"bye\r\n" or self.mute:
                    return
                connection.sendall(said)


@pytest.fixture
def echo(tmp_path: Path) -> Iterator[Echo]:
    server = Echo(str(tmp_path / "echo.sock"))
    yield server
    server.listener.close()


@pytest.fixture
def wire(tmp_path: Path, echo: Echo) -> Iterator[Wire]:
    made = Wire(str(tmp_path / "echo.sock"), 0.5)
    yield made
    made.close()


def test_a_connection_is_kept(wire: Wire, echo: Echo) -> None:
    assert [wire.ask(b"%d\r\n" % n, line) for n in range(3)] == [b"0", b"1", b"2"]
    assert echo.connections == 1


def test_a_stale_connection_is_made_anew_once(wire: Wire, echo: Echo) -> None:
    wire.ask(b"a\r\n", line)
    with pytest.raises(SessionStoreDown):
        wire.ask(b"bye\r\n", line)

    assert echo.connections == 2
    assert wire.ask(b"b\r\n", line) == b"b"


def test_a_server_that_says_nothing_is_told(wire: Wire, echo: Echo) -> None:
    echo.mute = True

    with pytest.raises(SessionStoreDown, match="does not answer"):
        wire.ask(b"a\r\n", line)


def test_nobody_there_is_told() -> None:
    with pytest.raises(SessionStoreDown):
        Wire(("127.0.0.1", 1), 0.2).ask(b"a\r\n", line)
    with pytest.raises(SessionStoreDown):
        Wire("/nowhere/at/all.sock").ask(b"a\r\n", line)


def test_each_thread_has_its_own_connection(wire: Wire, echo: Echo) -> None:
    wire.ask(b"a\r\n", line)
    thread = threading.Thread(target=lambda: (wire.ask(b"b\r\n", line), wire.close()))
    thread.start()
    thread.join()

    assert echo.connections == 2


def test_a_forked_worker_does_not_speak_into_its_parents_connection(wire: Wire, echo: Echo) -> None:
    wire.ask(b"a\r\n", line)
    pid = os.fork()
    if not pid:
        os._exit(0 if wire.ask(b"child\r\n", line) == b"child" else 1)

    assert os.waitpid(pid, 0)[1] == 0
    assert wire.ask(b"parent\r\n", line) == b"parent"
    assert echo.connections == 2


@pytest.mark.parametrize("said", [b"abc\r\n", b"abcd", b"abcdef\r\n"])
def test_a_value_cut_short_is_no_value(wire: Wire, said: bytes) -> None:
    with pytest.raises(SessionStoreDown):
        wire.ask(
            said + (b"" if said.endswith(b"\r\n") else b"\r\n"), lambda reader: block(reader, 5)
        )
