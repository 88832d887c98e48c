"""One application, whole."""

from pathlib import Path

import pytest

from legacy_bridge.symfony1.places import Spot
from legacy_bridge.symfony1.project.application import Application, read_application, with_listed
from legacy_bridge.symfony1.project.layout import read_project
from legacy_bridge.symfony1.project.surface import wanted_words
from legacy_bridge.symfony1.routing.routes import RouteDefinition
from tests.fakes.symfony1_project import write_project


def read(tmp_path: Path, **changed: str | None) -> Application:
    return read_application(read_project(write_project(tmp_path, **changed)), "frontend")


def test_routes_of_plugins_come_first_and_php_before_them(tmp_path: Path) -> None:
    application = read(tmp_path)

    names = [route.name for route in application.table.routes]

    assert names[:5] == ["sf_guard_signout", "sf_guard_signin", "agenda_ics", "agenda", "communes"]
    assert names[-1] == "default"


def test_the_applications_words_are_laid_over_the_plugins(tmp_path: Path) -> None:
    agenda = read(tmp_path).table.named("agenda")

    assert agenda is not None
    assert (agenda.pattern, dict(agenda.defaults)) == (
        "/agenda", {"module": "agenda", "action": "liste"},
    )  # fmt: skip


def test_a_class_of_the_projects_own_is_what_it_extends(tmp_path: Path) -> None:
    fiche = read(tmp_path).table.named("fiche")

    assert fiche is not None
    assert fiche.methods == {"get", "head"}


@pytest.mark.parametrize(
    ("module", "action", "words"),
    [
        ("accueil", "index", "public"),
        ("accueil", "archives", "signed in"),
        ("commune", "edit", "referentiels"),
        ("commune", "delete", "(admin or chef)"),
        ("sfGuardAuth", "signin", "public"),
        ("ailleurs", "index", "unknown"),
    ],
)
def test_who_may_call_an_action_is_read(
    tmp_path: Path, module: str, action: str, words: str
) -> None:
    assert wanted_words(read(tmp_path).rule(module, action)) == words


def test_what_is_not_understood_is_said_with_its_place(tmp_path: Path) -> None:
    said = [str(doubt) for doubt in read(tmp_path).doubts]

    assert any(
        text.startswith("plugins/agendaPlugin/lib/agendaRouting.class.php:9: ") for text in said
    )
    assert any("release 5.0" in text for text in said)


def test_files_that_cannot_be_read_leave_the_others(tmp_path: Path) -> None:
    application = read(
        tmp_path,
        plugins__agendaPlugin__config__routing_dot_yml="a: [\n",
        apps__frontend__modules__commune__config__security_dot_yml="- x\n",
    )

    assert application.table.named("homepage") is not None
    assert application.rule("commune", "edit") is None
    assert {doubt.spot.file for doubt in application.doubts} >= {
        "plugins/agendaPlugin/config/routing.yml",
        "apps/frontend/modules/commune/config/security.yml",
    }


def test_a_broken_security_file_is_said_with_its_line(tmp_path: Path) -> None:
    text = "index: { is_secure: off }\n  broken\n"

    application = read(tmp_path, apps__frontend__modules__accueil__config__security_dot_yml=text)

    assert (
        "apps/frontend/modules/accueil/config/security.yml:2: neither a key nor a list item: broken"
        in [str(doubt) for doubt in application.doubts]
    )


def test_routes_that_only_symfony_lists_take_their_places() -> None:
    def one(name: str, url: str = "/x") -> RouteDefinition:
        return RouteDefinition(name, "sfRoute", url, {}, {}, {}, Spot("x"))

    found = with_listed([one("a", "/a"), one("b")], [one("c"), one("a", "/listed")])

    assert [(route.name, route.url) for route in found] == [("c", "/x"), ("a", "/a"), ("b", "/x")]


def test_a_class_that_decides_otherwise_is_said(tmp_path: Path) -> None:
    text = """<?php
class ownRoute extends sfDoctrineRoute { public function matchesUrl($url, $context = array()) {} }
class listeCollection extends sfDoctrineRouteCollection { protected function getRouteForPrint() {} }
class plainRoute extends sfRoute { function name() {} }
"""

    said = [str(doubt) for doubt in read(tmp_path, lib__routes_dot_php=text).doubts]

    assert (
        "lib/routes.php:2: ownRoute has its own matchesUrl: its routes are read as sfDoctrineRoute's"
    ) in said
    assert any("listeCollection has its own getRouteForPrint" in text for text in said)
    assert not any("plainRoute" in text for text in said)
