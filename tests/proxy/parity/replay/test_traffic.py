"""What visitors do is kept without them, within bounds, and only what an order wants."""

import dataclasses
import json
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from proxy.parity.lab.asking import Asked
from proxy.parity.replay.redacted_requests import SENT, Unrecordable
from proxy.parity.replay.spool import suite_of_spool
from proxy.parity.replay.suite import Suite
from proxy.parity.replay.traffic import Redact, TrafficRecorder
from proxy.parity.rules import LotRules
from proxy.parity.shadow.jobs import Frozen
from proxy.parity.shadow.orders import Order, give, spool_file, withdraw
from proxy.parity.shadow.shadow import Happened
from proxy.parity.shadow.wire import Subject

HOST = "gestion.localhost:8000"
SUBJECT = Subject("gestion", "people", "POST /people", "/people", "legacy", "http")
FORM = (
    "person%5Bnom%5D=Zo%C3%A9+Durand&person%5Bcode%5D=09001&person%5Bmail%5D=zoe%40example.org"
    "&person%5Bage%5D=42&person%5B_csrf_token%5D=0123456789abcdef0123456789abcdef&q=zoe%40example.org"
)
PAGE = (
    "<html><body><h1>Fiche de Zoé Durand</h1><a href=/x>zoe-durand</a><p>Dit « Zoé Durand » et Durandal</p>"
    '<form><input type="date" name="person[naissance]" value="1984-03-07">'
    '<select name="person[civilite]"><option selected value="Mme">Mme</option></select>'
    '<input type="radio" name="person[contact]" value="1" checked>'
    '<input name="person[code]" value="09001"></form><p>Née le 1984-03-07</p></body></html>'
)


class Sessions:
    def redacted(self, backend: str, data: bytes, redact: Redact) -> bytes:
        keys: Sequence[str] = ("filters", "nom") if data.startswith(b"search") else ("notice",)
        return redact(keys, data.decode()).encode()


def message(body: str, *fields: str, status: str = "200 OK") -> bytes:
    data = body.encode()
    head = (
        f"HTTP/1.1 {status}",
        f"Content-Length: {len(data)}",
        "Content-Type: text/html",
        *fields,
    )
    return "\r\n".join((*head, "", "")).encode() + data


def posted(form: str = FORM, target: str = "/people", **fields: str) -> Asked:
    said = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Content-Length": str(len(form)),
        "Referer": f"http://{HOST}/people/new",
    } | {name.replace("_", "-"): value for name, value in fields.items()}
    return Asked("POST", target, HOST, tuple(said.items()), form.encode())


def happened(request: Asked | None = None, **changed: object) -> Happened:
    plain = Happened(
        SUBJECT, request or posted(), Frozen("abc", b"lastRequest|i:17;Zo\xc3\xa9 Durand est l\xc3\xa0"),
        message(PAGE, "Set-Cookie: symfony=secret"), 1795462335.0,
    )  # fmt: skip
    return dataclasses.replace(plain, **changed)  # type: ignore[arg-type]


@pytest.fixture
def order() -> Order:
    return Order("people", "gestion", time.time() + 60, with_writes=True, most=5, kinds=4)


@pytest.fixture
def recorder(tmp_path: Path, order: Order) -> TrafficRecorder:
    give(order, tmp_path)
    rules = LotRules("people", fill={"person[mail]": "quelquun@example.org"})
    return TrafficRecorder(
        tmp_path, lambda _: rules, Sessions(), partial(datetime.fromtimestamp, tz=UTC)
    )


def kept(recorder: TrafficRecorder, order: Order) -> Suite:
    return suite_of_spool(spool_file(recorder.state_dir, order.key), "people", "gestion", HOST)


def test_a_form_and_its_answer_are_kept_without_the_person(
    recorder: TrafficRecorder, order: Order
) -> None:
    recorder.keep(happened())
    (entry,) = kept(recorder, order).entries
    written = spool_file(recorder.state_dir, order.key)

    assert dict(entry.form) == {
        "person[nom]": "Xxx Xxxxxx", "person[code]": "09001", "person[age]": "42",
        "person[mail]": "quelquun@example.org", "person[_csrf_token]": SENT,
        "q": "xxx@xxxxxxx.xxx",
    }  # fmt: skip
    assert (entry.method, entry.page, entry.clock) == ("POST", "/people/new", "2026-11-23T19:32:15")
    assert kept(recorder, order).sessions == {
        "person 1.1": "lastRequest|i:0;Xxx Xxxxxx est là".encode()
    }
    text = written.read_text()
    for secret in (
        "Zoé",
        "zoe@",
        "zoe-",
        "1984",
        "selected",
        "checked",
        "0123456789abcdef",
        "secret",
    ):
        assert secret not in text, secret
    assert "Durandal" in text
    assert written.stat().st_mode & 0o077 == 0o040


GET = Asked("GET", "/people?page=2", HOST)


