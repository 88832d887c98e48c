"""The same login life where a site keeps its sessions elsewhere, or in another format."""

import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser

from demo.stack.database import Database
from demo.stack.folders import make_folder, make_state
from demo.stack.nginx import Nginx
from demo.stack.php_fpm import PhpFpm
from demo.stack.ports import free_ports
from demo.stack.pristine import restore
from demo.stack.settings import StackSettings
from demo.stack.stack import LegacyStack
from tests.conftest import stack_settings, state_folder
from tests.fakes.adviser import MINUTE, PHP, PYTHON, SAVE, Adviser, ageing, follow
from tests.fakes.gestion_visitor import GestionVisitor
from tests.fakes.servers import serving
from tests.fakes.site_visitor import hidden, text_of
from tests.journeys.conftest import Product

pytestmark = pytest.mark.stack


class OtherPhp(PhpFpm):
    """PHP whose pool has other session settings."""

    session: Mapping[str, str]

    def pool(self, application: str) -> str:
        pool = super().pool(application)
        if application != "gestion":
            return pool
        # Of two lines of one name FPM takes the first.
        lines = [
            f"{name if name.startswith('env[') else f'php_value[{name}]'} = {value}\n"
            for name, value in self.session.items()
        ]
        return pool.replace("[gestion]\n", "[gestion]\n" + "".join(lines))


@dataclass
class OtherStack:
    """Another PHP and nginx, over the database of the first."""

    settings: StackSettings
    database: Database


CACHE = "symfony's cache"

#: PHP's settings and ours; {port} is a server's, {folder} one of the site's own.
SITES = {
    "redis": (
        {
            "session.save_handler": "redis",
            "session.save_path": '"tcp://127.0.0.1:{port}?prefix=valmont:"',
            "redis.session.locking_enabled": "1",
        },
        {"FIGUIER_SYMFONY1_SESSION_STORE": "redis://127.0.0.1:{port}?prefix=valmont:"},
    ),
    "memcached": (
        {
            "session.save_handler": "memcached",
            "session.save_path": '"127.0.0.1:{port}"',
            "session.serialize_handler": "php_serialize",
        },
        {
            "FIGUIER_SYMFONY1_SESSION_STORE": "memcached://127.0.0.1:{port}",
            "FIGUIER_SYMFONY1_SESSION_FORMAT": "php_serialize",
        },
    ),
    "a table, as sfPDO": (
        {"env[FIGUIER_SESSION_TABLE]": "session_pdo"},
        {"FIGUIER_SYMFONY1_SESSION_STORE": "table:session_pdo"},
    ),
    CACHE: (
        {
            "env[FIGUIER_SESSION_CACHE]": '"{folder}"',
            "env[FIGUIER_SESSION_CACHE_SECRET]": "valmont-cache-secret",
        },
        {
            "FIGUIER_SYMFONY1_SESSION_STORE": "cache:{folder}",
            "FIGUIER_SYMFONY1_SESSION_COOKIE_SECRET": "valmont-cache-secret",
        },
    ),
    "files, php_serialize": (
        {"session.serialize_handler": "php_serialize"},
        {"FIGUIER_SYMFONY1_SESSION_FORMAT": "php_serialize"},
    ),
    "files, php_binary": (
        {"session.serialize_handler": "php_binary"},
        {"FIGUIER_SYMFONY1_SESSION_FORMAT": "php_binary"},
    ),
}
TABLE = (
    "CREATE TABLE session_pdo (sess_id VARCHAR(64) PRIMARY KEY, sess_data LONGBLOB,"
    " sess_time INT NOT NULL) ENGINE=InnoDB"
)
SERVERS = {"redis": ("redis-server", "--save", ""), "memcached": ("memcached", "-l", "127.0.0.1")}


def filled(values: Mapping[str, str], **words: object) -> dict[str, str]:
    return {
        name: re.sub(r"{(\w+)}", lambda found: str(words[found[1]]), value)
        for name, value in values.items()
    }


def begins_on_python(product: Product) -> None:
    """The lot of the reference lists, before anything is started."""
    text = product.table.read_text(encoding="utf-8")
    head, lot, rest = text.partition("\n  reference_lists:\n")
    stage = "\n    stage: "
    assert lot
    product.table.write_text(head + lot + rest.replace(f"{stage}legacy", f"{stage}python", 1))
    assert product.stage("reference_lists") == "python"


