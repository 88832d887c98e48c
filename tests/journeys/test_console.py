"""The console of the running product: through the gateway, at its own host and at no other."""

import re

import pytest

from tests.fakes.gunicorn_door import until
from tests.fakes.site_visitor import SiteVisitor
from tests.journeys.conftest import Product

pytestmark = pytest.mark.stack

PASSWORD = "a long enough password"
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def visitor(product: Product, host: str = "localhost") -> SiteVisitor:
    return SiteVisitor(f"http://127.0.0.1:{product.port}", f"{host}:{product.port}")


def token(page: str) -> str:
    found = TOKEN.search(page)
    assert found
    return found[1]


def signed_in(product: Product, name: str) -> SiteVisitor:
    product.figuier("console", "add-user", name, "--role", "lead", typed=PASSWORD)
    browser = visitor(product)
    fields: dict[str, str | list[str]] = {
        "csrf_token": token(browser.get("/-/connexion").text),
        "nom": name,
        "mot_de_passe": PASSWORD,
    }
    assert browser.post("/-/connexion", fields).status_code == 303
    return browser


def test_no_public_host_shows_the_console(product: Product) -> None:
    for host in ("gestion.localhost", "vitrine.localhost"):
        for path in ("/-/", "/-/connexion", "/-/metrics", "/-/lots"):
            assert visitor(product, host).get(path).status_code == 404, f"{host}{path}"
        assert visitor(product, host).get("/-/health").status_code == 200
    assert visitor(product).get("/-/").status_code == 303


def test_a_lot_is_flipped_from_the_console_and_visitors_see_it(on_php: Product) -> None:
    browser = signed_in(on_php, "nadia")
    plan = browser.get("/-/lots/reference_lists/plan?etape=python").text
    digest = re.search(r'name="plan" value="([0-9a-f]{64})"', plan)
    assert digest
    fields: dict[str, str | list[str]] = {
        "csrf_token": token(plan), "etape": "python", "plan": digest[1], "pourquoi": "sprint 1",
    }  # fmt: skip
    done = browser.post("/-/lots/reference_lists/bascule", fields)
    told = on_php.figuier("history", "--lot", "reference_lists", "--limit", "1").stdout
    owner = on_php.figuier("explain", f"{on_php.gestion}/communes").stdout
    page = browser.get("/-/lots/reference_lists").text
    browser.post("/-/lots/reference_lists/retour", {"csrf_token": token(page)})

    assert done.status_code == 303
    assert "nadia" in told
    assert re.search(r"Answer +python", owner)
    assert re.search(
        r"Answer +legacy", on_php.figuier("explain", f"{on_php.gestion}/communes").stdout
    )


def test_a_request_is_on_the_console_within_seconds(on_php: Product) -> None:
    browser = signed_in(on_php, "paul")
    visitor(on_php, "vitrine.localhost").get("/territoire")

    assert until(lambda: "GET /territoire" in browser.get("/-/demandes").text, 15)
    assert "gateway" in browser.get("/-/sante").text
    assert "joignable" in browser.get("/-/sante").text
