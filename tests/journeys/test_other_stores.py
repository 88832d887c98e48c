"""The same login life where a site keeps its sessions elsewhere, or in another format."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass

import pytest

from demo.stack.database import Database
from demo.stack.folders import make_state
from demo.stack.nginx import Nginx
from demo.stack.php_fpm import PhpFpm
from demo.stack.ports import free_ports
from demo.stack.pristine import restore
from demo.stack.settings import StackSettings
from demo.stack.stack import LegacyStack
from tests.conftest import stack_settings, state_folder
from tests.fakes.gestion_visitor import GestionVisitor
from tests.fakes.servers import serving
from tests.fakes.site_visitor import hidden, text_of
from tests.journeys.conftest import Product

pytestmark = pytest.mark.stack

PYTHON, PHP = "/communes", "/arrivants"


class OtherPhp(PhpFpm):
    """PHP whose pool has other session settings."""

    session: Mapping[str, str]

    def pool(self, application: str) -> str:
        pool = super().pool(application)
        if application != "gestion":
            return pool
        # Of two lines of one name FPM takes the first.
        lines = [f"php_value[{name}] = {value}\n" for name, value in self.session.items()]
        return pool.replace("[gestion]\n", "[gestion]\n" + "".join(lines))


@dataclass
class OtherStack:
    """Another PHP and nginx, over the database of the first."""

    settings: StackSettings
    database: Database


#: PHP's settings and ours; {port} is a server's.
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
    "files, php_serialize": (
        {"session.serialize_handler": "php_serialize"},
        {"FIGUIER_SYMFONY1_SESSION_FORMAT": "php_serialize"},
    ),
    "files, php_binary": (
        {"session.serialize_handler": "php_binary"},
        {"FIGUIER_SYMFONY1_SESSION_FORMAT": "php_binary"},
    ),
}
SERVERS = {"redis": ("redis-server", "--save", ""), "memcached": ("memcached", "-l", "127.0.0.1")}


def filled(values: Mapping[str, str], port: int) -> dict[str, str]:
    return {name: value.replace("{port}", str(port)) for name, value in values.items()}


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
        php = OtherPhp(settings, stack.mariadb)
        php.session = filled(php_values, port)
        nginx = Nginx(settings, php)
        product = Product(OtherStack(settings, stack.database), filled(ours, port))
        for service in (php, nginx, product.proxy):
            running.callback(service.stop)
            service.start()
        for service in (php, nginx, product.proxy):
            service.wait_ready()
        product.flip("reference_lists", "python")
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


def edit_value(page: str, identifier: str) -> str:
    found = page.partition(f'id="{identifier}"')[0].rpartition("<input")[2]
    rest = page.partition(f'id="{identifier}"')[2].partition("/>")[0]
    return (found + rest).partition('value="')[2].partition('"')[0]
