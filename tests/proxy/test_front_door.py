import pytest
from flask import Flask, request
from werkzeug.test import Client, TestResponse

from proxy.access_log import Line
from proxy.backends.legacy import Legacy
from proxy.config import read_settings
from proxy.core.table import RoutingTable
from proxy.errors import ClientWentAway, LegacyHungUp, LegacyTimedOut, LegacyUnreachable
from proxy.front_door import FrontDoor
from proxy.routing_file.reader import parse_table
from tests.fakes.transport import FakeAnswer, FakeTransport, answer

TABLE = b"""
version: 1
gates: advisory
backends:
  gestion:
    kind: symfony1
    url: http://127.0.0.1:8081
    hosts: [gestion.localhost]
    controllers: { index.php: frontend, backend.php: backend }
  vitrine: { kind: symfony4, url: http://127.0.0.1:8082, hosts: [vitrine.localhost] }
lots:
  reference_lists:
    title: Listes
    stage: python
    routes: { gestion: [/communes, "/communes/:id<int>"] }
  territory_pages:
    title: Territoire
    stage: python
    routes: { vitrine: [/territoire] }
  accounts:
    title: Comptes
    stage: retired
    routes: { gestion: [/comptes, /comptes/nouveau], vitrine: [/compte] }
  housing:
    title: Logement
    stage: canary 10%
    routes: { gestion: [/logements] }
"""


class Source:
    def __init__(self, table: RoutingTable) -> None:
        self.table = table


class Lines(list[Line]):
    write = list.append


class House:
    """A front door with everything behind it faked but our own Flask pages."""

    def __init__(self, *answers: FakeAnswer | Exception, **environ: str) -> None:
        self.legacy = FakeTransport(*(answers or (answer(b"legacy"),)))
        self.source = Source(parse_table(TABLE, "routing.yaml"))
        self.lines = Lines()
        self.site = Flask("site")
        self.site.add_url_rule("/communes", "communes", self.seen, methods=["GET", "POST"])
        self.site.add_url_rule("/communes/<int:id>", "broken", lambda id: 1 / 0)  # noqa: A006
        self.site.add_url_rule("/comptes/nouveau", "new", lambda: "python: the successor")
        self.site.testing = False
        ours = Flask("ours")
        ours.add_url_rule("/-/health", "health", lambda: "ours")
        self.door = FrontDoor(
            live=self.source,
            legacy=Legacy(lambda _url: self.legacy, {}),
            sites={"gestion": self.site},
            ours=ours,
            log=self.lines,
            settings=read_settings({f"FIGUIER_{name}": text for name, text in environ.items()}),
        )

    def seen(self) -> str:
        fields = "\n".join(f"{name}: {value}" for name, value in request.headers)
        return f"python for {request.remote_addr} at {request.url}\n{fields}"

    def ask(self, path: str, method: str = "GET", *, at: str = "gestion", **more) -> TestResponse:
        client = Client(self.door, use_cookies=False)
        more.setdefault("buffered", True)
        return client.open(path, base_url=f"http://{at}.localhost", method=method, **more)


def test_unclaimed_address_goes_to_legacy() -> None:
    house = House()

    assert house.ask("/anything?a=%2F").text == "legacy"
    assert house.legacy.heads[0].target == b"/anything?a=%2F"


def test_claimed_address_goes_to_python() -> None:
    house = House()

    assert house.ask("/communes").text.startswith("python")
    assert house.legacy.heads == []


def test_our_own_pages_never_reach_the_legacy() -> None:
    house = House()

    assert house.ask("/-/health").text == "ours"
    assert house.ask("/-/nothing").status_code == 404
    assert house.legacy.heads == []


def test_a_dotted_path_at_the_console_s_host_reaches_nobody() -> None:
    house = House()
    refused = house.ask("/-/copies/..%2f..%2fx", headers={"Host": "localhost"})

    assert refused.status_code == 404
    assert house.legacy.heads == []
    assert house.lines[0].reason == "not-canonical"


