"""A real cache that serves everybody, in front of a lot that is split in two."""

from collections.abc import Iterator

import pytest

from proxy.core.cards import NAME, sealed
from proxy.core.visitors import Visitor
from tests.conftest import without
from tests.fakes.fronts import program_of
from tests.fakes.shared_cache import SharedCache
from tests.fakes.split_door import KEY, split_gateway
from tests.fakes.upstream import Upstream, reply

#: Cacheable by everybody, and by nginx before all; no cookie that would keep nginx from it.
PUBLIC = reply(
    b"legacy", b"Date: Mon, 23 Nov 2026 10:00:00 GMT", b"Cache-Control: public, max-age=600",
    b"X-Accel-Expires: 600", b"Content-Type: text/html",
)  # fmt: skip
SILENT = reply(b"legacy", b"Date: Mon, 23 Nov 2026 10:00:00 GMT")


@pytest.fixture(scope="module")
def upstream() -> Iterator[Upstream]:
    fake = Upstream(lambda exchange: exchange.send(PUBLIC))
    yield fake
    fake.stop()


@pytest.fixture(scope="module")
def cache(upstream: Upstream, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SharedCache]:
    if not program_of("nginx"):
        without("nginx is not installed")
    door = split_gateway(tmp_path_factory.mktemp("gateway"), upstream)
    running = SharedCache(tmp_path_factory.mktemp("cache"), door.port)
    yield running
    running.stop()
    assert door.stop() == 0, door.log


def card(bucket: int) -> bytes:
    return NAME + b"=" + sealed(Visitor(bucket), KEY)


def test_the_cache_is_one_that_keeps_what_it_may(cache: SharedCache) -> None:
    assert [cache.get("/evenements")[0] for _ in range(3)] == ["MISS", "HIT", "HIT"]


@pytest.mark.parametrize("answer", [PUBLIC, SILENT], ids=["public", "says nothing"])
@pytest.mark.parametrize("first", [10, 9000], ids=["python first", "legacy first"])
def test_half_and_half_no_visitor_gets_the_other_sides_answer(
    cache: SharedCache, upstream: Upstream, answer: bytes, first: int
) -> None:
    upstream.script = lambda exchange: exchange.send(answer)
    path = f"/logements/{first}{len(answer)}"
    for bucket in (first, 10, 9000, 9000, 10, 4999, 5000, 10):
        kept, side = cache.get(path, card(bucket))
        assert side == ("python" if bucket < 5000 else "legacy")
        assert kept != "HIT"


def test_visitors_who_come_for_the_first_time_are_not_frozen_on_one_side(
    cache: SharedCache,
) -> None:
    answers = [cache.get("/logements") for _ in range(40)]

    assert {side for _, side in answers} == {"python", "legacy"}
    assert {kept for kept, _ in answers} == {"MISS"}


def test_a_redirect_of_one_side_is_not_kept_for_the_other(cache: SharedCache) -> None:
    for bucket in (10, 9000, 10, 9000):
        assert cache.get("/index.php/logements", card(bucket))[0] != "HIT"
