"""Patterns cut as sfRoute cuts them."""

import pytest

from legacy_bridge.symfony1.routing.tokens import (
    PatternMalformed,
    Syntax,
    quoted,
    settled_suffix,
    syntax_of,
    tokens_of,
)
from legacy_bridge.symfony1.sfyaml.inline import Value


@pytest.mark.parametrize(
    ("pattern", "texts"),
    [
        pytest.param("/", ["/"], id="root"),
        pytest.param("/a/:b.:c", ["/", "a", "/", ":b", ".", ":c"], id="variables"),
        pytest.param("/a-b/*", ["/", "a-b", "/", "*"], id="star"),
        pytest.param("/a//b", ["/", "a", "/", "/b"], id="a slash inside a text"),
        pytest.param("/page:a", ["/", "page:a"], id="a colon inside a text"),
    ],
)
def test_a_pattern_is_cut_at_separators(pattern: str, texts: list[str]) -> None:
    assert [token.text for token in tokens_of(pattern, "")] == texts


def test_a_variable_may_not_touch_a_text() -> None:
    with pytest.raises(PatternMalformed, match="near '-b'"):
        tokens_of("/:a-b", "")


def test_other_prefixes_and_separators_come_from_the_routing_options() -> None:
    syntax = syntax_of({"variable_prefixes": ["$"], "segment_separators": ["/", "-"]})

    assert [t.name or t.text for t in tokens_of("/$a-$b", "", syntax)] == ["/", "a", "-", "b"]
    assert syntax.content == "[^/\\-]+"
    assert Syntax(separators=()).content == ".+"


@pytest.mark.parametrize(
    "options", [{"variable_prefixes": ":"}, {"suffix": ["a"]}, {"text_regex": 1}]
)
def test_options_that_are_none_are_refused(options: dict[str, Value]) -> None:
    with pytest.raises(PatternMalformed, match="the option"):
        syntax_of(options)


def test_a_pattern_of_options_that_is_none_is_refused() -> None:
    with pytest.raises(PatternMalformed, match="no patterns"):
        tokens_of("/a", "", Syntax(text_regex="("))


@pytest.mark.parametrize(
    ("pattern", "settled"),
    [
        pytest.param("/a/", ("/a/", "/"), id="a folder"),
        pytest.param("/a.", ("/a", ""), id="a final dot means none"),
        pytest.param("/a.pdf", ("/a.pdf", ""), id="its own"),
        pytest.param("/a.:f", ("/a.:f", ""), id="a variable one"),
        pytest.param("/a", ("/a", ".html"), id="the routing's"),
    ],
)
def test_the_suffix_is_the_routes_own_or_the_routings(
    pattern: str, settled: tuple[str, str]
) -> None:
    assert settled_suffix(pattern, Syntax(suffix=".html")) == settled
    assert syntax_of({"suffix": "."}).suffix == ""


def test_texts_are_quoted_as_preg_quote_does() -> None:
    assert quoted("a.b-c#d/é") == r"a\.b\-c\#d/é"
