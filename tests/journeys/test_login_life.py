"""One login life in a real browser: hours, sides, languages and accounts that change under it."""

from collections.abc import Iterator
from functools import partial

import pytest
from playwright.sync_api import Browser

from tests.fakes.adviser import MINUTE, PHP, PYTHON, SAVE, Adviser, follow
from tests.fakes.gestion_visitor import age_session
from tests.journeys.conftest import Product

pytestmark = [pytest.mark.stack, pytest.mark.browser]

SIDES = pytest.mark.parametrize("path", [PYTHON, PHP], ids=["Python", "PHP"])


@pytest.fixture
def adviser(split: Product, browser: Browser) -> Iterator[Adviser]:
    context = browser.new_context(locale="fr-FR")
    folder = split.stack.settings.sessions("gestion")
    yield Adviser(split, context, partial(age_session, folder))
    context.close()


def test_an_hour_on_python_pages_does_not_end_the_phps_session(adviser: Adviser) -> None:
    adviser.goes_to(PYTHON).signs_in()
    first = adviser.session_cookie
    php_form = adviser.opens_another_tab().goes_to("/arrivants/new").page
    php_form.fill("#arrivant_nom", "Essai")
    php_form.fill("#arrivant_prenom", "Une heure")

    for _ in range(3):
        adviser.idles(20 * MINUTE)
        assert not adviser.goes_to(PYTHON).is_asked_who

    # The form PHP drew an hour ago is still good: neither signed out nor taken for forged.
    follow(php_form, SAVE)
    assert php_form.locator(".notice").count() == 1
    assert php_form.input_value("#arrivant_prenom") == "Une heure"
    assert adviser.session_cookie == first


@SIDES
@pytest.mark.parametrize(("idle_s", "is_out"), [(30 * MINUTE, True), (29 * MINUTE + 50, False)])
def test_ses_23_the_time_out_is_the_same_on_both_sides(
    adviser: Adviser, path: str, idle_s: int, is_out: bool
) -> None:
    adviser.goes_to(PHP if path == PYTHON else PYTHON).signs_in()
    adviser.idles(idle_s)

    assert adviser.goes_to(path).is_asked_who is is_out
    assert adviser.goes_to(PYTHON).is_asked_who is is_out
    assert adviser.goes_to(PHP).is_asked_who is is_out


@SIDES
def test_a_sign_out_pressed_on_either_sides_page_ends_both(adviser: Adviser, path: str) -> None:
    adviser.goes_to(path).signs_in(remember=True)
    adviser.goes_to(path)
    follow(adviser.page, "text=Se déconnecter")

    assert adviser.goes_to(PYTHON).is_asked_who
    assert adviser.goes_to(PHP).is_asked_who
    assert not [c for c in adviser.context.cookies() if c["name"] == "sfRemember"]


@SIDES
def test_ses_27_a_remembered_browser_is_signed_in_by_whichever_side_it_meets(
    adviser: Adviser, path: str
) -> None:
    adviser.goes_to(PYTHON).signs_in(remember=True)
    before = adviser.session_cookie
    # The browser is closed: the session's cookie goes, the other one stays.
    adviser.context.clear_cookies(name="symfony")

    assert not adviser.goes_to(path).is_asked_who
    assert adviser.session_cookie != before
    assert "Claire Martin" in adviser.page.inner_text("#entete")
    assert not adviser.goes_to(PHP if path == PYTHON else PYTHON).is_asked_who
    assert "Claire Martin" in adviser.page.inner_text("#entete")


def test_somebody_switched_off_is_refused_at_the_next_page_of_python(adviser: Adviser) -> None:
    adviser.goes_to(PHP).signs_in(remember=True)
    adviser.product.stack.database.run(
        "UPDATE sf_guard_user SET is_active = 0 WHERE username = 'claire.martin'"
    )
    # PHP itself does not look: this is the legacy's own hole, which the next line closes.
    assert not adviser.goes_to(PHP).is_asked_who

    assert adviser.goes_to(PYTHON).is_asked_who
    assert adviser.goes_to(PYTHON).is_asked_who
    # Python ended the session for both, and took the remember cookie back.
    assert adviser.goes_to(PHP).is_asked_who