@pytest.mark.parametrize(
    "one, why",
    [
        (happened(posted("password=x")), "secret"),
        (happened(posted(Content_Length="999")), "incomplete"),
        (happened(posted(Content_Type="multipart/form-data; boundary=x")), "not a plain form"),
        (happened(dataclasses.replace(GET, target="/people?nom=Durand")), "personal address"),
        (happened(posted(Referer=f"http://{HOST}/people?nom=Durand")), "personal address"),
        (happened(GET, answer=message("", "Location: /people?nom=Durand")), "personal address"),
        (happened(answer=message("", "Location: /people/zoe-durand")), "personal address"),
        (happened(GET, frozen=Frozen("abc", b"search Durand")), "personal session"),
        (happened(GET, answer=message(PAGE, "Content-Encoding: zstd")), "coding"),
        (happened(GET, answer=b"nonsense"), "unreadable"),
    ],
)  # fmt: skip
def test_what_could_not_be_asked_again_or_names_somebody_is_left_out(
    recorder: TrafficRecorder, order: Order, one: Happened, why: str
) -> None:
    recorder.keep(one)

    assert recorder.counts == {why: 1}
    assert kept(recorder, order).entries == ()


def test_a_recording_is_bounded_by_kind_and_in_all(recorder: TrafficRecorder, order: Order) -> None:
    for _ in range(6):
        recorder.keep(happened())
    for number in range(3):
        recorder.keep(happened(dataclasses.replace(GET, target=f"/people?page={number}")))

    assert recorder.counts == {"kept": 5, "enough of its kind": 2, "enough": 2}
    assert len(kept(recorder, order).entries) == 5


def test_a_recording_is_bounded_in_bytes(recorder: TrafficRecorder, order: Order) -> None:
    give(dataclasses.replace(order, bytes=10), recorder.state_dir)
    recorder.keep(happened())
    recorder.keep(happened())

    assert recorder.counts == {"kept": 1, "enough": 1}


def test_people_are_numbered_and_a_new_order_begins_anew(
    recorder: TrafficRecorder, order: Order
) -> None:
    for session, data in (("a", b"x"), ("b", b"x"), ("a", b"y"), ("a", b"x")):
        recorder.keep(happened(frozen=Frozen(session, data)))
    recorder.keep(happened(GET, frozen=Frozen()))
    roles = [entry.role for entry in kept(recorder, order).entries]
    assert roles == ["person 1.1", "person 2.1", "person 1.2", "person 1.1", "visitor"]

    other = dataclasses.replace(order, key="other")
    give(other, recorder.state_dir)
    time.sleep(0.6)  # so long an order is not looked for again
    recorder.keep(happened())
    assert recorder.counts == {"kept": 1}
    assert not spool_file(recorder.state_dir, order.key).exists()
    assert len(kept(recorder, other).entries) == 1


@pytest.mark.parametrize(
    "changed, is_safe, is_wanted",
    [
        ({}, False, True),
        ({}, True, True),
        ({"side": "python"}, True, False),
        ({"lot": "towns"}, True, False),
        ({"backend": "vitrine"}, True, False),
    ],
)
def test_only_what_is_ordered_of_what_php_answered_is_wanted(
    recorder: TrafficRecorder, changed: dict[str, str], is_safe: bool, is_wanted: bool
) -> None:
    subject = dataclasses.replace(SUBJECT, **changed)

    assert recorder.wants(subject, is_safe=is_safe) == is_wanted


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"lot": "people"}'])
def test_without_an_order_nothing_is_kept(tmp_path: Path, text: str) -> None:
    (tmp_path / "recording.json").write_text(text)
    idle = TrafficRecorder(tmp_path, LotRules, Sessions(), datetime.fromtimestamp)
    idle.keep(happened())

    assert not idle.wants(SUBJECT, is_safe=True)
    assert [path.name for path in tmp_path.iterdir()] == ["recording.json"]


def test_an_order_without_writes_keeps_reads_alone(tmp_path: Path, order: Order) -> None:
    give(dataclasses.replace(order, with_writes=False), tmp_path)
    reads = TrafficRecorder(tmp_path, LotRules, Sessions(), datetime.fromtimestamp)

    assert reads.wants(SUBJECT, is_safe=True)
    assert not reads.wants(SUBJECT, is_safe=False)


def test_nobody_waits_for_the_recorder(recorder: TrafficRecorder) -> None:
    for _ in range(40):
        recorder.note(happened())

    assert recorder.counts == {"busy": 8}


def test_an_order_that_was_withdrawn_or_is_over_records_nothing(
    tmp_path: Path, order: Order
) -> None:
    give(dataclasses.replace(order, until=1.0), tmp_path)
    assert not TrafficRecorder(tmp_path, LotRules, Sessions(), datetime.fromtimestamp).wants(
        SUBJECT, is_safe=True
    )
    give(order, tmp_path)
    withdraw(tmp_path)
    assert not TrafficRecorder(tmp_path, LotRules, Sessions(), datetime.fromtimestamp).wants(
        SUBJECT, is_safe=True
    )


def test_a_spool_whose_last_line_was_cut_short_is_read(
    recorder: TrafficRecorder, order: Order
) -> None:
    recorder.keep(happened())
    spool = spool_file(recorder.state_dir, order.key)
    spool.write_text(spool.read_text() + json.dumps({"role": "x"})[:-3])

    assert len(kept(recorder, order).entries) == 1


class Closed:
    def redacted(self, backend: str, data: bytes, redact: Redact) -> bytes:
        raise Unrecordable("session")


def test_a_session_that_cannot_be_read_is_not_kept(recorder: TrafficRecorder) -> None:
    recorder.sessions = Closed()
    recorder.keep(happened())

    assert recorder.counts == {"session": 1}
