"""The routing files of a Symfony 4 project, and debug:router's JSON."""

import json
import random
from pathlib import Path

import pytest

from legacy_bridge.symfony1.places import NotUnderstood
from legacy_bridge.symfony4.routing.files import is_project, read_routes, router_routes
from legacy_bridge.symfony4.routing.routes import RouteTable

MAIN = """
home: { path: /, controller: 'App\\Controller\\HomeController' }
admin:
    resource: 'admin.yaml'
    prefix: /admin
    name_prefix: adm_
    requirements: { id: '\\d+' }
    defaults: { area: admin }
controllers:
    resource: ../src/Controller/
    type: annotation
"""
ADMIN = """
list: { path: /, methods: GET|POST }
show: { path: '/{id}', controller: c, trailing: 1 }
"""
CONTROLLER = """<?php
namespace App\\Controller;
class PageController { #[Route('/page', name: 'page')] public function page() {} }
"""


def project(tmp_path: Path, **files: str) -> Path:
    written = {"config/routes.yaml": MAIN, "config/admin.yaml": ADMIN}
    written["src/Controller/PageController.php"] = CONTROLLER
    written |= {name.replace("__", "/").replace("_dot_", "."): text for name, text in files.items()}
    for name, text in written.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def said(table: RouteTable) -> list[str]:
    return [str(doubt) for doubt in table.doubts]


def test_files_and_what_they_import_are_read_in_order(tmp_path: Path) -> None:
    table = read_routes(project(tmp_path))

    assert [(r.name, r.path, str(r.spot)) for r in table.routes] == [
        ("home", "/", "config/routes.yaml:2"),
        ("adm_list", "/admin/", "config/admin.yaml:2"),
        ("adm_show", "/admin/{id}", "config/admin.yaml:3"),
        ("page", "/page", "src/Controller/PageController.php:3"),
    ]
    assert table.routes[1].methods == {"GET", "POST"}
    assert table.routes[2].requirements == {"id": "\\d+"}
    assert table.routes[2].defaults == {"area": "admin"}
    assert said(table) == ["config/admin.yaml:3: the route show: trailing is not looked at"]


def test_files_of_the_folder_come_before_the_file(tmp_path: Path) -> None:
    folder = project(
        tmp_path,
        config__routes__b_dot_yaml="b: { path: /b }\n",
        config__routes__prod__a_dot_yaml="a: { path: /a }\n",
        config__routes__x_dot_xml="<routes/>",
        config__routes__dev__d_dot_yaml="d: { path: /d }\n",
    )

    table = read_routes(folder)

    assert [route.name for route in table.routes][:3] == ["a", "b", "home"]
    assert any("config/routes/x.xml:1: routes in XML" in text for text in said(table))


def test_what_only_production_says_counts(tmp_path: Path) -> None:
    text = "when@prod: { a: { path: /a } }\nwhen@dev: { b: { path: /b } }\n"

    assert [
        r.name for r in read_routes(project(tmp_path, config__routes_dot_yaml=text)).routes
    ] == ["a"]


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("a: 1\n", ":1: the route a says 1"),
        ("a: {}\n", ":1: the route a has neither path nor resource"),
        ("- a\n", ":1: expected routes by name"),
        ("a: [\n", ":2: "),
        ("a: { path: { fr: /a } }\n", ":1: the route a: paths by language"),
        ("a: { path: /a, condition: x }\n", ":1: the route a has a condition"),
        ("a: { resource: '@Bundle/x.yaml' }\n", ":1: a imports @Bundle/x.yaml"),
        ("a: { resource: none.yaml }\n", "config:1: none.yaml does not exist"),
        ("a: { resource: routes.yaml }\n", ":1: it imports itself"),
        ("a: { resource: ../../x }\n", "config:1: ../../x does not exist"),
        ("a: { resource: ../.. }\n", "config:1: ../.. is not in the project"),
        ("a: { resource: x.toml }\n", ":1: a imports x.toml, which is not read"),
    ],
)
def test_what_is_not_understood_is_said(tmp_path: Path, text: str, doubt: str) -> None:
    folder = project(tmp_path / "p", config__routes_dot_yaml=text, config__x_dot_toml="")

    assert any(doubt in each for each in said(read_routes(folder)))


def test_a_folder_that_is_no_project_is_refused(tmp_path: Path) -> None:
    assert not is_project(tmp_path)
    with pytest.raises(NotUnderstood, match="no Symfony 4 project"):
        read_routes(tmp_path)


def test_the_routers_own_output_is_read() -> None:
    text = json.dumps(
        {
            "a": {"path": "/a/{b}", "method": "GET|HEAD", "host": "ANY", "requirements": {"b": "\\d+"},
                  "defaults": {"_controller": "App\\C::m", "b": None}},
            "b": {"path": "/b", "method": "ANY", "requirements": "NO CUSTOM"},
            "c": {},
        },
        indent=1,
    )  # fmt: skip

    table = router_routes(text, "router.json")

    assert [(r.name, r.controller, sorted(r.methods), r.spot.line) for r in table.routes] == [
        ("a", "App\\C::m", ["GET", "HEAD"], 2),
        ("b", "", [], 14),
    ]
    assert said(table) == ["router.json:19: the route c has no path"]


@pytest.mark.parametrize("text", ["", "[]", '{"a": 1}', "{"])
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(NotUnderstood, match=r"router.json:1: "):
        router_routes(text, "router.json")


def test_mangled_files_are_read_or_said_never_worse(tmp_path: Path) -> None:
    dice = random.Random(4)
    folder = project(tmp_path)
    for _ in range(60):
        for name, text in (("config/routes.yaml", MAIN), ("config/admin.yaml", ADMIN)):
            letters = list(text)
            for _ in range(dice.randint(0, 3)):
                at = dice.randrange(len(letters))
                letters[at : at + dice.randint(0, 2)] = dice.choice("{}[]:'\"#&*|-\n ?<\\")
            (folder / name).write_text("".join(letters), encoding="utf-8")
        table = read_routes(folder)
        assert all(doubt.spot.line > 0 for doubt in table.doubts)
