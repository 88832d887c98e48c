import pytest

from legacy_bridge.symfony1.php_source import PhpSource, Unread, arguments, closing, literal

TEXT = """<?php
// class Not { function hidden() {} }
class a_b extends \\Deep\\Parent1
{
  /* function hidden() { */
  public function first($a = ')') { return "}{"; }

  abstract function none();
  protected function &second() # }
  { if (1) { return 'it\\'s'; } }
}
"""


def test_methods_are_found_whatever_strings_and_comments_hold() -> None:
    source = PhpSource.of(TEXT, "a.php")

    assert [(one.name, one.line) for one in source.methods()] == [("first", 6), ("second", 9)]
    assert source.parent == "Parent1"
    assert "return" in source.text[slice(*_body(source))]


def _body(source: PhpSource) -> tuple[int, int]:
    first = next(source.methods())
    return first.start, first.end


def test_the_code_keeps_every_place() -> None:
    source = PhpSource.of(TEXT, "a.php")

    assert len(source.code) == len(TEXT)
    assert source.code.count("\n") == TEXT.count("\n")


@pytest.mark.parametrize(
    "text, value",
    [
        pytest.param("'it\\'s'", "it's", id="single quotes"),
        pytest.param('"a\\n\\"b\\""', 'a\n"b"', id="double quotes"),
        pytest.param("-12", -12, id="an integer"),
        pytest.param("1.5", 1.5, id="a decimal"),
        pytest.param("TRUE", True, id="a word"),
        pytest.param("null", None, id="null"),
        pytest.param("array('a' => 1, 'b' => array(2, 3))", {"a": 1, "b": [2, 3]}, id="an array"),
        pytest.param("['x', 'y']", ["x", "y"], id="a short array"),
        pytest.param("array()", [], id="an empty array"),
        pytest.param("array('a', 'k' => 'v')", {"0": "a", "k": "v"}, id="a mixed array"),
        pytest.param("$this->x", Unread("$this->x"), id="an expression"),
        pytest.param('"a $b"', Unread('"a $b"'), id="a text with a variable"),
        pytest.param("array(1) + $x", Unread("array(1) + $x"), id="an array and more"),
        pytest.param("array(", Unread("array("), id="an array that does not close"),
    ],
)
def test_a_literal_has_its_value_and_an_expression_none(text: str, value: object) -> None:
    assert literal(text) == value


def test_arguments_are_split_at_their_own_commas() -> None:
    source = PhpSource.of("f(1, 'a,b', g(2, 3), max: [4, 5])", "")

    assert arguments(source, 1) == [
        ("", 1), ("", "a,b"), ("", Unread("g(2, 3)")), ("max", [4, 5]),
    ]  # fmt: skip


def test_a_bracket_that_never_closes_ends_with_the_text() -> None:
    assert closing("f((1)", 1) == 5


def test_bytes_that_are_no_utf8_are_read_all_the_same(tmp_path) -> None:
    (tmp_path / "a.php").write_bytes(b"<?php class A { function caf\xe9() {} function b() {} }")
    source = PhpSource.read(tmp_path / "a.php", "a.php")

    assert "b" in [one.name for one in source.methods()]
