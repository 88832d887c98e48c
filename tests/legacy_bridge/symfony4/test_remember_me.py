"""REMEMBERME cookies of Symfony's own making."""

import base64
from collections.abc import Callable
from typing import Any

import pytest

from legacy_bridge.symfony4.remember_me import RememberMe, remember_me

EXPIRES, SECRET = 1_800_000_000, "secret-du-noyau"
USER = "Symfony\\Component\\Security\\Core\\User\\InMemoryUser"


@pytest.mark.php
@pytest.mark.parametrize("release", [0, 1], ids=["4.4", "5.4"])
def test_ses_27_a_cookie_of_symfony_is_believed_while_it_counts(
    symfony: Callable[..., Any], release: int
) -> None:
    found = remember_me(symfony(op="remember", secret=SECRET, expires=EXPIRES)[release])

    assert found
    assert (found.user_class, found.identifier, found.expires) == (USER, "élodie", EXPIRES)
    assert found.is_signed(SECRET, "hache", EXPIRES)
    assert not found.is_signed(SECRET, "hache", EXPIRES + 1)
    assert not found.is_signed(SECRET, "autre", EXPIRES)
    assert not found.is_signed("autre", "hache", EXPIRES)
    assert not found.is_signed("", "hache", EXPIRES)


@pytest.mark.parametrize("signature", ["", "0" * 64, "é\udcff", "~" * 88])
def test_ses_28_a_forged_signature_is_refused(signature: str) -> None:
    forged = RememberMe(USER, "élodie", EXPIRES, signature)

    assert not forged.is_signed(SECRET, "hache", 0)


@pytest.mark.parametrize(
    "cookie",
    [
        "", "x", "a:b", "a:b:c:d", "a:%:5:d", "a:w6k=:x:d", "a::5:d", "a:w6k=:٣:d", "a:/w==:5:d",
        base64.b64encode(b"\xff").decode(), "A" * 65536,
    ],
)  # fmt: skip
def test_ses_28_what_says_nothing_is_nobody(cookie: str) -> None:
    assert remember_me(cookie) is None
