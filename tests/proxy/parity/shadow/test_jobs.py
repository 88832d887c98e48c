"""A record becomes a request for the other side, and an answer to compare; or is unfit, and says why."""

import gzip
import zlib

import brotli
import pytest

from proxy.parity.shadow.jobs import JobUnfit, answer_of, as_carried, asked_of
from proxy.parity.shadow.wire import Begin, RecordBroken, Subject, read_datagram

SUBJECT = Subject("gestion", "towns", "GET /towns", "/towns", "legacy", "http")
HEAD = (
    b"GET /towns?page=2 HTTP/1.1\r\nHost: 127.0.0.1:81\r\nX-Forwarded-Host: g.localhost:8000\r\n"
    b"Cookie: symfony=abc; other=1\r\nAccept-Language: fr\r\nAccept-Encoding: gzip\r\n"
    b"X-Requested-With: XMLHttpRequest\r\nX-Figuier-Stage: shadow\r\nConnection: keep-alive\r\n\r\n"
)


def test_the_other_side_is_asked_what_the_visitor_asked() -> None:
    asked, cookies = asked_of(Begin(b"k", SUBJECT, HEAD))

    assert (asked.method, asked.target, asked.host) == ("GET", "/towns?page=2", "g.localhost:8000")
    assert asked.headers == (("Accept-Language", "fr"), ("X-Requested-With", "XMLHttpRequest"))
    assert cookies == "symfony=abc; other=1"


@pytest.mark.parametrize(
    "head, why",
    [
        (HEAD.replace(b"GET ", b"POST "), "unsafe"),
        (HEAD.replace(b"Accept-Language: fr", b"Range: bytes=0-1"), "conditional"),
        (HEAD.replace(b"Accept-Language: fr", b"If-None-Match: x"), "conditional"),
        (b"x", "unreadable"),
    ],
)
def test_some_requests_are_unfit(head: bytes, why: str) -> None:
    with pytest.raises(JobUnfit, match=why):
        asked_of(Begin(b"k", SUBJECT, head))


def message(body: bytes, *fields: bytes) -> bytes:
    return b"\r\n".join([b"HTTP/1.1 200 OK", b"Content-Length: %d" % len(body), *fields, b"", body])


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(message(b"body"), id="plain"),
        pytest.param(message(gzip.compress(b"body"), b"Content-Encoding: gzip"), id="gzip"),
        pytest.param(message(zlib.compress(b"body"), b"Content-Encoding: deflate"), id="deflate"),
        pytest.param(message(brotli.compress(b"body"), b"Content-Encoding: br"), id="brotli"),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nbo\r\n2\r\ndy\r\n0\r\n\r\n",
            id="chunked",
        ),
    ],
)
def test_an_answer_is_unpacked(data: bytes) -> None:
    assert answer_of(data).body == b"body"


@pytest.mark.parametrize(
    "data, why",
    [
        pytest.param(message(b"body", b"Content-Encoding: zstd"), "coding", id="unknown coding"),
        pytest.param(message(b"body", b"Content-Encoding: br"), "unreadable", id="not brotli"),
        pytest.param(message(brotli.compress(b"body")[:-2], b"Content-Encoding: br"), "unreadable", id="half a brotli"),
        pytest.param(message(brotli.compress(b"x" * 50_000_000), b"Content-Encoding: br"), "long", id="brotli bomb"),
        pytest.param(message(b"body", b"Content-Encoding: gzip"), "unreadable", id="not gzip"),
        pytest.param(message(gzip.compress(b"x" * 5_000_000), b"Content-Encoding: gzip"), "long", id="bomb"),
        pytest.param(b"nonsense", "unreadable", id="no answer"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx", "unreadable", id="cut short"),
    ],
)  # fmt: skip
def test_some_answers_are_unfit(data: bytes, why: str) -> None:
    with pytest.raises(JobUnfit, match=why):
        answer_of(data)


def test_our_own_cookies_are_no_part_of_an_answer() -> None:
    found = answer_of(message(b"", b"Set-Cookie: figuier_visitor=x", b"Set-Cookie: symfony=y"))

    assert found.values("set-cookie") == ("symfony=y",)


@pytest.mark.parametrize(
    "given, cache",
    [
        pytest.param((b"Vary: Cookie",), "private, no-store", id="split lot"),
        pytest.param((), "public, max-age=60", id="whole lot"),
    ],
)
def test_what_the_gateway_says_of_a_split_lot_is_said_of_both(
    given: tuple[bytes, ...], cache: str
) -> None:
    other = answer_of(message(b"", b"Cache-Control: public, max-age=60"))
    carried = as_carried(other, answer_of(message(b"", *given)))

    assert carried.header("cache-control") == cache
    assert carried.values("vary") == (("Cookie",) if given else ())


@pytest.mark.parametrize(
    "data", [b"", b"X", b"B", b"E123", b"B" + b"k" * 16 + b"\0\0\0\4" + b"{}{}"]
)
def test_what_no_worker_sent_is_refused(data: bytes) -> None:
    with pytest.raises(RecordBroken):
        read_datagram(data)
