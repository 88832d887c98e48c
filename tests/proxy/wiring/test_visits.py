"""One visitor on two sides: what one side leaves, the other finds."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import NoReturn

import pytest
from werkzeug.wrappers import Response

from demo.stack.pristine import restore
from legacy_bridge.sfguard.visitor import Visitor
from legacy_bridge.symfony1.rules import SessionRules
from legacy_bridge.symfony1.sessions import SymfonySessions
from modules.kernel.errors import SessionsUnavailable
from proxy.wiring.visits import BridgedVisit
from tests.fakes.pages import ORIGIN, Browser
from tests.fakes.session_store import FakeSessionStore
from tests.fakes.sessions import sf_session
from tests.fakes.twins import Twins

pytestmark = pytest.mark.stack

FORM = "//div[@class='sf_admin_form']/form"
FILTER = "//div[@class='sf_admin_filter']/form"
NOTICE = "//div[@class='notice']"
UPDATED = "L'objet a été mis à jour avec succès."


@pytest.fixture(autouse=True)
def data_put_back(twins: Twins) -> Iterator[None]:
    yield
    restore(twins.database)


@pytest.fixture(params=["PHP first", "Python first"])
def pair(request, twins: Twins) -> tuple[Browser, Browser]:
    """One visitor: who acts first, and who answers next."""
    php, python = twins.visitor()
    return (php, python) if request.param == "PHP first" else (python, php)


def test_a_flash_of_one_side_is_shown_once_by_the_other(pair: tuple[Browser, Browser]) -> None:
    one, other = pair
    one.post("/communes/3", one.get("/communes/3/edit").form(FORM))

    assert other.get("/communes/3/edit").text(NOTICE) == [UPDATED]
    assert other.get("/communes/3/edit").text(NOTICE) == []
    assert one.get("/communes/3/edit").text(NOTICE) == []


def test_filters_sort_and_page_of_one_side_are_the_others(pair: tuple[Browser, Browser]) -> None:
    one, other = pair
    form = one.get("/communes").form(FILTER) | {"commune_filters[nom][text]": "a"}
    one.post("/communes/filter/action", form)
    seen = one.get("/communes?page=2&sort=code_postal&sort_type=desc").lines

    assert other.get("/communes").lines == seen


def test_a_form_opened_on_one_side_is_accepted_by_the_other(pair: tuple[Browser, Browser]) -> None:
    one, other = pair
    form = one.get("/communes/3/edit").form(FORM) | {"commune[epci]": "Ailleurs"}
    batch = one.get("/communes").form("//form[contains(@action, 'batch')]")

    assert other.post("/communes/3", form).status == 302
    chosen = batch | {"batch_action": "batchRattacher", "ids[]": ["3"]}
    assert other.post("/communes/batch/action", chosen).status == 302
    assert one.get("/communes").text(NOTICE) == ["1 commune(s) rattachée(s) à Valmont Métropole."]


def test_the_language_chosen_on_one_side_is_the_others(pair: tuple[Browser, Browser]) -> None:
    one, other = pair
    one.get("/communes?sf_culture=en")

    assert other.get("/communes").html.get("lang") == "en"


@pytest.mark.parametrize("query", ["sf_culture=en&sf_culture=fr", "sf_culture=fr&sf_culture=en", "sf_culture=en&sf_culture[]=fr", "sf_culture=en&sf_culture="])  # fmt: skip
def test_of_two_languages_both_sides_take_the_same(twins: Twins, query: str) -> None:
    spoken = []
    for side in twins.visitor():
        side.get(f"/communes?{query}")
        spoken.append(side.get("/communes").html.get("lang"))

    assert spoken[0] == spoken[1]


def test_a_sign_out_on_php_ends_python(twins: Twins) -> None:
    php, python = twins.visitor()
    php.get("/logout")

    assert python.get("/communes").status == 401
    assert python.session_id != php.session_id


def test_a_stranger_signs_in_where_python_asked_and_comes_back(twins: Twins) -> None:
    python = Browser(twins.python)
    form = python.get("/communes?page=2").form()
    form |= {"signin[username]": "admin", "signin[password]": "admin-valmont"}
    php = python.on(twins.php)

    answer = php.post("/login", form)

    assert answer.header("Location") == f"{ORIGIN}/communes?page=2"
    page = php.on(twins.python).get("/communes?page=2")
    assert page.status == 200
    assert "(page 2/3)" in page.text("//tfoot//th")[-1]


def test_the_first_page_wanted_is_the_one_come_back_to(twins: Twins) -> None:
    python = Browser(twins.python)
    python.get("/communes/3/edit")
    form = python.get("/partenaires").form()
    form |= {"signin[username]": "admin", "signin[password]": "admin-valmont"}

    assert python.on(twins.php).post("/login", form).header("Location") == (
        f"{ORIGIN}/communes/3/edit"
    )


def test_a_form_sent_to_php_with_pythons_refused_token_is_drawn_without_one(twins: Twins) -> None:
    page = Browser(twins.python).post("/communes", {"x": "1"})

    assert "signin[_csrf_token]" not in page.form()
    assert len(page.text("//ul[@class='error_list']/li")) == 4


def aged(twins: Twins, browser: Browser, seconds: int) -> None:
    """The session as if it had not been used for that long."""
    path = twins.session_file(browser)
    data = path.read_bytes()
    last = re.search(rb"lastRequest\|i:(\d+);", data)
    assert last
    earlier = b"lastRequest|i:%d;" % (int(last[1]) - seconds)
    path.write_bytes(data.replace(last[0], earlier))


def test_an_idle_visitor_is_signed_out_at_the_same_second_on_both_sides(twins: Twins) -> None:
    for side in (0, 1):
        late, early = twins.visitor()[side], twins.visitor()[side]
        aged(twins, late, 1800)
        aged(twins, early, 1790)

        assert (late.get("/communes").status, early.get("/communes").status) == (401, 200)


def test_working_in_python_alone_keeps_php_signed_in(twins: Twins) -> None:
    php, python = twins.visitor()
    for _ in range(3):
        aged(twins, php, 900)
        assert python.get("/communes").status == 200

    assert php.get("/communes").status == 200


def test_an_account_switched_off_is_refused_at_once_and_everywhere(twins: Twins) -> None:
    php, python = twins.visitor("claire.martin")
    twins.database.run("UPDATE sf_guard_user SET is_active = 0 WHERE username = 'claire.martin'")

    assert python.get("/communes").status == 401
    assert python.on(twins.php).get("/communes").status == 401
    assert php.get("/communes").status == 401


def test_an_account_that_is_gone_is_signed_out(twins: Twins) -> None:
    _, python = twins.visitor("stagiaire")
    twins.database.run("DELETE FROM sf_guard_user WHERE username = 'stagiaire'")

    assert python.get("/communes").status == 401


def test_a_super_admin_has_every_credential_until_the_row_says_no(twins: Twins) -> None:
    _, python = twins.visitor("admin")
    seen = python.get("/communes").status
    path = twins.session_file(python)
    path.write_bytes(
        re.sub(rb"credentials\|a:13:\{.*?\}", b"credentials|a:0:{}", path.read_bytes())
    )

    assert (seen, python.get("/communes").status) == (200, 200)
    twins.database.run("UPDATE sf_guard_user SET is_super_admin = 0 WHERE username = 'admin'")
    assert python.get("/communes").status == 403


def test_a_remembered_browser_is_signed_in_by_python(twins: Twins) -> None:
    php = Browser(twins.php)
    form = php.get("/login").form()
    form |= {"signin[username]": "admin", "signin[password]": "admin-valmont"}
    answer = php.post("/login", form | {"signin[remember]": "on"})
    key = next(
        value.partition(";")[0].partition("=")[2]
        for name, value in answer.headers
        if value.startswith("sfRemember=")
    )
    python = Browser(twins.python, cookies={"sfRemember": key})

    assert python.get("/communes").status == 200
    assert python.session_id
    assert python.on(twins.php).get("/communes").status == 200


@pytest.mark.parametrize("key", ["nope", "x" * 40, "", "%00"])
def test_a_remember_key_nobody_gave_opens_nothing(twins: Twins, key: str) -> None:
    python = Browser(twins.python, cookies={"sfRemember": key})

    assert python.get("/communes").status == 401


def test_keys_and_objects_python_does_not_know_stay_in_the_session(twins: Twins) -> None:
    php, python = twins.visitor()
    path = twins.session_file(php)
    strange = b'autre|O:8:"Inconnue":1:{s:1:"a";R:1;}zz|d:0.1;'
    path.write_bytes(path.read_bytes() + strange)
    python.get("/communes?sort=nom&sort_type=desc")

    assert path.read_bytes().endswith(strange)
    assert php.get("/communes").status == 200


@pytest.mark.parametrize("session_id", ["", "../../etc/passwd", "é", "x" * 300])
def test_an_odd_session_id_is_a_stranger_with_a_new_session(twins: Twins, session_id: str) -> None:
    python = Browser(twins.python, cookies={"symfony": session_id.encode().decode("latin-1")})

    assert python.get("/communes").status == 401
    assert python.session_id
    assert python.session_id != session_id


@contextmanager
def held_by_php(browser: Browser, seconds: int) -> Iterator[None]:
    """A page of PHP that holds the visitor's session for so long, begun before the scene is."""
    slow = Thread(target=browser.get, args=(f"/outils/lent?secondes={seconds}",))
    slow.start()
    time.sleep(0.4)
    try:
        yield
    finally:
        slow.join()


