"""A lot of gardens: every kind of column, field and filter, on any database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from flask import Blueprint
from sqlalchemy import BigInteger, Boolean, ForeignKey, Integer, Numeric, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship

from modules.kernel.admin import fields, filters
from modules.kernel.admin.messages import Message
from modules.kernel.admin.pages import (
    DELETE,
    EDIT,
    EXPORT,
    NEW,
    Action,
    AdminPages,
    BatchAction,
    Column,
    Fieldset,
    Outcome,
    RowAction,
    Titles,
)
from modules.kernel.admin.views import add_pages
from modules.kernel.behaviours import Sluggable, SoftDeleted, Timestamped
from modules.kernel.clock import Clock
from modules.kernel.columns import StoredEnum, members_of
from modules.kernel.database import Database
from modules.kernel.lot import Lot

#: SQLite counts by itself in columns of this type alone.
Key = BigInteger().with_variant(Integer, "sqlite")
NOON = datetime.fromisoformat("2026-03-01 12:00:00")


@dataclass
class StoppedClock:
    moment: datetime = NOON

    def now(self) -> datetime:
        return self.moment


class Base(DeclarativeBase):
    pass


class Garden(Timestamped, Sluggable, Base):
    __tablename__ = "garden"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    name: Mapped[str] = mapped_column("nom", String(20))
    notes: Mapped[str | None] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(
        "genre", StoredEnum("potager", "verger"), info={"fresh": "potager"}
    )
    area: Mapped[Decimal | None] = mapped_column("surface", Numeric(8, 2))
    trees: Mapped[int | None] = mapped_column("arbres", Integer)
    is_open: Mapped[bool | None] = mapped_column("ouvert", Boolean)
    neighbour_id: Mapped[int | None] = mapped_column("voisin_id", ForeignKey("garden.id"))
    neighbour: Mapped["Garden | None"] = relationship(
        remote_side="Garden.id", info={"legacy": "Voisin"}
    )

    def __str__(self) -> str:
        return self.name


class Well(SoftDeleted, Base):
    __tablename__ = "well"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    depth: Mapped[int] = mapped_column("profondeur", Integer)


def neighbours(session: Session) -> list[tuple[str, str]]:
    found = session.query(Garden.id, Garden.name).order_by(Garden.name)
    return [(str(number), name) for number, name in found]


def water(_: Session, garden: Garden) -> Outcome:
    garden.notes = "arrosé"
    return Outcome("Arrosé.")


def open_all(_: Session, gardens: list[Garden]) -> str:
    for garden in gardens:
        garden.is_open = True
    return f"{len(gardens)} ouvert(s)."


def not_both(values: Mapping[str, Any]) -> Mapping[str, Message]:
    """An orchard without a tree is none."""
    if values.get("kind") == "verger" and values.get("trees") == 0:
        return {"trees": Message("Un verger a des arbres.")}
    return {}


GARDENS = AdminPages(
    model=Garden,
    module="jardin",
    prefix="/jardins",
    legacy_model="Garden",
    credentials=("jardins",),
    titles=Titles(list="Jardins", new="Nouveau", edit="Modifier « %%name%% » (%%created_at%%)"),
    columns=(
        Column(attribute=Garden.name, label="Nom", is_link=True),
        Column(attribute=Garden.kind, label="Genre"),
        Column(attribute=Garden.neighbour, label="Voisin"),
        Column(attribute=Garden.is_open, label="Ouvert"),
        Column(attribute=Garden.area, label="Surface", credentials=("cadastre",)),
        Column(attribute=Garden.created_at, label="Depuis", date_format="dd/MM/yyyy"),
    ),
    default_sort=(Garden.name, "asc"),
    page_size=3,
    filters=(
        filters.TextFilter(attribute=Garden.name, label="Nom", with_empty=False),
        filters.TextFilter(attribute=Garden.notes, label="Notes"),
        filters.ChoiceFilter(attribute=Garden.kind, label="Genre", choices=members_of(Garden.kind)),
        filters.BooleanFilter(attribute=Garden.is_open, label="Ouvert"),
        filters.NumberFilter(attribute=Garden.trees, label="Arbres"),
        filters.ReferenceFilter(attribute=Garden.neighbour_id, label="Voisin", choices=neighbours),
        filters.DateFilter(attribute=Garden.created_at, label="Depuis", with_empty=True),
    ),
    fieldsets=(
        Fieldset(
            heading="Identité",
            fields=(
                fields.Text(attribute=Garden.name, label="Nom", required=True, max_length=20),
                fields.Choice(
                    attribute=Garden.kind, label="Genre", choices=members_of(Garden.kind)
                ),
                fields.Text(attribute=Garden.slug, label="Adresse", help="Laissez vide."),
            ),
        ),
        Fieldset(
            fields=(
                fields.LongText(attribute=Garden.notes, label="Notes"),
                fields.Number(attribute=Garden.area, label="Surface", minimum=0, maximum=99),
                fields.Integer(attribute=Garden.trees, label="Arbres"),
                fields.Checkbox(attribute=Garden.is_open, label="Ouvert"),
                fields.Reference(
                    attribute=Garden.neighbour_id,
                    label="Voisin",
                    choices=neighbours,
                    add_empty=True,
                ),
            )
        ),
    ),
    row_actions=(EDIT, DELETE, RowAction(name="arroser", label="Arroser", run=water)),
    batch_actions=(
        DELETE,
        BatchAction(name="ouvrir", label="Ouvrir", run=open_all, credentials=("clefs",)),
    ),
    list_actions=(NEW, EXPORT, Action(name="plan", label="Plan")),
    checks=(not_both,),
)

blueprint = Blueprint("gardens", __name__)
add_pages(blueprint, GARDENS)

GARDENS_LOT = Lot(name="gardens", title="Jardins", blueprint="tests.fakes.gardens:blueprint")


def planted(url: str, clock: Clock | None = None) -> Database:
    """A database with four gardens and two wells."""
    database = Database(url, clock or StoppedClock())
    Base.metadata.create_all(database.engine)
    with database.session() as session:
        first = Garden(id=1, name="Clos", kind="potager", area=Decimal("12.50"), trees=3)
        session.add(first)
        session.flush()
        session.add_all(
            [
                Garden(id=2, name="Allée", kind="verger", is_open=True, neighbour=first),
                Garden(id=3, name="Butte & <Co>", kind="verger", notes="", is_open=False),
                Garden(id=4, name="Douve", kind="potager", notes="humide", trees=0),
                Well(depth=3),
                Well(depth=9, deleted_at=NOON),
            ]
        )
        session.commit()
    return database
