"""Real servers for the stores: memcached and redis, private and on loopback."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from demo.stack.ports import free_ports


@contextmanager
def serving(name: str, *arguments: str, port: int) -> Iterator[int]:
    """The server until the end of the block, once it answers."""
    program = shutil.which(name)
    if program is None:
        pytest.skip(f"{name} is not installed (make test installs it)")
    user = ["-u", "nobody"] if name == "memcached" and os.geteuid() == 0 else []
    process = subprocess.Popen(
        [program, *arguments, *user], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", port), 0.2).close()
                break
            except OSError:
                time.sleep(0.02)
        yield port
    finally:
        process.terminate()
        process.wait(10)


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