@pytest.fixture(scope="module", params=SITES)
def site(request, stack: LegacyStack) -> Iterator[Product]:
    """The product over such a site, the reference lists on Python."""
    php_values, ours = SITES[request.param]
    folder, (port,) = state_folder(), free_ports(1)
    settings = stack_settings(folder)
    with ExitStack() as running:
        running.callback(shutil.rmtree, folder, ignore_errors=True)
        if request.param in SERVERS:
            program, *words = SERVERS[request.param]
            option = "-p" if program == "memcached" else "--port"
            running.enter_context(serving(program, *words, option, str(port), port=port))
        make_state(settings)
        words = {"port": port, "folder": folder / "session-cache"}
        make_folder(folder / "session-cache", settings.account, 0o700)
        if "table" in request.param:
            stack.database.run(TABLE)
            running.callback(stack.database.run, "DROP TABLE session_pdo")
        php = OtherPhp(settings, stack.mariadb)
        php.session = filled(php_values, **words)
        nginx = Nginx(settings, php)
        product = Product(OtherStack(settings, stack.database), filled(ours, **words))
        begins_on_python(product)
        for service in (php, nginx, product.proxy):
            running.callback(service.stop)
            service.start()
        for service in (php, nginx, product.proxy):
            service.wait_ready()
        yield product
    restore(stack.database)


def test_a_sign_in_on_php_is_one_on_python_and_ends_everywhere(site: Product) -> None:
    visitor = GestionVisitor(site)
    assert visitor.is_asked_to_sign_in(PYTHON)
    visitor.sign_in("claire.martin")
    copied = visitor.copy()

    assert not visitor.is_asked_to_sign_in(PYTHON)
    assert not visitor.is_asked_to_sign_in(PHP)
    assert not visitor.is_asked_to_sign_in(PYTHON)
    visitor.get("/logout")
    assert visitor.is_asked_to_sign_in(PYTHON)
    assert visitor.is_asked_to_sign_in(PHP)
    assert copied.is_asked_to_sign_in(PYTHON)


def test_messages_filters_and_language_cross(site: Product) -> None:
    visitor = GestionVisitor(site).sign_in("claire.martin")
    edit = visitor.get("/communes/3/edit")
    name = edit_value(edit.text, "commune_nom")
    fields: dict[str, str | list[str]] = {
        "sf_method": "put", "commune[id]": "3", "commune[nom]": name,
        "commune[code_insee]": edit_value(edit.text, "commune_code_insee"),
        "commune[code_postal]": edit_value(edit.text, "commune_code_postal"),
        "commune[_csrf_token]": hidden(edit, "commune[_csrf_token]"),
    }  # fmt: skip
    assert visitor.post("/communes/3", fields).status_code == 302

    # What Python left, PHP shows, once.
    assert text_of(visitor.get(PHP), "//div[@class='notice']") != []
    assert text_of(visitor.get(PYTHON), "//div[@class='notice']") == []
    visitor.get(f"{PHP}?sf_culture=en")
    assert text_of(visitor.get(PYTHON), "//input[@value='Filter']") != []
    visitor.get(f"{PYTHON}?sf_culture=fr")
    assert text_of(visitor.get(PHP), "//input[@value='Filtrer']") != []


# symfony's cache starts every sign-in with an empty session: what was typed is lost there.
@pytest.mark.parametrize("site", [name for name in SITES if name != CACHE], indirect=True)
def test_what_was_typed_comes_back_after_php_signed_in(site: Product) -> None:
    visitor = GestionVisitor(site).sign_in("claire.martin")
    token = hidden(visitor.get("/communes/new"), "commune[_csrf_token]")
    visitor.put_cookie("symfony", "gone" * 6)
    typed: dict[str, str | list[str]] = {
        "commune[nom]": "Élan d'été",
        "commune[_csrf_token]": token,
    }
    answer = visitor.post("/communes", typed)

    assert answer.status_code == 401
    assert "elle vous sera rendue" in answer.text
    visitor.sign_in("claire.martin")
    assert "Élan d&#39;été" in visitor.get("/communes/new").text


def test_going_to_and_fro_signs_nobody_out(site: Product) -> None:
    visitor = GestionVisitor(site).sign_in("claire.martin")
    for _ in range(10):
        assert not visitor.is_asked_to_sign_in(PYTHON)
        assert not visitor.is_asked_to_sign_in(PHP)


@pytest.fixture
def adviser(site: Product, browser: Browser) -> Iterator[Adviser]:
    context = browser.new_context(locale="fr-FR")
    yield Adviser(site, context, ageing(site.proxy.environment()))
    context.close()


# Over files, test_login_life.py is such a day.
in_a_browser = pytest.mark.parametrize(
    "site", [name for name in SITES if "files" not in name], indirect=True
)


