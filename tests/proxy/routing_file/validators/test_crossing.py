"""Where two lots' shapes cross."""

import time

import pytest

from proxy.routing_file.validators.crossing import MOST_NAMED
from tests.fakes.routing_texts import a_lot_text, mistakes_in, the_mistake


@pytest.mark.parametrize(
    ("one", "other", "example"),
    [
        ("/a/:x", "/:y/b", "GET http://gestion.localhost/a/b"),
        ("/:slug", "/rgpd/*rest", "GET http://gestion.localhost/rgpd"),
        ("/a/:x/*rest", "/:y/b", "GET http://gestion.localhost/a/b"),
        ("/:x.csv", "/list.:sf_format", "GET http://gestion.localhost/list.csv"),
        ("/:x.csv", "/:id<int>.:sf_format", "GET http://gestion.localhost/123.csv"),
        ("POST /:x/new", "/a/*rest", "POST http://gestion.localhost/a/new"),
        ("/:a/:b/*rest", "/:a<int>/*rest", "GET http://gestion.localhost/123/exemple/exemple"),
    ],
)
def test_crossing_shapes_are_refused_with_an_example(one: str, other: str, example: str) -> None:
    for lots in ((one, other), (other, one)):
        mistake = the_mistake(a_lot_text("a", lots[0]), a_lot_text("b", lots[1]))

        assert f"cross at {example}; write a route for the crossing" in mistake


def test_a_third_route_settles_the_crossing() -> None:
    lots = a_lot_text("a", "/a/:x", "/a/b"), a_lot_text("b", "/:y/b")

    assert mistakes_in(*lots) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/a/:x", "/a/b"),
        ("/a/:x", "/a/:y<int>"),
        ("/a/*rest", "/a/:x/b"),
        ("/:x/*rest", "/:y/b"),
        ("/:x/b", "/:y/c"),
        ("/a/:x", "/b/:y"),
        ("/a/:x.csv", "/a/:y"),
        ("/a/:x", "/backend.php/:y/b"),
        ("/a/:x/:y", "/:z/b"),
        ("/list.:sf_format", "/:x"),
    ],
)
def test_a_shape_inside_another_or_apart_from_it_is_fine(one: str, other: str) -> None:
    assert mistakes_in(a_lot_text("a", one), a_lot_text("b", other)) == []


def test_one_lot_may_cross_itself() -> None:
    assert mistakes_in(a_lot_text("a", "/a/:x", "/:y/b")) == []


def test_methods_that_do_not_overlap_do_not_cross() -> None:
    lots = a_lot_text("a", "GET /a/:x"), a_lot_text("b", "OPTIONS /:y/b")

    assert mistakes_in(*lots) == []


def test_more_crossings_than_anybody_mends_are_told_as_one() -> None:
    found = mistakes_in(
        a_lot_text("a", *(f"/a{n}/:x" for n in range(30))),
        a_lot_text("b", "/:y/b", "/:y/c"),
    )
    tangled = [each for each in found if "too many routes of b and a cross" in each]

    assert len(found) == MOST_NAMED + 1
    assert len(tangled) == 1


def test_routes_that_all_cross_are_refused_in_seconds() -> None:
    sides = [
        ["/" + "/".join(word if number >> bit & 1 else f":p{bit}" for bit in range(12))
         for number in range(2**11)]
        for word in "ab"
    ]  # fmt: skip
    started = time.monotonic()
    found = mistakes_in(a_lot_text("a", *sides[0]), a_lot_text("b", *sides[1]))

    assert time.monotonic() - started < 10
    assert any("too many routes of a and b cross" in each for each in found)
