"""Gardens with everything a lot may add to its generated pages, on any database."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, request
from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from modules.kernel.admin.children import Children, children_page
from modules.kernel.admin.exchange import Exchange, effective_method
from modules.kernel.admin.fields import Integer, RowNumber, Text
from modules.kernel.admin.messages import Message
from modules.kernel.admin.pages import Column, Fieldset, LinkAction, OwnAction, OwnRoute
from modules.kernel.admin.views import add_pages
from modules.kernel.lot import Lot
from modules.kernel.ports import Visit
from tests.fakes.gardens import GARDENS, Garden

FIELDS = (
    Text(attribute=Garden.name, label="Nom", required=True, max_length=20),
    Integer(attribute=Garden.trees, label="Arbres"),
)
OF_A_GARDEN = Children(
    pages=replace(GARDENS, fieldsets=(Fieldset(fields=FIELDS),), checks=()),
    parent=Garden.neighbour_id,
    columns=(Column(attribute=Garden.name, label="Nom"), Column(attribute=Garden.is_open, label="Ouvert")),
    path="/voisins",
    title="Voisins",
)  # fmt: skip


def neighbours_page(exchange: Exchange) -> Response:
    return children_page(exchange, OF_A_GARDEN, is_post=effective_method(request) == "POST")


def only_open(visit: Visit, _: Session) -> ColumnElement[bool] | None:
    """Visitors without the keys see the gardens that are open."""
    return None if visit.holds(("clefs",)) else Garden.is_open.is_(True)


def no_second_forest(
    session: Session, row: Garden, values: Mapping[str, Any]
) -> Mapping[str, Message]:
    forest = session.query(Garden).filter(Garden.trees > 100, Garden.id != (row.id or 0)).first()
    too_many = (values.get("trees") or 0) > 100
    return {"trees": Message("Une forêt suffit.")} if forest and too_many else {}


def count_the_leaves(_: Session, row: Garden) -> None:
    if row.trees:
        row.notes = f"{row.trees} arbres"


NEIGHBOURS = replace(
    GARDENS,
    fieldsets=(
        Fieldset(fields=(*FIELDS, RowNumber(attribute=Garden.neighbour_id, label="Voisin", model=Garden))),
    ),
    row_actions=(LinkAction(name="voisins", label="Voisins", path="/{id}/voisins"),),
    checks=(),
    row_checks=(no_second_forest,),
    after_save=count_the_leaves,
    scope=only_open,
    own_actions=(OwnAction(name="Voisins", answer=neighbours_page, writes=True),),
    own_routes=(OwnRoute(pattern=r"/(?P<id>\d+)/voisins", action="voisins"),),
    action_credentials={"new": ("jardins", "clefs")},
)  # fmt: skip

blueprint = Blueprint("neighbours", __name__)
add_pages(blueprint, NEIGHBOURS)

NEIGHBOURS_LOT = Lot(
    name="neighbours",
    title="Voisins",
    blueprint="tests.fakes.neighbours:blueprint",
    tables=("garden",),
)
