"""One shape, one lot."""

import pytest

from tests.fakes.routing_texts import a_lot_text, mistakes_in, the_mistake


@pytest.mark.parametrize(
    ("one", "other", "example"),
    [
        ("/a", "/a", "GET http://gestion.localhost/a"),
        ("/a", "POST /a", "POST http://gestion.localhost/a"),
        ("POST /a/:x<int>", "DELETE /a/:y<int>", "POST http://gestion.localhost/a/123"),
        ("GET /a", "HEAD /a", "GET http://gestion.localhost/a"),
        ("OPTIONS /a", "/a", "OPTIONS http://gestion.localhost/a"),
        ("GET /a.:sf_format", "GET /a", "GET http://gestion.localhost/a"),
        ("/a/*rest", "/a/*others", "GET http://gestion.localhost/a/exemple"),
        ("/backend.php/:x.csv", "/backend.php/:y.csv", "GET http://gestion.localhost/backend.php/exemple.csv"),
    ],
)  # fmt: skip
def test_two_lots_with_one_shape_are_refused_with_an_example(
    one: str, other: str, example: str
) -> None:
    mistake = the_mistake(a_lot_text("a", one), a_lot_text("b", other))

    assert mistake.startswith("lots.b.routes.gestion: ")
    assert "of a at routing.yaml:15:11 both claim" in mistake
    assert f"{example}; leave it to one lot" in mistake


def test_the_order_of_lots_does_not_matter() -> None:
    lots = [a_lot_text("a", "/x"), a_lot_text("b", "/x")]

    assert len(mistakes_in(*lots)) == len(mistakes_in(*reversed(lots))) == 1


def test_lots_may_split_what_is_no_class() -> None:
    assert mistakes_in(a_lot_text("a", "GET /a"), a_lot_text("b", "OPTIONS /a")) == []


def test_another_lots_alias_counts() -> None:
    alias = a_lot_text("a", "/communes", extra="symfony_modules: [commune]")

    mistake = the_mistake(alias, a_lot_text("b", "GET /commune"))

    assert "GET /commune and /commune of a at routing.yaml:13:23 both claim" in mistake
