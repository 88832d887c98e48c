"""One session looked at."""

import pytest

from legacy_bridge.checks.verify import SeenSession, verify, with_key
from legacy_bridge.php.formats import SessionFormat
from legacy_bridge.sfguard.accounts import Account
from legacy_bridge.sfguard.passwords import NOBODY
from legacy_bridge.sfguard.remember import KeyRefusal
from legacy_bridge.symfony1.rules import SessionRules
from tests.fakes.session_store import FakeSessionStore
from tests.fakes.sessions import sf_session

GUARD = b'a:1:{s:19:"sfGuardSecurityUser";a:1:{s:7:"user_id";s:1:"3";}}'
SIGNED_IN = sf_session(GUARD, signed_in=True, credentials=b'a:1:{i:0;s:1:"a";}')


def account(number: int, *, is_active: bool = True) -> Account:
    return Account(number, "claude", "", "", NOBODY, is_active, is_super_admin=False)


def seen(data: bytes, *, idle_s: int = 60, account_is: str = "active") -> SeenSession:
    store = FakeSessionStore(abc=data)
    known = {"active": account(3), "off": account(3, is_active=False), "none": None}
    report = verify(
        "abc", store, SessionRules(), 1_000_000 + idle_s, account_of=lambda _: known[account_is]
    )
    assert store.sessions == {"abc": data}
    assert store.writes == 0
    return report


@pytest.mark.parametrize(
    "data, idle_s, account_is, php, python",
    [
        (SIGNED_IN, 60, "active", "answers claude", "answers claude"),
        (SIGNED_IN, 60, "off", "still answers claude", "refuses: the account is switched off"),
        (SIGNED_IN, 60, "none", "answers 500 on secured pages: no such account",
         "refuses: no such account"),
        (SIGNED_IN, 1800, "active", "signs out: idle for too long", "signs out: idle for too long"),
        (sf_session(), 60, "active", "answers an anonymous visitor",
         "answers an anonymous visitor"),
        (SIGNED_IN.replace(b"authenticated|b:1;", b'authenticated|s:1:"1";'), 60, "active",
         "answers a signed-in visitor: it takes string for true", "answers an anonymous visitor"),
        (SIGNED_IN.replace(b"authenticated|b:1;", b"authenticated|a:1:{i:0;i:1;}"), 60, "active",
         "answers a signed-in visitor: it takes array of 1 for true",
         "answers an anonymous visitor"),
        (SIGNED_IN.replace(b"authenticated|b:1;", b'authenticated|s:1:"0";'), 60, "active",
         "answers an anonymous visitor", "answers an anonymous visitor"),
    ],
    ids=["signed in", "switched off", "deleted", "too late", "anonymous", "text", "array", "0"],
)  # fmt: skip
def test_it_says_what_each_side_would_do(
    data: bytes, idle_s: int, account_is: str, php: str, python: str
) -> None:
    report = seen(data, idle_s=idle_s, account_is=account_is)

    assert (report.php, report.python, report.idle_s) == (php, python, idle_s)


@pytest.mark.parametrize(
    ("data", "idle_s", "owner", "php", "python"),
    [
        (SIGNED_IN, 1800, account(3), "signs claude in by the remember key", None),
        (None, 0, account(3), "signs claude in by the remember key", None),
        (SIGNED_IN, 60, account(3), "answers claude", None),
        (SIGNED_IN, 1800, KeyRefusal.UNKNOWN, "signs out: idle for too long", None),
        (SIGNED_IN, 1800, KeyRefusal.INACTIVE, "signs its owner in by the remember key",
         "refuses the remember key: account switched off"),
        (None, 0, KeyRefusal.EXPIRED, "signs its owner in by the remember key",
         "refuses the remember key: older than the site keeps keys"),
    ],
    ids=["too late", "no session", "signed in", "unknown key", "switched off", "old key"],
)  # fmt: skip
def test_a_remember_key_counts_where_the_session_signs_nobody_in(
    data: bytes | None, idle_s: int, owner: Account | KeyRefusal, php: str, python: str | None
) -> None:
    store = FakeSessionStore(**({"abc": data} if data else {}))
    report = verify(
        "abc" if data else "", store, SessionRules(), 1_000_000 + idle_s,
        account_of=lambda _: account(3),
    )  # fmt: skip
    report = with_key(report, owner)

    assert (report.php, report.python) == (php, python or php)
    assert store.writes == 0


def test_a_browser_with_nothing_but_a_key_is_no_fault() -> None:
    report = with_key(verify("", FakeSessionStore(), SessionRules(), 0), account(3))

    assert (report.fault, report.is_signed_in) == ("", True)


def test_values_stay_closed_unless_asked_for() -> None:
    report = seen(SIGNED_IN)

    assert report.user_id == 3
    assert (report.username, report.credentials, report.culture) == ("claude", ("a",), "fr")
    assert report.readable_as == (SessionFormat.PHP,)
    assert all(key.value is None for key in report.keys)
    assert [key.kind for key in report.keys] == [
        "int", "bool", "array of 1", "array of 1", "string", "string",
    ]  # fmt: skip
    store = FakeSessionStore(abc=b'a|N;b|d:0.5;c|O:1:"A":0:{}d|R:1;e|i:5;')
    shown = verify("abc", store, SessionRules(), 0, shows_values=True)
    assert [key.kind for key in shown.keys] == ["null", "float", "object A", "reference", "int"]
    assert shown.keys[4].value == 5


def test_a_broken_session_says_where_and_what_it_might_be() -> None:
    report = seen(b'a:1:{s:1:"a";i:1;}')

    assert report.fault == "Expected a key and a bar at byte 0"
    assert report.readable_as == (SessionFormat.PHP_SERIALIZE,)
    assert report.php == "throws this session away: anonymous"
    assert report.python == "answers an anonymous visitor; nothing is stored under this id"


@pytest.mark.parametrize("session_id", ["unknown", "../x", ""])
def test_ses_19_an_unknown_id_is_php_s_but_not_ours(session_id: str) -> None:
    report = verify(session_id, FakeSessionStore(), SessionRules(), 0)

    assert not report.is_stored
    assert report.python == "answers an anonymous visitor; nothing is stored under this id"