def test_what_is_saved_while_php_is_slow_is_kept_with_its_message(twins: Twins) -> None:
    php, python = twins.visitor()
    form = python.get("/communes/3/edit").form(FORM) | {"commune[epci]": "Patience"}
    with held_by_php(php, 2):
        began = time.monotonic()
        assert python.post("/communes/3", form).status == 302
        assert time.monotonic() - began > 1
    page = python.get("/communes/3/edit")

    assert page.text(NOTICE) == [UPDATED]
    assert page.form(FORM)["commune[epci]"] == "Patience"


def test_filters_and_sorts_sent_while_php_is_slow_are_kept(twins: Twins) -> None:
    php, python = twins.visitor()
    form = python.get("/communes").form(FILTER) | {"commune_filters[nom][text]": "val"}
    with held_by_php(php, 2):
        assert python.post("/communes/filter/action", form).status == 302
    with held_by_php(php, 2):
        assert python.get("/communes?sort=epci&sort_type=desc").status == 200

    assert php.get("/communes").lines == python.get("/communes").lines
    assert php.get("/communes").form(FILTER)["commune_filters[nom][text]"] == "val"


def test_a_page_that_only_reads_waits_for_nobody(twins: Twins) -> None:
    php, python = twins.visitor()
    with held_by_php(php, 2):
        began = time.monotonic()
        assert python.get("/quartiers").status == 200
        assert time.monotonic() - began < 1


