"""Incidents: what broke, of which lot, how badly and why; open ones that block close a gate."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Double,
    Index,
    Integer,
    String,
    Table,
    func,
    insert,
    select,
    update,
)

from proxy.errors import IncidentUnknown
from proxy.state_database import METADATA, MYSQL, StateDatabase

#: The whole site, in `lot`.
EVERY_LOT = ""
_MOST = 500

INCIDENTS = Table(
    "flip_incidents",
    METADATA,
    Column(
        "id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    ),
    Column("opened_at", Double, nullable=False),
    Column("opened_by", String(100), nullable=False),
    Column("lot", String(64), nullable=False),
    Column("severity", String(16), nullable=False),
    Column("what", String(500), nullable=False),
    Column("cause", String(500), nullable=False),
    Column("closed_at", Double, nullable=True),
    Column("closed_by", String(100), nullable=False),
    Index("flip_incidents_open", "closed_at", "lot"),
    **MYSQL,
)


class Severity(StrEnum):
    """How badly it broke; a blocking incident closes a gate while it is open."""

    BLOCKING = "blocking"
    MINOR = "minor"


@dataclass(frozen=True, slots=True)
class Incident:
    """One incident.

    Shape: `lot` is empty for the whole site; `cause` is empty while nobody knows; `closed_at` is
           None while it is open.
    Units: seconds since 1970.
    """

    id: int
    opened_at: float
    opened_by: str
    lot: str
    severity: Severity
    what: str
    cause: str = ""
    closed_at: float | None = None
    closed_by: str = ""

    @property
    def is_blocking(self) -> bool:
        """Whether it keeps its lot from moving forward."""
        return self.closed_at is None and self.severity is Severity.BLOCKING


@dataclass(frozen=True, slots=True)
class Report:
    """An incident as somebody reports it."""

    lot: str
    severity: Severity
    what: str
    who: str
    at: float
    cause: str = ""


def open_incident(state: StateDatabase, report: Report) -> int:
    """Record that something broke; gives its number.

    Errors: StateDatabaseUnavailable, as all of these.
    """
    row = {
        "opened_at": report.at,
        "opened_by": report.who[:100],
        "lot": report.lot,
        "severity": report.severity.value,
        "what": report.what[:500],
        "cause": report.cause[:500],
        "closed_at": None,
        "closed_by": "",
    }
    with state.write() as connection:
        connection.execute(insert(INCIDENTS).values(row))
        return int(connection.execute(select(func.max(INCIDENTS.c.id))).scalar_one())


def close_incident(state: StateDatabase, number: int, *, who: str, cause: str, at: float) -> None:
    """Record that an incident is over, and what caused it.

    Errors: IncidentUnknown, when no open incident has this number.
    """
    change = update(INCIDENTS).where(INCIDENTS.c.id == number, INCIDENTS.c.closed_at.is_(None))
    values = {"closed_at": at, "closed_by": who[:100], "cause": cause[:500]}
    with state.write() as connection:
        if connection.execute(change.values(values)).rowcount == 0:
            raise IncidentUnknown(f"there is no open incident {number}: figuier incident list")


def incidents(
    state: StateDatabase,
    *,
    lot: str | None = None,
    only_open: bool = False,
    since: float | None = None,
    limit: int = 100,
) -> tuple[Incident, ...]:
    """Incidents, the newest first; those of a lot include those of the whole site."""
    question = select(INCIDENTS).order_by(INCIDENTS.c.id.desc()).limit(min(limit, _MOST))
    if lot is not None:
        question = question.where(INCIDENTS.c.lot.in_([lot, EVERY_LOT]))
    if only_open:
        question = question.where(INCIDENTS.c.closed_at.is_(None))
    if since is not None:
        question = question.where(INCIDENTS.c.opened_at >= since)
    with state.read() as connection:
        return tuple(map(_incident, connection.execute(question).mappings().all()))


def _incident(row: Mapping[str, Any] | Any) -> Incident:
    return Incident(**{**row, "severity": Severity(row["severity"])})
