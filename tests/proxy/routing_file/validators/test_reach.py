"""Routes nobody could reach, and those nobody may write."""

import pytest

from tests.fakes.routing_texts import a_lot_text, mistakes_in, the_mistake


@pytest.mark.parametrize("route", ["/-/health", "/-", "GET /-/*rest", "/backend.php/-/x"])
def test_our_own_pages_cannot_be_claimed(route: str) -> None:
    mistake = the_mistake(a_lot_text("a", route))

    assert mistake == "lots.a.routes.gestion: /-/ is ours; no lot may claim it"


@pytest.mark.parametrize("route", ["/-x", "/x/-/y", "/:name/-"])
def test_a_hyphen_elsewhere_is_a_word_like_another(route: str) -> None:
    assert mistakes_in(a_lot_text("a", route)) == []


@pytest.mark.parametrize("route", ["/frontend_dev.php/x", "/x/Y_DEV.php"])
def test_development_controllers_cannot_be_claimed(route: str) -> None:
    assert "no request reaches it: development" in the_mistake(a_lot_text("a", route))


def test_php_files_answer_by_themselves() -> None:
    mistake = the_mistake(a_lot_text("a", "/recherche.php"))

    assert "a PHP file answers; is it a front controller to declare?" in mistake
    assert mistakes_in(a_lot_text("a", "/backend.php/recherche.php", "/x/y.php")) == []


def test_a_root_rest_is_declared() -> None:
    assert the_mistake(a_lot_text("a", "GET /*slug")) == (
        "lots.a.routes.gestion: /*slug claims every address left; say catch_all: true in the lot"
    )
    assert mistakes_in(a_lot_text("a", "GET /*slug", "/x/*rest", extra="catch_all: true")) == []


@pytest.mark.parametrize(
    ("first", "second", "is_refused"),
    [
        pytest.param("/a", "/a", True, id="twice the same"),
        pytest.param("GET /a/:x", "GET /a/:y", True, id="names of variables tell nothing apart"),
        pytest.param("POST /a", "PUT /a", True, id="unsafe methods are one class"),
        pytest.param("GET /a", "HEAD /a", True, id="safe methods are one class"),
        pytest.param("GET /a.:sf_format", "GET /a", True, id="the format is optional"),
        pytest.param("GET /a", "GET /a.:sf_format", True, id="in either order"),
        pytest.param("/a/*one", "/a/*two", True, id="two rests"),
        pytest.param("/a", "GET /a", False, id="a method of its own"),
        pytest.param("GET /a", "POST /a", False, id="two classes"),
        pytest.param("GET /a", "GET /a/", False, id="a slash at the end"),
        pytest.param("/a/:id<int>", "/a/:id", False, id="digits before any name"),
        pytest.param("/a/:id.csv", "/a/:id.:sf_format", False, id="one extension before any"),
        pytest.param("/a", "/backend.php/a", False, id="two applications"),
    ],
)
def test_a_route_that_nobody_can_reach_is_refused(
    first: str, second: str, is_refused: bool
) -> None:
    found = mistakes_in(a_lot_text("a", first, second))

    assert len(found) == is_refused
    assert all("no request reaches it: " in mistake for mistake in found)


def test_what_a_module_implies_may_be_written_too() -> None:
    lot = a_lot_text("a", "/commune", "/commune/:action/*rest", extra="symfony_modules: [commune]")

    assert mistakes_in(lot) == []
