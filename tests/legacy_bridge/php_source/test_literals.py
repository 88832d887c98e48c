"""Values that PHP spells out."""

import pytest

from legacy_bridge.php_source.literals import Literal, LiteralReader, New, NotLiteral
from legacy_bridge.php_source.tokens import php_tokens


def reader(code: str) -> LiteralReader:
    return LiteralReader(tuple(php_tokens(f"<?php {code}")))


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("'a'", "a"), ("12", 12), ("-1.5", -1.5), ("0x1F", 31), ("017", 15), ("1_000", 1000),
        ("true", True), ("NULL", None), ("'a' . 1 . false . true", "a11"), ("('a')", "a"),
        ("array(1, 'b')", [1, "b"]), ("[]", []), ("['a' => [1], 'b' => null,]", {"a": [1], "b": None}),
        ("[5 => 'a', 'b']", {"5": "a", "6": "b"}), ("A\\B::class", "A\\B"),
        ("new \\X('a', [1])", New("X", ("a", [1]), 1)), ("new X", New("X", (), 1)),
    ],
)  # fmt: skip
def test_literals_have_their_values(code: str, value: Literal) -> None:
    assert reader(code + ";").value() == value


def test_arguments_are_read_to_their_end() -> None:
    found = reader("('a', [1] /** said */,) . 'b'")

    assert found.arguments() == ("a", [1])
    assert found.tokens[found.at].value == "."


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("$a;", "\\$a is known"), ("sfConfig::get('a');", "sfConfig is known"), ("PHP_EOL;", "PHP_EOL"),
        ("'a' . [1];", "inside a text"), ("[1", "file ends"), ("", "file ends"), ("-'a';", "no number"),
        ('"$a";', "known"), ("[" * 60, "too deeply"), ("12abc;", "no number"), ("[1 2];", "known"),
    ],
)  # fmt: skip
def test_what_only_running_tells_is_refused(code: str, why: str) -> None:
    with pytest.raises(NotLiteral, match=why):
        reader(code).value()
