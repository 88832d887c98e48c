"""A visitor keeps cookies, sends forms, and says when nobody answers."""

import socket

import pytest
from werkzeug.wrappers import Request, Response

from proxy.errors import ParityRunImpossible
from proxy.parity.lab.asking import Asked, HttpSide, Upload, Visitor, WsgiSide

HOST = "towns.localhost:8000"


@Request.application
def site(request: Request) -> Response:
    """Says what it was asked; /in gives a cookie, /out takes it back."""
    said = "|".join(
        [request.method, request.full_path, request.host, str(sorted(request.cookies.items())),
         str(list(request.form.items(multi=True))), str([(k, f.filename, f.read()) for k, f in request.files.items()])]
    )  # fmt: skip
    answer = Response(said)
    if request.path == "/in":
        answer.headers.add("Set-Cookie", "symfony=s1; path=/; HttpOnly")
        answer.headers.add("Set-Cookie", "other=2")
    if request.path == "/out":
        answer.headers.add("Set-Cookie", "symfony=; Max-Age=0")
    return answer


@pytest.fixture
def visitor() -> Visitor:
    return Visitor(WsgiSide(site), HOST)


def test_cookies_are_kept_and_taken_back(visitor: Visitor) -> None:
    visitor.get("/in")
    assert "[('other', '2'), ('symfony', 's1')]" in visitor.get("/x?a=1&b=%C3%A9").text
    visitor.get("/out")

    assert visitor.cookies == {"other": "2"}


def test_a_form_is_sent_as_a_browser_does(visitor: Visitor) -> None:
    said = visitor.post("/x", (("a[b]", "é"), ("ids[]", "1"), ("ids[]", "2"))).text

    assert said.startswith(f"POST|/x?|{HOST}|")
    assert "[('a[b]', 'é'), ('ids[]', '1'), ('ids[]', '2')]" in said


def test_files_go_in_parts(visitor: Visitor) -> None:
    said = visitor.post("/x", (("a", "1"),), (Upload("f", "t.csv", b"a;b\r\n"),)).text

    assert "[('a', '1')]|[('f', 't.csv', b'a;b\\r\\n')]" in said


@pytest.mark.parametrize(
    "address, path",
    [
        ("/x?y=1", "/x?y=1"),
        (f"http://{HOST}/x", "/x"),
        (f"http://{HOST}", "/"),
        ("http://elsewhere/x", None),
    ],
)
def test_only_this_sites_addresses_are_followed(
    visitor: Visitor, address: str, path: str | None
) -> None:
    assert visitor.path_of(address) == path


def test_a_server_that_is_away_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

    with pytest.raises(ParityRunImpossible, match=f"127.0.0.1:{port} did not answer GET /x"):
        HttpSide(f"http://127.0.0.1:{port}").ask(Asked("GET", "/x", HOST))