@pytest.fixture
def busy() -> tuple[BridgedVisit, FakeSessionStore]:
    """A visit whose session PHP holds for longer than anybody waits."""
    store = FakeSessionStore(abc=sf_session())
    sessions = SymfonySessions(store, SessionRules(), lambda: 1_000_100)
    live = sessions.open("abc")
    store.held.add("abc")
    return BridgedVisit(live, Visitor(live, unasked, print), sessions, "secret"), store


def unasked() -> NoReturn:
    pytest.fail("nobody has signed in: the accounts are not asked")


def test_what_must_be_kept_and_cannot_is_told(busy: tuple[BridgedVisit, FakeSessionStore]) -> None:
    visit, _ = busy
    visit.keep("commune.page", "2")

    with pytest.raises(SessionsUnavailable):
        visit.close(Response())
    assert visit.sessions.counts.changes_lost == 1


def test_a_time_or_a_default_that_cannot_be_kept_costs_no_page(
    busy: tuple[BridgedVisit, FakeSessionStore],
) -> None:
    visit, store = busy
    visit.keep_default("commune.sort", ["nom", "asc"])
    visit.close(Response())

    assert store.sessions["abc"] == sf_session()


def test_one_who_gave_up_does_not_wait_twice(busy: tuple[BridgedVisit, FakeSessionStore]) -> None:
    visit, _ = busy
    visit.keep("commune.page", "2")
    with pytest.raises(SessionsUnavailable):
        visit.wait_to_write()
    visit.close(Response())

    assert visit.sessions.counts.changes_lost == 0
