"""A gateway with its upstream, shared by the tests of one file."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.fakes.gateway_door import GatewayDoor
from tests.fakes.upstream import Upstream


@pytest.fixture(scope="module")
def upstream() -> Iterator[Upstream]:
    fake = Upstream()
    yield fake
    fake.stop()


@pytest.fixture(scope="module")
def settings() -> dict[str, str]:
    """What a file's gateway is started with, besides a free port and its upstream."""
    return {}


@pytest.fixture(scope="module")
def door(
    upstream: Upstream, settings: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[GatewayDoor]:
    folder: Path = tmp_path_factory.mktemp("gateway")
    gateway = GatewayDoor(folder, upstream.port, **settings)
    yield gateway
    assert gateway.stop() == 0, gateway.log
    assert "Traceback" not in gateway.log


@pytest.fixture
def open_door(tmp_path: Path) -> Iterator[Callable[..., GatewayDoor]]:
    """Starts a gateway for one upstream's port; whatever a test leaves running is stopped."""
    opened: list[GatewayDoor] = []

    def start(port: int, **how: object) -> GatewayDoor:
        opened.append(GatewayDoor(tmp_path, port, **how))  # type: ignore[arg-type]
        return opened[-1]

    yield start
    for door in opened:
        if door.process.poll() is None:
            door.stop()
