"""Flask's session over a symfony 1 session in files, PHP being the other side."""

import shutil
import subprocess
from functools import partial
from pathlib import Path

import flask
import pytest
from flask.testing import FlaskClient

from legacy_bridge.flask_session import BridgedSession, BridgedSessionInterface
from legacy_bridge.php.formats import SessionFormat, filler
from legacy_bridge.php.session import PhpSession
from legacy_bridge.stores.files import FileSessionStore
from legacy_bridge.stores.save_path import SavePath
from legacy_bridge.symfony1.cookies import SessionCookie
from legacy_bridge.symfony1.rules import SessionRules
from legacy_bridge.symfony1.sessions import SymfonySessions

ID = "0123456789abcdef0123456789abcdef"


def live() -> BridgedSession:
    session = flask.session._get_current_object()  # type: ignore[attr-defined]
    assert isinstance(session, BridgedSession)
    return session


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    store = FileSessionStore(
        SavePath(tmp_path), lambda _: True, filler=partial(filler, SessionFormat.PHP)
    )
    rules = SessionRules(cookie=SessionCookie(is_http_only=True))
    app = flask.Flask(__name__)
    app.secret_key = "of no use here"
    app.session_interface = BridgedSessionInterface(SymfonySessions(store, rules))

    @app.get("/look")
    def look() -> dict[str, object]:
        session = live()
        flashed = flask.get_flashed_messages(with_categories=True)
        return {
            "id": session.live.session_id,
            "user": session.live.user.user_id,
            "own": dict(session),
            "flashed": flashed,
        }

    @app.get("/keep")
    def keep() -> str:
        flask.session["list"] = ["é", (1, 2), {"k": None}]
        flask.session["gone"] = 1
        flask.flash("Bonjour", "notice")
        del flask.session["gone"]
        return str(len(flask.session))

    @app.get("/in")
    def sign_in() -> str:
        live().live.sign_in(3, ["referentiels"])
        return "in"

    @app.get("/out")
    def sign_out() -> str:
        live().live.sign_out()
        return "out"

    return app.test_client(use_cookies=False)


def got(client: FlaskClient, path: str, cookie: str = "") -> flask.Response:
    headers = {"Cookie": cookie} if cookie else {}
    return client.get(path, headers=headers)  # type: ignore[return-value]


def given(response: flask.Response) -> str:
    (line,) = response.headers.getlist("Set-Cookie")
    name_and_id, rest = line.split("; ", 1)
    assert rest == "path=/; HttpOnly"
    return name_and_id


def test_a_first_visit_gets_phps_cookie_and_keeps_it(client: FlaskClient, tmp_path: Path) -> None:
    first = got(client, "/look")
    cookie = given(first)

    assert cookie == f"symfony={first.json['id']}"
    assert (tmp_path / f"sess_{first.json['id']}").stat().st_mode & 0o777 == 0o600
    again = got(client, "/look", cookie)
    assert "Set-Cookie" not in again.headers
    assert again.json["id"] == first.json["id"]


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
        session = live()
        with pytest.raises(KeyError):
            session["none"]
        with pytest.raises(KeyError):
            del session["none"]
        assert session.get("none") is None


def test_ses_20_22_signing_in_and_out_follow_the_id(client: FlaskClient, tmp_path: Path) -> None:
    anonymous = given(got(client, "/look"))
    signed_in = given(got(client, "/in", anonymous))
    assert signed_in != anonymous
    assert got(client, "/look", signed_in).json["user"] == 3
    assert got(client, "/look", anonymous).json["user"] is None

    signed_out = given(got(client, "/out", signed_in))
    assert got(client, "/look", signed_out).json["user"] is None
    assert given(got(client, "/look", signed_in)) not in {signed_in, signed_out}
    assert not (tmp_path / f"sess_{signed_in.partition('=')[2]}").exists()


def test_ses_18_two_cookies_of_one_name_count_as_php_counts_them(client: FlaskClient) -> None:
    cookie = given(got(client, "/look"))

    assert "Set-Cookie" not in got(client, "/look", f"{cookie}; symfony={ID}").headers
    assert "Set-Cookie" in got(client, "/look", f"symfony={ID}; {cookie}").headers


def test_another_kind_of_session_is_not_ours_to_save(client: FlaskClient) -> None:
    app = client.application
    response = app.response_class()
    app.session_interface.save_session(app, flask.sessions.NullSession(), response)

    assert "Set-Cookie" not in response.headers


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
