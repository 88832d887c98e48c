from collections.abc import Iterator
from pathlib import Path

import pytest

from proxy.config import read_settings
from proxy.gateway.flask_processes import python_socket_of
from proxy.gateway.goodbye_post import GoodbyePost
from proxy.goodbyes import GoodbyeDelayed
from tests.fakes.gateway_door import GatewayDoor
from tests.fakes.upstream import Upstream


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GatewayDoor]:
    upstream, folder = Upstream(), tmp_path_factory.mktemp("goodbyes")
    door = GatewayDoor(
        folder, upstream.port, PYTHON_APPLICATION="tests.fakes.door_app:python_side()"
    )
    yield door
    door.stop()
    upstream.stop()


def test_flask_answers_that_a_key_is_forgotten(door: GatewayDoor) -> None:
    # Without a database there is no key: nothing to do is done.
    GoodbyePost(python_socket_of(read_settings(door.environ)))("abc")


def test_nobody_outside_can_say_goodbye_for_another(door: GatewayDoor) -> None:
    answer = door.get("/lotb", b"X-Figuier-Site: -goodbyes")

    assert answer.status == 200
    assert b"python /lotb" in answer.text  # type: ignore[attr-defined]


def test_processes_that_are_away_are_asked_again(tmp_path: Path) -> None:
    with pytest.raises(GoodbyeDelayed, match="do not answer"):
        GoodbyePost(tmp_path / "nobody.sock")("abc")
