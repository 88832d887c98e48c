"""A page set put on a blueprint: legacy addresses in, one action out."""

from collections.abc import Callable, Mapping
from functools import partial

from flask import Blueprint, Response, request

from modules.kernel.admin import batch_views, form_views, list_views
from modules.kernel.admin.addresses import Asked, asked_of_collection, asked_of_default
from modules.kernel.admin.exchange import Exchange, effective_method, merged_parameters
from modules.kernel.admin.links import list_method
from modules.kernel.admin.pages import AdminPages, RowAction
from modules.kernel.errors import PageNotFound, SignInNeeded
from modules.kernel.ports import Credentials
from modules.kernel.request_state import database_session, need, visit
from modules.kernel.typed_forms import keep_typed_form

#: Every page set has these actions, whichever route leads to them.
_ACTIONS: Mapping[str, Callable[[Exchange], Response]] = {
    "index": list_views.index,
    "filter": list_views.filtered,
    "batch": batch_views.batch,
    "new": form_views.new,
    "create": form_views.create,
    "edit": form_views.edit,
    "update": form_views.update,
    "delete": form_views.delete,
}

#: Those that leave something in the session, beside a module's own: they wait for it first.
_WRITING = frozenset({"filter", "batch", "create", "update", "delete"})

_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


def add_pages(blueprint: Blueprint, pages: AdminPages) -> None:
    """Answer a page set's addresses: its collection's and its module's default ones."""

    def collection(rest: str = "") -> Response:  # noqa: ARG001  # read from the raw path
        path, method = request.path.removeprefix(pages.prefix), effective_method(request)
        own = (one.asked(method, path) for one in pages.own_routes)
        asked = next((one for one in own if one is not None), None)
        return _answer(pages, asked or asked_of_collection(method, path))

    def default(rest: str = "") -> Response:  # noqa: ARG001  # read from the raw path
        return _answer(pages, asked_of_default(request.path.removeprefix(f"/{pages.module}")))

    for rule in (pages.prefix, f"{pages.prefix}.<path:rest>", f"{pages.prefix}/<path:rest>"):
        blueprint.add_url_rule(rule, f"{pages.module}_pages", collection, methods=_METHODS)
    for rule in (f"/{pages.module}", f"/{pages.module}/<path:rest>"):
        blueprint.add_url_rule(rule, f"{pages.module}_default", default, methods=_METHODS)


def _answer(pages: AdminPages, asked: Asked | None) -> Response:
    """The page, once the action is known and the visitor may have it.

    Errors: PageNotFound before any question of rights, as the legacy does; SignInNeeded,
            CredentialMissing, SessionsUnavailable.
    """
    if asked is None:
        raise PageNotFound
    answer = _answer_of(pages, asked.action)
    if answer is None:
        raise PageNotFound
    if _waits(pages, asked.action):
        # Before a connection is taken, and rows are saved whose message could not be left.
        visit().wait_to_write()
    try:
        need(pages.action_credentials.get(asked.action, pages.credentials))
        need(_action_credentials(pages, asked.action))
    except SignInNeeded:
        parameters = merged_parameters(request, asked)
        if (form := form_views.page_of(pages, asked, parameters)) is not None:
            keep_typed_form(form)
        raise
    session = database_session()
    session.info["culture"] = visit().culture
    exchange = Exchange(
        pages=pages,
        asked=asked,
        parameters=merged_parameters(request, asked),
        visit=visit(),
        session=session,
    )
    return answer(exchange)


def _answer_of(pages: AdminPages, name: str) -> Callable[[Exchange], Response] | None:
    """What answers an action: the module's own, else a row action, else the generator's."""
    for own in pages.own_actions:
        if own.name.lower() == name:
            return own.answer
    if (action := _row_action(pages, name)) is not None:
        return partial(batch_views.row_action, action=action)
    return _ACTIONS.get(name)


def _waits(pages: AdminPages, name: str) -> bool:
    """Whether the action leaves something in the session."""
    own = next((one for one in pages.own_actions if one.name.lower() == name), None)
    if own is not None:
        return own.writes and effective_method(request) == "POST"
    return name in _WRITING or _row_action(pages, name) is not None


def _row_action(pages: AdminPages, name: str) -> RowAction | None:
    own = [action for action in pages.row_actions if isinstance(action, RowAction)]
    return next((action for action in own if list_method(action).lower() == name), None)


def _action_credentials(pages: AdminPages, name: str) -> Credentials:
    """What the generator asks for this action, wherever the description mentions it."""
    known = (*pages.row_actions, *pages.batch_actions, *pages.list_actions, *pages.form_actions)
    for action in known:
        if action.credentials and name in {
            action.name.lstrip("_").lower(),
            list_method(action).lower(),
        }:
            return action.credentials
    return ()
