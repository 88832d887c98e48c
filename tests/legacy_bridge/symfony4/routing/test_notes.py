"""Routes in annotations and attributes of controllers."""

from pathlib import Path

from legacy_bridge.symfony4.routing.notes import controller_routes, routes_below

ANNOTATED = """<?php
namespace App\\Controller;

/**
 * @Route("/admin", name="admin_", requirements={"id"="\\d+"})
 */
class ListeController
{
    /**
     * @Route("/liste/{id}", name="liste", methods={"GET", "HEAD"}, defaults={"id"=1, "x"=null})
     * @Route("/autre", condition="context.getMethod() == 'GET'")
     */
    public function liste() {}

    /** @Route(path="/{a}", requirements={"a"=self::A}) */
    public function known() {}

    /** said */
    public function none() {}
}
abstract class Base { /** @Route("/never") */ function x() {} }
"""
ATTRIBUTED = """<?php
namespace App\\Controller;
#[Route('/agenda', name: 'agenda_')]
final class AgendaController
{
    #[Route('/{slug}', name: 'show', methods: ['GET'], requirements: ['slug' => '[a-z-]+'])]
    #[IsGranted('ROLE_X')]
    public function show() {}
    #[Route(['fr' => '/a', 'en' => '/b'], name: 'both')]
    public function both() {}
}
#[Route('/home', host: 'x.exemple')]
class HomeController { public function __invoke() {} }
"""


def test_annotations_are_read() -> None:
    routes, doubts = controller_routes(ANNOTATED, "ListeController.php")

    assert [(r.name, r.path, sorted(r.methods), r.spot.line) for r in routes] == [
        ("admin_liste", "/admin/liste/{id}", ["GET", "HEAD"], 10),
        ("admin_app_liste_liste", "/admin/autre", [], 11),
    ]
    assert routes[0].requirements == {"id": "\\d+"}
    assert routes[0].defaults == {"id": "1", "x": None}
    assert routes[1].condition == "context.getMethod() == 'GET'"
    assert routes[0].controller == "App\\Controller\\ListeController::liste"
    assert [doubt.spot.line for doubt in doubts] == [15]


def test_attributes_are_read() -> None:
    routes, doubts = controller_routes(ATTRIBUTED, "AgendaController.php")

    assert [(r.name, r.path, r.controller.rpartition("\\")[2]) for r in routes] == [
        ("agenda_show", "/agenda/{slug}", "AgendaController::show"),
        ("app_home_invoke", "/home", "HomeController"),
    ]
    assert (routes[0].methods, routes[1].host) == ({"GET"}, "x.exemple")
    assert "by language" in doubts[0].text


def test_files_without_routes_have_none() -> None:
    assert controller_routes("<?php class A {}", "A.php") == ([], [])


def test_controllers_of_a_folder_are_read_by_name(tmp_path: Path) -> None:
    (tmp_path / "B.php").write_text(ATTRIBUTED)
    (tmp_path / "A.php").write_text(ANNOTATED)

    routes, _ = routes_below(tmp_path, tmp_path)

    assert [route.spot.file for route in routes] == ["A.php", "A.php", "B.php", "B.php"]
