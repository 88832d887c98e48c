"""The rows that hang on another one, on one page with the form of one of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import Response, render_template
from sqlalchemy import select

from modules.kernel.admin.binding import Bound
from modules.kernel.admin.drawing import drawn_form
from modules.kernel.admin.exchange import Exchange
from modules.kernel.admin.form_views import (
    asked_row,
    bound_form,
    check_token,
    fresh_row,
    put_values,
    renewed,
)
from modules.kernel.admin.links import Links
from modules.kernel.admin.messages import CREATED, DELETED, NOT_SAVED, UPDATED
from modules.kernel.admin.pages import AdminPages, Attribute, Column
from modules.kernel.admin.posted import branch
from modules.kernel.behaviours import delete as delete_row
from modules.kernel.database import transaction
from modules.kernel.errors import PageNotFound
from modules.kernel.redirects import redirect_to


@dataclass(frozen=True, kw_only=True)
class Children:
    """One such page.

    Shape: `pages` describe the form of a child, its fieldset alone; `parent` is the child's
           attribute that holds the number of the row it hangs on; `path` follows the parent's
           address: "/inscriptions"; the title is followed by what the parent is called.
    """

    pages: AdminPages
    parent: Attribute
    columns: tuple[Column, ...]
    path: str
    title: str


def children_page(exchange: Exchange, children: Children, *, is_post: bool) -> Response:
    """The rows with their form; on a post, what was asked of one of them.

    Errors: PageNotFound, for a row of somebody else's; RequestForged.
    """
    parent = asked_row(exchange)
    page = _Page(replace(exchange, pages=children.pages), children, parent, exchange)
    return page.posted() if is_post else page.shown(page.row(), None)


@dataclass(frozen=True)
class _Page:
    """One request to such a page: `exchange` is the child's, `asked` the parent's."""

    exchange: Exchange
    children: Children
    parent: Any
    asked: Exchange

    @property
    def address(self) -> str:
        """The page's own."""
        return Links(self.asked.pages).row(self.parent.id) + self.children.path

    def row(self) -> Any:
        """The row that the address or the post names, or a fresh one of this parent."""
        given = self.exchange.parameters.get(self.exchange.pages.form_name)
        number = given.get("id", "") if isinstance(given, dict) else given
        if isinstance(number, str) and number:
            return self.own(number)
        row = fresh_row(self.exchange)
        setattr(row, self.children.parent.key, self.parent.id)
        return row

    def own(self, number: str) -> Any:
        """A row of this parent.

        Errors: PageNotFound.
        """
        model = self.exchange.pages.model
        found = select(model).where(model.id == number, self.children.parent == self.parent.id)
        row = self.exchange.session.scalars(found).first()
        if row is None:
            raise PageNotFound
        return row

    def posted(self) -> Response:
        """A row deleted or saved, then the page again; the form when something is refused."""
        row = self.row()
        if doomed := self.exchange.text("supprimer"):
            check_token(self.exchange)
            with transaction(self.exchange.session):
                delete_row(self.exchange.session, self.own(doomed))
            return self.done(DELETED)
        posted = branch(self.exchange.parameters, self.exchange.pages.form_name)
        if (given_back := renewed(self.exchange, row, posted)) is not None:
            return self.shown(row, given_back)
        bound = bound_form(self.exchange, row, posted)
        if not bound.is_valid:
            return self.shown(row, bound)
        notice = CREATED if row.id is None else UPDATED
        with transaction(self.exchange.session):
            put_values(self.exchange, row, bound)
        return self.done(notice)

    def done(self, notice: str) -> Response:
        """The page once more, with a message."""
        self.exchange.visit.say("notice", notice)
        return redirect_to(self.address)

    def rows(self) -> Sequence[Any]:
        """The parent's rows, the oldest first."""
        model = self.exchange.pages.model
        found = select(model).where(self.children.parent == self.parent.id).order_by(model.id)
        return self.exchange.session.scalars(found).all()

    def shown(self, row: Any, bound: Bound | None) -> Response:
        """The page."""
        self.asked.need_html()
        with self.exchange.session.no_autoflush:
            return Response(
                render_template(
                    "admin/children.html",
                    exchange=self.exchange,
                    columns=self.children.columns,
                    form=drawn_form(self.exchange, row, bound),
                    rows=self.rows(),
                    is_new=row.id is None,
                    title=f"{self.children.title} : {self.parent}",
                    address=self.address,
                    table=self.exchange.pages.form_name,
                    back=Links(self.asked.pages).edit(self.parent.id),
                    error_now=NOT_SAVED if bound is not None else None,
                )
            )
