"""What redis itself says."""

import pytest

from legacy_bridge.stores.errors import SessionStoreDown
from legacy_bridge.stores.redis import RedisCells
from legacy_bridge.stores.wire import Wire


def test_another_database_is_another_place(redis_port: int) -> None:
    wire = Wire(("127.0.0.1", redis_port))
    RedisCells(wire, database=1).put("x", b"one")

    assert RedisCells(wire, database=1).get("x") == b"one"
    assert RedisCells(wire).get("x") is None
    assert RedisCells(wire, database=1, prefix="other:").get("x") is None


def test_a_refusal_is_told(redis_port: int) -> None:
    wire = Wire(("127.0.0.1", redis_port))

    with pytest.raises(SessionStoreDown, match="refused"):
        RedisCells(wire, database=99).get("x")
    with pytest.raises(SessionStoreDown, match="refused"):
        RedisCells(wire, password="wrong").get("x")


def test_a_lock_that_ran_out_is_not_taken_from_its_new_owner(redis_port: int) -> None:
    wire = Wire(("127.0.0.1", redis_port))
    slow, quick = RedisCells(wire), RedisCells(wire)
    assert slow.lock("x")
    slow.remove("x_LOCK")
    assert quick.lock("x")
    slow.unlock("x")

    assert not slow.lock("x")
    quick.unlock("x")


def test_a_server_of_another_kind_is_told(memcached_port: int) -> None:
    with pytest.raises(SessionStoreDown):
        RedisCells(Wire(("127.0.0.1", memcached_port), 0.3)).get("x")
