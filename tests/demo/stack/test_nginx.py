"""The web server and PHP as a Symfony host sets them up, judged by a page that tells what it got."""

import http.client
import json
import os
import shutil
from dataclasses import replace

import pytest

from demo.stack.stack import LegacyStack
from tests.conftest import stack_settings, state_folder

pytestmark = pytest.mark.stack

ECHO = """<?php
header('Content-Type: application/json');
$names = ['SCRIPT_NAME', 'PATH_INFO', 'REQUEST_URI', 'QUERY_STRING', 'HTTP_HOST', 'SERVER_PORT',
    'HTTP_PROXY', 'HTTP_X_A_B', 'REQUEST_METHOD'];
$told = array_intersect_key($_SERVER, array_flip($names));
$told['files'] = array_map(fn ($file) => [$file['size'], $file['error']], $_FILES);
$told['env'] = array_filter(getenv(), fn ($name) => str_starts_with($name, 'FIGUIER_'), 2);
$told['ini'] = array_map('ini_get', ['save' => 'session.save_path', 'tz' => 'date.timezone']);
$told['uid'] = posix_geteuid();
echo json_encode($told);
"""


@pytest.fixture(scope="module")
def echo(stack):
    """Both applications replaced by the page that tells what it got."""
    folder = state_folder()
    web = folder / "web"
    (web / "css").mkdir(parents=True)
    (web / "uploads").mkdir()
    for name in ("index.php", "backend.php"):
        (web / name).write_text(ECHO)
    (web / "css" / "main.css").write_text("body {}")
    (web / "uploads" / "shipped.txt").write_text("shipped")
    settings = replace(stack_settings(folder / "var"), gestion_root=web, vitrine_root=web)
    legacy = LegacyStack(settings)
    try:
        legacy.start()
        yield legacy
    finally:
        legacy.stop()
        shutil.rmtree(folder, ignore_errors=True)


def answer(legacy, method, target, *, body=None, headers=None):
    """Status, headers and body of one raw target."""
    port = legacy.settings.ports.gestion
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        fields = {"Host": f"gestion.localhost:{port}", **(headers or {})}
        connection.request(method, target, body=body, headers=fields)
        response = connection.getresponse()
        return response.status, response.headers, response.read()
    finally:
        connection.close()


def told(legacy, method, target, **more):
    """What the page got."""
    return json.loads(answer(legacy, method, target, **more)[2])


@pytest.mark.parametrize(
    "target, script, path",
    [
        pytest.param("/", "/index.php", "/", id="home"),
        pytest.param("/communes", "/index.php", "/communes", id="without script name"),
        pytest.param("/index.php/communes", "/index.php", "/communes", id="with script name"),
        pytest.param("/backend.php/communes", "/backend.php", "/communes", id="back office"),
        pytest.param("/backend.php", "/backend.php", "", id="back office home"),
        pytest.param("//x/../communes", "/index.php", "/communes", id="dots and slashes"),
        pytest.param("/index%2ephp/a%2Fb", "/index.php", "/a/b", id="encoded script and slash"),
        pytest.param("/a%3Fb", "/index.php", "/a?b", id="encoded question mark"),
        pytest.param("/BACKEND.PHP", "/index.php", "/BACKEND.PHP", id="capitals"),
        pytest.param("/communes.csv", "/index.php", "/communes.csv", id="format"),
        pytest.param("/uploads/missing", "/index.php", "/uploads/missing", id="no such upload"),
    ],
)
def test_a_target_reaches_the_front_controller_as_on_a_symfony_host(echo, target, script, path):
    got = told(echo, "GET", target)

    assert (got["SCRIPT_NAME"], got["PATH_INFO"]) == (script, path)
    assert got["REQUEST_URI"] == target


def test_the_query_is_passed_untouched(echo):
    assert told(echo, "GET", "/communes?a=1&b=%2F&&c")["QUERY_STRING"] == "a=1&b=%2F&&c"


