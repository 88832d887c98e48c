"""What the web root answers by itself."""

from pathlib import Path

import pytest

from legacy_bridge.symfony1.places import Doubt
from legacy_bridge.symfony1.project.doors import DoorKind, redirects, web_doors
from legacy_bridge.symfony1.project.layout import read_project
from tests.fakes.symfony1_project import write_project


def test_files_folders_scripts_and_controllers_are_told_apart(tmp_path: Path) -> None:
    doors, doubts = web_doors(read_project(write_project(tmp_path)))

    found = [(door.kind, door.pattern, door.target, door.environment) for door in doors[:6]]

    assert found == [
        (DoorKind.CONTROLLER, "/backend.php", "backend", "prod"),
        (DoorKind.STATIC, "/css/*", "", ""),
        (DoorKind.CONTROLLER, "/frontend_dev.php", "frontend", "dev"),
        (DoorKind.CONTROLLER, "/index.php", "frontend", "prod"),
        (DoorKind.SCRIPT, "/outil.php", "", ""),
        (DoorKind.STATIC, "/robots.txt", "", ""),
    ]
    assert str(doors[3].spot) == "web/index.php:3"
    assert [doubt.spot.line for doubt in doubts] == [7, 9]


@pytest.mark.parametrize(
    "arguments", ["$app, 'prod', false", "'partie', 'prod'", "getenv('APP'), 'prod'"]
)
def test_a_controller_of_an_application_that_cannot_be_told_is_said(
    tmp_path: Path, arguments: str
) -> None:
    text = f"<?php\n$c = ProjectConfiguration::getApplicationConfiguration({arguments});\n"
    project = read_project(write_project(tmp_path, web__admin_dot_php=text))

    doors, doubts = web_doors(project)

    (door,) = [each for each in doors if each.pattern == "/admin.php"]
    assert door.kind is DoorKind.SCRIPT
    assert [(str(each.spot), each.is_left_out) for each in doubts[:1]] == [
        ("web/admin.php:2", True)
    ]
    assert "what it answers is not read" in doubts[0].text


def test_old_redirects_are_read_from_the_servers_file(tmp_path: Path) -> None:
    doors, _ = web_doors(read_project(write_project(tmp_path)))

    found = [(d.pattern, d.target, d.status, d.is_expression, d.spot.line) for d in doors[6:]]

    assert found == [
        ("/ancienne", "/communes", 301, False, 2),
        ("/vieux", "https://ailleurs.exemple/", 301, False, 3),
        ("^/p([0-9]+)$", "/fiche/$1", 302, True, 4),
        ("^/old/(.*)$", "/communes/$1", 301, True, 5),
        ("^/perdu$", "-", 410, True, 7),
    ]


@pytest.mark.parametrize(
    ("line", "door"),
    [
        pytest.param("Redirect /a /b", ("/a", "/b", 302), id="temporary"),
        pytest.param("Redirect permanent /a/ /b", ("/a", "/b", 301), id="word"),
        pytest.param("Redirect gone /a", ("/a", "", 410), id="gone"),
        pytest.param("RedirectTemp / /b", ("/", "/b", 302), id="root"),
        pytest.param("RewriteRule x /b [R=301x]", ("x", "/b", 302), id="no number"),
        pytest.param("RewriteRule x /b [NC,R]", ("x", "/b", 302), id="without anchor"),
        pytest.param("RewriteRule ^x$ /b [R=permanent]", ("^/x$", "/b", 301), id="in words"),
    ],
)
def test_spellings_of_redirects(line: str, door: tuple[str, str, int]) -> None:
    found = list(redirects(line, "x", []))

    assert [(d.pattern, d.target, d.status) for d in found] == [door]


@pytest.mark.parametrize("line", ["RewriteRule ^a$ b", "RewriteRule ^a$ b [L]", "# Redirect /a /b"])
def test_other_lines_are_none(line: str) -> None:
    assert list(redirects(line, "x", [])) == []


def test_a_redirect_of_nothing_is_said() -> None:
    doubts: list[Doubt] = []

    assert list(redirects("Redirect 301\n", "x", doubts)) == []
    assert [doubt.text for doubt in doubts] == ["a redirect without an address"]


def test_a_project_without_a_web_root_is_said(tmp_path: Path) -> None:
    write_project(tmp_path)
    (tmp_path / "web").rename(tmp_path / "unusual")

    doors, doubts = web_doors(read_project(tmp_path))

    assert (doors, len(doubts)) == ([], 1)
