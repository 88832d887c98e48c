"""A suite says nothing of persons, survives its file, and stands in for PHP."""

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pytest
import requests
import responses
from werkzeug.test import Client
from werkzeug.wrappers import Request, Response

from proxy.errors import ParityFileRefused
from proxy.parity.answers import Answer
from proxy.parity.lab.asking import WsgiSide
from proxy.parity.replay.fake_legacy import FakeLegacy
from proxy.parity.replay.recording import SuiteRecording
from proxy.parity.replay.replaying import Replay
from proxy.parity.replay.suite import (
    Recorded,
    Suite,
    fixtures_of,
    read_suite,
    redacted_answer,
    session_id_of,
    write_suite,
)
from proxy.parity.rules import LotRules
from tests.fakes.two_answers import answer

PAGE = """<!DOCTYPE html><html><body><p id="who">Claire Martin</p>
<form><input type="text" name="person[nom]" value="Durand"><input name="person[code]" value="A1">
<input type="hidden" name="_csrf_token" value="0123456789abcdef0123456789abcdef">
<textarea name="person[notes]">Né le 3</textarea></form>
<table><tr><td class="list_td_prenom"><a href="/p/3">Zoë</a></td><td class="list_td_code">09001</td></tr></table>
<p>Écrire à zoe@example.org ou 05 61 02 03 04</p></body></html>"""
SESSION = b"symfony/user/sfUser/lastRequest|i:1;"


def recording() -> Suite:
    kept = SuiteRecording(("#who",))
    kept.keep_session("adviser", SESSION)
    kept.note("adviser", "GET /p", "/p?page=2", answer(PAGE))
    kept.note("visitor", "GET /p", "/p?page=2", answer("Non", 401))
    kept.note(
        "adviser",
        "GET /p.csv",
        "/p.csv",
        answer("\ufeffnom;code\r\nDurand;09001\r\n", kind="text/csv"),
    )
    kept.note("adviser", "GET /p.png", "/p.png", answer(b"\x89PNG", kind="image/png"))
    return kept.suite("people", "gestion", "g.localhost:8000", "2026-11-23T15:00:00")


@pytest.fixture
def suite(tmp_path: Path) -> Suite:
    write_suite(recording(), tmp_path / "people.jsonl")
    return read_suite(tmp_path / "people.jsonl")


def test_nothing_of_persons_or_secrets_is_written(tmp_path: Path) -> None:
    write_suite(recording(), tmp_path / "people.jsonl")
    text = (tmp_path / "people.jsonl").read_text()

    for secret in (
        "Claire",
        "Durand",
        "Né le",
        "Zoë",
        "zoe@",
        "05 61",
        "0123456789abcdef",
        "abc123",
    ):
        assert secret not in text, secret
    assert "Xxxxxx Xxxxxx" in text
    assert "09001" in text


def test_what_is_written_is_read(suite: Suite) -> None:
    assert suite == recording()


@pytest.mark.parametrize(
    "text", ["", "{}", '{"version": 2}', "x"], ids=["empty", "no version", "version", "nonsense"]
)
def test_a_file_that_is_no_suite_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.jsonl").write_text(text)

    with pytest.raises(ParityFileRefused, match=re.escape("x.jsonl")):
        read_suite(tmp_path / "x.jsonl")


def test_the_fake_legacy_answers_by_role(suite: Suite) -> None:
    client = Client(FakeLegacy(suite))
    client.set_cookie("symfony", session_id_of("adviser"))
    stranger = Client(FakeLegacy(suite))

    assert "Xxxxxx" in client.get("/p?page=2").text
    assert stranger.get("/p?page=2").status_code == 401
    assert client.get("/p?page=3").status_code == 404
    assert client.post("/p").status_code == 405


def test_the_suite_feeds_responses(suite: Suite) -> None:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        for fixture in fixtures_of(suite, "http://legacy"):
            mock.add(**fixture)
        found = requests.get("http://legacy/p.csv", timeout=1)

    assert found.text.endswith("Xxxxxx;09001\r\n")


class Kept:
    def __init__(self) -> None:
        self.sessions: dict[str, bytes | None] = {}

    def read(self, side: str, session_id: str) -> bytes | None:
        return self.sessions.get(session_id)

    def put(self, side: str, session_id: str, data: bytes | None) -> None:
        self.sessions[session_id] = data

    def told(self, data: bytes) -> Mapping[str, str]:
        return {}


def python(page: str) -> WsgiSide:
    @Request.application
    def site(request: Request) -> Response:
        if not request.cookies:
            found = answer("Non", 401)
        elif request.path.endswith(".csv"):
            found = answer("\ufeffnom;code\r\nDupont;09001\r\n", kind="text/csv")
        elif request.path.endswith(".png"):
            found = answer(b"\x89PNG", kind="image/png")
        else:
            found = answer(page)
        return Response(found.body, found.status, dict(found.headers))

    return WsgiSide(site)


