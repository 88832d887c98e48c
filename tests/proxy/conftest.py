"""A WSGI door as it is shipped, before an upstream that follows a script."""

from collections.abc import Iterator

import pytest

from tests.fakes.gunicorn_door import GunicornDoor
from tests.fakes.upstream import Upstream, reply


@pytest.fixture(scope="module")
def lasting_upstream() -> Iterator[Upstream]:
    upstream = Upstream()
    yield upstream
    upstream.stop()


@pytest.fixture(scope="module")
def door(lasting_upstream, tmp_path_factory) -> Iterator[GunicornDoor]:
    """Its business database is down from the start to the end: legacy traffic passes."""
    door = GunicornDoor(
        tmp_path_factory.mktemp("door"),
        lasting_upstream.port,
        WORKERS="1",
        THREADS="16",
        DATABASE_URL="mysql://nobody@127.0.0.1:1/nothing",
    )
    yield door
    assert door.stop() == 0
    assert "Traceback" not in door.log


@pytest.fixture
def upstream(lasting_upstream) -> Upstream:
    """The door's upstream, which has seen nothing yet and answers ok."""
    lasting_upstream.requests.clear()
    lasting_upstream.script = lambda exchange: exchange.send(reply())
    return lasting_upstream
