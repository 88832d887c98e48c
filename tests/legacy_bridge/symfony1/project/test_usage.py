"""What a module's PHP uses."""

from pathlib import Path

from legacy_bridge.symfony1.project.application import read_application
from legacy_bridge.symfony1.project.layout import read_project
from legacy_bridge.symfony1.project.usage import Usage, module_usage
from tests.fakes.symfony1_project import write_project

MODELS = frozenset({"Commune", "Quartier", "Journal"})


def usage_of(tmp_path: Path, module: str, **changed: str | None) -> Usage:
    project = read_project(write_project(tmp_path, **changed))
    return module_usage(project, read_application(project, "frontend").modules[module], MODELS)


def test_models_are_found_in_code_queries_and_generators(tmp_path: Path) -> None:
    assert usage_of(tmp_path, "commune").models == {"Commune", "Quartier"}
    assert usage_of(tmp_path, "agenda").models == {"Journal"}


def test_who_saves_writes(tmp_path: Path) -> None:
    assert usage_of(tmp_path, "agenda").writes
    assert usage_of(tmp_path, "commune").writes
    assert not usage_of(tmp_path, "accueil").writes


def test_session_attributes_have_their_places(tmp_path: Path) -> None:
    found = usage_of(tmp_path, "accueil").attributes

    assert [(a.name, str(a.spot)) for a in found] == [
        ("recherche", "apps/frontend/modules/accueil/actions/actions.class.php:5")
    ]


def test_a_namespace_is_part_of_an_attributes_name(tmp_path: Path) -> None:
    path = "apps__frontend__modules__accueil__actions__actions_dot_class_dot_php"
    text = "<?php class accueilActions { function executeX() { $this->getUser()->getAttribute('f', null, 'ns'); $this->setAttribute('no'); } }"

    assert [a.name for a in usage_of(tmp_path, "accueil", **{path: text}).attributes] == ["ns/f"]


def test_links_lead_to_other_pages(tmp_path: Path) -> None:
    assert usage_of(tmp_path, "accueil").links == {"@fiche"}
    assert usage_of(tmp_path, "commune").links == {"accueil/index"}
    assert usage_of(tmp_path, "commune").lines > 8
