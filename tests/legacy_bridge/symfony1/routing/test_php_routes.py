"""Routes that plugins spell out in PHP, read and not run."""

import pytest

from legacy_bridge.symfony1.places import Doubt, Spot
from legacy_bridge.symfony1.routing.classes import SYMFONY_ONLY
from legacy_bridge.symfony1.routing.php_routes import Added, added_routes, with_added
from legacy_bridge.symfony1.routing.routes import RouteDefinition

TEXT = """<?php
class agendaRouting
{
  static public function listen(sfEvent $event)
  {
    $r = $event->getSubject();
    $r->prependRoute('agenda', new sfRoute('/agenda', array('module' => 'agenda', 'action' => 'index')));
    $event->getSubject()->prependRoute('agenda_show', new sfDoctrineRoute('/agenda/:id',
      ['module' => 'agenda', 'action' => 'show'], ['id' => '\\d+', 'sf_method' => ['get']],
      ['model' => 'Agenda', 'type' => 'object']));
    $r->prependRoute('admin', new sfDoctrineRouteCollection(array('name' => 'admin', 'model' => 'A', 'actions' => array('list'))));
    $r->insertRouteBefore('agenda', 'before', new sfRoute('/before'));
    $r->appendRoute('last', new sfRoute('/last'));
    $r->connect('too', new sfRoute('/too'));
    $r->prependRoute($name, $route);
    $r->prependRoute('own', new ownRoute('/own'));
    $r->prependRoute('wrong', new sfRoute('/wrong', 'text'));
    $r->prependRoute('inner', new sfRoute('/inner', array('a' => new sfRoute('/x'))));
    $r->prependRoute('plain', '/plain');
    $this->dispatcher->connect('routing.load_configuration', array('agendaRouting', 'listen'));
  }
}
"""


def read() -> tuple[list[Added], list[Doubt]]:
    return added_routes(TEXT, "agendaRouting.class.php", SYMFONY_ONLY)


def test_calls_that_spell_out_a_route_are_read() -> None:
    found = [(one.where, [route.name for route in one.routes]) for one in read()[0]]

    assert found == [
        ("front", ["agenda"]),
        ("front", ["agenda_show"]),
        ("front", ["admin"]),
        ("agenda", ["before"]),
        ("end", ["last"]),
        ("end", ["too"]),
    ]


def test_their_arguments_are_read() -> None:
    shown = read()[0][1].routes[0]

    assert (shown.url, dict(shown.requirements), shown.takes_methods) == (
        "/agenda/:id", {"id": "\\d+", "sf_method": ["get"]}, True,
    )  # fmt: skip
    assert str(shown.spot) == "agendaRouting.class.php:8"


def test_the_others_are_said_with_their_lines() -> None:
    assert [(doubt.spot.line, doubt.text.split(";")[0]) for doubt in read()[1]] == [
        (15, "a route made in PHP: $name is known to running PHP only"),
        (16, "the route own: the class ownRoute is not among the project's files"),
        (17, "'text' where an array was expected"),
        (18, "an object inside a route's arguments"),
        (19, "a route made in PHP: expected a name and a new route"),
    ]


def test_files_without_such_calls_are_not_read() -> None:
    assert added_routes("<?php class A {", "A.php", SYMFONY_ONLY) == ([], [])


def one(name: str, url: str) -> RouteDefinition:
    return RouteDefinition(name, "sfRoute", url, {}, {}, {}, Spot("x"))


@pytest.mark.parametrize(
    ("added", "names"),
    [
        pytest.param([Added("front", (one("p", "/p"),)), Added("front", (one("q", "/q"),))], ["q", "p", "a", "b"], id="prepended"),
        pytest.param([Added("end", (one("p", "/p"),))], ["a", "b", "p"], id="appended"),
        pytest.param([Added("a", (one("p", "/p"),))], ["p", "a", "b"], id="inserted"),
    ],
)  # fmt: skip
def test_added_routes_take_their_places(added: list[Added], names: list[str]) -> None:
    routes = with_added((one("a", "/a"), one("b", "/b")), added)

    assert [route.name for route in routes] == names


def test_a_route_of_the_file_keeps_the_plugins_place() -> None:
    routes = with_added((one("a", "/a"), one("p", "/own")), [Added("front", (one("p", "/p"),))])

    assert [(route.name, route.url) for route in routes] == [("p", "/own"), ("a", "/a")]
