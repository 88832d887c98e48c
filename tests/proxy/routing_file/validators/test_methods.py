"""Safe and unsafe requests for one path."""

import pytest

from tests.fakes.routing_texts import a_lot_text, mistakes_in, the_mistake


@pytest.mark.parametrize(
    ("reads", "writes", "example"),
    [
        pytest.param("GET /a", "POST /a", "/a", id="same shape"),
        pytest.param("GET /a/new", "POST /a/:x", "/a/new", id="one inside the other"),
        pytest.param("GET /a/:x", "PUT /:y/b", "/a/b", id="only where they cross"),
        pytest.param("GET /a", "POST /a.:sf_format", "/a", id="with a format"),
    ],
)
def test_a_path_that_two_lots_share_by_method_is_refused(
    reads: str, writes: str, example: str
) -> None:
    mistake = the_mistake(a_lot_text("a", reads), a_lot_text("b", writes))

    assert f"http://gestion.localhost{example} would be read by a (" in mistake
    assert "move them together or say bridged: true in the lot" in mistake


@pytest.mark.parametrize("bridged", ["a", "b"])
def test_either_lot_may_say_that_it_is_bridged(bridged: str) -> None:
    extra = {bridged: "bridged: true"}

    lots = (
        a_lot_text("a", "GET /a", extra=extra.get("a", "")),
        a_lot_text("b", "POST /a", extra=extra.get("b", "")),
    )

    assert mistakes_in(*lots) == []


def test_what_no_lot_writes_may_be_read_alone() -> None:
    assert mistakes_in(a_lot_text("a", "GET /a")) == []
    assert mistakes_in(a_lot_text("a", "GET /a"), a_lot_text("b", "POST /a/:x")) == []
