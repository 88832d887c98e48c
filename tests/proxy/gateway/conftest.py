"""A gateway with its upstream: one for all files that need no settings of their own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.fakes.gateway_door import GatewayDoor
from tests.fakes.upstream import Upstream

USUAL = {"HEAD_TIMEOUT_S": "1.5", "IDLE_TIMEOUT_S": "1.5"}


@pytest.fixture(scope="module")
def settings() -> dict[str, str]:
    """What a file's gateway is started with, besides a free port and its upstream."""
    return USUAL


def running(
    settings: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Upstream, GatewayDoor]]:
    upstream = Upstream()
    folder: Path = tmp_path_factory.mktemp("gateway")
    gateway = GatewayDoor(folder, upstream.port, **settings)
    yield upstream, gateway
    assert gateway.stop() == 0, gateway.log
    assert "Traceback" not in gateway.log, gateway.log
    upstream.stop()


@pytest.fixture(scope="session")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Upstream, GatewayDoor]]:
    """An upstream and a gateway that many files share: starting them takes longer than a test."""
    yield from running(USUAL, tmp_path_factory)


@pytest.fixture(scope="module")
def pair(
    request: pytest.FixtureRequest,
    settings: dict[str, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Upstream, GatewayDoor]]:
    """This file's upstream and gateway."""
    if settings is USUAL:
        yield request.getfixturevalue("usual")
    else:
        yield from running(settings, tmp_path_factory)


@pytest.fixture(scope="module")
def upstream(pair: tuple[Upstream, GatewayDoor]) -> Upstream:
    return pair[0]


@pytest.fixture(scope="module")
def door(pair: tuple[Upstream, GatewayDoor]) -> GatewayDoor:
    return pair[1]


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
