"""PHP's own settings, read from its files; PHP is the judge where it is installed."""

import shutil
import subprocess
from pathlib import Path

import pytest

from legacy_bridge.checks.php_ini import php_settings, session_names

INI = """
[PHP]
; a comment = no setting
memory_limit = 128M ; after it
[Session]
session.save_path = "/var/lib/php/sess;ions"
session.use_strict_mode = Off
session.use_cookies = On
session.gc_maxlifetime = 1440
session.name = gestion
[Date]
date.timezone = 'Europe/Paris'
[HOST=other.example]
session.gc_maxlifetime = 1
"""
POOLS = """
[global]
error_log = /dev/null
[gestion]
listen = /run/gestion.sock
php_value[session.save_path] = "/srv/gestion"
php_admin_value[session.gc_maxlifetime] = 7200
php_value[session.gc_maxlifetime] = 60
php_value[session.save_path] = "/srv/second"
php_admin_flag[session.use_strict_mode] = on
env[TZ] = Europe/Paris
[vitrine]
listen = /run/vitrine.sock
php_value[session.save_path] = "/srv/vitrine"
"""


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    (tmp_path / "conf.d").mkdir()
    (tmp_path / "php.ini").write_text(INI)
    (tmp_path / "conf.d" / "20-session.ini").write_text("session.serialize_handler=php_serialize\n")
    (tmp_path / "conf.d" / "notes.txt").write_text("session.serialize_handler=php_binary\n")
    (tmp_path / "pools.conf").write_text(POOLS)
    return [tmp_path / "php.ini", tmp_path / "conf.d", tmp_path / "pools.conf"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("memory_limit", "128M", id="a comment behind"),
        pytest.param("session.save_path", "/srv/gestion", id="the pool's own"),
        pytest.param("session.use_cookies", "1", id="on"),
        pytest.param("session.gc_maxlifetime", "7200", id="what an admin says wins"),
        pytest.param("session.use_strict_mode", "1", id="a flag"),
        pytest.param("session.serialize_handler", "php_serialize", id="a folder of files"),
        pytest.param("session.name", "gestion", id="bare"),
        pytest.param("date.timezone", "Europe/Paris", id="quoted"),
        pytest.param("env[TZ]", "Europe/Paris", id="the environment"),
    ],
)
def test_a_pool_finds_what_php_would(files: list[Path], name: str, value: str) -> None:
    assert php_settings(files, "gestion")[name] == value


def test_another_pool_has_its_own(files: list[Path]) -> None:
    said = php_settings(files, "vitrine")

    assert said["session.save_path"] == "/srv/vitrine"
    assert said["session.gc_maxlifetime"] == "1440"
    assert said["session.use_strict_mode"] == "0"


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        php_settings([tmp_path / "php.ini"], "www")


def test_php_reads_the_same(tmp_path: Path) -> None:
    if shutil.which("php") is None:
        pytest.skip("PHP is not installed: its own answer cannot be compared")
    (tmp_path / "php.ini").write_text(INI)
    names = ["session.save_path", "session.gc_maxlifetime", "date.timezone", "memory_limit"]
    code = "foreach (array_slice($argv, 1) as $n) echo ini_get($n), PHP_EOL;"
    said = subprocess.run(
        ["php", "-n", "-c", str(tmp_path / "php.ini"), "-r", code, "--", *names],
        capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip

    ours = php_settings([tmp_path / "php.ini"], "www")
    assert [ours[name] for name in names] == said


def test_other_pools_say_what_their_cookies_are_called(files: list[Path], tmp_path: Path) -> None:
    (tmp_path / "more.conf").write_text(
        "[boutique]\nlisten=/run/b.sock\nphp_value[session.name] = panier\n"
    )

    assert session_names(files, except_pool="vitrine") == {"gestion"}
    assert session_names([*files, tmp_path / "more.conf"], except_pool="gestion") == {
        "gestion", "panier",
    }  # fmt: skip
    assert session_names([tmp_path / "more.conf"], except_pool="boutique") == frozenset()
    (tmp_path / "more.conf").write_text("[a]\nlisten=/run/a\n[b]\nlisten=/run/b\n")
    assert session_names([tmp_path / "more.conf"], except_pool="a") == {"PHPSESSID"}
