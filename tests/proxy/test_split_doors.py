"""Split lots at the WSGI door, and the gateway deciding the same."""

import asyncio
import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask, request
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.test import Client, TestResponse

from proxy.access_log import Line
from proxy.backends.legacy import Legacy
from proxy.config import read_settings
from proxy.core.cards import NAME, card_in, sealed
from proxy.core.cohorts import binding, digest_of
from proxy.core.decision import DecisionOptions
from proxy.core.visitors import Mark, Override, Visitor
from proxy.front_door import FrontDoor
from proxy.gateway.destinations import Destinations
from proxy.reception import IdentityUnknown, Reception
from proxy.routing_file.reader import parse_table
from tests.fakes.loopless import Exchange, OnePool
from tests.fakes.transport import FakeTransport, answer

KEY = "a key that both doors have in common"
NOW = 1_795_424_400  # Monday 2026-11-23 at 10:00 in Paris
TABLE = parse_table(
    b"""\
version: 1
backends:
  front: { kind: symfony1, url: "http://127.0.0.1:1", hosts: [front.example] }
lots:
  housing:
    title: Logements
    stage: canary 50%
    cohorts: ["group:pilotes"]
    symfony_modules: [logement]
    redirects: { front: { /vieux: /logements } }
    routes: { front: [/logements] }
  hours:
    title: Heures
    stage: python
    schedule: { hours: 12:00-18:00 }
    routes: { front: [/heures] }
  closed:
    title: Ancien
    stage: retired
    gone: Ferm\xc3\xa9 en 2025.
    routes: { front: [/anciens] }
  events:
    title: Agenda
    stage: python
    routes: { front: [/evenements] }
"""
)


class Lines(list[Line]):
    write = list.append


class House:
    """The WSGI door with everything behind it faked."""

    def __init__(self, words: Iterable[str] | None = ()) -> None:
        self.legacy = FakeTransport(*(answer(b"legacy", headers=FIELDS) for _ in range(400)))
        self.lines = Lines()
        self.asked: list[bytes] = []
        self.words = words
        self.table = TABLE
        site = Flask("site")
        site.add_url_rule(
            "/<path:path>", view_func=_page, methods=["GET", "POST", "HEAD", "OPTIONS"]
        )
        self.door = FrontDoor(
            live=self,
            legacy=Legacy(lambda _url: self.legacy, {}),
            sites={"front": site.wsgi_app},
            ours=Flask("ours").wsgi_app,
            log=self.lines,
            settings=read_settings({"FIGUIER_SECRET_KEY": KEY}),
            identity=self.identity,
        )

    def identity(self, cookies: bytes) -> Sequence[str]:
        self.asked.append(cookies)
        if self.words is None:
            raise IdentityUnknown("nobody is there")
        return tuple(self.words)

    def ask(self, target: str, method: str = "GET", cookie: bytes = b"") -> TestResponse:
        client = Client(self.door, use_cookies=False)
        environ = {
            "RAW_URI": target,
            "PATH_INFO": target.partition("?")[0],
            "HTTP_HOST": "front.example",
        }
        if cookie:
            environ["HTTP_COOKIE"] = cookie.decode("latin-1")
        return client.open("/", method=method, environ_overrides=environ, buffered=True)

    @property
    def said(self) -> tuple[str, str]:
        return self.lines[-1].side, self.lines[-1].reason


FIELDS = ((b"Cache-Control", b"public, max-age=60"), (b"Set-Cookie", b"symfony=x"))


def _page(path: str) -> tuple[str, int]:
    return f"python {path} {request.headers.get('Cookie', '')}", 404 if path == "anciens" else 200


def card(visitor: Visitor) -> bytes:
    return NAME + b"=" + sealed(visitor, KEY.encode())


def given_card(found: TestResponse) -> Visitor | None:
    values = [value.partition(";")[0].encode() for value in found.headers.getlist("Set-Cookie")]
    return card_in(values, KEY.encode())


def test_a_first_visit_is_given_a_card_whichever_side_answers() -> None:
    house = House()
    sides = set()
    for _ in range(60):
        found = house.ask("/logements")
        visitor = given_card(found)
        assert visitor is not None
        assert visitor.bucket is not None
        sides.add(house.said)
        assert (house.said[0] == "python") == (visitor.bucket < 5000)
        assert house.lines[-1].status == 200
    assert sides == {("python", "canary-in"), ("legacy", "canary-out")}


@pytest.mark.parametrize("bucket", [10, 9000])
def test_both_sides_answers_are_kept_out_of_shared_caches(bucket: int) -> None:
    found = House().ask("/logements", cookie=card(Visitor(bucket)))

    assert found.headers["Vary"] == "Cookie"
    assert found.headers["Cache-Control"].startswith("private")
    assert "public" not in str(found.headers)