def test_a_right_given_later_counts_after_the_next_sign_in_on_both_sides(adviser: Adviser) -> None:
    # Permissions are copied at sign-in, by PHP; a super admin is looked up at each request.
    adviser.goes_to(PYTHON).signs_in()
    database = adviser.product.stack.database
    database.run("UPDATE sf_guard_user SET is_super_admin = 1 WHERE username = 'claire.martin'")

    assert adviser.goes_to("/sf_guard_user").page.locator("#sf_admin_container").count() == 1
    assert adviser.goes_to(PYTHON).page.locator("text=Utilisateurs").count() >= 1


def test_an_id_that_changes_in_mid_journey_is_followed_by_both_sides(adviser: Adviser) -> None:
    adviser.goes_to(PYTHON).signs_in()
    adviser.goes_to("/communes/3/edit")
    adviser.page.fill("#commune_epci", "Avant le changement")
    other_tab = adviser.opens_another_tab()
    other_tab.goes_to(PHP)
    follow(other_tab.page, "text=Se déconnecter")
    other_tab.goes_to(PHP).signs_in()

    # As on PHP, the token of the id that has gone is refused, and what was typed stays in sight.
    follow(adviser.page, SAVE)
    assert adviser.page.input_value("#commune_epci") == "Avant le changement"
    assert "CSRF" in adviser.page.inner_text("#sf_admin_content")
    adviser.goes_to("/communes/3/edit")
    adviser.page.fill("#commune_epci", "Après le changement")
    follow(adviser.page, SAVE)
    assert adviser.page.locator(".notice").count() == 1
    assert not adviser.goes_to(PHP).is_asked_who


def test_ses_46_a_language_chosen_on_one_side_is_spoken_by_the_other(adviser: Adviser) -> None:
    adviser.goes_to(PYTHON).signs_in()

    adviser.goes_to(f"{PHP}?sf_culture=en")
    assert adviser.goes_to(PYTHON).page.locator("input[value=Filter]").count() == 1
    adviser.goes_to(f"{PYTHON}?sf_culture=fr")
    assert adviser.goes_to(PHP).page.locator("input[value=Filtrer]").count() == 1


def test_a_form_that_python_drew_is_taken_by_php(adviser: Adviser) -> None:
    product = adviser.product
    adviser.goes_to("/communes/3/edit").signs_in()
    adviser.page.fill("#commune_epci", "De Python à PHP")
    product.rollback("reference_lists")
    try:
        follow(adviser.page, SAVE)
        assert adviser.page.locator(".notice").count() == 1
        assert adviser.page.input_value("#commune_epci") == "De Python à PHP"
    finally:
        product.flip("reference_lists", "python")
    assert (
        adviser.goes_to("/communes/3/edit").page.input_value("#commune_epci") == "De Python à PHP"
    )


def test_the_vitrine_and_gestion_keep_their_own_sign_ins(adviser: Adviser) -> None:
    vitrine = adviser.product.vitrine
    adviser.goes_to(PYTHON).signs_in()
    page = adviser.context.new_page()
    page.goto(f"{vitrine}/espace")
    page.fill("input[name=_username]", "claire.martin")
    page.fill("input[name=_password]", "claire-valmont")
    follow(page, "main form button, main form input[type=submit]")
    page.goto(f"{vitrine}/espace")
    assert page.locator("input[name=_username]").count() == 0

    follow(adviser.page, "text=Se déconnecter")
    page.goto(f"{vitrine}/espace")
    assert page.locator("input[name=_username]").count() == 0
    assert adviser.goes_to(PYTHON).is_asked_who
