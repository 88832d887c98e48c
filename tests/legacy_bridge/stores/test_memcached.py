"""What memcached itself says."""

import pytest

from legacy_bridge.stores.errors import SessionStoreDown
from legacy_bridge.stores.memcached import MemcachedCells
from legacy_bridge.stores.wire import Wire


def test_a_value_too_large_for_the_server_is_told(memcached_port: int) -> None:
    cells = MemcachedCells(Wire(("127.0.0.1", memcached_port)))

    with pytest.raises(SessionStoreDown, match="refused"):
        cells.put("large", b"x" * (2 << 20))
    cells.put("small", b"x")
    assert cells.get("small") == b"x"


def test_a_life_of_more_than_a_month_is_a_date(memcached_port: int) -> None:
    cells = MemcachedCells(Wire(("127.0.0.1", memcached_port)), lifetime_s=90 * 24 * 3600)
    cells.put("long", b"x")

    assert cells.get("long") == b"x"


def test_a_swap_of_what_is_not_there_fails(memcached_port: int) -> None:
    cells = MemcachedCells(Wire(("127.0.0.1", memcached_port)))

    assert not cells.swap("none", b"a", b"b")


@pytest.mark.parametrize("length, is_long", [(231, False), (232, True), (256, True)])
def test_an_id_too_long_for_the_server_has_no_session(
    memcached_port: int, length: int, is_long: bool
) -> None:
    cells = MemcachedCells(Wire(("127.0.0.1", memcached_port)))
    if not is_long:
        assert cells.lock("a" * length)  # the longest of its keys
        cells.unlock("a" * length)

    assert cells.get("a" * length) is None


def test_a_server_of_another_kind_is_told(redis_port: int) -> None:
    with pytest.raises(SessionStoreDown):
        MemcachedCells(Wire(("127.0.0.1", redis_port), 0.3)).get("x")
