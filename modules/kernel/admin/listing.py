"""The rows of a list: filtered, sorted, cut in pages, as the legacy's queries do."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, selectinload, undefer
from sqlalchemy.orm.interfaces import ORMOption

from modules.kernel.admin.pager import Pager
from modules.kernel.admin.pages import AdminPages
from modules.kernel.admin.state import ListState, Sort


def criteria(state: ListState) -> list[ColumnElement[bool]]:
    """The conditions that the kept filters set."""
    kept = state.filters()
    found = [one.criterion(kept.get(one.name)) for one in state.pages.all_filters]
    return [criterion for criterion in found if criterion is not None]


def is_sortable(pages: AdminPages, name: str) -> bool:
    """Whether the legacy sorts by this name: any column of the table, listed or not."""
    return name in _columns(pages)


def rows_of_page(
    session: Session, state: ListState, scope: Sequence[ColumnElement[bool]] = ()
) -> tuple[Pager, Sequence[Any]]:
    """The pager and the rows of the page this visitor is on."""
    conditions = [*scope, *criteria(state)]
    total = session.scalar(select(func.count()).select_from(state.pages.model).where(*conditions))
    pager = Pager(total or 0, state.pages.page_size, state.page())
    query = _sorted(select(state.pages.model).where(*conditions), state)
    rows = session.scalars(query.limit(pager.size).offset(pager.offset)).all()
    return pager, rows


def all_rows(
    session: Session, state: ListState, scope: Sequence[ColumnElement[bool]] = ()
) -> Sequence[Any]:
    """Every row the filters leave, in the list's order."""
    query = _sorted(select(state.pages.model).where(*scope, *criteria(state)), state)
    return session.scalars(query).all()


def _columns(pages: AdminPages) -> dict[str, ColumnElement[Any]]:
    table = pages.model.__table__
    return {column.name: column for column in table.columns}


def _related(pages: AdminPages) -> list[ORMOption]:
    """Loads the rows that columns show by name in one more statement, not one a row.

    Shape: what a column computes comes with the rows themselves.
    """
    attributes = [column.attribute for column in pages.columns if not column.is_sortable]
    return [
        selectinload(one) if hasattr(one.property, "mapper") else undefer(one) for one in attributes
    ]


def _sorted(query: Select[Any], state: ListState) -> Select[Any]:
    query = query.options(*_related(state.pages))
    sort: Sort | None = state.sort()
    column = _columns(state.pages).get(sort.name) if sort else None
    if sort is None or column is None:
        return query
    return query.order_by(column.desc() if sort.is_descending else column.asc())