@pytest.mark.browser
@in_a_browser
def test_a_day_of_an_adviser_in_a_browser(site: Product, adviser: Adviser) -> None:
    page, context = adviser.page, adviser.context

    # Signs in where Python asked, by PHP's form; both sides know her.
    assert adviser.goes_to("/communes/3/edit").is_asked_who
    adviser.signs_in(remember=True)
    assert not adviser.goes_to(PHP).is_asked_who

    # A form that Python drew is taken by PHP, and PHP's by Python, which shows PHP's message.
    assert not adviser.goes_to("/communes/3/edit").is_asked_who
    page.fill("#commune_epci", "De Python à PHP")
    site.rollback("reference_lists")
    follow(page, SAVE)
    assert page.locator(".notice").count() == 1
    page.fill("#commune_epci", "De PHP à Python")
    site.flip("reference_lists", "python")
    follow(page, SAVE)
    assert page.locator(".notice").count() == 1
    assert page.input_value("#commune_epci") == "De PHP à Python"

    # The browser is closed: whichever side she meets knows her again.
    for path in (PYTHON, PHP):
        context.clear_cookies(name="symfony")
        assert not adviser.goes_to(path).is_asked_who

    # Signs out on each side in turn: out on both, and no cookie remembers her.
    for path in (PYTHON, PHP):
        if adviser.goes_to(path).is_asked_who:
            adviser.signs_in(remember=True)
            assert not adviser.goes_to(path).is_asked_who
        follow(page, "text=Se déconnecter")
        assert adviser.goes_to(PYTHON).is_asked_who
        assert adviser.goes_to(PHP).is_asked_who


@pytest.mark.browser
@in_a_browser
def test_what_befalls_an_adviser_in_a_browser(site: Product, adviser: Adviser) -> None:
    page = adviser.page
    adviser.goes_to(PYTHON).signs_in()

    # A language chosen on one side is spoken by the other.
    adviser.goes_to(f"{PHP}?sf_culture=en")
    assert adviser.goes_to(PYTHON).page.locator("input[value=Filter]").count() == 1
    adviser.goes_to(f"{PYTHON}?sf_culture=fr")
    assert adviser.goes_to(PHP).page.locator("input[value=Filtrer]").count() == 1

    # 31 minutes on Python's pages, 16 at most without one: the form PHP drew before is good.
    php_form = adviser.opens_another_tab().goes_to("/arrivants/new").page
    php_form.fill("#arrivant_nom", "Essai")
    php_form.fill("#arrivant_prenom", "Une demi-heure")
    for minutes in (16, 15):
        adviser.idles(minutes * MINUTE)
        assert not adviser.goes_to(PYTHON).is_asked_who
    follow(php_form, SAVE)
    assert php_form.locator(".notice").count() == 1

    # She signs out and in while a form of Python's is open: refused as by PHP, nothing typed lost.
    adviser.goes_to("/communes/3/edit")
    page.fill("#commune_epci", "Avant le changement")
    before = adviser.session_cookie
    other_tab = adviser.opens_another_tab().goes_to(PHP)
    follow(other_tab.page, "text=Se déconnecter")
    other_tab.goes_to(PHP).signs_in()
    assert adviser.session_cookie != before
    follow(page, SAVE)
    assert page.input_value("#commune_epci") == "Avant le changement"
    assert "CSRF" in page.inner_text("#sf_admin_content")
    adviser.goes_to("/communes/3/edit")
    page.fill("#commune_epci", "Après le changement")
    follow(page, SAVE)
    assert page.locator(".notice").count() == 1

    # Half an hour without a page of either side ends it on both, whichever she meets first.
    for first, second in ((PYTHON, PHP), (PHP, PYTHON)):
        adviser.idles(30 * MINUTE)
        assert adviser.goes_to(first).is_asked_who
        assert adviser.goes_to(second).is_asked_who
        adviser.signs_in()
        assert not adviser.goes_to(second).is_asked_who

    # Switched off, she is refused at the next page of Python, which ends it for PHP as well.
    switch = "UPDATE sf_guard_user SET is_active = %s WHERE username = 'claire.martin'"
    site.stack.database.run(switch, [0])
    try:
        assert adviser.goes_to(PYTHON).is_asked_who
        assert adviser.goes_to(PHP).is_asked_who
    finally:
        site.stack.database.run(switch, [1])


def edit_value(page: str, identifier: str) -> str:
    found = page.partition(f'id="{identifier}"')[0].rpartition("<input")[2]
    rest = page.partition(f'id="{identifier}"')[2].partition("/>")[0]
    return (found + rest).partition('value="')[2].partition('"')[0]
