"""Visitors whose session is gone: no cookie of ours takes the place of one given meanwhile."""

from pathlib import Path

import pytest

from tests.fakes.gestion_visitor import age_session
from tests.fakes.pages import ORIGIN, Browser
from tests.fakes.twins import Twins

pytestmark = pytest.mark.stack

DEAD = "0123456789abcdef0123456789"
FILTER = "//div[@class='sf_admin_filter']/form"
FORM = "//div[@class='sf_admin_form']/form"


def dead(port: int) -> Browser:
    return Browser(port, DEAD)


def stored(folder: Path) -> set[str]:
    return {path.name.removeprefix("sess_") for path in folder.iterdir()}


@pytest.mark.parametrize("side", ["php", "python"])
@pytest.mark.parametrize("page", ["/communes", "/communes/3/edit", "/communes/new"])
def test_a_page_that_keeps_nothing_gives_no_cookie(twins: Twins, side: str, page: str) -> None:
    browser = dead(getattr(twins, side))

    answer = browser.get(page)
    assert (answer.status, answer.header("Set-Cookie")) == (401, None)
    assert browser.session_id == DEAD
    (twins.sessions / f"sess_{DEAD}").unlink(missing_ok=side == "python")


def test_what_is_never_adopted_is_not_stored(twins: Twins) -> None:
    before = stored(twins.sessions)
    dead(twins.python).get("/communes")

    assert stored(twins.sessions) == before


def test_the_form_shown_to_a_dead_id_signs_in_and_comes_back(twins: Twins) -> None:
    python = dead(twins.python)
    form = python.get("/communes?page=2").form()
    form |= {"signin[username]": "admin", "signin[password]": "admin-valmont"}

    php = python.on(twins.php)
    answer = php.post("/login", form, Referer=f"{ORIGIN}/communes?page=2")
    assert (answer.status, answer.header("Location")) == (302, f"{ORIGIN}/communes?page=2")
    assert php.session_id != DEAD
    assert php.on(twins.python).get("/communes").status == 200


@pytest.mark.parametrize("page", ["/communes", "/communes/3/edit", "/evenements"])
def test_a_sign_in_is_not_undone_by_a_page_under_way(twins: Twins, page: str) -> None:
    php = Browser(twins.php)
    form = php.get("/login").form()
    form |= {"signin[username]": "admin", "signin[password]": "admin-valmont"}
    late = php.on(twins.python)
    php.post("/login", form)

    assert late.get(page).header("Set-Cookie") is None
    assert late.session_id != php.session_id
    assert php.on(twins.python).get(page).status == 200


def test_what_must_be_kept_gets_a_session_of_its_own(twins: Twins) -> None:
    python = dead(twins.python)
    python.get("/communes?sf_culture=en")

    assert python.session_id != DEAD
    assert b"en" in (twins.sessions / f"sess_{python.session_id}").read_bytes()
    assert DEAD not in stored(twins.sessions)


def test_filters_sent_too_late_count_after_the_sign_in(twins: Twins) -> None:
    _, python = twins.visitor()
    form = python.get("/communes").form(FILTER) | {"commune_filters[nom][text]": "Val"}
    age_session(twins.sessions, python.session_id or "", 5000)
    asked = python.post("/communes/filter/action", form)
    assert asked.status == 401

    sign_in = asked.form() | {"signin[username]": "admin", "signin[password]": "admin-valmont"}
    php = python.on(twins.php)
    answer = php.post("/login", sign_in)
    assert (answer.status, answer.header("Location")) == (302, f"{ORIGIN}/communes")
    for side in (twins.python, twins.php):
        shown = php.on(side).get("/communes").form(FILTER)
        assert shown["commune_filters[nom][text]"] == "Val"


def test_of_two_pages_that_find_a_time_out_one_gives_the_new_id(twins: Twins) -> None:
    _, python = twins.visitor()
    form = python.get("/communes/3/edit").form(FORM)
    typed = form | {"commune[epci]": "Ormes"}
    age_session(twins.sessions, python.session_id or "", 5000)
    first, second = python.on(twins.python), python.on(twins.python)
    assert first.post("/communes/3", typed).header("Set-Cookie")

    assert second.get("/quartiers").header("Set-Cookie") is None
    assert b"Ormes" in twins.session_file(first).read_bytes()
