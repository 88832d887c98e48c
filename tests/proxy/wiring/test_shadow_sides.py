"""Both sides asked behind a visitor's back leave no row, no session and no trace."""

import os
from pathlib import Path

import pytest

from proxy.config import Settings, read_settings
from proxy.parity.answers import Answer
from proxy.parity.compare import Terms, compared
from proxy.parity.lab.asking import Asked
from proxy.parity.rules_file import read_rules
from proxy.parity.shadow.jobs import Frozen, JobUnfit
from proxy.wiring.shadow_sides import FrozenStore, SessionFreezer, ShadowSides
from tests.fakes.twins import Twins
from tests.proxy.wiring.conftest import environment

ROOT = Path(__file__).resolve().parents[3]
HOST = "gestion.localhost:8000"


def test_a_frozen_store_holds_one_session_and_forgets_what_was_made_of_it() -> None:
    store = FrozenStore()
    store.hold(Frozen("a", b"1"))
    assert store.update("a", lambda data: data + b"2") == b"12"
    assert store.move("a", "b", lambda data: data + b"3")
    store.create("c", b"new")
    assert (store.read("a"), store.read("b"), store.read("c")) == (None, b"123", b"new")

    store.hold(Frozen("a", b"1"))
    assert (store.read("a"), store.read("b"), store.read("c")) == (b"1", None, None)
    assert store.update("x", lambda data: data) is None
    assert not store.refresh("x", lambda data: data)
    assert not store.move("x", "y", lambda data: data)
    store.delete("a")
    assert store.read("a") is None


@pytest.fixture(scope="module")
def settings(twins: Twins, stack) -> Settings:
    known = environment(stack)
    own = {
        "FIGUIER_ROUTING_FILE": str(ROOT / "routing.yaml"),
        "FIGUIER_BACKEND_GESTION_URL": f"http://127.0.0.1:{twins.php}",
    }
    return read_settings(known | own)


@pytest.fixture(scope="module")
def sides(settings: Settings) -> ShadowSides:
    return ShadowSides(settings)


def asked(path: str) -> Asked:
    return Asked("GET", path, HOST)


@pytest.mark.stack
def test_python_answers_the_visitor_and_writes_nothing(
    twins: Twins, settings: Settings, sides: ShadowSides
) -> None:
    browser, _ = twins.visitor("admin")
    browser.get("/communes?page=2")
    cookies = f"symfony={browser.session_id}"
    frozen = SessionFreezer(settings).frozen("gestion", cookies)
    stored = twins.session_file(browser).read_bytes()
    towns = twins.database.run("SELECT COUNT(*) FROM commune")
    page = sides.ask_python("gestion", asked("/communes"), cookies, frozen)
    refused = sides.ask_python("gestion", asked("/communes/3/ListDupliquer"), cookies, frozen)

    assert page.status == 200
    given = browser.get("/communes")
    answer = Answer(given.status, tuple(given.headers), given.body)
    assert compared(
        answer, page, Terms(read_rules(ROOT / "modules", "reference_lists").masks)
    ).is_match
    assert refused.status >= 500
    assert twins.database.run("SELECT COUNT(*) FROM commune") == towns
    assert len(stored) == len(twins.session_file(browser).read_bytes())


@pytest.mark.stack
def test_php_answers_on_a_copy_of_the_session_that_is_gone_afterwards(
    twins: Twins, settings: Settings, sides: ShadowSides
) -> None:
    browser, _ = twins.visitor("admin")
    cookies = f"symfony={browser.session_id}; other=1"
    frozen = SessionFreezer(settings).frozen("gestion", cookies)
    before = {path.name: path.read_bytes() for path in twins.sessions.iterdir()}
    page = sides.ask_php("gestion", asked("/communes"), cookies, frozen)

    # PHP takes no session that another uid made; the gateway runs as the user PHP runs as.
    assert page.status == (401 if os.geteuid() == 0 else 200)
    assert {path.name: path.read_bytes() for path in twins.sessions.iterdir()} == before


@pytest.mark.stack
def test_a_visitor_whom_a_key_is_about_to_sign_in_is_not_compared(settings: Settings) -> None:
    with pytest.raises(JobUnfit, match="remembered"):
        SessionFreezer(settings).frozen("gestion", "sfRemember=abc")


@pytest.mark.stack
def test_a_backend_without_python_is_not_compared(sides: ShadowSides) -> None:
    with pytest.raises(JobUnfit, match="no python"):
        sides.ask_python("vitrine", asked("/"), "", Frozen())


@pytest.mark.stack
def test_a_session_nobody_has_is_none(settings: Settings) -> None:
    freezer = SessionFreezer(settings)

    assert freezer.frozen("gestion", "") == Frozen()
    assert freezer.frozen("gestion", "symfony=0123456789abcdef0123456789") == Frozen()
    assert freezer.frozen("vitrine", "PHPSESSID=0123456789abcdef0123456789") == Frozen()