@pytest.mark.parametrize(
    "page, differing",
    [
        pytest.param(PAGE, [], id="the same"),
        pytest.param(PAGE.replace("Durand", "Dupont"), [], id="another person of the same shape"),
        pytest.param(PAGE.replace("0123456789abcdef", "fedcba9876543210"), [], id="another token"),
        pytest.param(PAGE.replace("09001", "9001"), ["GET /p?page=2"], id="a zero lost"),
    ],
)
def test_python_is_asked_again_without_php(suite: Suite, page: str, differing: list[str]) -> None:
    sessions, now = Kept(), datetime(2027, 1, 1).timestamp()  # noqa: DTZ001
    rules = LotRules("people", personal=("#who",))
    checks = Replay(python(page), sessions, rules, "symfony", now).checks(suite)

    assert [check.name for check in checks if not check.is_match] == differing
    assert sessions.sessions == {session_id_of("adviser"): SESSION.replace(b"i:1;", b"i:%d;" % now)}


def test_an_answer_without_a_body_is_recorded() -> None:
    kept = SuiteRecording()
    kept.note("visitor", "GET /p", "/p", Answer(302, (("Location", "/login"),)))

    assert kept.entries[0].answer == Answer(302, (("Location", "/login"),), b"")


def said(found: Answer) -> Response:
    response = Response(found.body, found.status)
    response.headers.clear()
    response.headers.extend(found.headers)
    return response


FORM = (("person[nom]", "Xxxxxx"), ("person[_csrf_token]", "‹token›"))


@pytest.fixture
def written(tmp_path: Path) -> Suite:
    """A visitor made somebody, sent a form that was refused, and looked at the list."""
    made = Answer(302, (("Location", "http://g.localhost:8000/p/7/edit"),))
    entries = (
        Recorded(
            "person 1.1", "POST /p", "/p", made, "POST", FORM, "/p/new", "2026-11-23T15:00:01"
        ),
        Recorded(
            "person 1.1", "POST /p", "/p", redacted_answer(answer("Non")), "POST", (), "/p/new"
        ),
        Recorded(
            "person 1.1", "GET /p", "/p", redacted_answer(answer("1")), clock="2026-11-23T15:00:02"
        ),
    )
    suite = Suite("people", "gestion", "g.localhost:8000", "2026-11-23T15:00:00",
                  {"person 1.1": SESSION}, entries)  # fmt: skip
    write_suite(suite, tmp_path / "people.jsonl")
    assert read_suite(tmp_path / "people.jsonl") == suite
    return suite


@pytest.mark.parametrize(
    "fault, differing",
    [
        pytest.param("", [], id="the same"),
        pytest.param("elsewhere", ["POST /p"], id="led elsewhere"),
        pytest.param("unwritten", ["GET /p"], id="not written"),
    ],
)
def test_recorded_forms_are_sent_again_with_a_token_of_this_side(
    written: Suite, fault: str, differing: list[str]
) -> None:
    made: list[str] = []

    @Request.application
    def site(request: Request) -> Response:
        token = "f" * 32
        if request.path == "/p/new":
            return Response(
                f'<form action="/other"><input name="person[_csrf_token]" value="{"0" * 32}"></form>'
                f'<form action="/p"><input name="person[_csrf_token]" value="{token}"></form>',
                content_type="text/html",
            )
        if request.method == "GET":
            return said(answer(str(len(made))))
        if request.form.get("person[_csrf_token]") != token:
            return said(answer("Non"))
        made.extend([] if fault == "unwritten" else [request.form["person[nom]"]])
        place = "/" if fault == "elsewhere" else "/p/7/edit"
        return said(Answer(302, (("Location", f"http://g.localhost:8000{place}"),)))

    clocks: list[datetime] = []
    again = Replay(WsgiSide(site), Kept(), LotRules("people"), "symfony", 1.0, clocks.append)
    checks = again.checks(written)

    assert [check.name for check in checks if not check.is_match] == differing, checks
    assert [check.kind for check in checks] == ["write", "write", "read"]
    assert made == ([] if fault == "unwritten" else ["Xxxxxx"])
    assert [clock.second for clock in clocks] == [1, 2]


def test_the_fake_legacy_answers_recorded_forms_in_their_order(written: Suite) -> None:
    client = Client(FakeLegacy(written))
    client.set_cookie("symfony", session_id_of("person 1.1"))

    assert [client.post("/p").status_code for _ in range(3)] == [302, 200, 200]
    assert ">1<" in client.get("/p").text
    assert client.delete("/p").status_code == 405
    assert Client(FakeLegacy(written)).post("/p").status_code == 405
    assert [each["method"] for each in fixtures_of(written, "http://x")] == ["POST", "POST", "GET"]