def test_a_flip_is_seen_by_the_next_request() -> None:
    house = House()
    flipped = parse_table(TABLE.replace(b"stage: python", b"stage: legacy"), "routing.yaml")

    before = house.ask("/communes").text
    house.source.table = flipped

    assert (before[:6], house.ask("/communes").text) == ("python", "legacy")


def test_a_request_keeps_the_table_it_began_with() -> None:
    house = House()
    answered = house.ask("/anything", buffered=False)
    began_with = house.source.table.digest[:12]

    house.source.table = parse_table(TABLE + b"\n", "routing.yaml")
    assert answered.data == b"legacy"
    answered.close()

    assert house.lines[0].table == began_with


def test_a_visitor_without_bucket_is_outside_the_canary() -> None:
    house = House()

    assert house.ask("/logements").text == "legacy"
    assert (house.lines[0].stage, house.lines[0].reason) == ("canary 10%", "canary-out")


@pytest.mark.parametrize(
    "path, method, options, status, words",
    [
        pytest.param("/x", "GET", {"at": "evil"}, 421, "Aucun site", id="unknown host"),
        pytest.param("/x%00", "GET", {}, 400, "plusieurs façons", id="ambiguous"),
        pytest.param("/frontend_dev.php/x", "GET", {}, 404, "pas de page", id="development"),
        pytest.param("/comptes", "GET", {}, 410, "n’existe plus", id="retired, not replaced"),
        pytest.param("/compte", "GET", {"at": "vitrine"}, 410, "n’existe plus", id="no code"),
        pytest.param("/territoire", "GET", {"at": "vitrine"}, 503, "indisponible", id="missing"),
        pytest.param("/x", "TRACE", {}, 405, "pas acceptée", id="TRACE"),
        pytest.param("//communes", "POST", {}, 400, "plusieurs façons", id="not canonical"),
    ],
)
def test_refusals_are_french_pages_with_their_number(path, method, options, status, words) -> None:
    house = House()

    told = house.ask(path, method, **options)

    assert told.status_code == status
    assert words in told.text
    assert told.headers["X-Request-Id"] in told.text
    assert house.legacy.heads == []
    assert (house.lines[0].status, house.lines[0].error is None) == (status, False)


def test_a_successor_of_a_retired_page_answers() -> None:
    assert House().ask("/comptes/nouveau").text == "python: the successor"


def test_another_spelling_of_a_python_page_is_redirected() -> None:
    house = House()

    told = house.ask("//communes?a=%2F")

    assert (told.status_code, told.headers["Location"]) == (301, "/communes?a=%2F")
    assert house.legacy.heads == []


def test_development_controllers_open_by_setting() -> None:
    house = House(ALLOW_DEV_CONTROLLERS="yes")

    assert house.ask("/frontend_dev.php/x").text == "legacy"


@pytest.mark.parametrize(
    "error, status, words",
    [
        (LegacyUnreachable("http://127.0.0.1:8081: refused"), 502, "injoignable"),
        (LegacyTimedOut("http://127.0.0.1:8081: silent"), 504, "trop de temps"),
        (LegacyHungUp("http://127.0.0.1:8081: reset"), 502, "interrompue"),
    ],
)
def test_each_failure_of_the_legacy_has_its_page_and_its_name_in_the_log(
    error, status, words
) -> None:
    house = House(error)

    told = house.ask("/x")

    assert (told.status_code, words in told.text) == (status, True)
    assert "8081" not in told.text
    assert house.lines[0].error == f"{type(error).__name__}: {error}"


def test_an_answer_that_breaks_after_it_began_is_cut_off() -> None:
    house = House(answer(b"first", LegacyHungUp("reset")))
    told = house.ask("/x", buffered=False)
    pieces = iter(told.response)

    with pytest.raises(ConnectionResetError):
        list(pieces)
    told.close()

    assert house.lines[0].error == "LegacyHungUp: reset"


def test_a_broken_python_page_is_flasks_to_show() -> None:
    told = House().ask("/communes/12")

    assert told.status_code == 500


