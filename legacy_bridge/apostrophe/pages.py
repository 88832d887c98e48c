"""Apostrophe's page tree, engine pages and redirects, read from its database and never written."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import (
    Boolean,
    Column,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    select,
)
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from legacy_bridge.symfony1.places import NotUnderstood, Spot
from legacy_bridge.symfony1.project.surface import Reach
from legacy_bridge.symfony1.routing.examples import example_paths
from legacy_bridge.symfony1.routing.routes import Route

_METADATA = MetaData()
A_PAGE = Table(
    "a_page",
    _METADATA,
    Column("id", Integer, primary_key=True),
    Column("slug", Text),
    Column("engine", String(255)),
    Column("template", String(100)),
    Column("lft", Integer),
    Column("archived", Boolean),
    Column("view_is_secure", Boolean),
)
A_REDIRECT = Table(
    "a_redirect",
    _METADATA,
    Column("id", Integer, primary_key=True),
    Column("page_id", Integer),
    Column("slug", String(255)),
)


@dataclass(frozen=True, slots=True)
class Page:
    """A page that has an address: its slug starts with a slash."""

    id: int
    slug: str
    engine: str
    template: str
    is_archived: bool
    is_secure: bool


@dataclass(frozen=True)
class PageTree:
    """The pages and redirects of a site; implements the surface's Pages."""

    pages: tuple[Page, ...]
    redirects: tuple[tuple[str, int | None], ...] = ()

    @cached_property
    def _by_slug(self) -> dict[str, Reach]:
        return {folded(reach.pattern): reach for reach in self.reaches()}

    @cached_property
    def _engines(self) -> list[Page]:
        """Engine pages, the longest slug first."""
        engines = (page for page in self.pages if page.engine)
        return sorted(engines, key=lambda page: len(page.slug), reverse=True)

    def engine(self, path: str) -> tuple[Page, str] | None:
        """The engine page that a path is below, and the rest of the path.

        Source: aPageTable::getMatchingEnginePage, aRouteTools::removePageFromUrl.
        """
        page = self._engine_page(path)
        if page is None:
            return None
        rest = path[len(page.slug.rstrip("/")) :]
        return page, rest or "/"

    def _engine_page(self, path: str) -> Page | None:
        wanted = folded(path)
        for page in self._engines:
            slug = folded(page.slug).rstrip("/")
            if wanted.startswith(slug) and wanted[len(slug) : len(slug) + 1] in {"", "/"}:
                return page
        return None

    def find(self, path: str) -> Reach | None:
        """The page or redirect at a path; with a final slash Apostrophe leads to it without one."""
        return self._by_slug.get(folded(path.rstrip("/") or "/"))

    def engine_reaches(self, routes: Sequence[Route]) -> Iterator[tuple[str, Route, Reach]]:
        """What the routes of each engine are below each of its pages."""
        for page in self.pages:
            for route in routes:
                if page.engine and route.defaults.get("module") == page.engine:
                    yield page.slug, route, self._engine_reach(page, route)

    def _engine_reach(self, page: Page, route: Route) -> Reach:
        below = page.slug.rstrip("/")
        examples = tuple(below + ("" if path == "/" else path) for path in example_paths(route, {}))
        pattern = below + ("" if route.pattern == "/" else route.pattern)
        return Reach(
            "engine",
            f"page {page.id} {route.name}",
            pattern or "/",
            frozenset(each.upper() for each in route.methods) if route.methods else None,
            route.defaults.get("module", ""),
            route.defaults.get("action", ":action"),
            _wants(page),
            Spot(f"a_page {page.id}; {route.spot.file}", route.spot.line),
            tuple(each or "/" for each in examples),
            route,
            (),
            below,
        )

    @cached_property
    def _reaches(self) -> tuple[Reach, ...]:
        pages = [
            Reach(
                "page",
                f"page {page.id}",
                page.slug,
                None,
                page.engine or "a",
                "show",
                _wants(page),
                Spot(f"a_page {page.id}"),
                (page.slug,),
            )
            for page in self.pages
        ]
        redirects = [
            Reach("redirect", f"redirect {slug}", slug, None, "a", f"page {page or '?'}", "public",
                  Spot(f"a_redirect {slug}"), (slug,))
            for slug, page in self.redirects
        ]  # fmt: skip
        return (*pages, *redirects)

    def reaches(self) -> Sequence[Reach]:
        """Every page and redirect; a page comes before a redirect of the same address."""
        taken = {folded(page.slug) for page in self.pages}
        return tuple(
            reach
            for reach in self._reaches
            if reach.kind == "page" or folded(reach.pattern) not in taken
        )


def _wants(page: Page) -> str:
    if page.is_archived:
        return "editors"
    return "signed in" if page.is_secure else "public"


def folded(slug: str) -> str:
    """A slug as MySQL compares it under utf8_general_ci: neither case nor accents count."""
    if slug.isascii():
        return slug.lower()
    spread = unicodedata.normalize("NFD", slug.lower())
    return "".join(letter for letter in spread if not unicodedata.combining(letter))


def read_pages(url: str) -> PageTree:
    """The page tree of a database.

    Errors: NotUnderstood, when there is no such database or no Apostrophe in it.
    """
    try:
        engine = create_engine(url)
        with engine.connect() as connection:
            return tree_of(connection)
    except (SQLAlchemyError, ImportError, ValueError) as error:
        # The URL may hold a password; the driver's own first line does not.
        text = str(getattr(error, "orig", None) or error).partition("\n")[0]
        raise NotUnderstood(Spot("the pages' database"), text) from None


def tree_of(connection: Connection) -> PageTree:
    """The page tree that a connection sees.

    Errors: SQLAlchemyError.
    """
    rows = connection.execute(select(A_PAGE).order_by(A_PAGE.c.lft, A_PAGE.c.id)).all()
    pages = tuple(
        Page(
            row.id, row.slug, row.engine or "", row.template or "",
            bool(row.archived), bool(row.view_is_secure),
        )
        for row in rows
        # Virtual pages have a slug without a slash, and no address.
        if str(row.slug or "").startswith("/")
    )  # fmt: skip
    found = connection.execute(select(A_REDIRECT.c.slug, A_REDIRECT.c.page_id)).all()
    redirects = tuple((f"/{row.slug.lstrip('/')}", row.page_id) for row in found)
    return PageTree(pages, redirects)
