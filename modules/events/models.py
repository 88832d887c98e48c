"""The tables of the lot; the only place that knows their legacy column names."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Date,
    DateTime,
    ForeignKey,
    Integer,
    String,
    Text,
    func,
    select,
)
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    column_property,
    mapped_column,
    relationship,
)

from modules.kernel.behaviours import Sluggable, SoftDeleted, Timestamped
from modules.kernel.columns import StoredEnum
from modules.kernel.dates import StoredDate
from modules.kernel.labels import label_of

#: A registration's statuses that stand for people who come.
COMING = ("inscrit", "present")


class Base(DeclarativeBase):
    """The lot's tables."""


class Municipality(Base):
    """A row of commune, which this lot reads and never writes."""

    __tablename__ = "commune"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    name: Mapped[str] = mapped_column("nom", String(255))

    def __str__(self) -> str:
        """What lists and selects call the row."""
        return label_of((self.name,), self.id)


class Account(Base):
    """A row of sf_guard_user, which this lot reads and never writes."""

    __tablename__ = "sf_guard_user"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    first_name: Mapped[str | None] = mapped_column(String(255))
    last_name: Mapped[str | None] = mapped_column(String(255))
    username: Mapped[str] = mapped_column(String(128), unique=True)

    def __str__(self) -> str:
        """What lists and selects call the row."""
        return label_of((self.first_name, self.last_name, f"({self.username})"), self.id)


class Newcomer(SoftDeleted, Base):
    """A row of arrivant, which this lot reads and never writes."""

    __tablename__ = "arrivant"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    name: Mapped[str] = mapped_column("nom", String(100))
    first_name: Mapped[str] = mapped_column("prenom", String(100))
    email: Mapped[str | None] = mapped_column(String(255))
    status: Mapped[str] = mapped_column("statut", String(20))
    has_consented: Mapped[bool | None] = mapped_column("consentement_rgpd", Boolean)
    settling_date: Mapped[StoredDate | None] = mapped_column("date_installation", Date)

    def __str__(self) -> str:
        """What lists and selects call the row."""
        return label_of((self.first_name, self.name), self.id)


class Registration(Timestamped, Base):
    """A row of inscription."""

    __tablename__ = "inscription"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    event_id: Mapped[int] = mapped_column("evenement_id", ForeignKey("evenement.id"))
    newcomer_id: Mapped[int] = mapped_column("arrivant_id", ForeignKey("arrivant.id"))
    with_spouse: Mapped[bool | None] = mapped_column("conjoint", Boolean, info={"fresh": False})
    child_count: Mapped[int | None] = mapped_column("nb_enfants", Integer, info={"fresh": 0})
    status: Mapped[str] = mapped_column(
        "statut",
        StoredEnum("invite", "inscrit", "liste_attente", "present", "absent", "annule"),
        info={"fresh": "inscrit"},
    )
    comment: Mapped[str | None] = mapped_column("commentaire", Text)

    event: Mapped["Event | None"] = relationship(info={"legacy": "Evenement"})
    newcomer: Mapped[Newcomer | None] = relationship(info={"legacy": "Arrivant"})

    def __str__(self) -> str:
        """What lists and selects call the row."""
        return label_of((), self.id)


class Event(Timestamped, Sluggable, Base):
    """A row of evenement."""

    __tablename__ = "evenement"
    slug_from = "title"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    title: Mapped[str] = mapped_column("titre", String(255))
    kind: Mapped[str] = mapped_column(
        "type",
        StoredEnum("accueil", "visite", "atelier", "dejeuner", "soiree"),
        info={"fresh": "accueil"},
    )
    description: Mapped[str | None] = mapped_column(Text)
    start: Mapped[StoredDate] = mapped_column("debut", DateTime)
    end: Mapped[StoredDate | None] = mapped_column("fin", DateTime)
    place: Mapped[str | None] = mapped_column("lieu", String(255))
    municipality_id: Mapped[int | None] = mapped_column("commune_id", ForeignKey("commune.id"))
    capacity: Mapped[int | None] = mapped_column("capacite", Integer)
    is_open_to_spouses: Mapped[bool | None] = mapped_column(
        "ouvert_conjoint", Boolean, info={"fresh": True}
    )
    is_open_to_children: Mapped[bool | None] = mapped_column(
        "ouvert_enfants", Boolean, info={"fresh": False}
    )
    is_published: Mapped[bool] = mapped_column("publie", Boolean, info={"fresh": False})
    registration_deadline: Mapped[StoredDate | None] = mapped_column("inscription_limite", DateTime)
    organiser_id: Mapped[int | None] = mapped_column(
        "organisateur_id", ForeignKey("sf_guard_user.id")
    )
    media_id: Mapped[int | None] = mapped_column(BigInteger)

    #: How many households come, counted when a list shows it.
    registered: Mapped[int] = column_property(
        select(func.count(Registration.id))
        .where(Registration.event_id == id, Registration.status.in_(COMING))  # noqa: A003  # the column above
        .correlate_except(Registration)
        .scalar_subquery(),
        deferred=True,
        info={"legacy": "inscrits"},
    )

    municipality: Mapped[Municipality | None] = relationship(info={"legacy": "Commune"})
    organiser: Mapped[Account | None] = relationship(info={"legacy": "Organisateur"})

    def __str__(self) -> str:
        """What lists and selects call the row."""
        return label_of((self.title,), self.id)
