"""YAML as positions and plain values; nothing is constructed, everything bad is told in time."""

import sys
import time
from pathlib import Path
from typing import Any

import pytest

from proxy.routing_file.mistakes import RoutingFileRefused
from proxy.routing_file.nodes import (
    MAX_BYTES,
    Mapping,
    Scalar,
    decoded,
    parse_nodes,
    plain,
)
from tests.fakes.routing_texts import BACKENDS, a_lot_text, mistakes_in


def read(text: str) -> Any:
    root, mistakes = parse_nodes(text, "f")
    assert mistakes == []
    return plain(root)


def refusals(data: bytes) -> list[str]:
    try:
        return [str(mistake) for mistake in parse_nodes(decoded(data, "f"), "f")[1]]
    except RoutingFileRefused as refused:
        return [str(mistake) for mistake in refused.mistakes]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12), ("-1", -1), ("+3", 3), ("1.5", 1.5), ("1e3", 1000.0), ("0012", 12),
        ("true", True), ("FALSE", False), ("~", None), ("null", None), ("", None),
        ("yes", "yes"), ("off", "off"), ("1:30", "1:30"), ("0x1f", "0x1f"), ("2026-11-23", "2026-11-23"),
        ("'12'", "12"), ('"true"', "true"), ("50%", "50%"), ("canary 10%", "canary 10%"),
        (".inf", float("inf")), ("9" * 30, float("9" * 30)), ("NaN", "NaN"),
    ],
)  # fmt: skip
def test_scalars_follow_the_core_schema_of_yaml_1_2(text: str, value: object) -> None:
    assert read(f"a: {text}") == {"a": value}


def test_every_node_knows_its_place() -> None:
    text = "# é\r\na:\r\n  - 'x'   # c\r\n  - é y\r\nb: { c: 1 }\r\n"
    root, _ = parse_nodes(text, "f")

    assert isinstance(root, Mapping)
    first, second = root.values["a"].items  # type: ignore[union-attr]
    assert isinstance(first, Scalar)
    assert (str(first.place), text[first.start : first.end]) == ("f:3:5", "'x'")
    assert (str(second.place), text[second.start : second.end]) == ("f:4:5", "é y")
    assert str(root.keys["b"].place) == "f:5:1"


def test_a_byte_order_mark_and_windows_line_ends_are_fine() -> None:
    text = decoded(b"\xef\xbb\xbfa: \xc3\xa9\r\nb: 1\r\n", "f")

    assert read(text) == {"a": "é", "b": 1}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(b"a: &x 1", "f:1:4 a: &x: remove it; anchors are not read", id="anchor"),
        pytest.param(b"a: *x", "f:1:4 a: *x: write the value; aliases are not read", id="alias"),
        pytest.param(b"a: !!int 1", "tag tag:yaml.org,2002:int: remove it", id="tag"),
        pytest.param(b"a: ! b", "tag !: remove it", id="odd tag"),
        pytest.param(b"a: 1\nb: 2\na: 3", 'f:3:1 a: "a" stands twice; first on line 1', id="twice"),
        pytest.param(b"a: {b: 1, b: 2}", 'f:1:11 a.b: "b" stands twice', id="twice in a flow"),
        pytest.param(b"? [a]\n: 1", "f:1:3: a key is a word, not a list or a mapping", id="key"),
        pytest.param(b"a: 1\n---\nb: 2", "f:2:1: a second document", id="second document"),
        pytest.param(b"", "f:1:1: the file is empty", id="empty"),
        pytest.param(b"# only a comment\n", "f:1:1: the file is empty", id="comment"),
        pytest.param(b"a: [", "f:1:5: not YAML: ", id="unfinished"),
        pytest.param(b"a:\n\t- b", "f:2:1: not YAML: ", id="tab"),
        pytest.param(b"a: \x00", "f:1:1: not YAML: ", id="NUL"),
        pytest.param(b"a: 1\nb: \xe9", "f:2:4: this byte is not UTF-8", id="latin1"),
        pytest.param("a: 1".encode("utf-16"), "f:1:1: this byte is not UTF-8", id="utf-16"),
        pytest.param(b"[" * 20, "f:1:14: nested deeper than 12 levels", id="deep"),
    ],
)
def test_what_is_no_plain_yaml_is_refused_with_its_place(data: bytes, expected: str) -> None:
    found = refusals(data)

    assert any(expected in mistake for mistake in found), found


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"a: 1\n" * 2_100_000, id="10 MiB"),
        pytest.param(b"a: 1\n" * (MAX_BYTES // 5), id="one key a million times"),
        pytest.param(b"[" * (MAX_BYTES - 1), id="deep list"),
        pytest.param(b"- " * 1_000_000, id="deep block"),
        pytest.param(b"{a: " * 1_000_000, id="deep mapping"),
        pytest.param(b"a: &a [x,x]\n" + b"b: [*a,*a,*a]\n" * 9, id="billion laughs"),
    ],
)
def test_hostile_files_are_refused_in_under_a_second(data: bytes) -> None:
    started = time.process_time()
    found = refusals(data)

    assert found != []
    assert time.process_time() - started < (1 if sys.gettrace() is None else 5)


def test_nothing_of_a_file_is_ever_executed(tmp_path: Path) -> None:
    witness = tmp_path / "witness"
    text = f"a: !!python/object/apply:os.system ['touch {witness}']\nb: !!python/name:os.system x\n"

    found = mistakes_in(text=BACKENDS + a_lot_text("a", "/a") + text)

    assert any("tag tag:yaml.org,2002:python/object/apply:os.system" in each for each in found)
    assert not witness.exists()


def test_more_values_than_any_table_are_refused() -> None:
    with pytest.raises(RoutingFileRefused) as refused:
        parse_nodes("a:\n" + "- b\n" * 10, "f", max_values=10)

    assert [str(mistake) for mistake in refused.value.mistakes] == ["f:9:3: over 10 values"]
