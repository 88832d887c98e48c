"""`figuier session` over sessions in a folder and accounts in SQLite."""

import json
import sqlite3
import time
from pathlib import Path

import pytest

from tests.fakes.sessions import sf_session
from tests.proxy.cli.conftest import Run

ID = "0123456789abcdef0123456789"
GUARD = b'a:1:{s:19:"sfGuardSecurityUser";a:1:{s:7:"user_id";s:1:"3";}}'
TABLES = """
CREATE TABLE sf_guard_user (id INTEGER PRIMARY KEY, username TEXT, algorithm TEXT, salt TEXT,
    password TEXT, is_active INTEGER, is_super_admin INTEGER);
CREATE TABLE sf_guard_group (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE sf_guard_permission (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE sf_guard_user_group (user_id INTEGER, group_id INTEGER);
CREATE TABLE sf_guard_user_permission (user_id INTEGER, permission_id INTEGER);
CREATE TABLE sf_guard_group_permission (group_id INTEGER, permission_id INTEGER);
CREATE TABLE sf_guard_remember_key (user_id INTEGER, remember_key TEXT, created_at TEXT);
INSERT INTO sf_guard_user VALUES (3, 'claude', 'sha1', '', '', 1, 0), (4, 'parti', 'sha1', '', '', 0, 0);
"""


@pytest.fixture
def site(tmp_path: Path) -> dict[str, str]:
    """A site whose two sides agree, as settings."""
    sessions = tmp_path / "sessions"
    sessions.mkdir()
    (tmp_path / "php.ini").write_text(
        f"[Session]\nsession.save_path = {sessions}\nsession.use_strict_mode = 1\n"
        "session.gc_maxlifetime = 7200\n[Date]\ndate.timezone = Europe/Paris\n"
    )
    connection = sqlite3.connect(tmp_path / "accounts.db")
    connection.executescript(TABLES)
    connection.close()
    return {
        "FIGUIER_SYMFONY1_SESSION_DIR": str(sessions),
        "FIGUIER_SYMFONY1_PHP_FILES": str(tmp_path / "php.ini"),
        "FIGUIER_SYMFONY1_STRICT_IDS": "yes",
        "FIGUIER_SYMFONY1_CSRF_SECRET_FRONTEND": "invented-secret",
        "FIGUIER_DATABASE_URL": f"sqlite:///{tmp_path}/accounts.db",
    }


@pytest.fixture
def stored(site: dict[str, str]) -> Path:
    """Claude's session."""
    path = Path(site["FIGUIER_SYMFONY1_SESSION_DIR"]) / f"sess_{ID}"
    path.touch(0o600)
    path.write_bytes(sf_session(signed_in=True, attributes=GUARD, last=int(time.time())))
    return path


def change(site: dict[str, str], sql: str) -> None:
    connection = sqlite3.connect(site["FIGUIER_DATABASE_URL"].removeprefix("sqlite:///"))
    connection.executescript(sql)
    connection.close()


def test_verify_says_whose_session_it_is_and_writes_nothing(
    figuier: Run, site: dict[str, str], stored: Path
) -> None:
    before = (stored.read_bytes(), stored.stat().st_mtime_ns)
    result = figuier("session", "verify", "--session-id", ID, **site)

    assert result.exit_code == 0, result.output
    assert "User     3 claude" in result.output
    assert "PHP      answers claude" in result.output
    assert "Python   answers claude" in result.output
    assert "symfony/user/sfUser/attributes" in result.output
    assert "sfGuardSecurityUser" not in result.output
    assert (stored.read_bytes(), stored.stat().st_mtime_ns) == before


