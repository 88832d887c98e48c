"""Sign-out anywhere ends it everywhere, remember cookies included."""

import time

import pytest
import requests

from tests.fakes.gestion_visitor import GestionVisitor
from tests.fakes.gunicorn_door import until
from tests.journeys.conftest import Product

pytestmark = pytest.mark.stack

PYTHON, PHP = "/communes", "/arrivants"


def keys(product: Product) -> int:
    return int(product.stack.database.run("SELECT COUNT(*) FROM sf_guard_remember_key")[0][0])


def metrics(product: Product) -> str:
    url = f"http://127.0.0.1:{product.port}/-/metrics"
    return requests.get(url, headers={"Connection": "close"}, timeout=10).text


def test_ses_22_a_sign_out_on_php_is_noticed_by_python_at_once(split: Product) -> None:
    visitor = GestionVisitor(split).sign_in("claire.martin")
    stolen = visitor.copy()
    assert not visitor.is_asked_to_sign_in(PYTHON)

    assert visitor.get("/logout").status_code == 302

    assert visitor.is_asked_to_sign_in(PYTHON)
    assert visitor.is_asked_to_sign_in(PHP)
    assert stolen.copy().is_asked_to_sign_in(PYTHON)
    assert stolen.copy().is_asked_to_sign_in(PHP)


@pytest.mark.parametrize("page", [PYTHON, PHP])
def test_ses_22_a_copied_remember_cookie_dies_with_the_sign_out(split: Product, page: str) -> None:
    visitor = GestionVisitor(split).sign_in("claire.martin", remember=True)
    copied = visitor.copy("sfRemember")
    # A copy signs in, as the legacy lets it: this is what the sign-out must end.
    assert not visitor.copy("sfRemember").is_asked_to_sign_in(page)
    assert keys(split) >= 1

    assert visitor.get("/logout").status_code == 302

    assert until(lambda: keys(split) == 0, 5)
    assert visitor.cookie("sfRemember") is None
    assert copied.copy("sfRemember").is_asked_to_sign_in(PYTHON)
    assert copied.copy("sfRemember").is_asked_to_sign_in(PHP)


def test_a_sign_out_of_a_browser_without_a_key_ends_the_other_browsers(split: Product) -> None:
    at_home = GestionVisitor(split).sign_in("claire.martin", remember=True)
    at_work = GestionVisitor(split).sign_in("claire.martin")
    assert not at_work.is_asked_to_sign_in(PYTHON)  # seen by Python: so it is known who leaves

    assert at_work.get("/logout").status_code == 302

    assert until(lambda: keys(split) == 0, 5)
    assert at_home.copy("sfRemember").is_asked_to_sign_in(PHP)


def test_d6_so_does_one_that_never_met_a_page_of_python(split: Product) -> None:
    at_home = GestionVisitor(split).sign_in("claire.martin", remember=True)
    at_work = GestionVisitor(split).sign_in("claire.martin")
    assert not at_work.is_asked_to_sign_in(PHP)

    assert at_work.get("/logout").status_code == 302

    assert until(lambda: keys(split) == 0, 5)
    assert at_home.copy("sfRemember").is_asked_to_sign_in(PHP)


@pytest.mark.parametrize("key", ["zz", "0" * 32])
def test_d6_so_does_one_whose_own_key_is_dead(split: Product, key: str) -> None:
    at_home = GestionVisitor(split).sign_in("claire.martin", remember=True)
    at_work = GestionVisitor(split).sign_in("claire.martin")
    assert not at_work.is_asked_to_sign_in(PYTHON)
    at_work.put_cookie("sfRemember", key)

    assert at_work.get("/logout").status_code == 302

    assert until(lambda: keys(split) == 0, 5)
    assert at_home.copy("sfRemember").is_asked_to_sign_in(PHP)


def test_a_sign_out_says_nothing_about_anybody_elses_key(split: Product) -> None:
    other = GestionVisitor(split).sign_in("admin", remember=True)
    visitor = GestionVisitor(split).sign_in("claire.martin")

    assert visitor.get("/logout").status_code == 302
    time.sleep(0.3)

    assert keys(split) == 1
    assert not other.copy("sfRemember").is_asked_to_sign_in(PYTHON)


def test_a_goodbye_is_counted_where_the_operator_looks(split: Product) -> None:
    visitor = GestionVisitor(split).sign_in("claire.martin", remember=True)
    assert visitor.get("/logout").status_code == 302

    assert until(lambda: 'figuier_goodbyes_total{outcome="forgotten"}' in metrics(split), 10)
