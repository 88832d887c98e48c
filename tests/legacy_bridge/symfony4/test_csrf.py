"""Symfony's form tokens, Symfony being the other side."""

from collections.abc import Callable
from typing import Any

import pytest

from legacy_bridge.symfony4.bags import SymfonyBags
from legacy_bridge.symfony4.csrf import CsrfTokens
from tests.fakes.sessions import php_draft


def tokens(data: bytes, *, is_https: bool = False) -> CsrfTokens:
    return CsrfTokens(SymfonyBags(php_draft(data)), is_https)


def test_a_recorded_token_is_the_forms(captured: dict[str, bytes]) -> None:
    data = captured["symfony54/php.anonymous.sess"]
    plain, secure = tokens(data), tokens(data, is_https=True)

    assert plain.token("authenticate") == "jeton-csrf-brut"
    assert plain.accepts("authenticate", "jeton-csrf-brut")
    assert not plain.accepts("form", "autre")
    assert secure.accepts("form", "autre")


@pytest.mark.php
def test_ses_36_each_side_accepts_the_others_tokens_bare_and_veiled(
    symfony: Callable[..., Any],
) -> None:
    ours = tokens(b"")
    bare = ours.token("form")
    veiled = [ours.token("form", is_veiled=True) for _ in range(40)]
    said = symfony(op="csrf", stored=bare, given=[bare, *veiled, bare[:-1], "x"])

    assert said["valid"] == [True] * 41 + [False, False]
    assert ours.accepts("form", said["veiled"])
    assert len(set(veiled)) == 40


@pytest.mark.parametrize(
    "given", ["", "x", "a.b", "a.b.c", "..", "a..c", "a.é.c", "a.AAAA.\udcff", "x" * 65536]
)
def test_ses_36_what_is_no_token_is_refused(given: str) -> None:
    ours = tokens(b"")
    ours.token("form")

    assert not ours.accepts("form", given)


def test_without_a_token_in_the_session_nothing_is_accepted() -> None:
    assert not tokens(b"").accepts("form", "")
    assert not tokens(b'_sf2_attributes|a:1:{s:10:"_csrf/form";s:0:"";}').accepts("form", "")