def test_a_file_is_served_without_php(echo):
    status, headers, body = answer(echo, "GET", "/css/main.css")

    assert (status, body) == (200, b"body {}")
    assert headers["Content-Type"] == "text/css"
    assert "X-Powered-By" not in headers


def test_a_front_controller_that_does_not_exist_is_not_found(echo):
    assert answer(echo, "GET", "/frontend_dev.php/x")[0] == 404


def test_uploads_are_served_and_never_run(echo):
    uploads = echo.settings.public("gestion") / "uploads"
    (uploads / "photo.txt").write_text("photo")
    (uploads / "evil.php").write_text(ECHO)

    assert answer(echo, "GET", "/uploads/photo.txt")[2] == b"photo"
    assert answer(echo, "GET", "/uploads/shipped.txt")[2] == b"shipped"
    assert answer(echo, "GET", "/uploads/evil.php")[2] == ECHO.encode()


def test_the_host_keeps_its_port(echo):
    port = echo.settings.ports.gestion

    assert told(echo, "GET", "/")["HTTP_HOST"] == f"gestion.localhost:{port}"


def test_a_proxy_header_sets_nobodys_proxy(echo):
    assert told(echo, "GET", "/", headers={"Proxy": "http://evil"}).get("HTTP_PROXY", "") == ""


def test_a_header_with_underscores_is_dropped_as_nginx_does(echo):
    got = told(echo, "GET", "/", headers={"X_A_B": "forged"})

    assert "HTTP_X_A_B" not in got


def test_an_upload_of_twenty_megabytes_arrives_whole(echo):
    size = 20 * 1024 * 1024
    head = b'--b\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n'
    body = head + b"x" * size + b"\r\n--b--\r\n"
    fields = {"Content-Type": "multipart/form-data; boundary=b"}

    got = told(echo, "POST", "/", body=body, headers=fields)

    assert got["files"] == {"f": [size, 0]}


def test_pages_come_in_chunks_over_a_kept_connection(echo):
    status, headers, _ = answer(echo, "GET", "/")

    assert status == 200
    assert headers["Transfer-Encoding"] == "chunked"
    assert headers["Connection"] == "keep-alive"
    assert headers["X-Powered-By"].startswith("PHP/8")


def test_php_gets_its_database_sessions_and_time_zone_from_the_pool(echo):
    got = told(echo, "GET", "/")

    assert set(got["env"]) == {
        "FIGUIER_DB_SOCKET", "FIGUIER_DB_NAME", "FIGUIER_DB_USER", "FIGUIER_DB_PASSWORD",
        "FIGUIER_STATE_DIR", "FIGUIER_LOG_DIR", "FIGUIER_CACHE_DIR", "FIGUIER_UPLOAD_DIR",
    }  # fmt: skip
    assert got["env"]["FIGUIER_DB_NAME"] == "gestion"
    assert got["ini"]["save"] == str(echo.settings.sessions("gestion"))
    assert got["ini"]["tz"] == "Europe/Paris"


def test_php_never_runs_as_root(echo):
    account = echo.settings.account

    assert told(echo, "GET", "/")["uid"] == (account.uid if account else os.getuid())


def test_each_application_has_sessions_of_its_own(echo):
    connection = http.client.HTTPConnection("127.0.0.1", echo.settings.ports.vitrine, timeout=20)
    connection.request("GET", "/", headers={"Host": "vitrine.localhost"})
    got = json.loads(connection.getresponse().read())
    connection.close()

    assert got["ini"]["save"] == str(echo.settings.sessions("vitrine"))


def test_a_state_folder_too_deep_for_sockets_still_works(stack):
    folder = state_folder()
    legacy = LegacyStack(stack_settings(folder / ("d" * 60) / ("e" * 60)))
    try:
        legacy.start()

        assert legacy.database.run("SELECT 1") == [(1,)]
        assert folder not in legacy.mariadb.socket.parents
    finally:
        legacy.stop()
        shutil.rmtree(folder)
        shutil.rmtree(legacy.mariadb.socket.parent)
