"""Cohort words: which are asked for, when, and what is kept of them."""

import pytest

from proxy.core.cohorts import BELIEVED_S, WORD, binding, digest_of, must_ask, told
from proxy.core.visitors import MOST_WORDS, Visitor

KNOWN = frozenset({digest_of("group:conseiller"), digest_of("user:claire.martin")})


@pytest.mark.parametrize("word", ["user:é", "group:a b", "organisation:CCI de Valmont"])
def test_a_word_names_a_user_a_group_or_an_organisation(word: str) -> None:
    assert WORD.fullmatch(word)


@pytest.mark.parametrize("word", ["user:", "user: a", "user:a ", "claire", "role:x", "User:a"])
def test_anything_else_is_no_word(word: str) -> None:
    assert not WORD.fullmatch(word)


def test_only_words_that_the_table_knows_are_kept_and_no_name() -> None:
    words = told(["group:conseiller", "user:somebody"], KNOWN)

    assert words == {digest_of("group:conseiller")}
    assert not any("conseiller" in word for word in words)


def test_words_are_few() -> None:
    many = [f"group:{number}" for number in range(MOST_WORDS * 2)]

    assert len(told(many, frozenset(map(digest_of, many)))) == MOST_WORDS


def test_words_belong_to_a_session_and_to_the_tables_vocabulary() -> None:
    mine = binding(b"abc", KNOWN)

    assert mine == binding(b"abc", KNOWN)
    assert len({mine, binding(b"abd", KNOWN), binding(b"abc", KNOWN | {"x"}), ""}) == 4
    assert binding(b"", KNOWN) == ""


@pytest.mark.parametrize(
    ("asked_for", "asked_at", "bound_to", "expected"),
    [
        ("", 0, "", False),
        ("old", 1000, "", False),
        ("mine", 1000, "mine", False),
        ("mine", 1000 - BELIEVED_S, "mine", False),
        ("mine", 999 - BELIEVED_S, "mine", True),
        ("mine", 1001, "mine", True),
        ("theirs", 1000, "mine", True),
    ],
    ids=["no session", "signed out", "fresh", "just fresh", "stale", "future", "another session"],
)
def test_identity_is_asked_once_a_session_and_again_after_a_while(
    asked_for: str, asked_at: int, bound_to: str, expected: bool
) -> None:
    visitor = Visitor(1, asked_for=asked_for, asked_at=asked_at)

    assert must_ask(visitor, bound_to, 1000) is expected
