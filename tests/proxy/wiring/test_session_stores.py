import sqlite3
from pathlib import Path

import pytest

from legacy_bridge.php.formats import SessionFormat
from legacy_bridge.stores.cache_files import CacheFileSessionStore
from legacy_bridge.stores.cells import CellSessionStore
from legacy_bridge.stores.files import FileSessionStore
from legacy_bridge.stores.memcached import MemcachedCells
from legacy_bridge.stores.pdo import PdoSessionStore
from legacy_bridge.stores.redis import RedisCells
from legacy_bridge.symfony1.sessions import SymfonySessions
from legacy_bridge.symfony1.user import SfUser
from proxy.config import read_settings, shown
from proxy.errors import ConfigurationRefused
from proxy.wiring.file_sessions import is_whole_session
from proxy.wiring.session_rules import session_rules
from proxy.wiring.session_stores import session_store
from tests.fakes.session_store import FakeSessionStore
from tests.fakes.sessions import php_draft, sf_session

STORE, FORMAT = "FIGUIER_SYMFONY1_SESSION_STORE", "FIGUIER_SYMFONY1_SESSION_FORMAT"


def test_redis_is_asked_as_phps_handler_would() -> None:
    where = "redis://:geheim@192.0.2.1:6380/3?prefix=site:&lock=0"
    store = session_store(
        read_settings({STORE: where, "FIGUIER_SYMFONY1_SESSION_TIMEOUT_S": "43200"})
    )

    assert isinstance(store, CellSessionStore)
    assert isinstance(store.cells, RedisCells)
    assert store.cells.wire.address == ("192.0.2.1", 6380)
    assert (store.cells.prefix, store.cells.database) == ("site:", 3)
    assert (store.cells.password, store.cells.lifetime_s) == ("geheim", 43200)
    assert not store.is_locking
    assert store.wait_s == 30


def test_a_server_may_have_an_address_of_ipv6() -> None:
    store = session_store(read_settings({STORE: "redis://[::1]:6380"}))

    assert isinstance(store, CellSessionStore)
    assert isinstance(store.cells, RedisCells)
    assert store.cells.wire.address == ("::1", 6380)


def test_a_password_is_read_as_urls_write_it() -> None:
    store = session_store(read_settings({STORE: "redis://:a%40b%2Fc%25@127.0.0.1"}))

    assert isinstance(store, CellSessionStore)
    assert isinstance(store.cells, RedisCells)
    assert store.cells.password == "a@b/c%"


@pytest.mark.parametrize(
    "where",
    ["memcached://h1:11211,h2:11211", "memcached://h1,h2", "redis://h:port", "redis://h:123456"],
)
def test_what_is_no_one_server_is_refused(where: str) -> None:
    with pytest.raises(ConfigurationRefused, match=STORE):
        read_settings({STORE: where})


def test_memcached_has_phps_own_prefix_and_lock() -> None:
    store = session_store(read_settings({STORE: "memcached://127.0.0.1:11211"}))

    assert isinstance(store, CellSessionStore)
    assert isinstance(store.cells, MemcachedCells)
    assert store.cells.prefix == "memc.sess.key."
    assert store.is_locking


def test_symfonys_cache_keeps_one_array_and_signs_its_cookie(tmp_path: Path) -> None:
    settings = read_settings(
        {STORE: f"cache:{tmp_path}", "FIGUIER_SYMFONY1_SESSION_COOKIE_SECRET": "invented"}
    )
    rules = session_rules(settings)

    assert isinstance(session_store(settings), CacheFileSessionStore)
    assert rules.layout is SessionFormat.PHP_SERIALIZE
    assert rules.cookie.session_id("abc") is None


def test_a_table_is_in_the_business_database() -> None:
    settings = read_settings({STORE: "table:session", "FIGUIER_DATABASE_URL": "sqlite://"})

    store = session_store(settings)
    assert isinstance(store, PdoSessionStore)
    assert (store.names.id, store.names.data, store.names.time) == (
        "sess_id", "sess_data", "sess_time",
    )  # fmt: skip
    with pytest.raises(ConfigurationRefused, match="needs a database"):
        session_store(read_settings({STORE: "table:session"}))


