"""Blocks of keys and dashes, as sfYaml reads them."""

import pytest

from legacy_bridge.symfony1.sfyaml.blocks import LineMalformed, parsed_text
from legacy_bridge.symfony1.sfyaml.inline import Value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("", None, id="nothing"),
        pytest.param("# said\n\n", None, id="comments"),
        pytest.param("a: 1\n", {"a": 1}, id="a key"),
        pytest.param("%YAML 1.1\n---\na: 1\n...\n", {"a": 1}, id="header and footer"),
        pytest.param("a:\n  b: 1\n\n  # said\n  c:\nd: 2", {"a": {"b": 1, "c": None}, "d": 2}, id="map"),
        pytest.param("a:\n\n", {"a": None}, id="no value at the end"),
        pytest.param("- a\n- b: 1\n  c: 2\n-\n  d: 3\n", ["a", {"b": 1, "c": 2}, {"d": 3}], id="list"),
        pytest.param("-  b: 1\n", ["b: 1"], id="two spaces after a dash make text"),
        pytest.param("[a, b]\n", ["a", "b"], id="one line"),
        pytest.param("a: &x {b: 1}\nc: *x # said\n", {"a": {"b": 1}, "c": {"b": 1}}, id="reference"),
        pytest.param("- &x 1\n- *x\n", [1, 1], id="reference in a list"),
        pytest.param("a: &x\n  b: 1\nc:\n  z: 0\n  <<: *x\n", {"a": {"b": 1}, "c": {"b": 1}}, id="merge"),
        pytest.param("a: &x 1\nb:\n  [*x, *x]\n", {"a": 1, "b": [1, 1]}, id="list of references"),
        pytest.param("a: |\n  b\n   c\n\n  d\ne: 1\n", {"a": "b\n c\n\nd\n", "e": 1}, id="literal"),
        pytest.param("a: >\n  b\n  c\n\n  d\n   e\n", {"a": "b c\nd\n e\n"}, id="folded"),
        pytest.param("a: |-\n  b\n", {"a": "b"}, id="literal without line end"),
        pytest.param("a: |+\n  b\n\n", {"a": "b\n\n"}, id="literal with all line ends"),
        pytest.param("a: |\nb: 1\n", {"a": "", "b": 1}, id="empty literal"),
        pytest.param("a: 1\n- b\n", {"0": "b", "a": 1}, id="PHP's arrays hold both"),
        pytest.param("a: 1\r\nb: 2\r\n", {"a": 1, "b": 2}, id="line ends of Windows"),
        pytest.param("a: 1\na: 2\n", {"a": 2}, id="the last of two keys"),
        pytest.param("url:   /a/:b # said\n", {"url": "/a/:b"}, id="colon inside a value"),
        pytest.param("~: 1\n", {"": 1}, id="null as a key"),
    ],
)  # fmt: skip
def test_a_file_is_what_sfyaml_makes_of_it(text: str, value: Value) -> None:
    assert parsed_text(text)[0] == value


def test_every_key_knows_its_line() -> None:
    lines = parsed_text("# said\n\na:\n  b: 1\n\n  c:\n    - d\n    - e: 2\n      f: 3\n")[1]

    assert lines == {
        ("a",): 3, ("a", "b"): 4, ("a", "c"): 6, ("a", "c", 0): 7, ("a", "c", 1): 8,
        ("a", "c", 1, "e"): 8, ("a", "c", 1, "f"): 9,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        pytest.param("a: 1\n\tb: 2\n", 2, "tab", id="tab"),
        pytest.param("a: 1\nwords\n", 2, "neither a key", id="words"),
        pytest.param("a:\n    b: 1\n  c: 2\n", 3, "fits no line", id="indentation"),
        pytest.param("a: [b\n", 1, "does not end", id="bracket"),
        pytest.param("x: 1\na: *b\n", 2, "not defined", id="reference"),
        pytest.param("<<: {a: 1}\n", 1, "one \\*reference", id="merge of a mapping"),
        pytest.param("a: &x 1\n<<: *x\n", 2, "no mapping", id="merge of a number"),
        pytest.param("-\na\n", 1, "not indented", id="dash"),
        pytest.param("[a]: 1\nb: 2\n", 1, "cannot be a key", id="list as a key"),
        pytest.param("x: 1\n" + "a" * 20_001, 2, "longer than", id="length"),
        pytest.param("".join(f"{' ' * n}a:\n" for n in range(100)), 66, "too deeply", id="depth"),
    ],
)
def test_what_sfyaml_refuses_is_refused_with_its_line(text: str, line: int, why: str) -> None:
    with pytest.raises(LineMalformed, match=why) as refused:
        parsed_text(text)

    assert refused.value.line == line
