import json

import pytest

from proxy.cli.explain import head_of
from proxy.core.decision import decide
from proxy.flips.proposal import table_in
from tests.fakes.routing_files import routing_text

HOST = "gestion.localhost"


def found(figuier, *words: str) -> dict:
    return json.loads(figuier("explain", *words, "--json").stdout)


def write(folder, **stages: str) -> None:
    (folder / "routing.yaml").write_text(routing_text(**stages), encoding="utf-8", newline="")


@pytest.mark.parametrize(
    "url, method, host, target, asked",
    [
        pytest.param("http://a.b/x", "GET", "", b"/x", b"a.b", id="whole URL"),
        pytest.param("HTTP://a.b:8000/x?y=1", "GET", "", b"/x?y=1", b"a.b:8000", id="port, query"),
        pytest.param("https://a.b", "GET", "", b"/", b"a.b", id="no path"),
        pytest.param("http://a.b?x", "GET", "", b"/?x", b"a.b", id="query without path"),
        pytest.param("http://a.b/x", "GET", "c.d", b"/x", b"a.b", id="authority wins"),
        pytest.param("/x", "POST", "c.d", b"/x", b"c.d", id="path and host"),
        pytest.param("x/y", "GET", "c.d", b"/x/y", b"c.d", id="path without slash"),
        pytest.param("*", "OPTIONS", "c.d", b"*", b"c.d", id="the server itself"),
        pytest.param("/x#top", "GET", "c.d", b"/x", b"c.d", id="a fragment is not sent"),
        pytest.param("/é à", "GET", "c.d", b"/%C3%A9%20%C3%A0", b"c.d", id="as browsers encode"),
        pytest.param("/a%2Fb//../%zz", "GET", "c.d", b"/a%2Fb//../%zz", b"c.d", id="nothing else"),
        pytest.param('/[|]^"<>', "GET", "c.d", b'/[|]^"<>', b"c.d", id="odd bytes as typed"),
    ],
)
def test_a_url_is_taken_as_it_would_be_sent(url, method, host, target, asked) -> None:
    head = head_of(url, method, host, ())

    assert (head.method, head.target, head.host) == (method, target, asked)


def test_cookies_are_fields_of_the_head() -> None:
    assert head_of("/", "GET", "a", ("symfony=1",)).values(b"cookie") == (b"symfony=1",)


def test_the_rule_is_named_with_its_line(figuier) -> None:
    text = figuier("explain", "/evenements/12").stdout

    assert text.splitlines()[:6] == [
        "Request  GET /evenements/12, Host gestion.localhost",
        "Backend  gestion (symfony1)",
        "Address  /evenements/12 of application frontend",
        "Rule     routing.yaml:21:39  /evenements/:id<int>",
        "Lot      events (Évènements), at legacy",
        "Answer   legacy: the stage of the lot says so (stage)",
    ]
    assert "    routing.yaml:21:26  /evenements (events)\n        the path goes on after" in text


@pytest.mark.parametrize(
    "stage, words, side, reason",
    [
        pytest.param("legacy", (), "legacy", "stage", id="legacy"),
        pytest.param("shadow", (), "legacy", "stage", id="shadow"),
        pytest.param("python", (), "python", "stage", id="python"),
        pytest.param("canary 10%", (), "legacy", "canary-out", id="canary, nobody"),
        pytest.param("canary 10%", ("--bucket", "999"), "python", "canary-in", id="canary, in"),
        pytest.param("canary 10%", ("--bucket", "1000"), "legacy", "canary-out", id="canary, out"),
    ],
)
def test_the_side_and_the_reason_are_those_of_the_stage(
    figuier, folder, stage, words, side, reason
) -> None:
    write(folder, events=stage)

    answer = found(figuier, "/evenements", *words)

    assert (answer["side"], answer["reason"], answer["stage"]) == (side, reason, stage)


def test_an_unclaimed_address_is_legacys(figuier) -> None:
    result = figuier("explain", "/accueil")

    assert result.exit_code == 0
    assert "Answer   legacy: no lot claims this address (unclaimed)" in result.stdout


@pytest.mark.parametrize(
    "words, status, detail",
    [
        pytest.param(("http://x.y/",), 421, "no backend answers for x.y", id="unknown host"),
        pytest.param(("/a%00",), 400, "NUL", id="no single reading"),
        pytest.param(("/frontend_dev.php/x",), 404, "blocked", id="development"),
        pytest.param(("//evenements",), 301, "canonical", id="python, spelled otherwise"),
    ],
)
def test_a_refusal_is_exit_code_one(figuier, folder, words, status, detail) -> None:
    write(folder, events="python")

    result = figuier("explain", *words)

    assert result.exit_code == 1
    assert f"Answer   {status} by the proxy itself: " in result.stdout
    assert detail in result.stdout


def test_a_redirect_says_where_to(figuier, folder) -> None:
    write(folder, events="python")

    result = figuier("explain", "//evenements?a=1")

    assert result.stdout.splitlines()[5].strip() == "to /evenements?a=1"
    assert found(figuier, "//evenements")["refusal"]["location"] == "/evenements"


def test_settings_have_their_say(figuier) -> None:
    result = figuier("explain", "/frontend_dev.php/x", FIGUIER_ALLOW_DEV_CONTROLLERS="yes")

    assert result.exit_code == 0


def test_several_hosts_have_to_be_told_apart(figuier, folder) -> None:
    path = folder / "routing.yaml"
    path.write_text(path.read_text().replace("[gestion.localhost]", "[gestion.localhost, b.c]"))

    result = figuier("explain", "/communes")

    assert result.exit_code == 2
    assert "Say --host gestion.localhost or --host b.c" in result.stderr


def test_an_explanation_for_programs_has_a_stable_shape(figuier) -> None:
    answer = found(figuier, "/commune/edit/id/3", "--method", "POST")

    assert {**answer, "losers": []} == {
        "version": 1, "command": "explain", "method": "POST", "target": "/commune/edit/id/3",
        "host": HOST, "backend": "gestion", "application": "frontend",
        "path": "/commune/edit/id/3", "is_canonical": True, "side": "legacy", "reason": "stage",
        "lot": "lists", "stage": "legacy", "refusal": None, "kill_switch": "off", "split": None,
        "losers": [],
        "route": {
            "backend": "gestion", "application": "frontend", "methods": None,
            "pattern": "/commune/:action/*rest", "is_alias": True, "to": None,
            "place": "routing.yaml:12:23",
        },
    }  # fmt: skip
    assert set(answer["losers"][0]) == {
        "lot", "why", "backend", "application", "methods", "pattern", "is_alias", "to", "place",
    }  # fmt: skip


def test_a_path_that_is_not_utf8_can_be_printed(figuier) -> None:
    assert found(figuier, "/caf%E9")["path"] == "/caf\\xe9"
    assert "Address  /caf\\xe9 of" in figuier("explain", "/caf%E9").stdout


@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
@pytest.mark.parametrize(
    "path", ["/communes", "/commune/list", "/communes/batch/action", "//communes", "/%63ommunes"]
)
def test_it_says_what_the_running_proxy_decides(figuier, folder, method, path) -> None:
    write(folder, lists="python")
    verdict = decide(table_in(folder / "routing.yaml"), head_of(path, method, HOST, ()))

    answer = found(figuier, path, "--method", method)

    assert answer["reason"] == verdict.reason.value
    assert answer["side"] == getattr(verdict, "side", None)
    assert (answer["refusal"] or {}).get("status") == getattr(verdict, "status", None)
