"""PCRE patterns as Python's: the same bytes match."""

import pytest

from legacy_bridge.symfony1.routing.expressions import (
    ExpressionUnknown,
    bytes_of,
    python_expression,
    text_of,
)


@pytest.mark.parametrize(
    ("pattern", "yes", "no"),
    [
        pytest.param(r"^\d+$", ["12", "12\n"], ["12\n\n", "٣"], id="digits are ASCII"),
        pytest.param("^a b$", ["ab"], ["a b"], id="x drops spaces"),
        pytest.param("^[a b]+$", ["a b"], ["c"], id="not inside a class"),
        pytest.param(r"^\p{L}+$", ["abc"], ["1", "é"], id="letters, byte by byte"),
        pytest.param(r"^[\p{L}\p{N}_]+$", ["a1_"], ["-"], id="properties inside a class"),
        pytest.param(r"^\P{Lu}+$", ["a1"], ["A"], id="negated"),
        pytest.param(r"^\p{^Lu}\pL$", ["aB"], ["AB"], id="other spellings"),
        pytest.param("^[[:alpha:]_]+$", ["a_"], ["1"], id="POSIX classes"),
        pytest.param("^(?i)abc$", ["ABC"], ["ABD"], id="modifier at the start"),
        pytest.param("^((?i)ab|c)d$", ["ABd", "Cd"], ["abD"], id="modifier inside a group"),
        pytest.param("^((?i)[)]a)b$", [")Ab"], [")AB"], id="a bracket inside a class"),
        pytest.param("^(?<n>a)$", ["a"], ["b"], id="PCRE's named groups"),
        pytest.param(r"^a\z", ["a"], ["a\n"], id="very end"),
        pytest.param("^(?>a+)b$", ["aab"], ["ab c"], id="atomic group"),
        pytest.param("^[[a]+$", ["[a"], ["b"], id="a bracket in a class"),
        pytest.param("^(?:é)+$", ["éé"], ["e"], id="beyond ASCII"),
        pytest.param("^é+$", ["é"], ["éé"], id="a repeated byte"),
    ],
)
def test_a_pattern_matches_what_pcre_matches(pattern: str, yes: list[str], no: list[str]) -> None:
    expression = python_expression(pattern)

    assert [text for text in [*yes, *no] if expression.match(bytes_of(text))] == yes


@pytest.mark.parametrize(
    "pattern",
    [r"\R", "(?R)", "(?1)", "(?&a)", r"\Ka", "[[:^alpha:]]", "[[:none:]]", "(", "a{2,1}", r"\p{L&}", "(*FAIL)"],
)  # fmt: skip
def test_what_has_no_equal_is_refused(pattern: str) -> None:
    with pytest.raises(ExpressionUnknown):
        python_expression(pattern)


def test_bytes_and_texts_go_both_ways() -> None:
    assert text_of(bytes_of("été\udcff")) == "été\udcff"
    assert text_of("a") == "a"
