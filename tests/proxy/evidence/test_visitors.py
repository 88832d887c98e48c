import pytest

from proxy.evidence.visitors import VisitorHashes, cookie_finder
from tests.fakes.happenings import happening

SESSION = "0123456789abcdef"


@pytest.fixture
def hashes() -> VisitorHashes:
    made = VisitorHashes(("symfony", "PHPSESSID"))
    made.begin("2026-11-23", b"salt")
    return made


@pytest.mark.parametrize(
    ("head", "found"),
    [
        pytest.param(b"GET / HTTP/1.1\r\nCookie: symfony=abcdefgh\r\n", b"abcdefgh", id="alone"),
        pytest.param(b"GET /\r\ncookie: a=b;symfony=abcdefgh; c=d\r\n", b"abcdefgh", id="between"),
        pytest.param(b"GET /\r\nCookie: PHPSESSID=abcdefgh\r\n", b"abcdefgh", id="the other site"),
        pytest.param(b"GET /\r\nCookie: notsymfony=abcdefgh\r\n", None, id="another name"),
        pytest.param(b"GET /?symfony=abcdefgh HTTP/1.1\r\nHost: h\r\n", None, id="in the query"),
        pytest.param(b"GET /\r\nX: symfony=abcdefgh\r\n", None, id="in another field"),
        pytest.param(
            b"GET /\r\nCookie: symfony=" + b"a" * 4000, b"a" * 128, id="as long as one likes"
        ),
    ],
)
def test_a_session_is_found_in_the_cookie_field_alone(head: bytes, found: bytes | None) -> None:
    match = cookie_finder(("symfony", "PHPSESSID")).search(head)

    assert (match[1] if match else None) == found


def test_a_session_is_one_visitor_wherever_it_comes_from(hashes: VisitorHashes) -> None:
    here = hashes.of(happening(cookie=SESSION, client="192.0.2.1"))

    assert here == hashes.of(happening(cookie=SESSION, client="192.0.2.2"))
    assert here != hashes.of(happening(cookie="another-session"))


def test_without_a_session_an_address_is_one_visitor(hashes: VisitorHashes) -> None:
    assert hashes.of(happening()) == hashes.of(happening(path="/other"))
    assert hashes.of(happening()) != hashes.of(happening(client="192.0.2.8"))


def test_another_day_makes_another_hash(hashes: VisitorHashes) -> None:
    today = hashes.of(happening(cookie=SESSION))
    hashes.begin("2026-11-24", b"other salt")

    assert hashes.of(happening(cookie=SESSION)) != today


def test_without_a_salt_nobody_is_counted() -> None:
    assert VisitorHashes(("symfony",)).of(happening(cookie=SESSION)) is None


def test_what_is_kept_holds_neither_cookie_nor_address(hashes: VisitorHashes) -> None:
    found = hashes.of(happening(cookie=SESSION))

    assert found is not None
    assert len(found) == 16
    assert SESSION not in found
