import os
import socket

import pytest

from demo.stack.errors import PortTaken
from demo.stack.ports import (
    description,
    free_ports,
    is_free,
    port_answers,
    require_free,
    socket_answers,
)
from demo.stack.settings import PORT_SETTINGS, Ports, StackSettings


@pytest.fixture
def taken():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_port_somebody_listens_on_is_not_free(taken):
    assert not is_free(taken)
    assert port_answers(taken)


def test_a_port_taken_on_every_address_is_not_free():
    with socket.create_server(("0.0.0.0", 0)) as server:
        assert not is_free(server.getsockname()[1])


def test_free_ports_are_free_and_different():
    ports = free_ports(4)

    assert len(set(ports)) == 4
    assert all(map(is_free, ports))
    assert not any(map(port_answers, ports))


def test_the_holder_of_a_port_is_named(taken):
    assert f"process {os.getpid()} (" in description(taken)


def test_every_taken_port_is_told_with_the_setting_that_moves_it(taken, tmp_path):
    free = free_ports(2)
    ports = Ports(proxy=taken, gestion=free[0], vitrine=free[1], database=taken)

    with pytest.raises(PortTaken) as refused:
        require_free(StackSettings(state=tmp_path, ports=ports), list(PORT_SETTINGS))

    message = str(refused.value)
    assert f"Port {taken}, which proxy needs, is taken by process {os.getpid()}" in message
    assert "FIGUIER_PORT changes it" in message
    assert "FIGUIER_DATABASE_PORT changes it" in message
    assert "FIGUIER_GESTION_PORT" not in message
    assert "FIGUIER_PORT=8100 make run" in message


def test_free_ports_pass(tmp_path):
    settings = StackSettings(state=tmp_path, ports=Ports(*free_ports(4)))

    require_free(settings, list(PORT_SETTINGS))


def test_a_socket_file_without_a_listener_does_not_answer(tmp_path):
    path = tmp_path / "s"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))

        assert not socket_answers(path)

        server.listen()
        assert socket_answers(path)
