import contextlib
import socket
import threading
from collections.abc import Iterator

import pytest

from proxy.backends.answers import FIELD_LIMIT, HEAD_LIMIT, AnswerHead, pieces, read_head
from proxy.backends.bodies import Framing, NoBody
from proxy.backends.wire import Wire
from proxy.errors import LegacyFailed, LegacyHungUp, LegacyMisspoke, LegacyTimedOut


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, Wire]]:
    legacy, ours = socket.socketpair()
    with legacy, ours:
        yield legacy, Wire(ours, NoBody())


def read_answer(
    pair: tuple[socket.socket, Wire], raw: bytes, method: str = "GET", *, then_close: bool = True
) -> tuple[AnswerHead, bytes]:
    legacy, wire = pair

    def speak() -> None:
        # The reader may have understood enough, and gone, before all is said.
        with contextlib.suppress(OSError):
            legacy.sendall(raw)
            if then_close:
                legacy.shutdown(socket.SHUT_WR)

    threading.Thread(target=speak).start()
    head = read_head(wire, method, 1.0)
    return head, b"".join(pieces(wire, head, 1.0))


def test_status_reason_and_fields_are_kept_byte_for_byte(pair) -> None:
    raw = (
        b"HTTP/1.1 299 Tr\xc3\xa8s bien\r\nSet-Cookie: a=1; expires=Mon, 23-Nov-2026 10:00:00 GMT"
        b"\r\nx-odd:  caf\xe9 \r\nSet-Cookie: b=2\r\nContent-Length: 2\r\n\r\nok"
    )

    head, body = read_answer(pair, raw, then_close=False)

    assert (head.status, head.reason, body) == (299, b"Tr\xc3\xa8s bien", b"ok")
    assert head.headers == (
        (b"Set-Cookie", b"a=1; expires=Mon, 23-Nov-2026 10:00:00 GMT"),
        (b"x-odd", b"caf\xe9"),
        (b"Set-Cookie", b"b=2"),
        (b"Content-Length", b"2"),
    )


@pytest.mark.parametrize(
    "fields, content, framing, body",
    [
        pytest.param(b"Content-Length: 5", b"hello", Framing.LENGTH, b"hello", id="length"),
        pytest.param(
            b"Content-Length: 5\r\nContent-Length: 5",
            b"hello",
            Framing.LENGTH,
            b"hello",
            id="the same length twice",
        ),
        pytest.param(
            b"Transfer-Encoding: Chunked",
            b"3;a=b\r\nhel\r\n002\r\nlo\r\n0\r\nX-T: 1\r\n\r\n",
            Framing.CHUNKED,
            b"hello",
            id="chunked, extension and trailer dropped",
        ),
        pytest.param(b"X: y", b"hello", Framing.CLOSE, b"hello", id="until the end"),
        pytest.param(b"Content-Length: 0", b"", Framing.LENGTH, b"", id="empty"),
    ],
)
def test_body_ends_where_its_framing_says(pair, fields, content, framing, body) -> None:
    raw = b"HTTP/1.1 200 OK\r\n" + fields + b"\r\n\r\n" + content

    head, got = read_answer(pair, raw)

    assert (head.framing, got) == (framing, body)


@pytest.mark.parametrize(
    "method, status",
    [
        pytest.param("HEAD", b"200 OK", id="HEAD"),
        pytest.param("GET", b"204 No Content", id="204"),
        pytest.param("GET", b"304 Not Modified", id="304"),
    ],
)
def test_some_answers_have_no_body_whatever_they_declare(pair, method, status) -> None:
    raw = b"HTTP/1.1 " + status + b"\r\nContent-Length: 123\r\n\r\n"

    head, body = read_answer(pair, raw, method, then_close=False)

    assert (head.framing, body, head.may_reuse) == (Framing.NONE, b"", True)


def test_interim_answers_are_read_over(pair) -> None:
    raw = (
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
    )

    head, body = read_answer(pair, raw, then_close=False)

    assert (head.status, body) == (200, b"ok")


@pytest.mark.parametrize(
    "raw, reusable",
    [
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", True, id="1.1"),
        pytest.param(b"HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", False, id="1.0"),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nConnection: x, Close\r\nContent-Length: 0\r\n\r\n",
            False,
            id="close among the options",
        ),
        pytest.param(b"HTTP/1.1 200 OK\r\n\r\n", False, id="until the end"),
    ],
)
def test_connection_may_be_used_again_only_when_both_keep_it(pair, raw, reusable) -> None:
    head, _ = read_answer(pair, raw)

    assert head.may_reuse is reusable


