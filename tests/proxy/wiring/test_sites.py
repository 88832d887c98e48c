"""The Python applications of the lots, over sessions and a database of their own."""

import fcntl
import sqlite3
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask, request, session
from werkzeug.test import Client

from legacy_bridge.php.formats import SessionFormat
from legacy_bridge.php.session import PhpSession
from legacy_bridge.stores.files import FileSessionStore
from modules.lots import LOTS
from proxy.config import read_settings
from proxy.wiring.file_sessions import is_whole_session
from proxy.wiring.no_sessions import NoSessions
from proxy.wiring.session_rules import session_rules
from proxy.wiring.session_stores import session_store
from proxy.wiring.sites import build_sites


def test_there_is_a_site_for_every_backend_that_has_a_lot() -> None:
    assert set(build_sites(read_settings({}))) == {lot.site for lot in LOTS}


def test_a_site_starts_without_database_and_without_sessions() -> None:
    page = Client(build_sites(read_settings({}))["gestion"]).get("/communes")

    assert page.status_code == 401
    assert "symfony=" in page.headers["Set-Cookie"]


def accounts_with_a_key(file: Path, made: datetime) -> None:
    """Somebody whose remember key was made then."""
    connection = sqlite3.connect(file)
    connection.executescript(
        "CREATE TABLE sf_guard_user (id INTEGER PRIMARY KEY, username TEXT, algorithm TEXT,"
        " salt TEXT, password TEXT, is_active INTEGER, is_super_admin INTEGER, last_login TEXT);"
        "CREATE TABLE sf_guard_group (id INTEGER PRIMARY KEY, name TEXT);"
        "CREATE TABLE sf_guard_permission (id INTEGER PRIMARY KEY, name TEXT);"
        "CREATE TABLE sf_guard_user_group (user_id INTEGER, group_id INTEGER);"
        "CREATE TABLE sf_guard_user_permission (user_id INTEGER, permission_id INTEGER);"
        "CREATE TABLE sf_guard_group_permission (group_id INTEGER, permission_id INTEGER);"
        "CREATE TABLE sf_guard_remember_key (user_id INTEGER, remember_key TEXT,"
        " created_at DATETIME);"
        "INSERT INTO sf_guard_user VALUES (3, 'claude', 'sha1', '', '', 1, 1, NULL);"
        f"INSERT INTO sf_guard_remember_key VALUES (3, 'abc', '{made:%Y-%m-%d %H:%M:%S}.000000')"
    )
    connection.close()


@pytest.mark.parametrize(
    ("age_days", "is_taken_back"), [("", True), ("30", False), ("10", True)], ids=str
)
def test_a_remember_key_counts_as_long_as_app_yml_says(
    tmp_path: Path, age_days: str, is_taken_back: bool
) -> None:
    zone = read_settings({}).time_zone
    accounts_with_a_key(tmp_path / "site.db", datetime.now(zone) - timedelta(days=20))
    age = str(int(age_days) * 86400) if age_days else ""
    settings = read_settings(
        {
            "FIGUIER_DATABASE_URL": f"sqlite:///{tmp_path}/site.db",
            "FIGUIER_SYMFONY1_REMEMBER_AGE_S": age,
            "FIGUIER_STATE_DIR": str(tmp_path),
        }
    )
    cookie = {"Cookie": "sfRemember=abc"}
    visitor = Client(build_sites(settings)["gestion"], use_cookies=False)
    page = visitor.get("/communes", headers=cookie)

    lines = page.headers.getlist("Set-Cookie")
    assert any("sfRemember=deleted" in line for line in lines) is is_taken_back


def test_sessions_are_where_and_as_the_settings_say(tmp_path: Path) -> None:
    settings = read_settings(
        {
            "FIGUIER_SYMFONY1_SESSION_DIR": str(tmp_path),
            "FIGUIER_SYMFONY1_SESSION_COOKIE": "gestion",
            "FIGUIER_SYMFONY1_SESSION_TIMEOUT_S": "60",
        }
    )
    store = session_store(settings)

    assert isinstance(store, FileSessionStore)
    assert store.save_path.folder == tmp_path
    assert session_rules(settings).cookie.header("x") == "gestion=x; path=/; HttpOnly"
    assert session_rules(settings).timeout_s == 60


