"""What is done to several rows at once, or to one row by a link of the module's own."""

from collections.abc import Sequence
from typing import Any

from flask import Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from modules.kernel.admin.exchange import Exchange
from modules.kernel.admin.form_views import asked_row, check_token
from modules.kernel.admin.links import Links, batch_method
from modules.kernel.admin.messages import (
    ALL_DELETED,
    NO_ACTION,
    NOTHING_SELECTED,
    SOME_GONE,
)
from modules.kernel.admin.pages import Action, BatchAction, RowAction
from modules.kernel.admin.posted import Posted
from modules.kernel.behaviours import delete as delete_row
from modules.kernel.database import transaction
from modules.kernel.errors import CredentialMissing, RequestUnreadable
from modules.kernel.redirects import redirect_to


def batch(exchange: Exchange) -> Response:
    """The chosen action on the ticked rows, then the list.

    Errors: RequestForged, RequestUnreadable for an action there is none of, CredentialMissing.
    """
    check_token(exchange)
    name, message = _batch(exchange)
    exchange.visit.say(name, message)
    return redirect_to(Links(exchange.pages).list())


def row_action(exchange: Exchange, action: RowAction) -> Response:
    """The module's own action on one row, then where it leads."""
    row = asked_row(exchange)
    with transaction(exchange.session):
        outcome = action.run(exchange.session, row)
    exchange.visit.say("notice", outcome.notice)
    links = Links(exchange.pages)
    return redirect_to(links.list() if outcome.edited is None else links.edit(outcome.edited.id))


def _batch(exchange: Exchange) -> tuple[str, str]:
    """The flash message's name and text."""
    ids = exchange.parameters.get("ids")
    if not ids or ids == "0":
        return "error", NOTHING_SELECTED
    name = exchange.text("batch_action")
    if not name:
        return "error", NO_ACTION
    action = _named(exchange.pages.batch_actions, name)
    if not exchange.visit.holds(action.credentials):
        raise CredentialMissing
    rows = _ticked_rows(exchange, ids)
    if rows is None:
        return "error", SOME_GONE
    with transaction(exchange.session):
        if isinstance(action, BatchAction):
            return "notice", action.run(exchange.session, rows)
        return "notice", delete_all(exchange.session, rows)


def _named(actions: Sequence[Action], name: str) -> Action:
    """The batch action that a form named; PHP finds its methods in any case.

    Errors: RequestUnreadable.
    """
    for action in actions:
        if batch_method(action).lower() == name.lower():
            return action
    raise RequestUnreadable


def _ticked_rows(exchange: Exchange, ids: Posted) -> Sequence[Any] | None:
    """The rows that were ticked; None when one of them is not there any more.

    Shape: rows that exist and that the visitor may not see are left out, as PHP leaves them.
    """
    given = list(ids.values()) if isinstance(ids, dict) else [ids]
    texts = {one for one in given if isinstance(one, str)}
    model = exchange.pages.model
    found = select(model).where(model.id.in_(sorted(texts)))
    rows = exchange.session.scalars(found).all()
    if len(rows) != len(texts) or len(texts) != len(set(map(str, given))):
        return None
    return exchange.session.scalars(found.where(*exchange.scope)).all() if exchange.scope else rows


def delete_all(session: Session, rows: Sequence[Any]) -> str:
    """Deletes the rows, all or none; gives the notice."""
    for row in rows:
        delete_row(session, row)
    return ALL_DELETED
