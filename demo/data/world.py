"""The world being invented: its size, its day, and the tables filled so far."""

from dataclasses import dataclass, field
from datetime import date, datetime, time

from demo.data.dice import Dice
from demo.data.sql import Row, Value


@dataclass(frozen=True)
class Size:
    """How many rows of each kind; reference lists and accounts are the same in every size."""

    years: int
    arrivants: int
    conjoints: int
    enfants: int
    entreprises: int
    recherches: int
    logements: int
    visites: int
    evenements: int
    inscriptions: int
    offres: int
    candidatures: int
    accompagnements: int
    implantations: int
    demandes: int
    journal: int
    documents: int


SIZES = {
    "small": Size(
        years=3,
        arrivants=50,
        conjoints=28,
        enfants=38,
        entreprises=45,
        recherches=22,
        logements=30,
        visites=32,
        evenements=26,
        inscriptions=120,
        offres=16,
        candidatures=24,
        accompagnements=24,
        implantations=8,
        demandes=30,
        journal=60,
        documents=20,
    ),
    "large": Size(
        years=30,
        arrivants=12_000,
        conjoints=6_600,
        enfants=9_000,
        entreprises=1_500,
        recherches=4_000,
        logements=900,
        visites=5_000,
        evenements=760,
        inscriptions=30_000,
        offres=420,
        candidatures=1_500,
        accompagnements=4_000,
        implantations=120,
        demandes=6_000,
        journal=8_000,
        documents=3_000,
    ),
}


@dataclass(frozen=True)
class World:
    """Tables in the order they are filled, so that a row only points backwards."""

    size: Size
    seed: int
    today: date
    tables: dict[str, list[Row]] = field(default_factory=dict)

    @property
    def first_day(self) -> date:
        """When the service's oldest file was opened."""
        return date(self.today.year - self.size.years + 1, 1, 8)

    def dice(self, purpose: str) -> Dice:
        return Dice(self.seed, purpose)

    def rows(self, table: str) -> list[Row]:
        return self.tables.setdefault(table, [])

    def add(self, table: str, **columns: Value) -> int:
        """The id of the new row: 1, 2, 3, … in each table."""
        rows = self.rows(table)
        rows.append({"id": len(rows) + 1, **columns})
        return len(rows)

    def moment(self, table: str, row_id: int, column: str) -> datetime:
        """A date and time written earlier.

        Errors: TypeError when the column holds something else.
        """
        value = self.rows(table)[row_id - 1][column]
        if not isinstance(value, datetime):
            raise TypeError(f"{table}.{column} of row {row_id} is {value!r}, not a date and time")
        return value

    def count(self, table: str) -> int:
        return len(self.rows(table))

    def any_id(self, table: str, dice: Dice) -> int:
        return dice.number(1, self.count(table))


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """That time of that day in Valmont: the database knows no time zone."""
    return datetime.combine(day, time(hour, minute))


def stamps(created: datetime, updated: datetime | None = None) -> Row:
    """What Doctrine's Timestampable writes."""
    return {"created_at": created, "updated_at": max(created, updated or created)}
