"""The tables of the reference lists; the only place that knows their legacy column names."""

from decimal import Decimal

from sqlalchemy import BigInteger, Boolean, ForeignKey, Integer, Numeric, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from modules.kernel.behaviours import Sluggable, Timestamped
from modules.kernel.columns import StoredEnum


class Base(DeclarativeBase):
    """The lot's tables."""


class Municipality(Sluggable, Base):
    """A town of the area; its codes are texts, since their leading zeros matter."""

    __tablename__ = "commune"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    name: Mapped[str] = mapped_column("nom", String(255))
    insee_code: Mapped[str | None] = mapped_column("code_insee", String(5))
    postal_code: Mapped[str | None] = mapped_column("code_postal", String(5))
    intermunicipality: Mapped[str | None] = mapped_column("epci", String(255))
    latitude: Mapped[Decimal | None] = mapped_column(Numeric(10, 6))
    longitude: Mapped[Decimal | None] = mapped_column(Numeric(10, 6))

    def __str__(self) -> str:
        """The town's name, as lists and selects show it."""
        return self.name


class District(Sluggable, Base):
    """A part of a town."""

    __tablename__ = "quartier"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    municipality_id: Mapped[int] = mapped_column("commune_id", ForeignKey("commune.id"))
    name: Mapped[str] = mapped_column("nom", String(255))
    description: Mapped[str | None] = mapped_column(Text)

    municipality: Mapped[Municipality | None] = relationship(info={"legacy": "Commune"})

    def __str__(self) -> str:
        """The district's name."""
        return self.name


class School(Timestamped, Sluggable, Base):
    """A school, from nursery school to university."""

    __tablename__ = "etablissement_scolaire"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    name: Mapped[str] = mapped_column("nom", String(255))
    level: Mapped[str] = mapped_column(
        "type",
        StoredEnum("maternelle", "elementaire", "college", "lycee", "superieur"),
        info={"fresh": "elementaire"},
    )
    status: Mapped[str] = mapped_column(
        "statut", StoredEnum("public", "prive"), info={"fresh": "public"}
    )
    uai: Mapped[str | None] = mapped_column(String(8))
    address: Mapped[str | None] = mapped_column("adresse", String(255))
    municipality_id: Mapped[int | None] = mapped_column("commune_id", ForeignKey("commune.id"))
    phone: Mapped[str | None] = mapped_column("telephone", String(30))
    email: Mapped[str | None] = mapped_column(String(255))
    url: Mapped[str | None] = mapped_column(String(255))
    languages: Mapped[str | None] = mapped_column("langues", String(255))

    municipality: Mapped[Municipality | None] = relationship(info={"legacy": "Commune"})

    def __str__(self) -> str:
        """The school's name."""
        return self.name


class Childcare(Timestamped, Sluggable, Base):
    """A place that looks after small children."""

    __tablename__ = "mode_garde"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    name: Mapped[str] = mapped_column("nom", String(255))
    kind: Mapped[str] = mapped_column(
        "type",
        StoredEnum("creche", "micro_creche", "assistante_maternelle", "halte", "periscolaire"),
        info={"fresh": "creche"},
    )
    capacity: Mapped[int | None] = mapped_column("capacite", Integer)
    address: Mapped[str | None] = mapped_column("adresse", String(255))
    municipality_id: Mapped[int | None] = mapped_column("commune_id", ForeignKey("commune.id"))
    phone: Mapped[str | None] = mapped_column("telephone", String(30))
    opening_hours: Mapped[str | None] = mapped_column("horaires", String(255))

    municipality: Mapped[Municipality | None] = relationship(info={"legacy": "Commune"})

    def __str__(self) -> str:
        """The place's name."""
        return self.name


class Partner(Timestamped, Sluggable, Base):
    """A body the service works with; its table is latin1, the oldest of all."""

    __tablename__ = "partenaire"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    name: Mapped[str] = mapped_column("nom", String(255))
    category: Mapped[str] = mapped_column(
        "categorie",
        StoredEnum("logement", "emploi", "ecole", "administration", "loisir"),
        info={"fresh": "logement"},
    )
    url: Mapped[str | None] = mapped_column(String(255))
    contact: Mapped[str | None] = mapped_column(String(255))
    email: Mapped[str | None] = mapped_column(String(255))
    phone: Mapped[str | None] = mapped_column("telephone", String(30))
    has_backlink: Mapped[bool | None] = mapped_column(
        "lien_reciproque", Boolean, info={"fresh": False}
    )

    def __str__(self) -> str:
        """The partner's name."""
        return self.name


class ProcedureKind(Sluggable, Base):
    """A kind of step that newcomers have to take, such as opening an electricity meter."""

    __tablename__ = "demarche_type"
    slug_from = "label"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    label: Mapped[str] = mapped_column("libelle", String(255))
    english_label: Mapped[str | None] = mapped_column("libelle_en", String(255))
    category: Mapped[str] = mapped_column(
        "categorie",
        StoredEnum("energie", "telecom", "banque", "sante", "titre_sejour", "impots", "transport"),
        info={"fresh": "energie"},
    )
    delay_days: Mapped[int | None] = mapped_column("delai_jours", Integer)
    rank: Mapped[int | None] = mapped_column("ordre", Integer)

    def __str__(self) -> str:
        """The French label."""
        return self.label