def test_a_tables_columns_have_the_names_that_factories_yml_gives_them(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/sessions.db"
    connection = sqlite3.connect(tmp_path / "sessions.db")
    connection.execute("CREATE TABLE visites (ref TEXT PRIMARY KEY, contenu BLOB, quand INTEGER)")
    connection.close()
    where = "table:visites?id=ref&data=contenu&time=quand"
    store = session_store(read_settings({STORE: where, "FIGUIER_DATABASE_URL": url}))
    store.create("abc", b"a|i:1;")

    assert store.read("abc") == b"a|i:1;"
    with sqlite3.connect(tmp_path / "sessions.db") as connection:
        assert connection.execute("SELECT ref, quand > 0 FROM visites").fetchall() == [("abc", 1)]
    connection.close()


@pytest.mark.parametrize("kind", ["redis", "memcached"])
def test_a_server_keeps_sessions_as_long_as_php_says(kind: str) -> None:
    never = {"FIGUIER_SYMFONY1_SESSION_TIMEOUT_S": "false"}
    lifetimes = [
        session_store(read_settings(never | {STORE: f"{kind}://127.0.0.1{said}"}))
        for said in ("", "?lifetime=2592000")
    ]

    assert [store.cells.lifetime_s for store in lifetimes] == [1440, 2592000]  # type: ignore[attr-defined]


def test_a_user_timeout_of_false_signs_nobody_out() -> None:
    rules = session_rules(read_settings({"FIGUIER_SYMFONY1_SESSION_TIMEOUT_S": "false"}))
    years_idle = SfUser(php_draft(sf_session(last=1, signed_in=True)))

    assert rules.timeout_s is None
    assert not years_idle.has_timed_out(2_000_000_000, rules.timeout_s)


def test_a_sign_out_drops_what_the_sites_own_user_class_drops() -> None:
    said = {"FIGUIER_SYMFONY1_DROPPED_AT_SIGN_OUT": "apostrophe,apostrophe_media"}
    media = b'a:2:{s:16:"apostrophe_media";a:1:{s:1:"a";i:1;}s:5:"autre";a:1:{s:1:"a";i:1;}}'
    store = FakeSessionStore(abc=sf_session(media, last=1000, signed_in=True))
    sessions = SymfonySessions(store, session_rules(read_settings(said)), lambda: 1001)
    live = sessions.open("abc")
    live.sign_out()
    sessions.close(live)
    left = SfUser(php_draft(store.read(live.session_id) or b""))

    assert left.namespace("apostrophe_media") == {}
    assert left.namespace("autre") == {"a": 1}


@pytest.mark.parametrize("layout", list(SessionFormat))
def test_files_are_read_in_the_sites_format(tmp_path: Path, layout: SessionFormat) -> None:
    settings = read_settings({"FIGUIER_SYMFONY1_SESSION_DIR": str(tmp_path), FORMAT: layout.value})
    store = session_store(settings)
    data = {
        SessionFormat.PHP: b"a|i:1;",
        SessionFormat.PHP_BINARY: b"\x01ai:1;",
        SessionFormat.PHP_SERIALIZE: b'a:1:{s:1:"a";i:1;}',
    }

    assert isinstance(store, FileSessionStore)
    assert session_rules(settings).layout is layout
    assert [each for each in data if store.is_whole(data[each])] == [layout]
    assert is_whole_session(data[layout], layout)


@pytest.mark.parametrize(
    "text",
    [
        "oracle:x",
        "redis://",
        "table:",
        "table:a b",
        "cache:",
        "redis://a:1/x",
        "files:/x",
        "FILES",
        "table:a?key=b",
        "table:a?id=b&id=c",
        "table:a?id=",
        "redis://a?id=b",
        "redis://a?lock=yes",
        "memcached://a?lifetime=0",
    ],
)
def test_another_store_is_refused(text: str) -> None:
    with pytest.raises(ConfigurationRefused, match="SESSION_STORE"):
        read_settings({STORE: text})


@pytest.mark.parametrize("text", ["igbinary", "PHP", "wddx"])
def test_another_format_is_refused(text: str) -> None:
    with pytest.raises(ConfigurationRefused, match="SESSION_FORMAT"):
        read_settings({FORMAT: text})


@pytest.mark.parametrize(
    ("attributes", "line"),
    [
        pytest.param("", "symfony=abc; path=/; HttpOnly", id="as PHP's own by default"),
        pytest.param("path=/", "symfony=abc; path=/", id="an old PHP"),
        pytest.param(
            "path=/gestion; domain=.valmont.example; secure; HttpOnly; SameSite=Lax",
            "symfony=abc; path=/gestion; domain=.valmont.example; secure; HttpOnly; SameSite=Lax",
            id="all of them",
        ),
    ],
)
def test_ses_24_the_cookie_is_as_the_settings_say(attributes: str, line: str) -> None:
    settings = read_settings({"FIGUIER_SYMFONY1_SESSION_COOKIE_ATTRIBUTES": attributes})

    assert session_rules(settings).cookie.header("abc") == line


@pytest.mark.parametrize(
    "text", ["path=/; path=/x", "priority=High", "secure; a\nb", "max-age=soon"]
)
def test_other_attributes_are_refused(text: str) -> None:
    with pytest.raises(ConfigurationRefused, match="COOKIE_ATTRIBUTES"):
        read_settings({"FIGUIER_SYMFONY1_SESSION_COOKIE_ATTRIBUTES": text})


def test_the_default_language_is_the_sites() -> None:
    assert (
        session_rules(read_settings({"FIGUIER_SYMFONY1_DEFAULT_CULTURE": "en"})).default_culture
        == "en"
    )


def test_a_servers_password_is_never_shown() -> None:
    settings = read_settings({STORE: "redis://:geheim@127.0.0.1:6379"})

    assert "geheim" not in " ".join(shown(settings).values()) + repr(settings)
