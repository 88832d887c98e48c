"""The tables of the lot; the only place that knows their legacy column names."""

from dataclasses import dataclass

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnClause,
    ForeignKey,
    Integer,
    String,
    TableClause,
    Text,
    column,
    table,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from modules.kernel.behaviours import Sluggable, SoftDeleted, Timestamped
from modules.kernel.labels import label_of


class Base(DeclarativeBase):
    """The lot's tables."""


@dataclass(frozen=True, slots=True)
class Follower:
    """A table whose rows follow their company when it is merged into another."""

    table: TableClause
    company_id: ColumnClause[int]


def _follower(name: str) -> Follower:
    key: ColumnClause[int] = column("entreprise_id")
    return Follower(table(name, key), key)


#: In the order the legacy writes them.
FOLLOWERS = tuple(
    map(
        _follower,
        (
            "arrivant", "entreprise_contact", "offre_emploi", "candidature_conjoint",
            "accompagnement", "implantation", "demande",
        ),
    )
)  # fmt: skip


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
    is_super_admin: Mapped[bool | None] = mapped_column(Boolean)

    def __str__(self) -> str:
        """What lists and selects call the row."""
        return label_of((self.first_name, self.last_name, f"({self.username})"), self.id)


class Profile(Base):
    """A row of utilisateur_profil, which this lot reads and never writes."""

    __tablename__ = "utilisateur_profil"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    account_id: Mapped[int] = mapped_column("sf_guard_user_id", ForeignKey("sf_guard_user.id"))
    role: Mapped[str | None] = mapped_column(String(30))


class Company(Timestamped, Sluggable, SoftDeleted, Base):
    """A row of entreprise."""

    __tablename__ = "entreprise"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    name: Mapped[str] = mapped_column("raison_sociale", String(200))
    siret: Mapped[str | None] = mapped_column(String(20))
    activity_code: Mapped[str | None] = mapped_column("naf", String(5))
    headcount: Mapped[int | None] = mapped_column("effectif", Integer)
    address: Mapped[str | None] = mapped_column("adresse", String(255))
    municipality_id: Mapped[int | None] = mapped_column("commune_id", ForeignKey("commune.id"))
    phone: Mapped[str | None] = mapped_column("telephone", String(30))
    website: Mapped[str | None] = mapped_column("site_web", String(255))
    is_partner: Mapped[bool | None] = mapped_column(
        "est_partenaire", Boolean, info={"fresh": False}
    )
    referent_id: Mapped[int | None] = mapped_column(ForeignKey("sf_guard_user.id"))
    notes: Mapped[str | None] = mapped_column(Text)

    municipality: Mapped[Municipality | None] = relationship(info={"legacy": "Commune"})
    referent: Mapped[Account | None] = relationship(info={"legacy": "Referent"})

    def __str__(self) -> str:
        """What lists and selects call the row."""
        return label_of((self.name,), self.id)


class CompanyContact(Timestamped, Base):
    """A row of entreprise_contact."""

    __tablename__ = "entreprise_contact"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    company_id: Mapped[int] = mapped_column("entreprise_id", ForeignKey("entreprise.id"))
    title: Mapped[str | None] = mapped_column("civilite", String(5))
    name: Mapped[str] = mapped_column("nom", String(100))
    first_name: Mapped[str | None] = mapped_column("prenom", String(100))
    position: Mapped[str | None] = mapped_column("fonction", String(255))
    email: Mapped[str | None] = mapped_column(String(255))
    phone: Mapped[str | None] = mapped_column("telephone", String(30))
    is_main: Mapped[bool | None] = mapped_column("principal", Boolean, info={"fresh": False})

    company: Mapped[Company | None] = relationship(info={"legacy": "Entreprise"})

    def __str__(self) -> str:
        """What lists and selects call the row."""
        return label_of((self.first_name, self.name), self.id)
