"""What `symfony app:routes` prints."""

import pytest

from legacy_bridge.symfony1.places import NotUnderstood
from legacy_bridge.symfony1.routing.listing import listed_routes
from legacy_bridge.symfony1.routing.table import compiled_table

LIST = """>> app       Current routes for application "frontend"
Name        Method    Pattern
\x1b[32magenda\x1b[0m      ANY       /agenda
communes    GET, HEAD /communes.:sf_format
media       ANY       /media/:slug.:format
>> app       done
"""
DETAIL = """>> app       Route "communes" for application "frontend"
Name         communes
Pattern      /communes.:sf_format
Class        sfDoctrineRoute
Defaults     action: 'index'
             module: 'commune'
             sf_format: 'html'
Requirements sf_format: '[^/\\\\.]+'
             sf_method: array (0 => 'get',1 => 'head',)
Options      cache: NULL
Regex        #^/communes(?:\\.(?P<sf_format>[^/\\.]+))?$#x
Tokens       separator  array (0 => '/',1 => NULL,)
"""


def test_a_list_gives_names_methods_and_patterns() -> None:
    routes = listed_routes(LIST, "routes.txt")

    assert [(r.name, r.url, r.takes_methods) for r in routes] == [
        ("agenda", "/agenda", False),
        ("communes", "/communes.:sf_format", True),
        ("media", "/media/:slug.:format", False),
    ]
    assert str(routes[1].spot) == "routes.txt:4"
    assert compiled_table(routes).routes[1].methods == {"get", "head"}


def test_details_give_where_a_route_leads() -> None:
    (route,) = listed_routes(DETAIL, "routes.txt")

    assert dict(route.defaults) == {"action": "index", "module": "commune", "sf_format": "html"}
    assert dict(route.requirements) == {"sf_format": "[^/\\.]+", "sf_method": ["get", "head"]}


def test_details_complete_a_list_in_its_order() -> None:
    routes = listed_routes(LIST + DETAIL, "routes.txt")

    assert [(r.name, r.defaults.get("module")) for r in routes] == [
        ("agenda", None), ("communes", "commune"), ("media", None),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["", "anything else\n", ">> app nothing\n"])
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(NotUnderstood, match="no output of symfony app:routes"):
        listed_routes(text, "routes.txt")