def test_verify_shows_values_only_when_asked(
    figuier: Run, site: dict[str, str], stored: Path
) -> None:
    words = ("session", "verify", "--cookie", f"a=b; symfony={ID}; symfony=other", "--json")
    told = json.loads(figuier(*words, **site).stdout)
    shown = json.loads(figuier(*words, "--show-values", **site).stdout)

    assert stored.exists()
    assert all("value" not in key for key in told["keys"])
    values = {key["key"]: key["value"] for key in shown["keys"]}
    assert values["symfony/user/sfUser/attributes"] == {"sfGuardSecurityUser": {"user_id": "3"}}
    assert (shown["username"], shown["cookies_of_that_name"]) == ("claude", 2)


def test_verify_ends_with_1_where_the_sides_disagree(
    figuier: Run, site: dict[str, str], stored: Path
) -> None:
    change(site, "UPDATE sf_guard_user SET is_active = 0")
    result = figuier("session", "verify", "--cookie", ID, **site)

    assert stored.exists()
    assert result.exit_code == 1
    assert "PHP      still answers claude" in result.output
    assert "Python   refuses: the account is switched off" in result.output


@pytest.mark.parametrize(
    ("cookie", "said"),
    [
        pytest.param("symfony=unknown", "not stored", id="unknown"),
        pytest.param("symfony=../../etc/passwd", "no session id", id="illegal"),
        pytest.param("symfony=", "no session id", id="empty"),
        pytest.param("symfony=damaged", "throws this session away", id="damaged"),
    ],
)
def test_verify_says_what_is_wrong(
    figuier: Run, site: dict[str, str], cookie: str, said: str
) -> None:
    folder = Path(site["FIGUIER_SYMFONY1_SESSION_DIR"])
    (folder / "sess_damaged").write_bytes(b"a|i:5")
    result = figuier("session", "verify", "--cookie", cookie, **site)

    assert result.exit_code == 1
    assert said in result.output


def test_verify_wants_one_of_its_two_options(figuier: Run, site: dict[str, str]) -> None:
    assert figuier("session", "verify", **site).exit_code == 2
    both = figuier("session", "verify", "--session-id", ID, "--cookie", ID, **site)
    assert both.exit_code == 2


def test_without_a_folder_it_says_which_setting(figuier: Run) -> None:
    for words in (("doctor",), ("verify", "--session-id", ID)):
        result = figuier("session", *words)
        assert result.exit_code == 2
        assert "FIGUIER_SYMFONY1_SESSION_DIR" in result.output


def test_doctor_finds_a_sound_site_sound(figuier: Run, site: dict[str, str], stored: Path) -> None:
    result = figuier("session", "doctor", **site)

    assert stored.exists()
    assert result.exit_code == 0, result.output
    assert "fault" not in result.output
    assert "both sides keep sessions in the same folder" in result.output
    assert "both sides write dates in Europe/Paris" in result.output
    assert "invented-secret" not in result.output


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        pytest.param(
            {"FIGUIER_SYMFONY1_SESSION_DIR": "/nowhere"}, "PHP keeps sessions in", id="folder"
        ),
        pytest.param({"FIGUIER_TIME_ZONE": "UTC"}, "Python's is UTC", id="time zone"),
        pytest.param(
            {"FIGUIER_SYMFONY1_CSRF_SECRET_FRONTEND": ""}, "no csrf_secret", id="no secret"
        ),
        pytest.param(
            {
                "FIGUIER_SYMFONY1_CSRF_SECRET_FRONTEND": "",
                "FIGUIER_SYMFONY1_CSRF_SECRET_BACKEND": "invented",
            },
            "no csrf_secret for frontend",
            id="no secret where Python draws forms",
        ),
        pytest.param({"FIGUIER_DATABASE_URL": ""}, "no database", id="no database"),
        pytest.param(
            {"FIGUIER_DATABASE_URL": "sqlite:////nowhere/x.db"}, "does not answer", id="away"
        ),
        pytest.param(
            {"FIGUIER_SYMFONY1_SESSION_COOKIE": "sfRemember"}, "cookie is called", id="collision"
        ),
        pytest.param(
            {
                "FIGUIER_SYMFONY1_SESSION_COOKIE": "PHPSESSID",
                "FIGUIER_SYMFONY1_OTHER_COOKIES": "PHPSESSID, panier",
            },
            "cookie is called PHPSESSID",
            id="collision with another application",
        ),
    ],
)
def test_doctor_names_what_keeps_the_sides_apart(
    figuier: Run, site: dict[str, str], changes: dict[str, str], said: str
) -> None:
    result = figuier("session", "doctor", "--json", **site | changes)
    told = json.loads(result.stdout)

    assert result.exit_code == 1
    faults = [found for found in told["findings"] if found["level"] == "fault"]
    assert told["faults"] == len(faults)
    assert any(said in found["what"] for found in faults), faults


