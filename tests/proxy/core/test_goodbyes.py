import pytest

from proxy.core.goodbyes import GoodbyeSign

SIGN = GoodbyeSign(b"sfRemember", b"symfony")
KEY = "r3m3mb3rk3yr3m3mb3rk3yr3m3mb3rk3"
GONE = b"sfRemember=deleted; expires=Thu, 01 Jan 1970 00:00:01 GMT; Max-Age=0; path=/"


@pytest.mark.parametrize(
    ("line", "is_goodbye"),
    [
        pytest.param(b"Set-Cookie: " + GONE, True, id="PHP 8"),
        pytest.param(
            b"Set-Cookie: sfRemember=deleted; expires=Thu, 01-Jan-1970 00:00:01 GMT; path=/",
            True,
            id="PHP 5.3",
        ),
        pytest.param(b"set-cookie:sfRemember=; Max-Age=0", True, id="empty, other spelling"),
        pytest.param(b"Set-Cookie: sfRemember=deletedx; path=/", False, id="a key like the word"),
        pytest.param(b"Set-Cookie: sfRemember=abc; path=/", False, id="a key is given"),
        pytest.param(b"Set-Cookie: sfRemember2=deleted; path=/", False, id="another cookie"),
        pytest.param(b"Set-Cookie: x=1; y=sfRemember=deleted;", False, id="inside another"),
        pytest.param(b"Location: sfRemember=deleted;", False, id="another field"),
    ],
)
def test_a_sign_out_is_the_remember_cookie_taken_away(line: bytes, is_goodbye: bool) -> None:
    assert SIGN.is_line(line) is is_goodbye


@pytest.mark.parametrize(
    ("cookies", "key"),
    [
        pytest.param(f"symfony=1; sfRemember={KEY}; a=b", KEY, id="among others"),
        pytest.param(f"sfRemember={KEY}; sfRemember=other", KEY, id="the first of two"),
        pytest.param(f"xsfRemember={KEY}", None, id="a longer name"),
        pytest.param("sfRemember=%25; symfony=1", None, id="no key at all"),
        pytest.param("sfRemember=r3m%333mb3rk3y", "r3m33mb3rk3y", id="percent-encoded"),
        pytest.param("sfRemember=a%00; sfRemember=b", None, id="what PHP decodes is no key"),
        pytest.param("sfRemember; sfRemember=b", None, id="a first one without a value"),
        pytest.param("sfRemember=", None, id="empty"),
        pytest.param("sfRemember=" + "a" * 65, None, id="longer than any key"),
        pytest.param("symfony=1", None, id="a browser that was not told to remember"),
    ],
)
def test_the_key_is_what_the_browser_sent(cookies: str, key: str | None) -> None:
    head = f"GET /logout HTTP/1.1\r\nHost: a\r\ncookie: {cookies}\r\n\r\nCookie: sfRemember=body"

    assert SIGN.key_in([cookies.encode()]) == key
    assert (SIGN.who_in_head(head.encode()) or ":")[0] == (key or ":")[0]


def test_a_cookie_in_the_content_is_none_of_the_heads() -> None:
    head = b"POST /logout HTTP/1.1\r\nHost: a\r\n\r\n\r\nCookie: sfRemember=abc\r\n"

    assert SIGN.who_in_head(head) is None


@pytest.mark.parametrize(
    ("cookies", "who"),
    [
        pytest.param(f"symfony=abc; sfRemember={KEY}", f"{KEY}:abc", id="both"),
        pytest.param(f"sfRemember=zz; symfony=abc; sfRemember={KEY}", "zz:abc", id="two keys"),
        pytest.param("a=b; symfony=abc", ":abc", id="no key"),
        pytest.param("symfony=abc; sfRemember=%25", ":abc", id="no key that could be one"),
        pytest.param(
            "symfony=abc%3A" + "0" * 40, ":abc:" + "0" * 40, id="signed by symfony's cache"
        ),
        pytest.param("symfony=../x", None, id="no id"),
        pytest.param("symfony=" + "a" * 257, None, id="longer than any id"),
        pytest.param("other=abc", None, id="another cookie"),
    ],
)
def test_the_key_and_the_session_say_who_left(cookies: str, who: str | None) -> None:
    assert SIGN.who_in([cookies.encode()]) == who
    assert GoodbyeSign(b"sfRemember").who_in([cookies.encode()]) in {KEY, "zz", None}


@pytest.mark.parametrize(
    ("answered", "key"),
    [
        pytest.param(((b"Set-Cookie", b"symfony=2"), (b"set-cookie", GONE)), KEY, id="signed out"),
        pytest.param(((b"Set-Cookie", b"symfony=2"),), None, id="stays"),
        pytest.param((), None, id="no cookie at all"),
    ],
)
def test_an_exchange_says_goodbye_by_its_answer(
    answered: tuple[tuple[bytes, bytes], ...], key: str | None
) -> None:
    asked = ((b"Host", b"a"), (b"COOKIE", f"sfRemember={KEY}".encode()))

    assert SIGN.who_in_exchange(asked, answered) == key


@pytest.mark.parametrize(
    ("cookies", "line", "met"),
    [
        ("symfony=old", b"Set-Cookie: symfony=new; path=/", "+new"),
        ("a=b; symfony=old", b"set-cookie:symfony=new", "+new"),
        ("symfony=old", b"Set-Cookie: symfony=new%3A" + b"0" * 40, "+new:" + "0" * 40),
        ("symfony=new", b"Set-Cookie: symfony=new; path=/", None),
        ("a=b", b"Set-Cookie: symfony=new; path=/", None),
        ("symfony=old", b"Set-Cookie: symfony2=new", None),
        ("symfony=old", b"Set-Cookie: x=1; symfony=new", None),
        ("symfony=old", b"Set-Cookie: symfony=../x", None),
        ("symfony=old", b"Location: symfony=new", None),
    ],
    ids=["signs in", "other spelling", "signed", "the same", "a first visit", "another cookie",
         "inside another", "no id", "another field"],
)  # fmt: skip
def test_who_is_given_another_session_is_met(cookies: str, line: bytes, met: str | None) -> None:
    head = f"POST /login HTTP/1.1\r\nHost: a\r\ncookie: {cookies}\r\n\r\n".encode()
    name, _, value = line.partition(b":")
    asked, answered = ((b"Cookie", cookies.encode()),), ((name, value.strip()),)

    assert SIGN.met_in_line(line, head) == met
    assert SIGN.met_in_exchange(asked, answered) == met
    assert GoodbyeSign(b"sfRemember").met_in_line(line, head) is None
