"""sfUser in the session."""

from typing import Any

import pytest

from legacy_bridge.php.formats import SessionFormat
from legacy_bridge.php.session import PhpSession
from legacy_bridge.symfony1.keys import ATTRIBUTES
from legacy_bridge.symfony1.user import SfUser, new_session
from tests.fakes.php_judge import PhpJudge
from tests.fakes.sessions import php_draft, sf_session

GUARD = b'a:1:{s:19:"sfGuardSecurityUser";a:1:{s:7:"user_id";%b}}'


def user_of(data: bytes) -> SfUser:
    return SfUser(php_draft(data))


@pytest.mark.parametrize(
    "name, user_id, credentials, culture",
    [
        ("php/01-anonymous.sess", None, (), "fr"),
        ("php/05-culture-en.sess", None, (), "en"),
        ("php/07-signed-in-claude.sess", 3, ("stats_lecture", "conseiller", "editeur"), "fr"),
        ("php/09-after-sign-out.sess", None, (), "fr"),
        ("php/10-signed-in-super-admin.sess", 1, (), "fr"),
        ("php/24-timed-out.sess", None, (), "fr"),
    ],
)
def test_recorded_sessions_say_who_is_there(
    captured: dict[str, bytes],
    name: str,
    user_id: int | None,
    credentials: tuple[str, ...],
    culture: str,
) -> None:
    user = user_of(captured[name])

    assert user.is_authenticated is (user_id is not None)
    assert (user.user_id, user.credentials, user.culture) == (user_id, credentials, culture)


@pytest.mark.parametrize(
    "written, user_id",
    [
        (b's:1:"3";', 3),
        (b"i:3;", 3),
        (b's:1:"x";', None),
        (b"b:1;", None),
        (b"N;", None),
        (b"a:0:{}", None),
        (b's:4:"\xd9\xa3\xd9\xa3";', None),
    ],
    ids=["text", "int", "a word", "true", "null", "array", "other digits"],
)
def test_an_account_is_text_or_int(written: bytes, user_id: int | None) -> None:
    assert user_of(sf_session(GUARD % written, signed_in=True)).user_id == user_id
    assert user_of(sf_session(GUARD % written)).user_id is None


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b'symfony/user/sfUser/attributes|N;symfony/user/sfUser/authenticated|s:1:"x";',
        (
            b"symfony/user/sfUser/credentials|N;symfony/user/sfUser/culture|i:5;"
            b"symfony/user/sfUser/lastRequest|b:1;symfony/user/sfUser/attributes|i:5;"
        ),
        b'symfony/user/sfUser/credentials|O:1:"A":0:{}symfony/user/sfUser/attributes|a:0:{}',
    ],
    ids=["empty", "null and text", "wrong types", "an object"],
)
def test_damaged_keys_make_an_anonymous_visitor(data: bytes) -> None:
    user = user_of(data)

    assert (user.is_authenticated, user.credentials, user.culture) == (False, (), None)
    assert (user.user_id, user.last_request) == (None, None)
    assert user.attribute("x") is None
    user.put_attribute("x", 1)
    assert user.attribute("x") == 1


@pytest.mark.parametrize("written", [b's:1:"1";', b"d:1.5;", b'a:1:{i:0;s:1:"x";}', b"i:2;"])
def test_what_php_takes_for_true_and_symfony_never_writes_signs_nobody_in(written: bytes) -> None:
    data = sf_session().replace(b"authenticated|b:0;", b"authenticated|" + written)

    assert not user_of(data).is_authenticated


def test_an_int_passes_for_true() -> None:
    data = sf_session().replace(b"authenticated|b:0;", b"authenticated|i:1;")

    assert user_of(data).is_authenticated


@pytest.mark.parametrize(
    "idle, timeout, signed_in, is_out",
    [
        pytest.param(1799, 1800, True, False, id="a second before"),
        pytest.param(1800, 1800, True, True, id="at the very second"),
        pytest.param(-5, 1800, True, False, id="a date to come"),
        pytest.param(10**6, None, True, False, id="no time-out"),
        pytest.param(1800, 1800, False, False, id="nobody to sign out"),
    ],
)
def test_ses_23_the_time_out_is_symfonys(
    idle: int, timeout: int | None, signed_in: bool, is_out: bool
) -> None:
    user = user_of(sf_session(last=1_000_000, signed_in=signed_in))

    assert user.has_timed_out(1_000_000 + idle, timeout) is is_out