OK = b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"\x16\x03\x01\x00garbage\r\n\r\n", id="garbage"),
        pytest.param(b"HTTP/1.1 99 Low\r\n\r\n", id="status 99"),
        pytest.param(b"HTTP/1.1 600 High\r\n\r\n", id="status 600"),
        pytest.param(b"HTTP/1.1 2000 Long\r\n\r\n", id="four digits"),
        pytest.param(b"HTTP/2.0 200 OK\r\n\r\n", id="another version"),
        pytest.param(b"HTTP/1.1  200 OK\r\n\r\n", id="two spaces"),
        pytest.param(b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n", id="unasked upgrade"),
        pytest.param(OK + b"X: a\rSet-Cookie: evil=1\r\n\r\n", id="bare CR"),
        pytest.param(OK + b"X: a\nSet-Cookie: evil=1\r\n\r\n", id="bare LF"),
        pytest.param(OK + b"X: a\x00b\r\n\r\n", id="NUL"),
        pytest.param(OK + b"X: a\r\n folded\r\n\r\n", id="folded"),
        pytest.param(OK + b"no colon\r\n\r\n", id="no colon"),
        pytest.param(OK + b": empty\r\n\r\n", id="empty name"),
        pytest.param(OK + b"X Y: z\r\n\r\n", id="space in a name"),
        pytest.param(OK + b"Content-Length: abc\r\n\r\n", id="length abc"),
        pytest.param(OK + b"Content-Length: +5\r\n\r\nhello", id="length +5"),
        pytest.param(OK + b"Content-Length: 5, 5\r\n\r\nhello", id="list of lengths"),
        pytest.param(OK + b"Content-Length: 3\r\nContent-Length: 5\r\n\r\n", id="two lengths"),
        pytest.param(
            OK + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            id="length and chunked",
        ),
        pytest.param(OK + b"Transfer-Encoding: gzip, chunked\r\n\r\n", id="another coding"),
        pytest.param(
            b"HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", id="chunked in 1.0"
        ),
        pytest.param(OK + b"X: y\r\n" * (FIELD_LIMIT + 1) + b"\r\n", id="too many fields"),
        pytest.param(OK + b"X: " + b"a" * HEAD_LIMIT + b"\r\n\r\n", id="oversized head"),
        pytest.param(b"x" * (HEAD_LIMIT + 10), id="endless head"),
    ],
)
def test_answer_that_is_not_http_has_no_reading(pair, raw) -> None:
    with pytest.raises(LegacyMisspoke):
        read_answer(pair, raw)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"0x5\r\nhello\r\n0\r\n\r\n", id="0x prefix"),
        pytest.param(b"+5\r\nhello\r\n0\r\n\r\n", id="plus sign"),
        pytest.param(b" 5\r\nhello\r\n0\r\n\r\n", id="leading space"),
        pytest.param(b"5_0\r\nhello\r\n0\r\n\r\n", id="underscore"),
        pytest.param(b"\r\nhello\r\n0\r\n\r\n", id="no size"),
        pytest.param(b"FFFFFFFFFFFFFFFF5\r\nhello\r\n0\r\n\r\n", id="overflow"),
        pytest.param(b"5\r\nhelloXX0\r\n\r\n", id="longer than its size"),
        pytest.param(b"5;" + b"a" * 300 + b"\r\nhello\r\n0\r\n\r\n", id="endless extension"),
        pytest.param(b"0\r\n" + b"X: aaaaaaaa\r\n" * 1000 + b"\r\n", id="endless trailers"),
        pytest.param(b"0\r\nno colon\r\n\r\n", id="trailer without a colon"),
        pytest.param(b"0\r\nA: b\r\n c\r\n\r\n", id="folded trailer"),
    ],
)
def test_chunks_that_cannot_be_read_are_refused(pair, content) -> None:
    with pytest.raises(LegacyMisspoke):
        read_answer(pair, OK + b"Transfer-Encoding: chunked\r\n\r\n" + content)


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"", id="nothing at all"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Le", id="in the head"),
        pytest.param(OK + b"Content-Length: 10\r\n\r\nhalf", id="in a counted body"),
        pytest.param(OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhel", id="in a chunk"),
        pytest.param(OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", id="between chunks"),
        pytest.param(OK + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", id="before the last line"),
    ],
)
def test_answer_cut_short_never_looks_whole(pair, raw) -> None:
    with pytest.raises(LegacyHungUp):
        read_answer(pair, raw)


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"HTTP/1.1 200 OK\r\n", id="in the head"),
        pytest.param(OK + b"Content-Length: 10\r\n\r\nhalf", id="in the body"),
    ],
)
def test_silence_ends_with_its_own_error(pair, raw) -> None:
    legacy, wire = pair
    legacy.sendall(raw)

    with pytest.raises(LegacyTimedOut) as silence:
        b"".join(pieces(wire, read_head(wire, "GET", 0.1), 0.1))

    assert isinstance(silence.value, LegacyFailed)
    assert "FIGUIER_HEAD_TIMEOUT_S" in str(silence.value)
