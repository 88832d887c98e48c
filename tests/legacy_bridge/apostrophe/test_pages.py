"""Apostrophe's pages: read from a database, never written."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine, insert, update

from legacy_bridge.apostrophe.pages import A_PAGE, A_REDIRECT, PageTree, folded, read_pages
from legacy_bridge.symfony1.places import NotUnderstood
from legacy_bridge.symfony1.project.application import read_application
from legacy_bridge.symfony1.project.layout import read_project
from legacy_bridge.symfony1.project.surface import ApplicationSurface, Nowhere, Reach
from tests.fakes.symfony1_project import write_project

ROUTING = """
homepage: { url: /, param: { module: a, action: show, slug: / } }
blog_post: { url: "/:year/:slug", class: aDoctrineRoute, param: { module: aBlog, action: show }, options: { model: aBlogPost, type: object }, requirements: { year: '\\d{4}' } }
blog: { url: /, class: aRoute, param: { module: aBlog, action: index } }
login: { url: /login, param: { module: journal, action: index } }
a_page: { url: "/:slug", param: { module: a, action: show }, requirements: { slug: .* } }
"""
PAGES = (
    {"id": 1, "slug": "/", "engine": None, "lft": 1},
    {"id": 2, "slug": "/actualités", "engine": "aBlog", "lft": 2},
    {"id": 3, "slug": "/contact", "engine": "", "lft": 4, "view_is_secure": True},
    {"id": 4, "slug": "/contact/plan", "engine": None, "lft": 5, "archived": True},
    {"id": 5, "slug": "global", "engine": None, "lft": None},
)


@pytest.fixture
def url(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path}/pages.sqlite"
    engine = create_engine(url)
    A_PAGE.create(engine)
    A_REDIRECT.create(engine)
    with engine.begin() as connection:
        for page in PAGES:
            connection.execute(insert(A_PAGE).values(**page))
        connection.execute(insert(A_REDIRECT).values(id=1, page_id=3, slug="/nous-ecrire"))
        connection.execute(insert(A_REDIRECT).values(id=2, page_id=3, slug="contact"))
    engine.dispose()
    return url


def surface(tmp_path: Path, pages: PageTree) -> ApplicationSurface:
    folder = write_project(tmp_path / "project", apps__backend__config__routing_dot_yml=ROUTING)
    return ApplicationSurface(read_application(read_project(folder), "backend"), pages)


def test_pages_with_addresses_and_redirects_are_read(url: str) -> None:
    found = [(r.kind, r.pattern, r.wants) for r in read_pages(url).reaches()]

    assert found == [
        ("page", "/", "public"),
        ("page", "/actualités", "public"),
        ("page", "/contact", "signed in"),
        ("page", "/contact/plan", "editors"),
        ("redirect", "/nous-ecrire", "public"),
    ]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/", "page 1"),
        ("/CONTACT", "page 3"),
        ("/contact/", "page 3"),
        ("/nous-écrire", "redirect /nous-ecrire"),
        ("/actualites", "page 2 blog"),
        ("/actualités/2024/noel", "page 2 blog_post"),
        ("/login", "login"),
    ],
)
def test_an_address_is_an_engines_a_routes_a_page_or_a_redirect(
    tmp_path: Path, url: str, path: str, name: str
) -> None:
    found = surface(tmp_path, read_pages(url)).locate(path, "GET")

    assert isinstance(found, Reach)
    assert found.name == name


@pytest.mark.parametrize("path", ["/absente", "/actualités/x/y/z", "/global"])
def test_an_address_of_no_page_is_unknown(tmp_path: Path, url: str, path: str) -> None:
    assert surface(tmp_path, read_pages(url)).locate(path, "GET") == Nowhere(
        "no page has this address"
    )


def test_a_page_that_an_editor_moves_takes_its_engine_with_it(tmp_path: Path, url: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(update(A_PAGE).where(A_PAGE.c.id == 2).values(slug="/contact/blog"))
    engine.dispose()

    moved = surface(tmp_path, read_pages(url))

    found = moved.locate("/contact/blog/2024/noel", "GET")
    assert isinstance(found, Reach)
    assert (found.name, found.pattern) == ("page 2 blog_post", "/contact/blog/:year/:slug")
    assert isinstance(moved.locate("/actualités/2024/noel", "GET"), Nowhere)


@pytest.mark.parametrize(
    "url", ["sqlite:////nowhere/at/all.sqlite", "nonsense://", "not a url", "sqlite://"]
)
def test_a_database_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(NotUnderstood, match="the pages' database"):
        read_pages(url)


def test_slugs_are_compared_as_mysql_does() -> None:
    assert folded("/Été") == folded("/ete")
