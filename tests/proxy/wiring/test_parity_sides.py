"""A lot examined on private copies: Python as it is, and Python with defects put into it."""

import dataclasses
import hashlib
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest
from sqlalchemy import create_engine, text

from demo.stack.database import Database
from demo.stack.laboratory import describe
from demo.stack.stack import LegacyStack
from proxy.config import Settings
from proxy.flips.proposal import table_in
from proxy.parity.differences import Difference, Part
from proxy.parity.lab.checks import Report
from proxy.parity.lab.conduct import Subject, Wish, conduct
from proxy.parity.lab.description import Laboratory, read_laboratory
from proxy.parity.lab.room import Limits
from proxy.parity.rules_file import read_rules
from proxy.wiring.parity_sides import CarriedSessions, python_site

ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.stack

#: The pages of one list: enough for every kind of defect, and seconds instead of a minute.
PREFIXES = ("/etablissements",)


@pytest.fixture(scope="module")
def laboratory(stack: LegacyStack) -> Laboratory:
    describe(stack.settings)
    return read_laboratory(stack.settings.state / "laboratory.yaml")


@pytest.fixture(scope="module")
def subject(settings: Settings) -> Subject:
    table = table_in(settings.routing_file)
    lot = table.lot("reference_lists")
    assert lot
    routes = tuple(route for route in lot.routes if route.pattern.startswith(PREFIXES))
    few = dataclasses.replace(lot, routes=routes)
    return Subject(table, few, table.backends["gestion"], read_rules(ROOT / "modules", lot.name))


Examined = Callable[..., Report]


@pytest.fixture
def examined(
    settings: Settings, laboratory: Laboratory, subject: Subject, database: Database
) -> Examined:
    def run(
        spoilt: Callable[[WSGIApplication, str], WSGIApplication] | None = None, **limits: int
    ) -> Report:
        def site_of(
            settings: Settings, backend: str, url: str, place: Path
        ) -> WSGIApplication | None:
            site = python_site(settings, backend, url, place)
            assert site
            return spoilt(site, url) if spoilt else site

        wish = Wish(roles=("assistant",), limits=Limits(**({"kinds": 1} | limits)))
        return conduct(settings, subject, laboratory, wish, site_of, CarriedSessions)

    return run


