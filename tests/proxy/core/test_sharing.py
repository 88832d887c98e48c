"""Answers of a split lot in caches."""

import pytest

from proxy.core.sharing import unshared

Fields = tuple[tuple[bytes, bytes], ...]
PRIVATE = (b"Cache-Control", b"private")
VARY = (b"Vary", b"Cookie")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((), (PRIVATE, VARY)),
        (((b"cache-control", b"max-age=60"),), ((b"cache-control", b"max-age=60"), PRIVATE, VARY)),
        (((b"Cache-Control", b"no-cache, private"),), ((b"Cache-Control", b"no-cache, private"), VARY)),
        (((b"Cache-Control", b"No-Store"),), ((b"Cache-Control", b"No-Store"), VARY)),
        (((b"Cache-Control", b"public, max-age=60"),), ((b"Cache-Control", b"private, no-store"), VARY)),
        (((b"Cache-Control", b"private"), (b"Cache-Control", b"s-maxage=9")), ((b"Cache-Control", b"private, no-store"), VARY)),
        (((b"Cache-Control", b'private="Set-Cookie"'),), ((b"Cache-Control", b'private="Set-Cookie"'), PRIVATE, VARY)),
        (((b"Vary", b"Accept-Encoding"),), ((b"Vary", b"Accept-Encoding"), PRIVATE, VARY)),
        (((b"VARY", b"accept, COOKIE"),), ((b"VARY", b"accept, COOKIE"), PRIVATE)),
        (((b"Vary", b"*"),), ((b"Vary", b"*"), PRIVATE)),
        (((b"X-Accel-Expires", b"60"), (b"CDN-Cache-Control", b"max-age=60")), (PRIVATE, VARY)),
        (((b"Cloudflare-CDN-Cache-Control", b"max-age=60"), (b"Surrogate-Control", b"x")), (PRIVATE, VARY)),
    ],
)  # fmt: skip
def test_no_shared_cache_may_keep_the_answer(before: Fields, after: Fields) -> None:
    assert unshared(before) == after


def test_every_other_field_stays_in_its_place() -> None:
    fields = ((b"Date", b"x"), (b"Set-Cookie", b"a=1"), (b"Set-Cookie", b"b=2"))

    assert unshared(fields)[:3] == fields
