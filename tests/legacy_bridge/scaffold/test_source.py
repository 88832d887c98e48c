from pathlib import Path

import pytest

from legacy_bridge.scaffold.source import LotSource, NothingToScaffold, read_lot


def test_a_module_is_gathered_from_its_files(source: LotSource) -> None:
    (module,) = source.modules

    assert (module.application, module.prefix) == ("shed", "/gardens")
    assert module.credentials == {"all": "garden", "new": ("garden", "admin")}
    assert [(one.url, one.action) for one in module.routes] == [("/gardens/:id/map", "map")]
    assert source.naming == {"Gardener": ("label",)}


def test_php_and_templates_are_listed_with_their_lines(source: LotSource) -> None:
    home = "apps/shed/modules/garden"

    assert [str(one) for one in source.modules[0].php] == [
        f"{home}/actions/actions.class.php:4: executeListWater() is PHP",
        f"{home}/templates/_gate.php:1: a template; its page is not drawn by the kit",
    ]


def test_what_php_does_when_it_writes_or_filters_is_listed(project: Path) -> None:
    php = "<?php\nclass X extends Y {\n%s\n}\n"
    written = "function preSave($e) { $this->a = 1; }\nfunction getName() { return 1; }\nfunction setNom($n) { $this->_set('nom', trim($n)); }"
    filtered = "function configure() { }\nfunction addNomColumnQuery($q, $f, $v) { return $q; }"
    for path, body in {
        "lib/model/doctrine/Garden.class.php": written,
        "lib/filter/doctrine/GardenFormFilter.class.php": filtered,
    }.items():
        (project / path).parent.mkdir(parents=True, exist_ok=True)
        (project / path).write_text(php % body)
    php_left = read_lot(project, ["garden"], ["shed"]).modules[0].php

    assert [str(one) for one in php_left if str(one).startswith("lib/")] == [
        "lib/model/doctrine/Garden.class.php:3: preSave() of the model is PHP; it is not translated",
        "lib/model/doctrine/Garden.class.php:5: setNom() of the model is PHP; it is not translated",
        "lib/filter/doctrine/GardenFormFilter.class.php:4: addNomColumnQuery() of the filter is PHP; it is not translated",
    ]


@pytest.mark.parametrize(
    "broken, message",
    [
        pytest.param(None, "no application has a module nothing", id="no such module"),
        pytest.param("", "expected generator: param:", id="an empty generator.yml"),
        pytest.param("generator: { class: sfPropelGenerator, param: { model_class: X } }", "sfPropelGenerator is not Doctrine's", id="Propel"),
        pytest.param("generator:\n\tx", "a tab cannot indent YAML", id="a tab"),
        pytest.param("generator: { class: sfDoctrineGenerator, param: { config: ~ } }", "model_class names no model", id="no model"),
    ],
)  # fmt: skip
def test_what_cannot_be_scaffolded_says_why(
    project: Path, broken: str | None, message: str
) -> None:
    name = "nothing" if broken is None else "garden"
    if broken is not None:
        (project / "apps/shed/modules/garden/config/generator.yml").write_text(broken)

    with pytest.raises(NothingToScaffold, match=message):
        read_lot(project, [name], ["shed"])


def test_a_module_without_a_generator_is_listed_beside_the_others(project: Path) -> None:
    folder = project / "apps/shed/modules/tools/actions"
    folder.mkdir(parents=True)
    (folder / "actions.class.php").write_text(
        "<?php class toolsActions { function executeIndex() {} }"
    )

    found = read_lot(project, ["garden", "tools"], ["shed"])

    assert [str(one) for one in found.doubts] == [
        "apps/shed/modules/tools:1: tools has no generator.yml: its actions are PHP, all to be written by hand",
        "apps/shed/modules/tools/actions/actions.class.php:1: executeIndex() is PHP",
    ]


def test_a_module_of_a_plugin_is_found(project: Path) -> None:
    (project / "plugins/p/modules").mkdir(parents=True)
    (project / "apps/shed/modules/garden").rename(project / "plugins/p/modules/garden")

    assert read_lot(project, ["garden"], ["shed"]).modules[0].application == "shed"


def test_an_open_module_and_odd_files_are_doubts(project: Path) -> None:
    (project / "apps/shed/config/security.yml").write_text("default: { is_secure: false }\n")
    (project / "apps/shed/config/routing.yml").write_text("a:\n\tb: c\n")
    found = read_lot(project, ["garden"], ["shed"])

    assert found.modules[0].prefix == "/garden"
    assert [one.text for one in found.doubts] == [
        "a tab cannot indent YAML; use spaces",
        "its pages are open to everybody; the lot's ask for a sign-in",
    ]


@pytest.mark.parametrize(
    "text, said",
    [
        pytest.param("Garden:\n  columns: [", r"no schema defines Garden, and config/doctrine/schema\.yml:2: ", id="a list that does not end"),
        pytest.param("Garden:\n\tcolumns: x", r"config/doctrine/schema\.yml:2: a tab", id="a tab"),
        pytest.param("propel:\n  garden: ~", r"config/doctrine/schema\.yml:1: a Propel schema", id="Propel"),
        pytest.param("- Garden", r"config/doctrine/schema\.yml:1: this is no schema", id="a list"),
    ],
)  # fmt: skip
def test_a_schema_that_is_unreadable_and_needed_is_refused(
    project: Path, text: str, said: str
) -> None:
    (project / "config/doctrine/schema.yml").write_text(text)

    with pytest.raises(NothingToScaffold, match=said):
        read_lot(project, ["garden"], ["shed"])


def test_a_module_whose_model_no_schema_names_is_listed(project: Path) -> None:
    (project / "config/doctrine/schema.yml").write_text("Gardener: { columns: { nom: string(9) } }")

    assert list(read_lot(project, ["garden"], ["shed"]).schema.models) == ["Gardener"]
