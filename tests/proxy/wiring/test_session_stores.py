from pathlib import Path

import pytest

from legacy_bridge.php.formats import SessionFormat
from legacy_bridge.stores.cache_files import CacheFileSessionStore
from legacy_bridge.stores.cells import CellSessionStore
from legacy_bridge.stores.files import FileSessionStore
from legacy_bridge.stores.memcached import MemcachedCells
from legacy_bridge.stores.pdo import PdoSessionStore
from legacy_bridge.stores.redis import RedisCells
from proxy.config import read_settings, shown
from proxy.errors import ConfigurationRefused
from proxy.wiring.session_stores import is_whole_session, session_rules, session_store

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

    assert isinstance(session_store(settings), PdoSessionStore)
    with pytest.raises(ConfigurationRefused, match="needs a database"):
        session_store(read_settings({STORE: "table:session"}))


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
    ["oracle:x", "redis://", "table:", "table:a b", "cache:", "redis://a:1/x", "files:/x", "FILES"],
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