def test_other_lots_get_no_card_and_php_no_cookie_of_ours() -> None:
    house = House()
    found = house.ask("/agenda", cookie=b"a=1; " + card(Visitor(10)) + b"; symfony=y")

    assert "figuier_visitor" not in str(found.headers)
    assert house.legacy.heads[-1].values(b"cookie") == (b"a=1; symfony=y",)
    assert "Vary" not in found.headers

    house.ask("/agenda", cookie=card(Visitor(10)))
    assert house.legacy.heads[-1].values(b"cookie") == ()
    assert "figuier_visitor" not in house.ask("/evenements", cookie=card(Visitor(10))).text


def test_who_somebody_is_is_asked_once() -> None:
    house = House(["group:pilotes", "user:claire"])
    first = house.ask("/logements", cookie=b"symfony=abc; " + card(Visitor(9000)))
    visitor = given_card(first)
    assert visitor is not None

    house.ask("/logements", cookie=b"symfony=abc; " + card(visitor))

    assert house.said == ("python", "cohort")
    assert len(house.asked) == 1
    assert house.asked[0].startswith(b"symfony=abc")


def test_a_sign_out_drops_what_was_known() -> None:
    house = House(["group:pilotes"])
    bound_to = binding(b"abc", TABLE.vocabulary)
    words = frozenset({digest_of("group:pilotes")})
    known = card(Visitor(9000, words, bound_to, NOW))
    house.door._reception._now = lambda: NOW

    house.ask("/logements", cookie=known + b"; symfony=abc")
    assert house.said == ("python", "cohort")
    house.ask("/logements", cookie=known)
    assert house.said == ("legacy", "canary-out")
    assert house.asked == []


def test_an_identity_that_nobody_tells_stops_nothing() -> None:
    house = House(None)
    for _ in range(3):
        house.ask("/logements", cookie=b"symfony=abc; " + card(Visitor(9000)))
        assert house.said == ("legacy", "canary-out")

    assert len(house.asked) == 1


def test_a_retired_address_without_page_is_gone_in_the_lots_words() -> None:
    found = House().ask("/anciens")

    assert found.status_code == 410
    assert "Fermé en 2025." in found.text


# -- both doors -------------------------------------------------------------------------------

names = st.sampled_from(["housing", "hours", "other"])
marks = st.builds(Mark, names, st.booleans(), st.integers(NOW - 4000, NOW + 10), st.booleans())
overrides = st.builds(Override, names, st.booleans(), st.integers(NOW - 10, NOW + 10))
visitors = st.builds(
    Visitor,
    st.integers(0, 9999),
    st.just(frozenset[str]()) | st.just(frozenset({digest_of("group:pilotes")})),
    st.sampled_from(["", binding(b"abc", TABLE.vocabulary)]),
    st.integers(NOW - 700, NOW),
    st.lists(overrides, max_size=2).map(tuple),
    st.lists(marks, max_size=3, unique_by=lambda mark: mark.journey).map(tuple),
)
targets = st.sampled_from(
    ["/logements", "//logements", "/logement", "/logement/x", "/logement;/x", "/vieux?a=1",
     "/index.php/logements", "/heures", "/anciens", "/evenements", "/agenda", "/x/../heures"]
)  # fmt: skip
asked = st.tuples(
    st.sampled_from(["GET", "HEAD", "POST", "DELETE", "OPTIONS"]), targets, visitors, st.booleans()
)


class AtOnce:
    """Somebody who knows that the visitor is in no cohort."""

    def find(self, cookies: bytes, known: Callable[[Sequence[str]], None]) -> None:
        del cookies
        asyncio.get_running_loop().call_soon(known, ())


@settings(max_examples=80, deadline=None)
@given(st.lists(asked, min_size=1, max_size=4))
def test_both_doors_decide_the_same(several: list[tuple[str, str, Visitor, bool]]) -> None:
    house = House([])
    house.door._reception._now = lambda: NOW
    exchange = Exchange()
    pools: Any = OnePool(exchange.pool)
    exchange.services.destinations = Destinations(house, DecisionOptions(), pools)
    exchange.services.reception = Reception(
        KEY.encode(), ZoneInfo("Europe/Paris"), b"symfony", lambda: NOW
    )
    at_once: Any = AtOnce()
    exchange.services.identities = at_once
    for method, target, visitor, has_session in several:
        cookie = card(visitor) + (b"; symfony=abc" if has_session else b"")
        found = house.ask(target, method, cookie)
        got = asyncio.run(_carried(exchange, method, target, cookie))

        line = json.loads(exchange.services.lines[-1])
        theirs = house.lines[-1]
        assert (line["side"], line["reason"], line["lot"], line["stage"]) == (
            theirs.side, theirs.reason, theirs.lot, theirs.stage,
        )  # fmt: skip
        cards = [each for each in got.split(b"\r\n") if each.startswith(b"Set-Cookie: figuier")]
        given = [v for v in found.headers.getlist("Set-Cookie") if v.startswith("figuier")]
        assert [each.removeprefix(b"Set-Cookie: ").decode() for each in cards] == given


async def _carried(exchange: Exchange, method: str, target: str, cookie: bytes) -> bytes:
    head = f"{method} {target} HTTP/1.1\r\nHost: front.example\r\n".encode()
    got, _ = await exchange.carry([head + b"Cookie: " + cookie + b"\r\n\r\n"])
    return got
