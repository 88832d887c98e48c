"""One Symfony 4 session looked at."""

import time
from collections.abc import Callable

import pytest

from legacy_bridge.checks.verify import SeenSession
from legacy_bridge.checks.verify_symfony4 import Symfony4Site, verify_symfony4
from legacy_bridge.php.formats import SessionFormat
from legacy_bridge.symfony4.identity import FreshUser, IdentityRules, Provider
from legacy_bridge.symfony4.remember_me import RememberMe
from legacy_bridge.symfony4.sessions import SymfonyRules
from tests.fakes.session_store import FakeSessionStore

RECORDED = "symfony54/php.signed-in.sess"
NOW = 1_795_433_000


def known(*, is_active: bool = True, password: str = "") -> Provider:
    return lambda name: FreshUser(3, name, password, is_active=is_active)


def seen(data: bytes, provider: Provider | None, *, cookie: str | None = None) -> SeenSession:
    store = FakeSessionStore(abc=data)
    site = Symfony4Site(store, SymfonyRules(), IdentityRules(), provider, "secret-du-noyau")
    report = verify_symfony4("abc", site, NOW, remember_cookie=cookie)
    assert store.sessions == {"abc": data}
    assert store.writes == 0
    return report


def stored_password(data: bytes) -> str:
    found = data.partition(b'password";s:')[2].partition(b'"')[2].partition(b'"')[0]
    return found.decode()


@pytest.mark.parametrize(
    "provider, php, python",
    [
        (known(is_active=False), "signs claude out: the account is switched off",
         "refuses: the account is switched off"),
        (lambda _: None, "signs claude out: no such account", "refuses: no such account"),
        (None, "looks claude up", "refuses: no database to look them up in"),
    ],
    ids=["switched off", "deleted", "no database"],
)  # fmt: skip
def test_it_says_what_each_side_would_do(
    captured: dict[str, bytes], provider: Callable[..., object] | None, php: str, python: str
) -> None:
    report = seen(captured[RECORDED], provider)  # type: ignore[arg-type]

    assert (report.php, report.python) == (php, python)
    assert (report.username, report.user_id) == ("claude", None)


def test_it_says_whose_session_it_is_and_keeps_values_closed(captured: dict[str, bytes]) -> None:
    data = captured[RECORDED]
    report = seen(data, known(password=stored_password(data)))

    assert report.php == report.python == "answers claude"
    assert report.user_id == 3
    assert {"ROLE_USER", "ROLE_CONSEILLER"} <= set(report.credentials)
    assert (report.culture, report.idle_s) == ("fr", NOW - 1_795_432_958)
    assert report.readable_as == (SessionFormat.PHP,)
    assert "_sf2_attributes: _security_main" in [key.key for key in report.keys]
    assert all(key.value is None for key in report.keys)


def test_it_counts_messages_and_names_forms(captured: dict[str, bytes]) -> None:
    report = seen(captured["symfony54/php.anonymous.sess"], None)

    assert report.php == report.python == "answers an anonymous visitor"
    assert report.remarks == (
        "form tokens of authenticate, https-form",
        "2 messages waiting as success",
    )


@pytest.mark.parametrize(
    "data, said",
    [
        (b"", "gives a new id when one is needed"),
        (b"a|i:1", "throws this session away: anonymous"),
    ],
)
def test_what_is_no_session_is_said(data: bytes, said: str) -> None:
    assert seen(data, None).php == said


def test_an_illegal_id_is_said() -> None:
    site = Symfony4Site(FakeSessionStore(), SymfonyRules(), IdentityRules())

    assert verify_symfony4("../x", site, NOW).fault == "no session id"


def test_ses_27_a_remember_cookie_is_looked_at_too() -> None:
    expires = int(time.time()) + NOW
    signed = RememberMe("U", "claude", expires, "")._signature("secret-du-noyau", "sha1:abc")
    cookie = f"U:Y2xhdWRl:{expires}:{signed}"
    provider: Provider = lambda name: FreshUser(3, name, "abc", True, None, "sha1")  # noqa: E731

    assert seen(b"a|i:1;", provider, cookie=cookie).remarks == (
        "REMEMBERME signs claude in on both sides",
    )
    (said,) = seen(b"a|i:1;", known(password="abd"), cookie=cookie).remarks
    assert said.startswith("REMEMBERME of claude signs nobody in")
    assert seen(b"a|i:1;", None, cookie=cookie).remarks[0].startswith("REMEMBERME cannot be")
    assert seen(b"a|i:1;", provider, cookie="x").remarks == ("REMEMBERME says nothing",)
