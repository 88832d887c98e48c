"""Real servers, private and on loopback, for as long as a test wants them."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest


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
