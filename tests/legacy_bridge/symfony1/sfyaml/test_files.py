"""A YAML file of a project: value, lines, doubts, and what is refused."""

import random
from pathlib import Path

import pytest

from legacy_bridge.symfony1.places import NotUnderstood
from legacy_bridge.symfony1.sfyaml.files import (
    LARGEST,
    holds_php,
    laid_over,
    parsed_yaml,
    read_yaml,
)
from legacy_bridge.symfony1.sfyaml.inline import Value

SAMPLE = """# routes
homepage:
  url:   /
  param: { module: accueil, action: index }
liste:
  class: sfDoctrineRouteCollection
  options:
    model: Commune
    actions: [list, new]
    prefix: <?php echo sfConfig::get('app_prefix') ?>

  requirements: { id: "\\d+" }
"""


def test_a_file_gives_values_and_places(tmp_path: Path) -> None:
    path = tmp_path / "routing.yml"
    path.write_text(SAMPLE, encoding="utf-8")

    found = read_yaml(path, "routing.yml")

    assert list(found.mapping) == ["homepage", "liste"]
    assert str(found.spot("liste", "options", "actions", 1)) == "routing.yml:9"
    assert str(found.spot("unknown")) == "routing.yml:1"
    assert holds_php(found.mapping["liste"])
    assert not holds_php(found.mapping["homepage"])
    assert [doubt.spot.line for doubt in found.doubts] == [10]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param(b"a: 1\nb: \xe9\n", "x.yml:2: not UTF-8", id="Latin-1"),
        pytest.param(b"a: 1\n b: 2\n", "x.yml:2: neither", id="indentation"),
        pytest.param(b"#" * (LARGEST + 1), "x.yml:1: larger", id="size"),
    ],
)
def test_what_cannot_be_read_says_where(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "x.yml"
    path.write_bytes(data)

    with pytest.raises(NotUnderstood, match=said):
        read_yaml(path, "x.yml")


def test_a_list_at_the_top_is_no_mapping() -> None:
    with pytest.raises(NotUnderstood, match="expected keys"):
        _ = parsed_yaml("- a\n", "x.yml").mapping
    assert parsed_yaml("", "x.yml").mapping == {}


@pytest.mark.parametrize(
    ("below", "above", "merged"),
    [
        pytest.param({"a": 1, "b": 2}, {"b": 3, "c": 4}, {"a": 1, "b": 3, "c": 4}, id="keys"),
        pytest.param({"a": {"b": 1}}, {"a": {"c": 2}}, {"a": {"b": 1, "c": 2}}, id="deep"),
        pytest.param(["a", "b"], ["c"], ["c", "b"], id="lists by position"),
        pytest.param(["a"], {"k": 1}, {"0": "a", "k": 1}, id="a list under a mapping"),
        pytest.param({"a": [1]}, {"a": None}, {"a": None}, id="null replaces"),
    ],
)
def test_files_are_laid_over_one_another(below: Value, above: Value, merged: Value) -> None:
    assert laid_over(below, above) == merged


def test_mangled_files_are_read_or_refused_with_a_line_never_worse() -> None:
    lines = set()
    dice = random.Random(6)
    for _ in range(400):
        text = list(SAMPLE)
        for _ in range(dice.randint(1, 6)):
            at = dice.randrange(len(text))
            text[at : at + dice.randint(0, 4)] = dice.choice("{}[]:'\"#&*|>-\t\n ?<%!\\x")
        try:
            parsed_yaml("".join(text), "x.yml")
        except NotUnderstood as refused:
            lines.add(refused.spot.line)

    assert lines <= set(range(1, 40))
