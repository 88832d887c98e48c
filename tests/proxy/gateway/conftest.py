"""A gateway with its upstream, shared by the tests of one file."""

from collections.abc import Iterator
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
