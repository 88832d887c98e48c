"""A lot in canary under real sign-ins: volunteers, testers, forms, and the way back."""

import json
import os
import time
from collections.abc import Callable, Iterator

import pytest

from proxy.core.cards import NAME, sealed
from proxy.core.visitors import Visitor
from tests.fakes.gestion_visitor import GestionVisitor
from tests.fakes.gunicorn_door import until
from tests.fakes.site_visitor import hidden
from tests.journeys.conftest import Product

pytestmark = pytest.mark.stack

COHORT = '    cohorts: ["user:claire.martin", "organisation:Mécavalis"]\n'


@pytest.fixture
def ramped(product: Product, reset_database: Callable[[], list[str]]) -> Iterator[Product]:
    """The reference lists at canary 0%, for Claire and the people of one organisation."""
    pristine = product.table.read_text(encoding="utf-8")
    title = "    title: Référentiels\n"
    assert title in pristine
    rewrite(product, pristine.replace(title, title + COHORT, 1))
    product.flip("reference_lists", "canary 0%")
    yield product
    rewrite(product, pristine)
    assert until(lambda: product.figuier("status").returncode == 0, 10)
    reset_database()


def rewrite(product: Product, text: str) -> None:
    """Another text in the file's place, as an editor that finishes it beside does."""
    fresh = product.table.with_suffix(".new")
    fresh.write_text(text, encoding="utf-8")
    if os.geteuid() == 0:
        owner = product.table.stat()
        os.chown(fresh, owner.st_uid, owner.st_gid)
    time.sleep(0.03)
    fresh.rename(product.table)


def last_said(product: Product, path: str) -> tuple[str, str]:
    """Who answered the last request for this path, and why."""

    def lines() -> list[dict[str, str]]:
        found = (json.loads(x) for x in product.access_log.splitlines() if x[:6] == '{"at":')
        return [line for line in found if line["path"] == path]

    # The gateway writes its lines a quarter of a second later.
    time.sleep(0.4)
    line = lines()[-1]
    return line["side"], line["reason"]


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("claire.martin", ("python", "cohort")),
        ("thomas.leroy", ("legacy", "canary-out")),
    ],
)
def test_volunteers_are_on_python_from_their_sign_in_on(
    ramped: Product, who: str, expected: tuple[str, str]
) -> None:
    visitor = GestionVisitor(ramped).sign_in(who)

    assert visitor.get("/communes").status_code == 200
    assert last_said(ramped, "/communes") == expected
    assert visitor.cookie("figuier_visitor")


def test_a_form_and_its_post_have_one_side_though_the_share_is_raised_meanwhile(
    ramped: Product,
) -> None:
    product = ramped
    visitor = GestionVisitor(product).sign_in("thomas.leroy")
    # The last of all buckets: on legacy below 100 %.
    visitor.put_cookie(NAME.decode(), sealed(Visitor(9999), key_of(product)).decode())
    form = visitor.get("/communes/3/edit")
    assert last_said(product, "/communes/3/edit") == ("legacy", "canary-out")

    product.flip("reference_lists", "canary 100%")
    token = hidden(form, "commune[_csrf_token]")
    visitor.post("/communes/3", {"commune[_csrf_token]": token, "sf_method": "put"})
    assert last_said(product, "/communes/3") == ("legacy", "journey")
    visitor.get("/communes")
    assert last_said(product, "/communes") == ("legacy", "journey")
    newcomer = GestionVisitor(product).sign_in("assistant")
    newcomer.get("/communes")
    assert last_said(product, "/communes") == ("python", "canary-in")


def test_a_testers_address_opens_python_and_the_kill_switch_closes_it(ramped: Product) -> None:
    product = ramped
    visitor = GestionVisitor(product).sign_in("thomas.leroy")
    said = product.figuier("tester", "reference_lists", "--minutes", "5")
    path = said.stdout.strip().partition("gestion.localhost")[2].partition("/")[2]

    assert "Essai commencé" in visitor.get(f"/{path}").text
    visitor.get("/communes")
    assert last_said(product, "/communes") == ("python", "tester")
    assert visitor.get(f"/{path}x").status_code == 403

    product.figuier("kill", "on", "--why", "journey")
    visitor.get("/communes")
    assert last_said(product, "/communes") == ("legacy", "kill-switch")
    product.figuier("kill", "off", "--why", "journey")
    visitor.get("/communes")
    assert last_said(product, "/communes") == ("python", "tester")


def test_cookies_wiped_by_php_leave_the_card_which_it_never_saw(ramped: Product) -> None:
    visitor = GestionVisitor(ramped).sign_in("claire.martin")
    visitor.get("/communes")
    card = visitor.cookie("figuier_visitor")

    # What Apostrophe's clean sign-in does: take away every cookie that PHP was sent.
    for cookie in list(visitor.session.cookies):
        if cookie.name != "figuier_visitor":
            visitor.session.cookies.clear(cookie.domain, cookie.path, cookie.name)
    visitor.sign_in("claire.martin")
    visitor.get("/communes")

    assert card
    assert (visitor.cookie("figuier_visitor") or "").split(".")[1] == card.split(".")[1]
    assert last_said(ramped, "/communes") == ("python", "cohort")


def key_of(product: Product) -> bytes:
    return product.proxy.environment()["FIGUIER_SECRET_KEY"].encode()
