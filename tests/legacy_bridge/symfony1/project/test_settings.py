"""What settings.yml and factories.yml say in production."""

from pathlib import Path

from legacy_bridge.symfony1.project.layout import read_project
from legacy_bridge.symfony1.project.settings import application_settings
from tests.fakes.symfony1_project import write_project


def test_settings_are_those_of_production(tmp_path: Path) -> None:
    project = read_project(write_project(tmp_path))

    found = application_settings(project, "frontend")

    assert found.enabled_modules == ("default", "agenda", "sfGuardAuth", "absent")
    assert (found.login, found.secure) == (("sfGuardAuth", "signin"), ("default", "secure"))


def test_an_application_that_says_nothing_has_symfonys_defaults(tmp_path: Path) -> None:
    found = application_settings(read_project(write_project(tmp_path)), "backend")

    assert (found.enabled_modules, found.login) == (("default",), ("default", "login"))


def test_the_routings_options_come_from_factories(tmp_path: Path) -> None:
    text = "all: { routing: { param: { suffix: .htm } } }\nprod: { routing: { param: { suffix: .html } } }\n"
    project = read_project(write_project(tmp_path, apps__frontend__config__factories_dot_yml=text))

    assert application_settings(project, "frontend").syntax.suffix == ".html"


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    project = read_project(
        write_project(
            tmp_path,
            apps__frontend__config__settings_dot_yml="all: [\n",
            apps__frontend__config__factories_dot_yml="all: { routing: { param: { suffix: [a] } } }\n",
        )
    )

    texts = [str(doubt) for doubt in application_settings(project, "frontend").doubts]

    assert texts[0].startswith("apps/frontend/config/settings.yml:1: ")
    assert texts[1].startswith("apps/frontend/config/factories.yml:1: the option suffix")
