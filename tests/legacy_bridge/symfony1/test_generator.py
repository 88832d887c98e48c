from pathlib import Path

import pytest

from legacy_bridge.symfony1.generator import Generator, read_generator
from legacy_bridge.symfony1.places import NotUnderstood
from tests.fakes.nurseries import GENERATOR

ROOT = Path(__file__).resolve().parents[3]
HEAD = "generator:\n  class: sfDoctrineGenerator\n  param:\n    model_class: A\n    config:\n"


def read(tmp_path: Path, text: str) -> Generator:
    (tmp_path / "generator.yml").write_text(text)
    return read_generator(tmp_path / "generator.yml", "generator.yml")


def test_everything_the_pages_need_is_read(tmp_path: Path) -> None:
    found = read(tmp_path, GENERATOR)

    assert (found.model, found.route_prefix, found.page_size) == ("Garden", "garden", 5)
    assert found.sort == ("nom", "asc")
    assert [(one.mark, one.name) for one in found.columns or ()] == [
        ("=", "nom"), ("", "statut"), ("", "Owner"), ("_", "gate"), ("~", "weather"), ("", "tallest"),
    ]  # fmt: skip
    assert found.columns
    assert (found.columns[0].label, found.columns[0].help) == ("Name", "As painted on the gate")
    assert found.columns[1].credentials == [["admin", "keeper"]]
    assert list(found.fieldsets or ()) == ["Main", "Odd"]
    assert [one.name for one in found.row_actions] == ["_edit", "water"]
    assert found.row_actions[1].method == "Water"
    assert found.batch_actions == ()
    assert found.list_actions[1].target == "index?sf_format=csv"
    assert [one.name for one in found.form_actions] == [
        "_delete",
        "_list",
        "_save",
        "_save_and_add",
    ]


def test_a_generator_that_says_little_has_the_usual(tmp_path: Path) -> None:
    found = read(tmp_path, HEAD.replace("    config:\n", "    config: ~\n"))

    assert (found.columns, found.filters, found.fieldsets, found.sort) == (None, None, None, None)
    assert [one.name for one in found.batch_actions] == ["_delete"]
    assert found.titles == {"list": "", "new": "", "edit": ""}
    assert found.has_filters


def test_what_a_section_says_of_a_field_goes_over_what_all_say(tmp_path: Path) -> None:
    text = HEAD + (
        "      fields: { a: { label: All, help: h } }\n"
        "      list: { display: [a], fields: { a: { label: Here } } }\n"
        "      form: { display: [a], class: OwnForm, actions: { _save: { label: Keep } } }\n"
        "      filter: { class: false }\n"
    )
    found = read(tmp_path, text)

    assert found.columns
    assert (found.columns[0].label, found.columns[0].help) == ("Here", "h")
    assert found.fieldsets
    assert found.fieldsets["NONE"][0].label == "All"
    assert (found.form_class, found.has_filters) == ("OwnForm", False)
    assert [(one.name, one.label) for one in found.form_actions] == [("_save", "Keep")]


@pytest.mark.parametrize(
    "config, doubt",
    [
        pytest.param("wibble: 1", "config.wibble is not read", id="a section of nobody's"),
        pytest.param("list: { table_method: x }", "list.table_method is not read", id="a word of the list"),
        pytest.param("list: { sort: { a: b } }", "list.sort is neither a column nor a column and a direction", id="a sort of nothing"),
        pytest.param("edit: { display: [a] }", "edit.display differs from form.display; the form's is taken", id="another form for editing"),
        pytest.param("list: { params: x }", "list.params is not translated", id="a layout by hand"),
        pytest.param("list: { actions: true }", "list.actions names no actions", id="actions of nothing"),
    ],
)  # fmt: skip
def test_what_is_not_read_is_said_with_its_line(tmp_path: Path, config: str, doubt: str) -> None:
    found = read(tmp_path, f"{HEAD}      {config}\n")

    assert [str(one) for one in found.doubts] == [f"generator.yml:6: {doubt}"]


@pytest.mark.parametrize("text", ["", "a: b\n", "generator: { param: [] }\n", "generator:\n\tx\n"])
def test_what_is_no_generator_is_refused_with_its_place(tmp_path: Path, text: str) -> None:
    with pytest.raises(NotUnderstood, match=r"generator\.yml:\d"):
        read(tmp_path, text)


@pytest.mark.parametrize(
    "path",
    sorted((ROOT / "demo/gestion/apps").rglob("generator.yml")),
    ids=lambda one: one.parts[-3],
)
def test_the_demos_generators_leave_no_doubt(path: Path) -> None:
    assert read_generator(path).doubts == ()