def test_a_new_visitors_session_is_kept_for_php_to_read(tmp_path: Path) -> None:
    settings = read_settings({"FIGUIER_SYMFONY1_SESSION_DIR": str(tmp_path)})
    page = Client(build_sites(settings)["gestion"]).get("/communes/3/edit?a=1")
    (file,) = tmp_path.iterdir()

    assert file.name in f"sess_{page.headers['Set-Cookie'].partition('=')[2]}"
    assert b'"referer";s:36:"http://localhost/communes/3/edit?a=1"' in file.read_bytes()
    assert file.stat().st_mode & 0o777 == 0o600


def test_sessions_that_cannot_be_read_are_a_503(tmp_path: Path) -> None:
    settings = read_settings({"FIGUIER_SYMFONY1_SESSION_DIR": str(tmp_path)})
    (tmp_path / "sess_abc").symlink_to(tmp_path)
    visitor = Client(build_sites(settings)["gestion"], use_cookies=False)

    assert visitor.get("/communes", headers={"Cookie": "symfony=abc"}).status_code == 503


def test_no_sign_in_is_offered_that_could_not_be_kept(tmp_path: Path) -> None:
    settings = read_settings({"FIGUIER_SYMFONY1_SESSION_DIR": str(tmp_path / "gone")})
    page = Client(build_sites(settings)["gestion"]).get("/communes")

    assert (page.status_code, page.headers["Retry-After"]) == (503, "5")
    assert "Set-Cookie" not in page.headers


def site_that_keeps(tmp_path: Path) -> Flask:
    """A site of the product, and a page that keeps something in Flask's own session."""
    settings = read_settings(
        {
            "FIGUIER_SYMFONY1_SESSION_DIR": str(tmp_path),
            "FIGUIER_SYMFONY1_SESSION_WAIT_S": "0.05",
            "FIGUIER_STATE_DIR": str(tmp_path / "state"),
        }
    )
    site = build_sites(settings)["gestion"]
    assert isinstance(site, Flask)

    @site.get("/kept")
    def kept() -> dict[str, object]:
        session["basket"] = [*session.get("basket", ()), request.args["what"]]
        return dict(session)

    return site


def test_flasks_session_is_the_one_php_keeps(tmp_path: Path) -> None:
    visitor = Client(site_that_keeps(tmp_path))
    visitor.get("/kept?what=a")

    assert visitor.get("/kept?what=b").json == {"basket": ["a", "b"]}
    (file,) = tmp_path.glob("sess_*")
    kept = PhpSession.parse(file.read_bytes(), SessionFormat.PHP)
    assert kept.get(("figuier", "basket")) == '["a","b"]'
    assert kept.get(("symfony/user/sfUser/authenticated",)) is False


def test_what_flask_cannot_keep_because_php_is_at_it_is_said(tmp_path: Path) -> None:
    visitor = Client(site_that_keeps(tmp_path))
    visitor.get("/kept?what=a")
    (file,) = tmp_path.glob("sess_*")
    with file.open("r+b") as held_by_php:
        fcntl.flock(held_by_php, fcntl.LOCK_EX)
        page = visitor.get("/kept?what=b")

    assert (page.status_code, page.headers["Retry-After"]) == (503, "5")
    assert visitor.get("/kept?what=c").json == {"basket": ["a", "c"]}


@pytest.mark.parametrize(
    "data, whole",
    [
        pytest.param(b"", True, id="nothing is a session"),
        pytest.param(b"a|i:1;", True, id="one value"),
        pytest.param(b"a|i:1;b|s:5:", False, id="cut"),
        pytest.param(b"a|i:1;\n", False, id="a line end too many"),
    ],
)
def test_half_a_session_is_none(data: bytes, whole: bool) -> None:
    assert is_whole_session(data) == whole


def test_a_store_that_keeps_nothing_finds_nothing() -> None:
    store = NoSessions()
    store.create("a", b"x")

    assert store.read("a") is None
    assert store.update("a", bytes.upper) is None
    assert not store.refresh("a", bytes.upper)
    assert not store.move("a", "b", bytes.upper)
    store.delete("a")
