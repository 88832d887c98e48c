"""An adviser works in the reference lists while they move to Python and back."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.fakes.adviser import follow
from tests.fakes.gunicorn_door import until
from tests.journeys.conftest import Product

pytestmark = [pytest.mark.stack, pytest.mark.browser]

SAVE = ".sf_admin_action_save input >> nth=0"
#: The page as elements: each with its attributes and its own text, white space folded.
ELEMENTS = """() => [...document.querySelectorAll('*')].map(element => [
    element.tagName,
    [...element.attributes].map(a => a.name + '=' + a.value).sort(),
    [...element.childNodes].filter(n => n.nodeType === 3)
        .map(n => n.nodeValue.trim().replace(/\\s+/g, ' ')).filter(Boolean),
])"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="fr-FR")
    tab = context.new_page()
    tab.faults = []  # type: ignore[attr-defined]
    # The sign-in form is a 401, as Symfony 1.4 sends it: the browser reports that one itself.
    tab.on("console", lambda said: said.type == "error" and "401" not in said.text
           and tab.faults.append(said.text))  # type: ignore[attr-defined]  # fmt: skip
    tab.on("pageerror", lambda error: tab.faults.append(str(error)))  # type: ignore[attr-defined]
    tab.on("requestfailed", lambda asked: tab.faults.append(asked.url))  # type: ignore[attr-defined]
    yield tab
    context.close()


def sign_in(
    page: Page, product: Product, user: str = "claire.martin", word: str = "claire-valmont"
) -> None:
    page.goto(f"{product.gestion}/communes")
    page.fill("#signin_username", user)
    page.fill("#signin_password", word)
    follow(page, "input[type=submit]")
    assert page.locator("h1").inner_text() == "Communes"


def elements(page: Page) -> list[object]:
    """The page as it is once the browser has all of it."""
    page.wait_for_load_state("load")
    found: list[object] = page.evaluate(ELEMENTS)
    return found


def names(page: Page) -> list[str]:
    page.wait_for_load_state("load")
    return page.locator("td.sf_admin_list_td_nom").all_inner_texts()


def sides_of(product: Product, method: str, path: str) -> list[str]:
    """Who answered, request after request, as far as the log says yet."""
    lines = [json.loads(line) for line in product.access_log.splitlines() if line[:6] == '{"at":']
    return [line["side"] for line in lines if (line["method"], line["path"]) == (method, path)]


def test_a_lot_moves_under_the_hands_of_an_adviser(on_php: Product, page: Page) -> None:
    product = on_php
    sign_in(page, product)

    # On PHP: filter, sort, edit.
    page.fill("input[name='commune_filters[nom][text]']", "ch")
    follow(page, "input[value=Filtrer]")
    follow(page, "th.sf_admin_list_th_code_insee a")
    filtered = names(page)
    assert 1 < len(filtered) < 20
    php = elements(page)
    follow(page, "text=Modifier >> nth=0")
    page.fill("#commune_epci", "Valmont Métropole (PHP)")
    follow(page, SAVE)
    expect(page.locator(".notice")).to_have_count(1)
    php_saved = elements(page)

    # The lot moves. The filter, the sort and the sign-in are still there.
    product.flip("reference_lists", "python")
    page.goto(f"{product.gestion}/communes")
    assert names(page) == filtered
    python = elements(page)
    follow(page, "text=Modifier >> nth=0")
    assert page.input_value("#commune_epci") == "Valmont Métropole (PHP)"
    page.fill("#commune_epci", "Valmont Métropole (PHP)")
    follow(page, SAVE)
    python_saved = elements(page)
    page.fill("#commune_epci", "Valmont Métropole")
    follow(page, SAVE)
    expect(page.locator(".notice")).to_have_count(1)

    # And back: PHP shows what Python wrote, with the same filter.
    product.rollback("reference_lists")
    page.goto(f"{product.gestion}/communes")
    assert names(page) == filtered
    assert elements(page) == after_edit(php)
    assert python == after_edit(php, "Valmont Métropole (PHP)", row=0)
    assert python_saved == php_saved
    assert page.faults == []  # type: ignore[attr-defined]


