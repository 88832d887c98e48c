"""Real servers for the stores: memcached and redis, private and on loopback."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from demo.stack.ports import free_ports
from tests.fakes.servers import serving


@pytest.fixture(scope="session")
def memcached_port() -> Iterator[int]:
    (port,) = free_ports(1)
    with serving("memcached", "-l", "127.0.0.1", "-p", str(port), port=port):
        yield port


@pytest.fixture(scope="session")
def redis_port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    (port,) = free_ports(1)
    folder: Path = tmp_path_factory.mktemp("redis")
    options = ["--bind", "127.0.0.1", "--port", str(port), "--save", "", "--dir", str(folder)]
    with serving("redis-server", *options, port=port):
        yield port
