"""The session's cookie."""

import json
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from demo.stack.ports import free_ports
from legacy_bridge.symfony1.cookies import SessionCookie, first_cookie
from tests.legacy_bridge.conftest import SESSIONS

ECHO = "<?php header('Content-Type: application/json'); echo json_encode(array_map(fn($v) => is_string($v) ? ['hex' => bin2hex($v)] : null, $_COOKIE));"


@pytest.fixture(scope="module")
def php_cookies(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Callable[[str], dict[str, Any]]]:
    """What PHP itself finds in a Cookie line."""
    if shutil.which("php") is None:
        pytest.skip("PHP is not installed: its own answer cannot be compared")
    folder: Path = tmp_path_factory.mktemp("cookies")
    (folder / "index.php").write_text(ECHO)
    port = free_ports(1)[0]
    server = subprocess.Popen(
        ["php", "-S", f"127.0.0.1:{port}", "-t", str(folder)], stderr=subprocess.DEVNULL
    )

    def ask(header: str) -> dict[str, Any]:
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", "/index.php", headers={"Cookie": header.encode("latin-1")})
        found = json.loads(connection.getresponse().read())
        connection.close()
        return {
            name: bytes.fromhex(value["hex"]).decode("latin-1") if value else None
            for name, value in dict(found or {}).items()
        }

    try:
        wait_for(port)
        yield ask
    finally:
        server.terminate()
        server.wait(10)


def wait_for(port: int) -> None:
    for _ in range(200):
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", "/index.php")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.02)
        else:
            return
        finally:
            connection.close()


@pytest.mark.parametrize(
    "header, value",
    [
        pytest.param("symfony=abc", "abc", id="alone"),
        pytest.param("a=1; symfony=abc; b=2", "abc", id="between others"),
        pytest.param("symfony=abc; symfony=def", "abc", id="the first of two"),
        pytest.param("symfony=def; symfony=abc", "def", id="the first of two, the other way"),
        pytest.param("symfony=; symfony=abc", "", id="an empty first one"),
        pytest.param("a=1;symfony=abc", "abc", id="no space"),
        pytest.param("symfony=a%2Cb", "a,b", id="decoded once"),
        pytest.param("symfony=a+b", "a+b", id="plus stays"),
        pytest.param("symfony=a=b", "a=b", id="equals in the value"),
        pytest.param("xsymfony=abc; Symfony=abc", None, id="other names"),
        pytest.param("symfony", "", id="no value"),
        pytest.param("symfony; symfony=abc", "", id="a first one without a value"),
        pytest.param("symfony[a]=x; symfony=abc", None, id="an array first"),
        pytest.param("symfony=abc; symfony[a]=1", None, id="an array behind"),
        pytest.param("symfony=abc; symfony[]", None, id="an array without a value"),
        pytest.param("symfony[a]x=1; symfony=abc", None, id="an array with more behind it"),
        pytest.param("symfony=abc; symfony[a", "abc", id="no array, as it does not end"),
        pytest.param("symfony%5ba]=1; symfony=abc", "abc", id="names are not decoded"),
        pytest.param("symfony=abc%00", "abc\0", id="a NUL"),
        pytest.param("", None, id="no cookie"),
        pytest.param("symfony=%C3%A9\xff", "\xc3\xa9\xff", id="bytes"),
    ],
)
def test_the_first_cookie_of_a_name_counts(
    header: str, value: str | None, php_cookies: Callable[[str], dict[str, Any]]
) -> None:
    assert first_cookie(header, "symfony") == value
    seen = php_cookies(header).get("symfony")
    assert (seen if isinstance(seen, str) else None) == value


@pytest.mark.parametrize(
    "cookie, line",
    [
        (SessionCookie(), "symfony=abc; path=/"),
        (SessionCookie(is_http_only=True), "symfony=abc; path=/; HttpOnly"),
        (
            SessionCookie("s", "/x/", ".valmont.example", True, True, "Lax"),
            "s=abc; path=/x/; domain=.valmont.example; secure; HttpOnly; SameSite=Lax",
        ),
        (SessionCookie(path=""), "symfony=abc"),
    ],
)
def test_ses_24_the_line_is_phps(cookie: SessionCookie, line: str) -> None:
    assert cookie.header("abc") == line


def test_ses_24_the_line_is_the_recorded_one() -> None:
    line = SessionCookie(is_http_only=True).header("634ac89624b3a005c1bfc2ca174a2042")

    assert line == "symfony=634ac89624b3a005c1bfc2ca174a2042; path=/; HttpOnly"


SIGNED = SessionCookie(is_http_only=True, lifetime_s=30 * 24 * 3600, signing_secret="c4che-s3cret")
STATES = json.loads((SESSIONS / "storage_cache" / "index.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("state", STATES["states"], ids=lambda state: state["state"])
def test_a_recorded_signed_cookie_is_read_and_written(state: dict[str, Any]) -> None:
    session_id = state["session_id"]
    sent_at = datetime(2026, 11, 23, 10, 40, 30, tzinfo=UTC).timestamp()

    assert SIGNED.session_id(state["cookie"]) == session_id
    assert state["set_cookie"] in ([], [SIGNED.header(session_id, sent_at)])


@pytest.mark.parametrize(
    "value", ["", "abc", "abc:", "abc:" + "0" * 40, ":" + "0" * 40, "abc:é\udcff", "a:b:c"]
)
def test_ses_19_a_cookie_the_site_did_not_sign_names_no_session(value: str) -> None:
    assert SIGNED.session_id(value) is None
