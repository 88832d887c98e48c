"""The list of a page set: shown, filtered, exported."""

from flask import Response, render_template

from modules.kernel.admin.binding import TOKEN, Bound, bind
from modules.kernel.admin.csv_export import csv_of
from modules.kernel.admin.drawing import drawn_filters
from modules.kernel.admin.exchange import Exchange
from modules.kernel.admin.links import Links
from modules.kernel.admin.listing import all_rows, is_sortable, rows_of_page
from modules.kernel.admin.pages import Column
from modules.kernel.admin.posted import branch, posted_values
from modules.kernel.redirects import redirect_to


def index(exchange: Exchange) -> Response:
    """The list, after what the address asks to remember; or the whole list as a file."""
    sort = exchange.text("sort")
    if sort and is_sortable(exchange.pages, sort):
        direction = exchange.parameters.get("sort_type")
        exchange.state.keep_sort(sort, direction if isinstance(direction, str) else "asc")
    page = exchange.parameters.get("page")
    if page and page != "0":
        exchange.state.keep_page(page)
    if exchange.asked.format == "csv":
        return _export(exchange)
    return _list_page(exchange, _given_back(exchange))


def filtered(exchange: Exchange) -> Response:
    """Keeps the posted filters and goes back to the list; the list itself when one is refused."""
    exchange.state.keep_page(1)
    links = Links(exchange.pages)
    if "_reset" in exchange.parameters:
        exchange.state.keep_filters({})
        return redirect_to(links.list())
    posted = branch(exchange.parameters, exchange.pages.filter_name)
    bound = bind(exchange.pages.all_filters, posted, _hidden(exchange), exchange.session)
    if not bound.is_valid:
        return _list_page(exchange, bound)
    exchange.state.keep_filters(bound.values)
    return redirect_to(links.list())


def _hidden(exchange: Exchange) -> dict[str, str]:
    return {TOKEN: exchange.visit.form_token(exchange.pages.filter_class)}


def _given_back(exchange: Exchange) -> Bound | None:
    """Filters that were posted when the session had ended, kept now; the form when one is refused."""
    typed = exchange.visit.typed(Links(exchange.pages).list())
    if typed is None:
        return None
    posted = branch(posted_values(typed.pairs), exchange.pages.filter_name)
    hidden = _hidden(exchange)
    bound = bind(exchange.pages.all_filters, {**posted, **hidden}, hidden, exchange.session)
    if not bound.is_valid:
        return bound
    exchange.state.keep_page(1)
    exchange.state.keep_filters(bound.values)
    return None


def visible_columns(exchange: Exchange) -> tuple[Column, ...]:
    """The columns this visitor may see."""
    return tuple(
        column for column in exchange.pages.columns if exchange.visit.holds(column.credentials)
    )


def _list_page(exchange: Exchange, bound: Bound | None) -> Response:
    exchange.need_html()
    filters = drawn_filters(exchange, bound)
    pager, rows = rows_of_page(exchange.session, exchange.state, exchange.scope)
    return Response(
        render_template(
            "admin/list.html",
            exchange=exchange,
            pages=exchange.pages,
            links=Links(exchange.pages),
            filters=filters,
            pager=pager,
            rows=rows,
            sort=exchange.state.sort(),
            columns=visible_columns(exchange),
        )
    )


def _export(exchange: Exchange) -> Response:
    rows = all_rows(exchange.session, exchange.state, exchange.scope)
    response = Response(
        csv_of(visible_columns(exchange), rows), content_type="text/csv; charset=utf-8"
    )
    name = exchange.pages.prefix.lstrip("/")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
