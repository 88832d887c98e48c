"""What is taken out of heads that pass a split lot's visitor."""

import pytest

from proxy.gateway.forks import cookies_of, with_one_cookie_line, without_cards
from proxy.gateway.split_answers import split_lines

ENDS = [b"", b""]


@pytest.mark.parametrize(
    ("line", "left"),
    [
        (b"Cookie: a=1; figuier_visitor=x", [b"Cookie: a=1"]),
        (b"cookie:figuier_visitor=x;b=2", [b"cookie: b=2"]),
        (b"COOKIE: figuier_visitor=x", []),
        (b"Cookie: a=figuier_visitor=", [b"Cookie: a=figuier_visitor="]),
        (b"X-Cookie: figuier_visitor=x", [b"X-Cookie: figuier_visitor=x"]),
        (b"Referer: /?figuier_visitor=x", [b"Referer: /?figuier_visitor=x"]),
    ],
)
def test_our_cookie_is_taken_out_and_every_other_byte_stays(line: bytes, left: list[bytes]) -> None:
    request = b"GET /?figuier_visitor=x HTTP/1.1"

    assert without_cards([request, line, *ENDS]) == [request, *left, *ENDS]


def test_every_cookie_line_is_read() -> None:
    fields = [(b"Cookie", b"a=1"), (b"Host", b"x"), (b"COOKIE", b"b=2")]

    assert cookies_of(fields) == [b"a=1", b"b=2"]


def test_lines_of_an_answer_stay_as_they_were_written() -> None:
    lines = [b"X-Odd:  kept ", b"x-tight:y", b"Vary: Accept", b"X-Accel-Expires: 60"]

    assert split_lines(lines, b"figuier_visitor=x") == [
        b"X-Odd:  kept ", b"x-tight:y", b"Vary: Accept", b"Cache-Control: private",
        b"Vary: Cookie", b"Set-Cookie: figuier_visitor=x",
    ]  # fmt: skip
    assert split_lines([b"Cache-Control: private", b"Vary: *"], b"") == [
        b"Cache-Control: private", b"Vary: *",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "lines, seen",
    [
        ([b"GET / HTTP/1.1", b"Cookie: a=1", b"X: 2", b""], None),
        (
            [b"GET / HTTP/1.1", b"X: 2", b"Cookie: a=1", b"Y: 3", b"cookie:b=2; c=3 ", b"", b""],
            [b"GET / HTTP/1.1", b"X: 2", b"Cookie: a=1; b=2; c=3", b"Y: 3", b"", b""],
        ),
        ([b"Cookie:", b"COOKIE: a=1", b"Set-Cookie: x"], [b"Cookie: a=1", b"Set-Cookie: x"]),
        ([b"Cookie: a=1", b"Cookie: a=1", b"Cookie: b=2"], [b"Cookie: a=1; a=1; b=2"]),
    ],
    ids=["one", "two, others between", "an empty one", "the same twice"],
)
def test_both_sides_get_one_cookie_line(lines: list[bytes], seen: list[bytes] | None) -> None:
    assert with_one_cookie_line(lines) == (lines if seen is None else seen)