def after_edit(before: list[object], epci: str = "", row: int = -1) -> list[object]:
    """The list's elements after its first row's EPCI was changed."""
    if row < 0:
        return before
    changed, seen = [], -1
    for tag, attributes, texts in before:  # type: ignore[misc]
        if any("sf_admin_list_td_epci" in a for a in attributes):
            seen += 1
            if seen == row:
                texts = [epci]  # noqa: PLW2901
        changed.append([tag, attributes, texts])
    return changed


def test_a_message_crosses_sides(on_php: Product, page: Page) -> None:
    product = on_php
    sign_in(page, product, "admin", "admin-valmont")
    page.goto(f"{product.gestion}/communes/new")
    page.fill("#commune_nom", "Traversée")
    page.fill("#commune_code_insee", "09999")
    page.fill("#commune_code_postal", "09999")
    # PHP's form is posted to Python, which answers with a redirect and leaves the message...
    product.flip("reference_lists", "python")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        follow(page, SAVE)
    expect(page.locator(".notice")).to_have_count(1)
    assert until(lambda: sides_of(product, "POST", "/communes")[-1:] == ["python"])
    identifier = page.url.split("/")[-2]

    # ... and what PHP leaves, Python shows: saved on PHP, read on Python after the flip.
    follow(page, SAVE)
    product.rollback("reference_lists")
    page.goto(f"{product.gestion}/communes/{identifier}/edit")
    assert page.input_value("#commune_nom") == "Traversée"
    rows = product.stack.database.run("SELECT slug FROM commune WHERE nom = 'Traversée'")
    assert [tuple(row) for row in rows] == [("traversee",)]
    product.stack.database.run("DELETE FROM commune WHERE nom = 'Traversée'")
    assert page.faults == []  # type: ignore[attr-defined]


def test_sign_out_on_one_side_is_sign_out_on_the_other(on_php: Product, page: Page) -> None:
    product = on_php
    product.flip("reference_lists", "python")
    page.goto(f"{product.gestion}/communes")
    page.fill("#signin_username", "claire.martin")
    page.fill("#signin_password", "claire-valmont")
    follow(page, "input[type=submit]")
    assert page.locator("h1").inner_text() == "Communes"
    follow(page, "text=Se déconnecter")
    page.goto(f"{product.gestion}/communes")
    assert page.locator("#signin_username").count() == 1
    page.goto(f"{product.gestion}/arrivants")
    assert page.locator("#signin_username").count() == 1


def test_rows_chosen_on_php_are_deleted_by_python(on_php: Product, page: Page) -> None:
    product = on_php
    database = product.stack.database
    database.run("INSERT INTO commune (nom, code_insee, code_postal, epci, slug)"
                 " VALUES ('Zz un', '09998', '09998', '', 'zz-un'), ('Zz deux', '09997', '09997', '', 'zz-deux')")  # fmt: skip
    sign_in(page, product, "admin", "admin-valmont")
    page.fill("input[name='commune_filters[nom][text]']", "Zz")
    follow(page, "input[value=Filtrer]")
    assert sorted(names(page)) == ["Zz deux", "Zz un"]
    page.check("#sf_admin_list_batch_checkbox")
    page.select_option("select[name=batch_action]", "batchDelete")
    product.flip("reference_lists", "python")
    follow(page, ".sf_admin_batch_actions_choice input[type=submit]")
    expect(page.locator(".notice")).to_have_count(1)
    assert names(page) == []
    assert database.run("SELECT COUNT(*) FROM commune WHERE nom LIKE 'Zz%%'")[0][0] == 0
    assert page.faults == []  # type: ignore[attr-defined]
