"""The modules of an application and the actions they answer."""

from pathlib import Path

from legacy_bridge.symfony1.places import Doubt
from legacy_bridge.symfony1.project.layout import read_project
from legacy_bridge.symfony1.project.modules import Module, application_modules
from legacy_bridge.symfony1.project.settings import application_settings
from tests.fakes.symfony1_project import write_project


def read(tmp_path: Path, application: str = "frontend", **changed: str | None) -> tuple[dict[str, Module], list[Doubt]]:  # fmt: skip
    project = read_project(write_project(tmp_path, **changed))
    return application_modules(project, application, application_settings(project, application))


def names(module: Module) -> list[str]:
    return [action.name for action in module.actions]


def test_own_modules_and_enabled_ones_of_plugins_answer(tmp_path: Path) -> None:
    modules, doubts = read(tmp_path)

    assert list(modules) == ["accueil", "commune", "default", "agenda"]
    assert modules["agenda"].plugin == "agendaPlugin"
    assert [doubt.text for doubt in doubts] == [
        "the enabled module sfGuardAuth is in no plugin of this folder",
        "the enabled module absent is in no plugin of this folder",
    ]


def test_actions_are_public_methods_inherited_and_shared_ones_as_well(tmp_path: Path) -> None:
    modules = read(tmp_path)[0]

    assert names(modules["accueil"]) == ["index", "archives", "aide", "contact"]
    assert str(modules["accueil"].actions[1].spot) == (
        "apps/frontend/modules/accueil/actions/actions.class.php:8"
    )


def test_one_action_may_have_a_file_of_its_own(tmp_path: Path) -> None:
    assert names(read(tmp_path)[0]["agenda"]) == ["ics", "liste"]


def test_the_generator_writes_actions(tmp_path: Path) -> None:
    commune = read(tmp_path)[0]["commune"]
    journal = read(tmp_path, "backend")[0]["journal"]

    assert names(commune) == [
        "fiche", "listExporter", "index", "filter", "new", "create", "edit", "update", "delete", "batch",
    ]  # fmt: skip
    assert (commune.model, commune.theme) == ("Commune", "admin")
    assert names(journal) == ["index", "new", "create", "edit", "update", "delete", "show"]
    assert commune.action("ListExporter") is commune.actions[1]
    assert commune.action("none") is None


def test_symfonys_own_module_has_its_actions(tmp_path: Path) -> None:
    assert "error404" in names(read(tmp_path)[0]["default"])


def test_a_generator_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    path = "apps__frontend__modules__commune__config__generator_dot_yml"

    modules, doubts = read(tmp_path, **{path: "generator: ~\n"})

    assert names(modules["commune"]) == ["fiche", "listExporter"]
    assert any("generator.yml:1: expected generator" in str(doubt) for doubt in doubts)


def test_a_module_without_a_class_has_no_action(tmp_path: Path) -> None:
    path = "apps__frontend__modules__accueil__actions__actions_dot_class_dot_php"

    assert names(read(tmp_path, **{path: "<?php // nothing"})[0]["accueil"]) == []