@pytest.mark.parametrize(
    ("written", "is_out"),
    [
        pytest.param(b's:7:"1000000";', (False, True), id="text"),
        pytest.param(b's:8:" 1000000";', (False, True), id="text behind a space"),
        pytest.param(b's:7:"10e5abc";', (False, True), id="text that begins with a number"),
        pytest.param(b's:9:"1000000.9";', (False, False), id="text of a fraction"),
        pytest.param(b"d:1000000.5;", (False, False), id="float"),
        pytest.param(b"d:1000000;", (False, True), id="whole float"),
        pytest.param(b"d:NAN;", (False, False), id="no number at all"),
        pytest.param(b"d:INF;", (False, False), id="never"),
        pytest.param(b"d:-INF;", (True, True), id="for ever ago"),
        pytest.param(b's:4:"1_00";', (True, True), id="text of another language"),
        pytest.param(b"b:1;", (True, True), id="true"),
        pytest.param(b"N;", (False, False), id="null"),
        pytest.param(b's:1:"x";', (True, True), id="PHP 8 fails: a word"),
        pytest.param(b"a:0:{}", (True, True), id="PHP 8 fails: an array"),
    ],
)
def test_ses_23_odd_times_of_the_last_request_end_a_session_as_in_php(
    written: bytes, is_out: tuple[bool, bool]
) -> None:
    data = sf_session(signed_in=True).replace(b"i:1000000;", written)

    seen = tuple(user_of(data).has_timed_out(now, 1800) for now in (1_001_799, 1_001_800))
    assert seen == is_out


def test_without_a_last_request_nobody_is_timed_out() -> None:
    assert not user_of(b"symfony/user/sfUser/authenticated|b:1;").has_timed_out(5, 1)


def test_signing_in_writes_what_symfony_writes(captured: dict[str, bytes]) -> None:
    user = user_of(captured["php/06-referer-stored.sess"])
    user.remove_attribute("referer")
    user.sign_in(3, ["stats_lecture", "conseiller", "editeur", "conseiller"])

    written = user.draft.rewritten(user.draft.base.data)
    assert written == captured["php/07-signed-in-claude.sess"]


def test_signing_out_leaves_what_symfony_leaves(captured: dict[str, bytes]) -> None:
    user = user_of(captured["php/07-signed-in-claude.sess"])
    user.sign_out()

    written = user.draft.rewritten(user.draft.base.data)
    assert written == captured["php/09-after-sign-out.sess"]


def test_a_sites_own_namespaces_go_with_the_sign_out(captured: dict[str, bytes]) -> None:
    user = user_of(captured["apostrophe/03-editing-page.sess"])
    user.sign_out(["apostrophe", "apostrophe_media"])

    assert user.namespace("apostrophe") == {}
    assert not user.draft.has((ATTRIBUTES, "apostrophe"))


def test_a_new_session_is_symfonys(captured: dict[str, bytes], judge: PhpJudge) -> None:
    empty = PhpSession.parse(b"", SessionFormat.PHP)
    draft = php_draft(b"")
    for key, value in new_session(1795430389, "fr").items():
        draft.put((key,), value)

    assert draft.rewritten(empty.data) == captured["php/01-anonymous.sess"]


def test_attributes_culture_and_time_are_kept_apart() -> None:
    user = user_of(sf_session())
    user.put_attribute("panier", {"lignes": [1, 2]})
    user.put_attribute("etape", 2, "wizard/inscription")
    user.choose_culture("en")
    user.used_at(1_000_005)

    def seen(name: str, namespace: str = ATTRIBUTES) -> Any:
        return user.attribute(name, namespace)

    assert seen("panier") == {"lignes": {0: 1, 1: 2}}
    assert (seen("etape", "wizard/inscription"), seen("etape")) == (2, None)
    assert (user.culture, user.last_request) == ("en", 1_000_005)
    assert b'hors_symfony|s:2:"\xff\0";' in user.draft.rewritten(sf_session())