def test_whatever_breaks_behind_the_door_the_visitor_gets_a_page(caplog) -> None:
    house = House(ZeroDivisionError("secret"))

    told = house.ask("/x")

    assert (told.status_code, "secret" in told.text) == (500, False)
    assert "ZeroDivisionError" in caplog.text


def test_a_body_above_the_limit_reaches_nobody() -> None:
    house = House(MAX_BODY_BYTES="10")

    assert house.ask("/x", "POST", data=b"x" * 11).status_code == 413
    assert house.legacy.heads == []
    assert house.ask("/x", "POST", data=b"x" * 10).status_code == 200


@pytest.mark.parametrize(
    "forged",
    [
        {"X-Remote-User": "admin"},
        {"X-Figuier-Site": "vitrine"},
        {"X-Forwarded-Host": "evil.example"},
        {"Forwarded": "for=6.6.6.6"},
    ],
)
def test_python_is_told_nothing_forged(forged) -> None:
    told = House().ask("/communes", headers=forged)

    for name, value in forged.items():
        assert f"{name}: {value}" not in told.text


def test_python_sees_the_visitor_a_trusted_proxy_names() -> None:
    house = House(TRUSTED_PROXIES="127.0.0.0/8")
    named = {"X-Forwarded-For": "198.51.100.7", "X-Forwarded-Proto": "https"}

    told = house.ask("/communes", headers=named, environ_overrides={"REMOTE_ADDR": "127.0.0.1"})

    assert told.text.startswith("python for 198.51.100.7 at https://gestion.localhost/communes")
    assert house.lines[0].client == "198.51.100.7"


@pytest.mark.parametrize(
    "trusted, kept",
    [pytest.param("127.0.0.0/8", True, id="trusted"), pytest.param("", False, id="anybody")],
)
def test_a_request_id_comes_from_trusted_proxies_alone(trusted, kept) -> None:
    house = House(TRUSTED_PROXIES=trusted)

    house.ask(
        "/x", headers={"X-Request-Id": "outer-1"}, environ_overrides={"REMOTE_ADDR": "127.0.0.1"}
    )

    assert (house.lines[0].request_id == "outer-1") is kept
    assert (
        dict(house.legacy.heads[0].headers)[b"X-Request-Id"].decode() == house.lines[0].request_id
    )


def test_a_line_has_the_path_and_never_the_query() -> None:
    house = House()

    house.ask("/a//b?token=secret", headers={"Cookie": "symfony=secret"})

    line = house.lines[0]
    assert (line.path, line.method, line.host) == ("/a/b", "GET", "gestion.localhost")
    assert (line.status, line.bytes, line.side, line.backend) == (200, 6, "legacy", "gestion")
    assert "secret" not in str(line)


def test_head_gets_no_body_from_our_own_pages() -> None:
    told = House().ask("/x%00", "HEAD")

    assert (told.status_code, told.data) == (400, b"")
    assert int(told.headers["Content-Length"]) > 0


def test_a_client_that_left_is_no_answer_but_a_line() -> None:
    house = House()
    answered = house.ask("/x", buffered=False)

    next(iter(answered.response))
    answered.close()

    assert house.lines[0].error is not None
    assert house.lines[0].error.startswith("ClientWentAway")


def test_a_client_that_left_before_there_was_an_answer_gets_none() -> None:
    house = House(ClientWentAway("the client left before the end of the answer"))

    with pytest.raises(ConnectionResetError):
        house.ask("/x")

    assert house.lines[0].status == 499
    assert (house.lines[0].error or "").startswith("ClientWentAway")


def test_a_server_that_hides_the_target_gets_a_page_that_tells_the_operator(caplog) -> None:
    house = House()
    began: list[str] = []
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/x", "wsgi.url_scheme": "http"}

    body = house.door(environ, lambda status, *_: began.append(status))

    assert began == ["500 Internal Server Error"]
    assert b"gunicorn" not in b"".join(body)
    body.close()
    assert "serve with gunicorn" in (house.lines[0].error or "")
