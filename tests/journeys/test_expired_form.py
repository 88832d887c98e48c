"""A form sent when its session had ended: PHP would lose what was typed, we do not."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.fakes.adviser import follow
from tests.fakes.gestion_visitor import age_session
from tests.journeys.conftest import Product

pytestmark = [pytest.mark.stack, pytest.mark.browser]

SAVE = ".sf_admin_action_save input >> nth=0"
TEXT = "Valmont Métropole & Cœur d'Ormes"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="fr-FR")
    yield context.new_page()
    context.close()


def sign_in(page: Page, *, remember: bool = False) -> None:
    page.fill("#signin_username", "claire.martin")
    page.fill("#signin_password", "claire-valmont")
    if remember:
        page.check("#signin_remember")
    follow(page, "input[type=submit]")


def idle(product: Product, page: Page) -> None:
    """Half an hour passes."""
    cookie = next(c for c in page.context.cookies() if c["name"] == "symfony")
    age_session(product.stack.settings.sessions("gestion"), cookie["value"], 31 * 60)


def deleted(product: Product, page: Page) -> None:
    """A collector deletes the session's file."""
    cookie = next(c for c in page.context.cookies() if c["name"] == "symfony")
    (product.stack.settings.sessions("gestion") / f"sess_{cookie['value']}").unlink()


@pytest.mark.parametrize("ends", [idle, deleted])
def test_the_typed_text_comes_back_after_the_sign_in_and_is_saved(
    split: Product, page: Page, ends: Callable[[Product, Page], None]
) -> None:
    page.goto(f"{split.gestion}/communes/3/edit")
    sign_in(page)
    page.fill("#commune_epci", TEXT)

    ends(split, page)
    follow(page, SAVE)
    assert "Votre saisie n'est pas perdue" in page.inner_text(".notice")
    assert page.locator("#menu").count() == 0

    sign_in(page)
    assert page.url == f"{split.gestion}/communes/3/edit"
    assert page.input_value("#commune_epci") == TEXT
    assert "pas encore enregistrée" in page.inner_text(".error")

    follow(page, SAVE)
    assert page.locator(".notice").count() == 1
    assert page.input_value("#commune_epci") == TEXT
    assert page.locator(".error").count() == 0


def test_a_remembered_visitor_loses_nothing_and_signs_in_nowhere(
    split: Product, page: Page
) -> None:
    page.goto(f"{split.gestion}/communes/3/edit")
    sign_in(page, remember=True)
    page.fill("#commune_epci", TEXT)

    idle(split, page)
    follow(page, SAVE)
    assert page.input_value("#commune_epci") == TEXT
    assert "pas encore enregistrée" in page.inner_text(".error")

    follow(page, SAVE)
    assert page.locator(".notice").count() == 1
    assert page.input_value("#commune_epci") == TEXT
