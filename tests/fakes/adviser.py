"""Somebody at a browser, over the whole product."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from playwright.sync_api import BrowserContext, Page

from legacy_bridge.php.changes import Change
from legacy_bridge.php.session import PhpSession
from legacy_bridge.symfony1.cookies import first_cookie
from proxy.config import read_settings
from proxy.wiring.session_rules import session_rules
from proxy.wiring.session_stores import session_store
from tests.journeys.conftest import Product

PYTHON, PHP = "/communes", "/arrivants"
SAVE = ".sf_admin_action_save input >> nth=0"
MINUTE = 60
LAST = ("symfony/user/sfUser/lastRequest",)

#: Let the session of this cookie have been used so many seconds ago.
Ageing = Callable[[str, int], None]


class Adviser:
    """Somebody at a browser."""

    def __init__(self, product: Product, context: BrowserContext, age: Ageing) -> None:
        self.product = product
        self.context = context
        self.age = age
        self.page: Page = context.new_page()

    def goes_to(self, path: str) -> "Adviser":
        self.page.goto(f"{self.product.gestion}{path}")
        return self

    def signs_in(self, user: str = "claire.martin", *, remember: bool = False) -> "Adviser":
        self.page.fill("#signin_username", user)
        self.page.fill(
            "#signin_password", {"claire.martin": "claire-valmont"}.get(user, "admin-valmont")
        )
        if remember:
            self.page.check("#signin_remember")
        follow(self.page, "form[action*='login'] input[type=submit]")
        return self

    def opens_another_tab(self) -> "Adviser":
        return Adviser(self.product, self.context, self.age)

    @property
    def is_asked_who(self) -> bool:
        return self.page.locator("#signin_username").count() == 1

    @property
    def session_cookie(self) -> str:
        return next(c["value"] for c in self.context.cookies() if c["name"] == "symfony")

    def idles(self, seconds: int) -> None:
        """Time passes since the last request."""
        self.age(self.session_cookie, seconds)


def follow(page: Page, what: str) -> None:
    """Click, and wait for the whole page it leads to: only then has PHP put the session away."""
    with page.expect_navigation():
        page.click(what)


def ageing(environ: Mapping[str, str]) -> Ageing:
    """Through the store and in the format that these settings name, from what is noted there."""
    settings = read_settings(environ)
    store, rules = session_store(settings), session_rules(settings)
    kind, _, folder = settings.symfony1_session_store.partition(":")

    def age(cookie: str, seconds: int) -> None:
        def older(data: bytes) -> bytes:
            session = PhpSession.parse(data, rules.layout)
            last = session.get(LAST)
            assert isinstance(last, int)
            return session.changed([Change(LAST, last - seconds)]).data

        session_id = rules.cookie.session_id(first_cookie(f"symfony={cookie}", "symfony") or "")
        assert session_id
        assert store.update(session_id, older)
        if kind == "cache" and os.getuid() == 0:
            # A replaced file is its writer's: it must stay the site's.
            owner = Path(folder).stat()
            os.chown(Path(folder) / f"{session_id}.cache", owner.st_uid, owner.st_gid)

    return age