def test_doctor_names_those_php_would_still_let_in(figuier: Run, site: dict[str, str]) -> None:
    change(site, "INSERT INTO sf_guard_remember_key VALUES (4, 'abc', '2026-11-01')")
    result = figuier("session", "doctor", **site)

    assert result.exit_code == 1
    assert "remember key: parti" in result.output


def test_doctor_sees_the_cookie_of_another_pool(figuier: Run, site: dict[str, str]) -> None:
    ini = Path(site["FIGUIER_SYMFONY1_PHP_FILES"])
    pools = ini.with_name("pools.conf")
    pools.write_text(
        "[gestion]\nlisten = /run/gestion.sock\n"
        "[vitrine]\nlisten = /run/vitrine.sock\nphp_value[session.name] = symfony\n"
    )
    changes = {
        "FIGUIER_SYMFONY1_PHP_FILES": f"{ini}:{pools}",
        "FIGUIER_SYMFONY1_PHP_POOL": "gestion",
    }
    result = figuier("session", "doctor", **site | changes)

    assert result.exit_code == 1
    assert "another application's cookie is called symfony" in result.output


@pytest.mark.parametrize(
    ("php_files", "said"),
    [
        pytest.param("", "PHP's own settings are not known", id="not given"),
        pytest.param("/nowhere/php.ini", "cannot be read", id="not there"),
        pytest.param("/dev/null", "do not say session.save_path", id="empty"),
    ],
)
def test_doctor_says_when_it_does_not_know_php(
    figuier: Run, site: dict[str, str], php_files: str, said: str
) -> None:
    result = figuier("session", "doctor", **site | {"FIGUIER_SYMFONY1_PHP_FILES": php_files})

    assert said in result.output


ACCOUNTS = """
  accounts:
    title: Comptes
    stage: {stage}
    routes: {{ gestion: [/login] }}
"""


def at_stage(folder: Path, stage: str) -> None:
    """The routing file has the lot `accounts`, at this stage."""
    file = folder / "routing.yaml"
    file.write_text(file.read_text(encoding="utf-8") + ACCOUNTS.format(stage=stage))


def test_retire_passwords_counts_then_empties_phps_columns(
    figuier: Run, folder: Path, site: dict[str, str]
) -> None:
    at_stage(folder, "python")
    change(site, "UPDATE sf_guard_user SET password = 'abc' WHERE id = 3")
    words = ("session", "retire-passwords")
    tried = json.loads(figuier(*words, "--dry-run", "--json", **site).stdout)
    done = json.loads(figuier(*words, "--json", **site).stdout)
    again = figuier(*words, **site)

    assert tried["accounts"] == {"own": 0, "wrapped": 1, "without": 1, "done": 0, "unknown": 0}
    assert (tried["dry_run"], done["dry_run"]) == (True, False)
    assert done["accounts"] == tried["accounts"]
    assert "done      2" in again.output
    assert "No password of PHP's is left." in again.output
    database = sqlite3.connect(site["FIGUIER_DATABASE_URL"].removeprefix("sqlite:///"))
    assert database.execute("SELECT DISTINCT password FROM sf_guard_user").fetchall() == [("!",)]
    database.close()


