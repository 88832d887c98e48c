"""What was compared, kept in the state database and read back as proof."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, delete, func, select

from proxy.errors import StateDatabaseUnavailable
from proxy.parity.differences import Change, Difference, Part
from proxy.parity.exemplars.records import (
    Shown,
    cause_id,
    forget_exemplars,
    keep_exemplar,
)
from proxy.parity.ledger import Settled
from proxy.parity.proof import ParityEvidence, RouteProof
from proxy.parity.redaction import redacted, redacted_target
from proxy.parity.rules import Thresholds
from proxy.parity.tables import PARITY_CAUSES, PARITY_DAYS, PARITY_RUNS
from proxy.state_database import StateDatabase, put

__all__ = ["Cause", "Observation", "ParityEvidence", "Run", "record", "record_run"]

_DAY_S = 86400
_LONGEST_ROUTE = 191


@dataclass(frozen=True, slots=True)
class Observation:
    """One comparison of a route's answer.

    Shape: `origin` is crawl, write, shadow or replay; `shown` has both answers where they are to
           be kept. Units: `at` in seconds since 1970.
    """

    route: str
    target: str
    origin: str
    at: float
    found: Settled
    shown: Shown | None = None


@dataclass(frozen=True, slots=True)
class Cause:
    """Differences that surely have one reason, with one example.

    Shape: `occurrences` counts answers, however often each of them shows it.
    """

    id: str
    route: str
    difference: Difference
    target: str
    occurrences: int
    first_at: float
    last_at: float


@dataclass(frozen=True, slots=True)
class Run:
    """The last run of `figuier parity` for a lot."""

    at: float
    samples: int
    matches: int
    used: frozenset[str]


def record(state: StateDatabase, lot: str, code: str, seen: Sequence[Observation]) -> None:
    """Add observations of a lot, redacted.

    Errors: StateDatabaseUnavailable; nothing of them is kept then.
    """
    with state.write() as connection:
        for each in seen:
            _count(connection, lot, code, each)
            first = {found.part + found.cause: found for found in reversed(each.found.unexplained)}
            causes = [_keep(connection, lot, code, each, redacted(one)) for one in first.values()]
            if each.shown is not None:
                keep_exemplar(
                    connection, lot, code, route=each.route[:_LONGEST_ROUTE], target=each.target,
                    origin=each.origin, at=each.at, causes=causes, shown=each.shown,
                )  # fmt: skip


def _count(connection: Connection, lot: str, code: str, seen: Observation) -> None:
    row = {
        "day": _day(seen.at),
        "lot": lot,
        "route": seen.route[:_LONGEST_ROUTE],
        "code": code,
        "origin": seen.origin,
        "samples": 1,
        "matches": int(not seen.found.unexplained),
        "accepted": int(bool(seen.found.accepted)),
        "first_at": seen.at,
        "last_at": seen.at,
    }
    put(connection, PARITY_DAYS, [row], add=("samples", "matches", "accepted"),
        replace=("last_at",))  # fmt: skip


def _keep(connection: Connection, lot: str, code: str, seen: Observation, one: Difference) -> str:
    """Count the cause of a difference; gives its id."""
    own = cause_id(lot, code, seen.route, one)
    row = {
        "id": own,
        "lot": lot,
        "route": seen.route[:_LONGEST_ROUTE],
        "code": code,
        "part": one.part.value,
        "field": one.field,
        "change": one.change.value,
        "is_accessibility": one.is_accessibility,
        "control": one.control,
        "candidate": one.candidate,
        "at": one.at[:_LONGEST_ROUTE],
        "target": redacted_target(seen.target),
        "occurrences": 1,
        "first_at": seen.at,
        "last_at": seen.at,
    }
    put(connection, PARITY_CAUSES, [row], add=("occurrences",), replace=("last_at",))
    return own


def record_run(
    state: StateDatabase, lot: str, code: str, *, origin: str, at: float, run: "Run"
) -> None:
    """Remember that a lot was run, and which ledger entries it needed.

    Errors: StateDatabaseUnavailable.
    """
    row = {
        "lot": lot, "code": code, "origin": origin, "at": at, "samples": run.samples,
        "matches": run.matches, "used": "\n".join(sorted(run.used)),
    }  # fmt: skip
    with state.write() as connection:
        connection.execute(PARITY_RUNS.insert(), [row])


def last_run(state: StateDatabase, lot: str) -> Run | None:
    """The last run of a lot, whatever the version of its code.

    Errors: StateDatabaseUnavailable.
    """
    runs = PARITY_RUNS
    question = select(runs).where(runs.c.lot == lot).order_by(runs.c.id.desc()).limit(1)
    with state.read() as connection:
        row = connection.execute(question).mappings().first()
    if row is None:
        return None
    used = frozenset(filter(None, str(row["used"]).split("\n")))
    return Run(row["at"], row["samples"], row["matches"], used)


def causes_of(state: StateDatabase, lot: str, code: str, most: int = 200) -> tuple[Cause, ...]:
    """Why answers differ, the most frequent cause first.

    Errors: StateDatabaseUnavailable.
    """
    table = PARITY_CAUSES
    question = (
        select(table)
        .where(table.c.lot == lot, table.c.code == code)
        .order_by(table.c.occurrences.desc(), table.c.field)
        .limit(most)
    )
    with state.read() as connection:
        rows = connection.execute(question).mappings().all()
    return tuple(
        Cause(
            row["id"], row["route"],
            Difference(
                Part(row["part"]), row["field"], row["control"], row["candidate"],
                Change(row["change"]), row["at"], bool(row["is_accessibility"]),
            ),
            row["target"], row["occurrences"], row["first_at"], row["last_at"],
        )
        for row in rows
    )  # fmt: skip


def evidence_of(
    state: StateDatabase, lot: str, code: str, routes: Iterable[str], now: float,
    thresholds: Thresholds,
) -> ParityEvidence:  # fmt: skip
    """The proof for a lot's routes; nothing is known when the state database does not answer."""
    try:
        with state.read() as connection:
            seen = _proofs(connection, lot, code, now, thresholds)
    except StateDatabaseUnavailable:
        return ParityEvidence(lot, code, None, thresholds=thresholds)
    proofs = tuple(seen.get(route[:_LONGEST_ROUTE], RouteProof(route)) for route in routes)
    return ParityEvidence(lot, code, now, proofs, thresholds)


