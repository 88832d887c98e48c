"""Heads of familiar lines are read as the parser reads them, or left to it."""

import pytest

from proxy.gateway.familiar import Acquaintance, familiar_answer
from proxy.gateway.heads import HeadRefused, read_request_head, read_response_head
from proxy.gateway.limits import Limits
from proxy.gateway.requests import Intake, read_intake
from tests.fakes.mutations import mutated, mutated_answer

LIMITS = Limits()
HEADS = 6000


def request(*lines: bytes) -> bytes:
    return b"\r\n".join([*lines, b"", b""])


PLAIN = request(b"GET /a?b HTTP/1.1", b"Host: a", b"X-A: 1", b"Cookie: symfony=0123456789abcdef")
PAGE = request(
    b"HTTP/1.1 200 OK", b"Date: Mon, 23 Nov 2026 10:00:00 GMT", b"Content-Length: 12", b"X-A: 1"
)


def facts_of(head: bytes) -> object:
    """What the parser and the intake find; None for a head that is refused."""
    try:
        request_head = read_request_head(head, LIMITS)
        intake = read_intake(request_head, LIMITS)
    except HeadRefused:
        return None
    return request_head.lines, request_head.method, request_head.target, facts(intake)


def facts(intake: Intake) -> dict[str, object]:
    return {name: getattr(intake, name) for name in Intake.__slots__}


@pytest.mark.parametrize(
    "gone",
    [
        pytest.param((), id="nothing"),
        pytest.param((b"Connection: keep-alive",), id="the client's connection"),
        pytest.param((b"X-Forwarded-For: 192.0.2.1", b"x-remote-user: root"), id="a disguise"),
    ],
)
def test_a_plain_request_needs_no_parser(gone: tuple[bytes, ...]) -> None:
    head = PLAIN[:-2] + b"".join(line + b"\r\n" for line in gone) + b"\r\n"

    found = Acquaintance().read(head, LIMITS)

    assert found is not None
    assert found[0].lines == PLAIN.split(b"\r\n")
    assert found[0].fields == read_request_head(head, LIMITS).fields


def test_what_is_done_to_one_request_is_not_seen_in_the_next() -> None:
    acquaintance = Acquaintance()
    first = acquaintance.read(PLAIN, LIMITS)
    assert first is not None
    first[0].lines[1:] = [b"X-B: 2"]

    second = acquaintance.read(PLAIN.replace(b"/a?b", b"/c"), LIMITS)

    assert second is not None
    assert second[0].lines == PLAIN.replace(b"/a?b", b"/c").split(b"\r\n")


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(PLAIN.replace(b"Host: a", b"Host: a\r\nhost: b"), id="two hosts"),
        pytest.param(PLAIN.replace(b"Host: a\r\n", b""), id="no host"),
        pytest.param(PLAIN.replace(b"X-A: 1", b"Connection: X-A"), id="a named field"),
        pytest.param(PLAIN.replace(b"X-A: 1", b"Content-Length: 3"), id="a body"),
        pytest.param(PLAIN.replace(b"X-A: 1", b"Transfer-Encoding: chunked"), id="chunks"),
        pytest.param(PLAIN.replace(b"X-A: 1", b"Upgrade: websocket"), id="another protocol"),
        pytest.param(PLAIN.replace(b"X-A: 1", b"Expect: 100-continue"), id="an expectation"),
        pytest.param(PLAIN.replace(b"X-A: 1", b"traceparent: 00-x"), id="a trace"),
        pytest.param(PLAIN.replace(b"X-A: 1", b" folded"), id="a folded line"),
        pytest.param(PLAIN.replace(b"X-A: 1", b"X-A : 1"), id="a space before the colon"),
        pytest.param(PLAIN.replace(b"X-A: 1", b"X-A: 1\nX-B: 2"), id="a bare line end"),
        pytest.param(PLAIN.replace(b"X-A: 1", b"X-A: \x00"), id="a control byte"),
        pytest.param(PLAIN.replace(b"HTTP/1.1", b"HTTP/1.0"), id="an old version"),
        pytest.param(PLAIN.replace(b"GET", b"TRACE"), id="an unserved method"),
        pytest.param(PLAIN.replace(b"/a?b", b"/" + b"a" * LIMITS.request_line), id="a long line"),
        pytest.param(
            PLAIN.replace(b"X-A: 1", b"\r\n".join([b"X-A: 1"] * LIMITS.fields)), id="many fields"
        ),
        pytest.param(PLAIN.replace(b"X-A: 1", b"X-A: " + b"1" * LIMITS.head), id="a long head"),
    ],
)
def test_what_one_line_does_not_settle_is_left_to_the_parser(head: bytes) -> None:
    assert Acquaintance().read(PLAIN, LIMITS) is not None

    assert Acquaintance().read(head, LIMITS) is None


def test_no_mutated_request_is_read_otherwise_than_by_the_parser() -> None:
    known = 0
    acquaintance = Acquaintance()
    for seed in range(HEADS):
        data = mutated(seed)
        head = data[: data.find(b"\r\n\r\n") + 4]
        if len(head) < 4 or head[:2] == b"\r\n":
            continue
        found = acquaintance.read(head, LIMITS)
        if found is not None:
            known += 1
            mine = found[0].lines, found[0].method, found[0].target, facts(found[1])
            assert mine == facts_of(head), head
    assert known > HEADS / 50


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(PAGE.replace(b" 200 OK", b" 304 Not Modified"), id="no content"),
        pytest.param(PAGE.replace(b" 200 OK", b" 103 Early Hints"), id="an interim answer"),
        pytest.param(PAGE.replace(b"HTTP/1.1", b"HTTP/1.0"), id="an old version"),
        pytest.param(PAGE.replace(b"X-A: 1", b"Content-Length: 12"), id="two lengths"),
        pytest.param(
            PAGE.replace(b"X-A: 1", b"Transfer-Encoding: chunked"), id="length and chunks"
        ),
        pytest.param(PAGE.replace(b"Content-Length: 12", b"Content-Length: 012"), id="odd length"),
        pytest.param(PAGE.replace(b"Content-Length: 12", b"X-B: 1"), id="until it closes"),
        pytest.param(PAGE.replace(b"Date", b"X-Date"), id="no date"),
        pytest.param(PAGE.replace(b"X-A: 1", b"Connection: close"), id="the last answer"),
        pytest.param(PAGE.replace(b"X-A: 1", b"Location: /"), id="an address"),
        pytest.param(PAGE.replace(b"X-A: 1", b"Set-Cookie: a=b"), id="a cookie"),
        pytest.param(PAGE.replace(b"X-A: 1", b"X-Figuier-Stage: x"), id="a word of ours"),
        pytest.param(PAGE.replace(b"X-A: 1", b"X-A: \x01"), id="a control byte"),
        pytest.param(PAGE.replace(b"X-A: 1", b"X-A: " + b"1" * LIMITS.head), id="a long head"),
    ],
)
def test_an_answer_that_cannot_go_on_as_it_came_is_left_to_the_parser(head: bytes) -> None:
    assert familiar_answer(PAGE, LIMITS) is not None

    assert familiar_answer(head, LIMITS) is None


def test_no_mutated_answer_is_read_otherwise_than_by_the_parser() -> None:
    known = 0
    for seed in range(HEADS):
        data = mutated_answer(seed)
        head = data[: data.find(b"\r\n\r\n") + 4]
        found = familiar_answer(head, LIMITS) if len(head) >= 4 else None
        if found is not None:
            known += 1
            assert found.status == read_response_head(head, LIMITS).status, head
    assert known > HEADS / 50