def digest_of(folder: Path) -> str:
    """Every file below, by name and content."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(str(path).encode() + path.read_bytes())
    return digest.hexdigest()


def after_a_write(sql: str) -> Callable[[WSGIApplication, str], WSGIApplication]:
    """Python whose writings are followed by this, as if it had written so itself."""

    def spoil(site: WSGIApplication, url: str) -> WSGIApplication:
        engine = create_engine(url)

        def spoilt(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
            body = list(site(environ, start))
            if environ["REQUEST_METHOD"] == "POST":
                with engine.begin() as connection:
                    connection.execute(text(sql))
            return body

        return spoilt

    return spoil


def on_the_page(old: bytes, new: bytes) -> Callable[[WSGIApplication, str], WSGIApplication]:
    """Python whose pages say this instead of that."""

    def spoil(site: WSGIApplication, _url: str) -> WSGIApplication:
        def spoilt(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
            status: list[object] = []
            body = b"".join(site(environ, lambda *said: status.extend(said) or (lambda _: None)))  # type: ignore[arg-type,func-returns-value]
            changed = body.replace(old, new)
            headers = [(k, v if k != "Content-Length" else str(len(changed))) for k, v in status[1]]  # type: ignore[attr-defined]
            start(status[0], headers)  # type: ignore[arg-type]
            return [changed]

        return spoilt

    return spoil


def differences(report: Report) -> list[Difference]:
    return [found for check in report.checks for found in check.found.unexplained]


def test_python_as_it_is_answers_and_writes_as_php_does(
    examined: Examined, stack: LegacyStack
) -> None:
    before = digest_of(stack.settings.sessions("gestion"))

    report = examined()

    assert [str(found) for found in differences(report)] == []
    assert report.is_clean, (report.stopped, report.outside, report.writers)
    assert report.never == []
    assert {check.kind for check in report.checks} == {"read", "write"}
    assert {check.role for check in report.checks} == {"assistant", "visitor"}
    assert len(report.checks) > 50
    assert any(check.status == 302 for check in report.checks if check.kind == "write")
    assert digest_of(stack.settings.sessions("gestion")) == before
    names = [row[0] for row in stack.database.run("SHOW DATABASES LIKE 'gestion%'")]
    assert sorted(names) == ["gestion", "gestion_pristine"]


DEFECTS = [
    pytest.param(
        after_a_write("UPDATE etablissement_scolaire SET updated_at = '2020-01-01 00:00:00' WHERE updated_at > NOW() - INTERVAL 1 HOUR"),
        "rows etablissement_scolaire.updated_at", id="updated_at forgotten"),
    pytest.param(
        after_a_write("UPDATE etablissement_scolaire SET slug = id WHERE nom LIKE 'Parité%'"), "rows etablissement_scolaire.slug", id="slug wrong", marks=pytest.mark.soak),
    pytest.param(
        after_a_write("DELETE FROM etablissement_scolaire WHERE nom LIKE 'Parité%'"),
        "rows etablissement_scolaire inserted", id="row not written", marks=pytest.mark.soak),
    pytest.param(
        after_a_write("INSERT INTO journal (action, modele, created_at) VALUES ('x', 'y', NOW())"),
        "rows journal inserted", id="one row too many"),
    pytest.param(on_the_page(b"succ\xc3\xa8s", b"succes"), "notice", id="flash misspelt"),
    pytest.param(on_the_page(b"</tr>", b"</tr><tr><td>42</td></tr>"), "", id="rows too many", marks=pytest.mark.soak),
]  # fmt: skip


def test_each_of_several_defects_is_reported(examined: Examined) -> None:
    few = [each for each in DEFECTS if not each.marks]
    assert len(few) == 3

    def spoil(site: WSGIApplication, url: str) -> WSGIApplication:
        for each in few:
            site = each.values[0](site, url)
        return site

    found = differences(examined(spoil, scenes=12))

    for _, field in (each.values for each in few):
        assert [each for each in found if field in each.field], (field, found)


@pytest.mark.soak
@pytest.mark.parametrize("spoil, field", DEFECTS)
def test_a_defect_is_reported(examined: Examined, spoil, field: str) -> None:
    report = examined(spoil, scenes=12)

    assert not report.is_clean
    assert [found for found in differences(report) if field in found.field], differences(report)


def test_a_mail_that_only_one_side_sends_is_reported(
    settings: Settings, laboratory: Laboratory, subject: Subject, tmp_path: Path
) -> None:
    def site_of(settings: Settings, backend: str, url: str, place: Path) -> WSGIApplication:
        site = python_site(settings, backend, url, place)
        assert site

        def spoilt(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
            if environ["REQUEST_METHOD"] == "POST":
                (tmp_path / "20261123-0a1b2c3d.eml").write_text("To: x@y.example\n\nBonjour\n")
            return site(environ, start)

        return spoilt

    watched = dataclasses.replace(laboratory, candidate_mails=(tmp_path,))
    wish = Wish(roles=("assistant",), limits=Limits(kinds=1, scenes=2))
    report = conduct(settings, subject, watched, wish, site_of, CarriedSessions)

    assert {found.part for found in differences(report)} == {Part.MAIL}


def test_a_laboratory_without_php_ends_the_run(settings: Settings, subject: Subject) -> None:
    gone = Laboratory(urls={"gestion": "http://127.0.0.1:9"})
    report = conduct(settings, subject, gone, Wish(), python_site, CarriedSessions)

    assert "did not answer" in report.stopped
    assert not report.is_clean


def test_sessions_of_both_sides_are_told_by_name(settings: Settings, tmp_path: Path) -> None:
    sessions = CarriedSessions(settings, tmp_path / "control", tmp_path / "place")
    (tmp_path / "control").mkdir()
    data = b'symfony/user/sfUser/lastRequest|i:1;symfony/user/sfUser/culture|s:2:"fr";'
    sessions.put("control", "0123456789abcdef0123456789", data)
    kept = sessions.read("control", "0123456789abcdef0123456789")
    sessions.put("candidate", "0123456789abcdef0123456789", kept)

    assert sessions.read("candidate", "0123456789abcdef0123456789") == data
    assert json.dumps(sessions.told(data)) == '{"symfony/user/sfUser/culture": "str \'fr\'"}'
    sessions.put("candidate", "0123456789abcdef0123456789", None)
    assert sessions.read("candidate", "0123456789abcdef0123456789") is None
