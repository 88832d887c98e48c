"""A browser paints the same pages, pixel by pixel, whichever side made them."""

from collections.abc import Iterator, Mapping

import pytest
from playwright.sync_api import Browser, Page

from tests.fakes.adviser import follow
from tests.journeys.conftest import Product

pytestmark = [pytest.mark.stack, pytest.mark.browser]

#: The six lists, each with a sort asked for: a remembered one would differ from side to side.
LISTS = {
    "communes": "code_insee", "quartiers": "nom", "etablissements": "uai",
    "modes_garde": "capacite", "partenaires": "email", "demarche_types": "libelle",
}  # fmt: skip
FEW = (
    "/communes?sort=code_insee&sort_type=desc&page=1", "/etablissements/1/edit", "/quartiers/new",
)  # fmt: skip
ALL = tuple(
    path
    for name, column in LISTS.items()
    for path in (
        f"/{name}?sort={column}&sort_type=asc&page=1",
        f"/{name}?sort={column}&sort_type=desc&page=2",
        f"/{name}/1/edit",
        f"/{name}/new",
    )
)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="fr-FR", viewport={"width": 1200, "height": 800})
    yield context.new_page()
    context.close()


def painted(
    page: Page, product: Product, paths: tuple[str, ...]
) -> Mapping[str, tuple[str, bytes]]:
    """What each page says and shows, from its top to its end."""
    found = {}
    for path in paths:
        answer = page.goto(f"{product.gestion}{path}")
        assert answer, path
        assert answer.status == 200, path
        shot = page.screenshot(full_page=True, animations="disabled", caret="hide")
        found[path] = (page.locator("body").inner_text(), shot)
    return found


@pytest.mark.parametrize(
    "paths",
    [pytest.param(FEW, id="few"), pytest.param(ALL, id="all", marks=pytest.mark.soak)],
)
def test_both_sides_paint_the_same(on_php: Product, page: Page, paths: tuple[str, ...]) -> None:
    page.goto(f"{on_php.gestion}/communes")
    page.fill("#signin_username", "admin")
    page.fill("#signin_password", "admin-valmont")
    follow(page, "input[type=submit]")
    php = painted(page, on_php, paths)
    on_php.flip("reference_lists", "python")
    python = painted(page, on_php, paths)

    assert {path: text for path, (text, _) in python.items()} == {
        path: text for path, (text, _) in php.items()
    }
    assert [path for path in paths if python[path][1] != php[path][1]] == []
