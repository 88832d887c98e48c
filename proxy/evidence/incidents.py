"""Incidents: what broke, for which lot, how badly, why, and until when; gates and the console read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Float,
    Integer,
    Row,
    String,
    Table,
    insert,
    select,
    update,
)

from proxy.errors import IncidentRefused
from proxy.state_database import METADATA, MYSQL

#: Units: moments are seconds since 1970; `lot` is empty for what concerns all of them.
INCIDENTS = Table(
    "evidence_incidents",
    METADATA,
    Column(
        "id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    ),
    Column("lot", String(64), nullable=False, index=True),
    Column("severity", String(16), nullable=False),
    Column("what", String(500), nullable=False),
    Column("cause", String(500), nullable=False),
    Column("opened_at", Float(53), nullable=False, index=True),
    Column("opened_by", String(128), nullable=False),
    Column("closed_at", Float(53)),
    Column("closed_by", String(128), nullable=False),
    **MYSQL,
)


class Severity(StrEnum):
    """How bad it is; only a blocking one keeps a lot from moving forward."""

    BLOCKING = "blocking"
    MAJOR = "major"
    MINOR = "minor"


@dataclass(frozen=True, slots=True)
class Incident:
    """Something that broke.

    Shape: `lot` is empty for what concerns all; `closed_at` is None while it lasts.
    Units: seconds since 1970.
    """

    id: int
    lot: str
    severity: Severity
    what: str
    cause: str
    opened_at: float
    opened_by: str
    closed_at: float | None = None
    closed_by: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it still lasts."""
        return self.closed_at is None

    @property
    def is_blocking(self) -> bool:
        """Whether it keeps its lot from moving forward now."""
        return self.is_open and self.severity is Severity.BLOCKING


def open_incident(  # noqa: PLR0913, one for each fact
    connection: Connection,
    *,
    lot: str,
    severity: Severity,
    what: str,
    at: float,
    by: str,
    cause: str = "",
) -> int:
    """Record an incident; gives its number.

    Errors: IncidentRefused, without words.
    """
    row = {
        "lot": lot,
        "severity": severity.value,
        "what": _line(what, "what happened"),
        "cause": _line(cause),
        "opened_at": at,
        "opened_by": by,
        "closed_by": "",
    }
    done = connection.execute(insert(INCIDENTS).values(row))
    return int(done.inserted_primary_key[0]) if done.inserted_primary_key else 0


def close_incident(connection: Connection, number: int, *, cause: str, at: float, by: str) -> None:
    """End an incident; its cause has to be known by then.

    Errors: IncidentRefused, without a cause, or when it is over already.
    """
    values = {"cause": _line(cause, "the cause"), "closed_at": at, "closed_by": by}
    done = connection.execute(
        update(INCIDENTS)
        .where(INCIDENTS.c.id == number, INCIDENTS.c.closed_at.is_(None))
        .values(values)
    )
    if not done.rowcount:
        raise IncidentRefused(f"no open incident has number {number}")


def amend_incident(
    connection: Connection, number: int, *, severity: Severity, what: str, cause: str
) -> None:
    """Say better what happened, how badly and why.

    Errors: IncidentRefused.
    """
    values = {
        "severity": severity.value,
        "what": _line(what, "what happened"),
        "cause": _line(cause),
    }
    connection.execute(update(INCIDENTS).where(INCIDENTS.c.id == number).values(values))


def incident(connection: Connection, number: int) -> Incident | None:
    """The incident of that number."""
    row = connection.execute(select(INCIDENTS).where(INCIDENTS.c.id == number)).first()
    return None if row is None else _incident(row)


def incidents(
    connection: Connection,
    *,
    lot: str | None = None,
    only_open: bool = False,
    since: float | None = None,
    limit: int = 500,
) -> Sequence[Incident]:
    """Incidents, the newest first: of one lot and of all lots together, or every one."""
    question = select(INCIDENTS).order_by(INCIDENTS.c.id.desc()).limit(limit)
    if lot is not None:
        question = question.where(INCIDENTS.c.lot.in_((lot, "")))
    if only_open:
        question = question.where(INCIDENTS.c.closed_at.is_(None))
    if since is not None:
        question = question.where(INCIDENTS.c.opened_at >= since)
    return [_incident(row) for row in connection.execute(question)]


def _line(text: str, needed: str = "") -> str:
    words = " ".join(text.split())
    if needed and not words:
        raise IncidentRefused(f"say {needed}, in a few words")
    if len(words) > 500 or not words.isprintable():
        raise IncidentRefused("500 characters of printable text at most")
    return words


def _incident(row: Row[tuple[object, ...]]) -> Incident:
    fields = dict(row._mapping)  # noqa: SLF001, SQLAlchemy's own name for the row as a mapping
    return Incident(**{**fields, "severity": Severity(fields["severity"])})
