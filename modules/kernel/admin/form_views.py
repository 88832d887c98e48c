"""The forms of a page set: new, create, edit, update, delete."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from flask import Response, render_template
from sqlalchemy import select

from modules.kernel.admin.addresses import Asked
from modules.kernel.admin.binding import TOKEN, Bound, bind, token_fault
from modules.kernel.admin.cells import title_text
from modules.kernel.admin.drawing import drawn_form, hidden_values
from modules.kernel.admin.exchange import Exchange
from modules.kernel.admin.links import Links
from modules.kernel.admin.messages import (
    ADD_ANOTHER,
    CREATED,
    DELETED,
    NOT_SAVED,
    UPDATED,
    Message,
)
from modules.kernel.admin.pages import AdminPages
from modules.kernel.admin.posted import Posted, branch, posted_values
from modules.kernel.behaviours import delete as delete_row
from modules.kernel.database import transaction
from modules.kernel.errors import PageNotFound, RequestForged
from modules.kernel.redirects import redirect_to
from modules.kernel.typed_forms import GIVEN_BACK


def new(exchange: Exchange) -> Response:
    """The empty form, or what was typed into it before a sign-in."""
    return _opened(exchange, fresh_row(exchange))


def create(exchange: Exchange) -> Response:
    """A new row from the posted form; the form again when something is refused."""
    return _processed(exchange, fresh_row(exchange))


def edit(exchange: Exchange) -> Response:
    """The form of a row, or what was typed into it before a sign-in."""
    return _opened(exchange, asked_row(exchange))


def update(exchange: Exchange) -> Response:
    """A row changed by the posted form; the form again when something is refused."""
    return _processed(exchange, asked_row(exchange))


def page_of(pages: AdminPages, asked: Asked, parameters: Mapping[str, Posted]) -> str | None:
    """The path that shows the form this action was sent from; None for other actions."""
    number = parameters.get("id")
    match asked.action:
        case "create":
            return Links(pages).new()
        case "update" if isinstance(number, str) and number.isdecimal():
            return Links(pages).edit(int(number))
        case "filter" if branch(parameters, pages.filter_name) and "_reset" not in parameters:
            return Links(pages).list()
    return None


def delete(exchange: Exchange) -> Response:
    """A row deleted, then the list."""
    check_token(exchange)
    row = asked_row(exchange)
    with transaction(exchange.session):
        delete_row(exchange.session, row)
    exchange.visit.say("notice", DELETED)
    return redirect_to(Links(exchange.pages).list())


def fresh_row(exchange: Exchange) -> Any:
    """A row that is not stored yet, holding what its columns' info says of fresh ones.

    Shape: not SQLAlchemy's own defaults, which would also replace a NULL that was posted.
    """
    row = exchange.pages.model()
    mapper = exchange.pages.model.__mapper__
    for column in exchange.pages.model.__table__.columns:
        if "fresh" in column.info:
            setattr(row, mapper.get_property_by_column(column).key, column.info["fresh"])
    return row


def asked_row(exchange: Exchange) -> Any:
    """The row the address names.

    Errors: PageNotFound, when there is none.
    """
    number = exchange.text("id")
    model = exchange.pages.model
    found = select(model).where(model.id == number, *exchange.scope)
    row = exchange.session.scalars(found).first()
    if not number or row is None:
        raise PageNotFound
    return row


def check_token(exchange: Exchange) -> None:
    """Let a request through that comes from one of our pages.

    Errors: RequestForged; the legacy throws too, and shows its page of a 500.
    """
    if token_fault(exchange.parameters.get(TOKEN), exchange.base_token):
        raise RequestForged


def _opened(exchange: Exchange, row: Any) -> Response:
    links = Links(exchange.pages)
    typed = exchange.visit.typed(links.new() if row.id is None else links.edit(row.id))
    if typed is None:
        return _form_page(exchange, row, None)
    posted = branch(posted_values(typed.pairs), exchange.pages.form_name)
    given_back = Bound({**posted, **hidden_values(exchange, row)})
    return _form_page(exchange, row, given_back, GIVEN_BACK)


def renewed(exchange: Exchange, row: Any, posted: Mapping[str, Posted]) -> Bound | None:
    """A form opened before this visitor's session changed, with a token that holds.

    Shape: None for any other form; nothing of it is stored.
    """
    token = posted.get(TOKEN)
    if isinstance(token, str) and exchange.visit.is_outdated(token, exchange.pages.form_class):
        return Bound({**posted, **hidden_values(exchange, row)})
    return None


def _processed(exchange: Exchange, row: Any) -> Response:
    pages = exchange.pages
    posted = branch(exchange.parameters, pages.form_name)
    if (given_back := renewed(exchange, row, posted)) is not None:
        return _form_page(exchange, row, given_back, GIVEN_BACK)
    bound = bound_form(exchange, row, posted)
    if not bound.is_valid:
        return _form_page(exchange, row, bound)
    notice = CREATED if row.id is None else UPDATED
    with transaction(exchange.session):
        put_values(exchange, row, bound)
        if pages.after_save is not None:
            exchange.session.flush()
            pages.after_save(exchange.session, row)
    if "_save_and_add" in exchange.parameters:
        exchange.visit.say("notice", notice + ADD_ANOTHER)
        return redirect_to(Links(pages).new())
    exchange.visit.say("notice", notice)
    return redirect_to(Links(pages).edit(row.id))


def bound_form(exchange: Exchange, row: Any, posted: Mapping[str, Posted]) -> Bound:
    """What was posted for a row, with everything that is wrong with it."""
    bound = bind(exchange.fields, posted, hidden_values(exchange, row), exchange.session)
    bound = _with_errors(bound, _contradictions(exchange, row, bound))
    return _with_errors(bound, _twins(exchange, row, bound))


def put_values(exchange: Exchange, row: Any, bound: Bound) -> None:
    """The values of a valid form put into the row, which will be saved with the session."""
    for one in exchange.fields:
        setattr(row, one.attribute.key, bound.values[one.name])
    exchange.session.add(row)


def _with_errors(bound: Bound, found: Iterable[tuple[str, Message]]) -> Bound:
    errors = dict(bound.errors)
    for name, message in found:
        errors[name] = [*errors.get(name, ()), message]
    return replace(bound, errors=errors)


def _contradictions(exchange: Exchange, row: Any, bound: Bound) -> Iterator[tuple[str, Message]]:
    """What the description's own checks refuse, even when other fields were refused."""
    names = {one.attribute.key: one.name for one in exchange.fields}
    values = {key: bound.values[name] for key, name in names.items() if name in bound.values}
    pages = exchange.pages
    found = [check(values) for check in pages.checks]
    found += [check(exchange.session, row, values) for check in pages.row_checks]
    for said in found:
        for key, message in said.items():
            if key in names:
                yield names[key], message


def _twins(exchange: Exchange, row: Any, bound: Bound) -> Iterator[tuple[str, Message]]:
    """Values that another row has in a unique column.

    Source: sfValidatorDoctrineUnique, which runs even when other fields were refused.
    """
    model = exchange.pages.model
    for one in exchange.fields:
        value = bound.values.get(one.name)
        if not one.attribute.property.columns[0].unique or value in (None, ""):
            continue
        twin = exchange.session.scalars(select(model.id).where(one.attribute == value)).first()
        if twin is not None and twin != row.id:
            text = 'An object with the same "%column%" already exist.'
            yield one.name, Message(text, {"column": one.name})


def _form_page(
    exchange: Exchange, row: Any, bound: Bound | None, error: str = NOT_SAVED
) -> Response:
    exchange.need_html()
    pages, culture = exchange.pages, exchange.visit.culture
    is_new = row.id is None
    title = pages.titles.new if is_new else pages.titles.edit
    return Response(
        render_template(
            "admin/form.html",
            exchange=exchange,
            pages=pages,
            links=Links(pages),
            form=drawn_form(exchange, row, bound),
            row=row,
            is_new=is_new,
            title=title_text(pages, title, row, culture),
            error_now=error if bound is not None else None,
        )
    )