def _proofs(
    connection: Connection, lot: str, code: str, now: float, thresholds: Thresholds
) -> dict[str, RouteProof]:
    days = PARITY_DAYS.c
    oldest = _day(now - max(thresholds.fresh_days, 14) * _DAY_S)
    question = (
        select(
            days.route, days.day, func.sum(days.samples).label("samples"),
            func.sum(days.matches).label("matches"), func.min(days.first_at).label("first_at"),
            func.max(days.last_at).label("last_at"),
        )
        .where(days.lot == lot, days.code == code, days.day >= oldest)
        .group_by(days.route, days.day)
    )  # fmt: skip
    found: dict[str, RouteProof] = {}
    week = _day(now - 7 * _DAY_S)
    for row in connection.execute(question).mappings():
        known = found.get(row["route"], RouteProof(row["route"], first_at=row["first_at"]))
        pair = (int(row["samples"]), int(row["matches"]))
        is_recent = row["day"] > week
        found[row["route"]] = RouteProof(
            known.route,
            known.samples + pair[0],
            known.matches + pair[1],
            min(known.first_at, row["first_at"]),
            max(known.last_at, row["last_at"]),
            _plus(known.recent, pair) if is_recent else known.recent,
            known.before if is_recent else _plus(known.before, pair),
        )
    return found


def _plus(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    return one[0] + other[0], one[1] + other[1]


def forget_old(state: StateDatabase, now: float, *, days: int, exemplar_days: int) -> None:
    """Delete counts and examples that are older than they are kept.

    Errors: StateDatabaseUnavailable.
    """
    with state.write() as connection:
        connection.execute(delete(PARITY_DAYS).where(PARITY_DAYS.c.day < _day(now - days * _DAY_S)))
        connection.execute(delete(PARITY_RUNS).where(PARITY_RUNS.c.at < now - days * _DAY_S))
        connection.execute(
            delete(PARITY_CAUSES).where(PARITY_CAUSES.c.last_at < now - exemplar_days * _DAY_S)
        )
        forget_exemplars(connection, now - exemplar_days * _DAY_S)


def _day(at: float) -> str:
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=at)).date().isoformat()
