"""Values on one line, as sfYaml reads them."""

import pytest

from legacy_bridge.symfony1.sfyaml.inline import Malformed, Value, inline_value, key_of


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("", "", id="nothing is an empty text"),
        pytest.param("~", None, id="tilde"),
        pytest.param("NULL", None, id="null in any case"),
        pytest.param("true", True, id="true"),
        pytest.param("on", "on", id="1.2 knows no on"),
        pytest.param("017", 15, id="octal"),
        pytest.param("09", 0, id="octdec drops what is no octal digit"),
        pytest.param("12", 12, id="integer"),
        pytest.param("99999999999999999999", "99999999999999999999", id="beyond PHP's integers"),
        pytest.param("9" * 5000, "9" * 5000, id="far beyond"),
        pytest.param("-5", -5.0, id="a sign makes a float"),
        pytest.param("0x1F", 31, id="hexadecimal"),
        pytest.param("1,234.5", 1234.5, id="grouped"),
        pytest.param(".inf", float("inf"), id="infinity"),
        pytest.param("-.INF", float("-inf"), id="minus infinity"),
        pytest.param("2011-11-05", "2011-11-05", id="a date stays text"),
        pytest.param("plain text # said", "plain text", id="comment"),
        pytest.param("a#b", "a#b", id="no comment without a space"),
        pytest.param("!str 12", "12", id="forced text"),
        pytest.param("! 12 apples", 12, id="forced integer"),
        pytest.param("!other", "!other", id="unknown tag"),
        pytest.param("'it''s'", "it's", id="single quotes"),
        pytest.param(r'"\d+\n"', "\\d+\n", id="only three escapes are known"),
        pytest.param("'a' b", "a", id="what follows a quote is dropped"),
        pytest.param("[a, 'b', [1, ~], {c: d}]", ["a", "b", [1, None], {"c": "d"}], id="sequence"),
        pytest.param("[a: b, c]", [{"a": "b"}, "c"], id="a mapping inside a sequence"),
        pytest.param("['a: b']", ["a: b"], id="quoted, it is text"),
        pytest.param("[x: {, y]", ["x: {", "y"], id="what is no mapping stays text"),
        pytest.param("[a] # said", ["a"], id="what follows a bracket is dropped"),
        pytest.param("{module: a, action:b}", {"module": "a", "action": "b"}, id="no space"),
        pytest.param("{ a : 1, 'b': [2], c: {d: 3} }", {"a": 1, "b": [2], "c": {"d": 3}}, id="map"),
        pytest.param("{ r: (?:fr|en) }", {"r": "(?:fr|en)"}, id="colons inside a value"),
        pytest.param("{}", {}, id="empty mapping"),
    ],
)
def test_a_value_is_what_sfyaml_makes_of_it(text: str, value: Value) -> None:
    found = inline_value(text)

    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("text", "value"), [("on", True), ("YES", True), ("+", True), ("off", False), ("n", False)]
)
def test_yaml_1_1_knows_more_words_for_true_and_false(text: str, value: Value) -> None:
    assert inline_value(text, "1.1") is value
    assert inline_value(f"[a: {text}]", "1.1") == [{"a": value}]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        pytest.param("[a, b", "inline value does not end", id="sequence"),
        pytest.param("[ ", "sequence does not close", id="open sequence"),
        pytest.param("{a: b", "inline value does not end", id="mapping"),
        pytest.param("{ ", "mapping does not close", id="open mapping"),
        pytest.param("{a: ", "mapping does not close", id="no value"),
        pytest.param("{a", "inline value does not end", id="no colon"),
        pytest.param("'a", "quote does not close", id="quote"),
        pytest.param("!!php/object:O:8", "never made from a file", id="object"),
        pytest.param("[" * 1000, "nested too deeply", id="depth"),
    ],
)
def test_what_sfyaml_refuses_is_refused(text: str, why: str) -> None:
    with pytest.raises(Malformed, match=why):
        inline_value(text)


@pytest.mark.parametrize(
    ("value", "key"), [(True, "1"), (False, "0"), (None, ""), (1.5, "1"), (7, "7"), ("a", "a")]
)
def test_keys_are_those_of_a_php_array(value: Value, key: str) -> None:
    assert key_of(value) == key


def test_a_list_is_no_key() -> None:
    with pytest.raises(Malformed, match="cannot be a key"):
        key_of([1])