@pytest.mark.parametrize(
    ("stage", "said"),
    [
        pytest.param("legacy", "is at legacy", id="legacy"),
        pytest.param("shadow", "is at shadow", id="shadow"),
        pytest.param("canary 100%", "is at canary 100%", id="canary"),
        pytest.param(None, "has no lot 'accounts'", id="no lot"),
    ],
)
def test_retire_passwords_is_refused_while_php_checks_them(
    figuier: Run, folder: Path, site: dict[str, str], stage: str | None, said: str
) -> None:
    if stage:
        at_stage(folder, stage)
    for words in ((), ("--dry-run",)):
        result = figuier("session", "retire-passwords", *words, **site)
        assert result.exit_code == 3
        assert said in result.output
        assert "move it to python first" in result.output
    database = sqlite3.connect(site["FIGUIER_DATABASE_URL"].removeprefix("sqlite:///"))
    assert database.execute("SELECT DISTINCT password FROM sf_guard_user").fetchall() == [("",)]
    database.close()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        pytest.param("", "not set", id="none"),
        pytest.param("sqlite:////nowhere/x.db", "nothing was retired", id="away"),
    ],
)
def test_retire_passwords_says_when_there_is_no_database(
    figuier: Run, folder: Path, url: str, said: str
) -> None:
    at_stage(folder, "retired")
    result = figuier("session", "retire-passwords", FIGUIER_DATABASE_URL=url)

    assert result.exit_code == 2
    assert f"FIGUIER_DATABASE_URL: {said}" in result.output


def test_count_adds_up_the_days(figuier: Run, folder: Path, site: dict[str, str]) -> None:
    assert "No session" in figuier("session", "count", **site).output

    seen = folder / "var" / "sessions-seen"
    seen.mkdir(parents=True)
    (seen / "2026-11-22.seen").write_text("s 0000000000000001\na 0000000000000001\n")
    (seen / "2026-11-23.seen").write_text("a 0000000000000002\n")
    told = json.loads(figuier("session", "count", "--json", **site).stdout)

    assert told["days"] == {
        "2026-11-22": {"sessions": 1, "signed_in": 1},
        "2026-11-23": {"sessions": 1, "signed_in": 0},
    }
    assert "2026-11-23  1" in figuier("session", "count", **site).output


def test_a_backend_that_is_none_is_refused(figuier: Run, site: dict[str, str]) -> None:
    words = ("session", "verify", "--backend", "other", "--session-id", ID)
    result = figuier(*words, **site)

    assert result.exit_code == 2
    assert "gestion" in result.output


def test_verify_says_that_it_does_not_know_where_vitrines_sessions_are(
    figuier: Run, site: dict[str, str]
) -> None:
    words = ("session", "verify", "--backend", "vitrine", "--session-id", ID)
    table = Path(__file__).resolve().parents[3] / "routing.yaml"
    result = figuier(*words, FIGUIER_ROUTING_FILE=str(table), **site)

    assert result.exit_code != 0
    assert "FIGUIER_SYMFONY4_SESSION_DIR" in result.output


def test_doctor_says_what_python_must_still_be_told_of_vitrine(
    figuier: Run, site: dict[str, str], tmp_path: Path
) -> None:
    folder = tmp_path / "vitrine"
    folder.mkdir()
    (tmp_path / "security.yaml").write_text("security: {access_control: x}")
    more = {
        "FIGUIER_SYMFONY4_SESSION_DIR": str(folder),
        "FIGUIER_SYMFONY4_SECURITY_FILE": str(tmp_path / "security.yaml"),
    }
    told = json.loads(figuier("session", "doctor", "--json", **site, **more).stdout)
    said = {one["level"]: [] for one in told["findings"]}
    for one in told["findings"]:
        said[one["level"]].append(one["what"])

    assert any("security.yaml: expected a list of rules" in what for what in said["fault"])
    assert (
        "vitrine: roles taken away since a sign-in still count on pages of Python" in said["risk"]
    )
    assert "vitrine: REMEMBERME signs nobody in on pages of Python" in said["risk"]
