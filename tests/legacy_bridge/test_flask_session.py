"""Flask's session over a symfony 1 session in files, PHP being the other side."""

import shutil
import subprocess
from functools import partial
from pathlib import Path

import flask
import pytest
from flask.testing import FlaskClient

from legacy_bridge.flask_session import BridgedSessionInterface, NoSessionOpen
from legacy_bridge.php.formats import SessionFormat, filler
from legacy_bridge.php.session import PhpSession
from legacy_bridge.stores.files import FileSessionStore
from legacy_bridge.stores.save_path import SavePath
from legacy_bridge.symfony1.cookies import SessionCookie, first_cookie
from legacy_bridge.symfony1.rules import SessionRules
from legacy_bridge.symfony1.sessions import SymfonySessions


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    store = FileSessionStore(
        SavePath(tmp_path), lambda _: True, filler=partial(filler, SessionFormat.PHP)
    )
    sessions = SymfonySessions(store, SessionRules(cookie=SessionCookie(is_http_only=True)))
    app = flask.Flask(__name__)
    app.session_interface = BridgedSessionInterface(
        lambda: flask.g.live.draft if "live" in flask.g else None
    )

    @app.before_request
    def open_it() -> None:
        header = flask.request.environ.get("HTTP_COOKIE", "")
        flask.g.live = sessions.open(first_cookie(header, "symfony"))

    @app.after_request
    def close_it(response: flask.Response) -> flask.Response:
        cookie = sessions.close(flask.g.live)
        if cookie is not None:
            response.headers.add("Set-Cookie", cookie)
        return response

    @app.get("/look")
    def look() -> dict[str, object]:
        flashed = flask.get_flashed_messages(with_categories=True)
        return {"own": dict(flask.session), "flashed": flashed}

    @app.get("/keep")
    def keep() -> str:
        flask.session["list"] = ["é", (1, 2), {"k": None}]
        flask.session["gone"] = 1
        flask.flash("Bonjour", "notice")
        del flask.session["gone"]
        return str(len(flask.session))

    @app.get("/in")
    def sign_in() -> str:
        flask.g.live.sign_in(3, ["referentiels"])
        return "in"

    return app.test_client(use_cookies=False)


def got(client: FlaskClient, path: str, cookie: str = "") -> flask.Response:
    headers = {"Cookie": cookie} if cookie else {}
    return client.get(path, headers=headers)  # type: ignore[return-value]


def given(response: flask.Response) -> str:
    (line,) = response.headers.getlist("Set-Cookie")
    name_and_id, rest = line.split("; ", 1)
    assert rest == "path=/; HttpOnly"
    return name_and_id


def test_flasks_own_values_live_beside_phps(client: FlaskClient, tmp_path: Path) -> None:
    cookie = given(got(client, "/look"))
    file = tmp_path / f"sess_{cookie.partition('=')[2]}"
    before = file.read_bytes()
    got(client, "/keep", cookie)

    own = got(client, "/look", cookie).json
    assert own["own"] == {"list": ["é", [1, 2], {"k": None}]}
    assert own["flashed"] == [["notice", "Bonjour"]]
    assert got(client, "/look", cookie).json["flashed"] == []
    after = PhpSession.parse(file.read_bytes(), SessionFormat.PHP)
    assert file.read_bytes().startswith(before)
    assert list(after.values)[-1] == "figuier"


def test_what_is_not_there_is_no_key(client: FlaskClient) -> None:
    with client.application.test_request_context("/look"):
        flask.current_app.preprocess_request()
        with pytest.raises(KeyError):
            flask.session["none"]
        with pytest.raises(KeyError):
            del flask.session["none"]
        assert flask.session.get("none") is None


def test_without_a_session_nothing_is_there_and_nothing_can_be_kept(client: FlaskClient) -> None:
    with client.application.test_request_context("/look"):
        assert (dict(flask.session), len(flask.session)) == ({}, 0)
        with pytest.raises(KeyError):
            del flask.session["a"]
        with pytest.raises(NoSessionOpen, match="'a'"):
            flask.session["a"] = 1


PHP = """
[$_, $folder, $id] = $argv;
ini_set('session.use_cookies', '0'); ini_set('session.use_only_cookies', '0');
ini_set('session.cache_limiter', ''); session_save_path($folder); session_id($id); session_start();
$_SESSION['php'] = ['é', 0.1];
echo json_encode([
    $_SESSION['symfony/user/sfUser/attributes']['sfGuardSecurityUser']['user_id'],
    $_SESSION['symfony/user/sfUser/authenticated'],
    $_SESSION['symfony/user/sfUser/credentials'],
]);
"""


@pytest.mark.php
@pytest.mark.skipif(shutil.which("php") is None, reason="PHP is not installed")
def test_php_sees_who_signed_in_here_and_python_keeps_what_php_adds(
    client: FlaskClient, tmp_path: Path
) -> None:
    cookie = given(got(client, "/in", given(got(client, "/look"))))
    session_id = cookie.partition("=")[2]
    said = subprocess.run(
        ["php", "-r", PHP, "--", str(tmp_path), session_id],
        capture_output=True, check=True,
    ).stdout  # fmt: skip
    got(client, "/keep", cookie)

    assert said == b'["3",true,["referentiels"]]'
    assert (
        b'php|a:2:{i:0;s:2:"\xc3\xa9";i:1;d:0.1;}' in (tmp_path / f"sess_{session_id}").read_bytes()
    )
