"""One request to a page set: what was asked, with which parameters, by whom."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Request
from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from modules.kernel.admin.addresses import Asked
from modules.kernel.admin.fields import Field
from modules.kernel.admin.pages import AdminPages
from modules.kernel.admin.posted import Posted, posted_values
from modules.kernel.admin.state import ListState
from modules.kernel.errors import RequestUnreadable
from modules.kernel.ports import Visit

#: What Symfony 1.4 knows; a method it does not know counts as GET on the wire.
_METHODS = frozenset({"GET", "POST", "PUT", "DELETE", "HEAD"})

#: The class of tokens that belong to no form of their own: delete links, batches.
BASE_FORM = "BaseForm"


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request to a page set.

    Shape: `parameters` are the query's, then the body's, then the address's: the last win.
    """

    pages: AdminPages
    asked: Asked
    parameters: Mapping[str, Posted]
    visit: Visit
    session: Session

    @property
    def state(self) -> ListState:
        """What the list remembers of this visitor."""
        return ListState(self.pages, self.visit)

    @property
    def fields(self) -> tuple[Field, ...]:
        """The form's fields that this visitor may fill in.

        Source: the generator's configuration unsets what the user has no credential for.
        """
        return tuple(one for one in self.pages.fields if self.visit.holds(one.credentials))

    @property
    def base_token(self) -> str:
        """The token of delete links and batches."""
        return self.visit.form_token(BASE_FORM)

    @property
    def scope(self) -> tuple[ColumnElement[bool], ...]:
        """The conditions of the rows this visitor may see."""
        narrow = self.pages.scope and self.pages.scope(self.visit, self.session)
        return () if narrow is None else (narrow,)

    def need_html(self) -> None:
        """Pass when the page is asked as html; the legacy has no template for anything else.

        Errors: RequestUnreadable.
        """
        if self.asked.format != "html":
            raise RequestUnreadable

    def text(self, name: str) -> str:
        """A parameter that must be text; one sent in parts counts as missing."""
        value = self.parameters.get(name)
        return value if isinstance(value, str) else ""


def effective_method(request: Request) -> str:
    """The method the legacy acts on: a POST may say another in sf_method.

    Errors: RequestUnreadable, for one it does not know.
    Source: sfWebRequest::initialize; the body's sf_method, else the query's.
    """
    if request.method != "POST":
        return request.method if request.method in _METHODS else "GET"
    asked = _posted(request).get("sf_method", _queried(request).get("sf_method", "POST"))
    if not isinstance(asked, str) or asked.upper() not in _METHODS:
        raise RequestUnreadable
    return asked.upper()


def merged_parameters(request: Request, asked: Asked) -> dict[str, Posted]:
    """Query, body and address as one, as sfWebRequest's parameter holder has them."""
    parameters = _queried(request) | _posted(request)
    if request.method == "POST":
        parameters.pop("sf_method", None)
    return {**parameters, **asked.parameters}


def _queried(request: Request) -> dict[str, Posted]:
    return posted_values(request.args.items(multi=True))


def _posted(request: Request) -> dict[str, Posted]:
    return posted_values(request.form.items(multi=True))
